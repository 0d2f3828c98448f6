package io.wowflow.jobs.augment;

import io.wowflow.jobs.compare.Comparison;
import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.conf.Settings;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.flow.FlowJob;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.DataRange;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.OutcomeRows;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.TrainAndTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An augmentation of DataFrames: a small dataset, enlarged by samples of a large one that were
 * flowed onto it. Nothing is written.
 *
 * @param enlarged the target's samples and the flowed ones
 * @param flow the outcome of the flow
 * @param comparison the comparison of classifiers with and without the flowed samples, if {@code
 *     require-improvement} or {@code tolerate} is set
 */
public record RowAugmentation(
    AugmentedDataset enlarged, FlowOutcome flow, Optional<Comparison> comparison) {

  /**
   * Enlarges a dataset.
   *
   * @param options options of the command {@code augment} by their names without dashes, such as
   *     {@code shots}, and their values as on the command line; those about files do not apply. Not
   *     modified
   * @param source the large dataset that flows, with the columns of {@link RowDatasets}; the
   *     samples that take part are collected to the driver
   * @param target the small dataset to enlarge, likewise
   * @return the enlarged dataset
   * @throws io.wowflow.jobs.conf.JobException (usage) if an option is wrong, for an unknown one
   *     with the nearest known one, or does not fit the data; (input) if a dataset is invalid;
   *     (diverged) if the flow diverged; (verdict) if {@code require-improvement} or {@code
   *     tolerate} is set and the comparison does not allow the result
   */
  public static RowAugmentation of(
      Map<String, String> options, Dataset<Row> source, Dataset<Row> target) {
    Settings settings = FrameOptions.resolve("augment", options);
    AugmentConf conf = AugmentConf.of(settings);
    FlowConf flow = AugmentConf.flow(settings);
    JobContext context = JobContext.of(source.sparkSession());
    if (conf.isJudged()) {
      // Before the flow: a library that is missing is reported at once.
      Networks networks = Networks.open();
      if (context.isLocal()) {
        networks.start();
      } else {
        TrainAndTest.probe(source.sparkSession().sparkContext());
      }
    }
    SamplePlace place = DriverPlace.of(context.settings());
    List<LoadedDataset> read = FlowInputs.collectBoth(flow, source, target, place);
    LoadedDataset large = read.get(0);
    TargetParts parts = TargetParts.of(read.get(1), conf);
    Optional<Gate> gate = parts.heldOut().map(part -> Gate.of(conf, parts.used(), large, part));
    FlowInputs inputs = FlowInputs.of(flow, large, parts.used(), context.hadoop());
    FlowSetting setting =
        FlowJob.setting(
            flow,
            inputs,
            context.hadoop(),
            Cluster.of(context.spark().get().sparkContext()),
            context.spark());
    FlowOutcome outcome = FlowJob.run(setting, List.of());
    LoadedDataset used = parts.used();
    AugmentedDataset enlarged =
        AugmentedDataset.of(used, DataRange.of(used.dataset()).clipped(outcome.flowed()));
    return new RowAugmentation(
        enlarged,
        outcome,
        gate.map(
            each -> each.passed(each.compared(used, enlarged.enlarged(), context)).comparison()));
  }

  /**
   * The enlarged dataset, as the Parquet of the command {@code augment} has it: {@code label} (in
   * the target's type), {@code provenance} ("target" or "flowed"), {@code source_class} (in the
   * source's type, null for the target's own samples), {@code origin_id} (the id in the dataset
   * that a sample comes from), {@code id} and {@code features} (array of float).
   *
   * @param spark an open session
   * @return one row per sample, in each class first the target's own
   */
  public Dataset<Row> toDataFrame(SparkSession spark) {
    return OutcomeRows.augmented(spark, enlarged);
  }
}
