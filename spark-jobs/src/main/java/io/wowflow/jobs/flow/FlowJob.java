package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.engine.Checkpoints;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.plan.DirectionSource;
import io.wowflow.jobs.plan.FlowPlan;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.transport.LabelMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Flows one labelled dataset onto another, from DataFrames to a value; nothing is written:
 *
 * <pre>{@code
 * FlowSpec spec = FlowSpec.builder().steps(500).seed(7).build();
 * FlowOutcome outcome = FlowJob.of(spec).run(spark, source, target);
 * Dataset<Row> flowed = outcome.toDataFrame(spark);
 * }</pre>
 *
 * <p>The DataFrames have the columns {@code label} (integer or string), {@code features} (array of
 * float or double), optionally {@code weight} and {@code id}; see {@link RowDatasets}. The samples
 * that take part are collected to the driver. On a cluster with the distributed engine the session
 * needs a checkpoint directory that all executors see ({@code spark.checkpoint.dir}), and, where it
 * serialises with Kryo, the registrator {@code io.wowflow.jobs.session.KryoClasses}.
 *
 * <p>Immutable. The job group and the description of the calling thread's Spark jobs are as before
 * when a method returns.
 */
public final class FlowJob {
  private final FlowConf conf;
  private final List<FlowObserver> observers;
  private final Optional<Cancellation> cancellation;

  private FlowJob(
      FlowConf conf, List<FlowObserver> observers, Optional<Cancellation> cancellation) {
    this.conf = conf;
    this.observers = observers;
    this.cancellation = cancellation;
  }

  /**
   * The job of a specification.
   *
   * @param spec a checked specification
   * @return the job, without observer and cancellation
   */
  public static FlowJob of(FlowSpec spec) {
    return new FlowJob(spec.conf(), List.of(), Optional.empty());
  }

  /**
   * The same job with one more observer.
   *
   * @param observer called after those given before, on the thread that calls {@link #run}, between
   *     steps; whatever it throws ends the flow and is thrown by {@link #run}
   * @return the job
   */
  public FlowJob observedBy(FlowObserver observer) {
    List<FlowObserver> all = new ArrayList<>(observers);
    all.add(observer);
    return new FlowJob(conf, List.copyOf(all), cancellation);
  }

  /**
   * The same job, to be cancelled from another thread or by the observer.
   *
   * @param request ends the flow after the step in progress
   * @return the job
   */
  public FlowJob cancelledBy(Cancellation request) {
    return new FlowJob(conf, observers, Optional.of(request));
  }

  /**
   * Plans the flow: reads the datasets as {@link #run} does, and makes no step.
   *
   * @param spark an open session
   * @param source the dataset to move
   * @param target the dataset to move onto
   * @return sizes, memory, engine and grid; {@link FlowPlan#lines} prints them
   * @throws io.wowflow.jobs.conf.JobException (input) if a dataset is invalid; (usage) if the
   *     options do not fit the data or the flow does not fit the memory
   */
  public FlowPlan plan(SparkSession spark, Dataset<Row> source, Dataset<Row> target) {
    return setting(spark, source, target).plan();
  }

  /**
   * Flows a dataset onto another.
   *
   * @param spark an open session
   * @param source the dataset to move
   * @param target the dataset to move onto
   * @return the flowed dataset, its matching and objectives
   * @throws io.wowflow.jobs.conf.JobException (input) if a dataset is invalid; (usage) if the
   *     options do not fit the data, the flow does not fit the memory, or the session lacks what
   *     the distributed engine needs; (diverged) if the flow diverged
   */
  public FlowOutcome run(SparkSession spark, Dataset<Row> source, Dataset<Row> target) {
    return run(setting(spark, source, target));
  }

  private FlowSetting setting(SparkSession spark, Dataset<Row> source, Dataset<Row> target) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SamplePlace place = DriverPlace.of(spark.sparkContext().conf());
    List<LoadedDataset> read = FlowInputs.collectBoth(conf, source, target, place);
    FlowInputs inputs = FlowInputs.of(conf, read.get(0), read.get(1), hadoop);
    return setting(conf, inputs, hadoop, Cluster.of(spark.sparkContext()), () -> spark);
  }

  /** Flows to the end of a setting whose session is open. */
  FlowOutcome run(FlowSetting setting) {
    FlowSetting cancelled = cancellation.map(setting::with).orElse(setting);
    return run(cancelled, observers);
  }

  /**
   * Flows to the end of a setting whose session is open.
   *
   * @param setting the flow
   * @param observers called between steps, in this order
   * @return the flowed dataset, its matching and objectives
   * @throws io.wowflow.jobs.conf.JobException (usage) if the session lacks what the distributed
   *     engine needs; (diverged) if the flow diverged
   */
  public static FlowOutcome run(FlowSetting setting, List<FlowObserver> observers) {
    if (setting.plan().grid().isPresent()) {
      Checkpoints.check(setting.spark().get().sparkContext());
    }
    FlowRun run = FlowRun.fromTheStart(setting);
    return outcome(run, run.run(Optional.empty(), observers, step -> ""));
  }

  /**
   * A flow between datasets that were read.
   *
   * @param conf a checked configuration
   * @param inputs the datasets
   * @param hadoop where a file of directions is read from
   * @param cluster the cluster to plan for
   * @param spark opens the session, if the plan needs it
   * @return the flow with its directions and its plan
   * @throws io.wowflow.jobs.conf.JobException (usage) if the options do not fit the data or the
   *     flow does not fit the memory; (input) if the file of directions is not usable
   */
  public static FlowSetting setting(
      FlowConf conf,
      FlowInputs inputs,
      Configuration hadoop,
      Cluster cluster,
      Supplier<SparkSession> spark) {
    Directions directions = DirectionSource.of(conf, inputs.seenSource().dimension(), hadoop);
    FlowPlan plan = FlowPlan.of(conf, inputs, directions, cluster);
    FlowInputs held = plan.grid().isPresent() ? inputs : inputs.inMemory();
    return new FlowSetting(conf, held, directions, plan, spark, Optional.empty(), Optional.empty());
  }

  /**
   * The outcome of a run that has ended: matches the classes of its last state.
   *
   * @param run the run
   * @param result its end
   * @return the flowed dataset in the units of the input, labelled by its matching
   */
  public static FlowOutcome outcome(FlowRun run, FlowResult result) {
    FlowMatching matcher = new FlowMatching(run.setting(), run.currentProblem());
    LabelMatching matching = matcher.match(result);
    return new FlowOutcome(
        matcher.flowed(result.state(), matching),
        run.log(),
        matcher.table(matching),
        result.state().step(),
        result.stopReason(),
        result.objective(),
        run.copying().map(CopyWatch::log),
        matcher.weights(run.problem().source()),
        run.convergence().trend(result.objective()));
  }
}
