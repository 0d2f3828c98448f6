package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.engine.Checkpoints;
import io.wowflow.jobs.files.FlowFiles;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.plan.DirectionSource;
import io.wowflow.jobs.plan.FlowPlan;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.transport.LabelMatching;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Flows one labelled dataset onto another. {@link #plan} checks without touching data or Spark,
 * {@link #run} does the work and returns a value; nothing is written. {@link FlowFiles} is the same
 * job from files to files.
 */
public final class FlowJob {
  private final FlowConf conf;

  private FlowJob(FlowConf conf) {
    this.conf = conf;
  }

  /**
   * A checked job.
   *
   * @param spec what the flow is told
   * @return the job
   * @throws JobException (usage) if a file is asked for
   */
  public static FlowJob plan(FlowSpec spec) {
    if (spec.conf().evaluation().evaluateWith().isPresent()) {
      throw JobException.usage(
          "evaluate-with writes a file beside the flowed data, and here no files are written:"
              + " leave it out");
    }
    return new FlowJob(spec.conf());
  }

  /**
   * Flows a dataset onto another.
   *
   * @param spark an open session
   * @param source the dataset to move: columns {@code label} (integer or string), {@code features}
   *     (array of float or double), optionally {@code weight} and {@code id}; see {@link
   *     RowDatasets}
   * @param target the dataset to move onto, likewise
   * @return the flowed dataset, its matching and objectives
   * @throws io.wowflow.jobs.conf.JobException (input) if a dataset is invalid; (usage) if the
   *     options do not fit the data; (diverged) if the flow diverged
   */
  public FlowOutcome run(SparkSession spark, Dataset<Row> source, Dataset<Row> target) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SamplePlace place = DriverPlace.of(spark.sparkContext().conf());
    FlowInputs inputs =
        FlowInputs.of(
            conf,
            RowDatasets.collect(source, FlowInputs.sourceOptions(conf).withPlace(place)),
            RowDatasets.collect(target, FlowInputs.targetOptions(conf).withPlace(place)),
            hadoop);
    FlowSetting setting =
        setting(conf, inputs, hadoop, Cluster.of(spark.sparkContext()), () -> spark);
    if (setting.plan().grid().isPresent()) {
      Checkpoints.check(spark.sparkContext());
    }
    FlowRun run = FlowRun.fromTheStart(setting);
    return outcome(run, run.run(Optional.empty(), List.of(), step -> ""));
  }

  public static FlowSetting setting(
      FlowConf conf,
      FlowInputs inputs,
      Configuration hadoop,
      Cluster cluster,
      Supplier<SparkSession> spark) {
    Directions directions = DirectionSource.of(conf, inputs.seenSource().dimension(), hadoop);
    FlowPlan plan = FlowPlan.of(conf, inputs, directions, cluster);
    FlowInputs held = plan.grid().isPresent() ? inputs : inputs.inMemory();
    return new FlowSetting(conf, held, directions, plan, spark, Optional.empty());
  }

  /**
   * The outcome of a run that has ended.
   *
   * @param run the run
   * @param result its end
   * @return the flowed dataset in the units of the input, labelled by its matching
   */
  public static FlowOutcome outcome(FlowRun run, FlowResult result) {
    FlowMatching matcher = new FlowMatching(run.setting(), run.problem());
    LabelMatching matching = matcher.match(result);
    return new FlowOutcome(
        matcher.flowed(result.state(), matching),
        run.log(),
        matcher.table(matching),
        result.state().step(),
        result.stopReason(),
        result.objective());
  }
}
