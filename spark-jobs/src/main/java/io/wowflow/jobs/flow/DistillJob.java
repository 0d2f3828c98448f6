package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.conf.Settings;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.input.CommonUnits;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.flow.FlowObserver;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a few samples per class that stand for a large dataset, from a DataFrame to a value;
 * nothing is written. The columns are those of {@link FlowJob}; all samples are collected to the
 * driver.
 *
 * <p>Immutable.
 */
public final class DistillJob {
  private final DistillConf conf;
  private final FlowConf flow;
  private final FlowJob job;

  private DistillJob(DistillConf conf, FlowConf flow, FlowJob job) {
    this.conf = conf;
    this.flow = flow;
    this.job = job;
  }

  /**
   * The job of some options.
   *
   * @param options options of the command {@code distill} by their names without dashes, such as
   *     {@code per-class} (required), and their values as on the command line; those about files do
   *     not apply. Not modified
   * @return the job, without observer and cancellation
   * @throws io.wowflow.jobs.conf.JobException (usage) with all problems; for an unknown option with
   *     the nearest known one
   */
  public static DistillJob of(Map<String, String> options) {
    Settings settings = FrameOptions.resolve("distill", options);
    DistillConf conf = DistillConf.of(settings);
    FlowConf flow = DistillConf.flow(settings);
    return new DistillJob(conf, flow, FlowJob.of(new FlowSpec(flow)));
  }

  /**
   * The same job with an observer.
   *
   * @param observer as for {@link FlowJob#observedBy}
   * @return the job
   */
  public DistillJob observedBy(FlowObserver observer) {
    return new DistillJob(conf, flow, job.observedBy(observer));
  }

  /**
   * The same job, to be cancelled.
   *
   * @param request as for {@link FlowJob#cancelledBy}
   * @return the job
   */
  public DistillJob cancelledBy(Cancellation request) {
    return new DistillJob(conf, flow, job.cancelledBy(request));
  }

  /**
   * Distils a dataset.
   *
   * @param spark an open session
   * @param dataset the large dataset
   * @return the distilled samples; {@link FlowOutcome#toDataFrame} has their columns, where {@code
   *     id} is that of the drawn sample that each began at, or counts the centres of classes
   * @throws io.wowflow.jobs.conf.JobException (input) if the dataset is invalid or a class has
   *     fewer samples than are drawn; (usage) if the options do not fit the data or the memory, or
   *     the library of the networks is missing; (diverged) if the flow diverged
   */
  public FlowOutcome run(SparkSession spark, Dataset<Row> dataset) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ReadOptions whole =
        FlowInputs.wholeTargetOptions(flow).withPlace(DriverPlace.of(spark.sparkContext().conf()));
    LoadedDataset target =
        CommonUnits.read(
                List.of(units -> RowDatasets.collect(dataset, whole.withUnits(units))),
                CommonUnits.Scale.KEPT,
                notice -> {})
            .get(0);
    LoadedDataset labelled = FlowInputs.labelledToDistil(flow, target, hadoop, notice -> {});
    FlowInputs inputs = FlowInputs.distilled(conf, flow, labelled, hadoop);
    FlowConf fitted = conf.fitted(flow, inputs.smallestTargetClass());
    FlowSetting setting =
        FlowJob.setting(fitted, inputs, hadoop, Cluster.of(spark.sparkContext()), () -> spark);
    return job.run(setting.with(Distillation.of(conf, setting, hadoop)));
  }
}
