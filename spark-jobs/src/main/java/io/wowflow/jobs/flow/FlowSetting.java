package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.engine.DistributedEngine;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.plan.FlowMethods;
import io.wowflow.jobs.plan.FlowPlan;
import io.wowflow.jobs.session.KryoClasses;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.Functional;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.transport.CopyShare;
import io.wowflow.math.wow.PlanRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * All that a flow needs except its kernel.
 *
 * @param conf the configuration
 * @param inputs the datasets
 * @param directions the directions
 * @param plan the plan
 * @param spark opens the session, if the plan needs it
 * @param distillation the features and pulls of a distillation; empty for a plain flow
 * @param cancellation a request that can end the flow early; empty for none
 */
public record FlowSetting(
    FlowConf conf,
    FlowInputs inputs,
    Directions directions,
    FlowPlan plan,
    Supplier<SparkSession> spark,
    Optional<Distillation> distillation,
    Optional<Cancellation> cancellation) {

  /**
   * The same flow as a distillation.
   *
   * @param distilling its features and pulls
   * @return the distillation
   */
  public FlowSetting with(Distillation distilling) {
    return new FlowSetting(
        conf, inputs, directions, plan, spark, Optional.of(distilling), cancellation);
  }

  /**
   * The same flow, to be cancelled.
   *
   * @param request ends the flow after the step in progress
   * @return the flow
   */
  FlowSetting with(Cancellation request) {
    return new FlowSetting(
        conf, inputs, directions, plan, spark, distillation, Optional.of(request));
  }

  private Optional<Distillation.Features> features() {
    return distillation.flatMap(Distillation::features);
  }

  /**
   * The plan in words: cost and place of the flow, notices about its inputs, and the features of a
   * distillation.
   *
   * @return one line per subject
   */
  public List<String> lines() {
    List<String> out = new ArrayList<>(plan.lines());
    conf.descent().reweight().text().ifPresent(text -> out.add("class weights: " + text));
    out.addAll(inputs.notices());
    features().ifPresent(space -> out.addAll(space.lines()));
    conf.copying().holdOut().ifPresent(fraction -> out.add(heldLine()));
    return out;
  }

  private String heldLine() {
    long held = inputs.held().stream().mapToLong(LabelledClass::size).sum();
    return "held out: "
        + held
        + " of "
        + (held + inputs.seenTarget().sampleCount())
        + " samples of the target, which the flow does not see"
        + (held < CopyShare.LEAST_HELD
            ? "; it needs " + CopyShare.LEAST_HELD + " to decide anything"
            : "");
  }

  Batches batches() {
    return FlowMethods.batches(conf);
  }

  FlowProblem problem(Kernel kernel) {
    Functional functional =
        plan.sizes().rematch().isPresent()
            ? new Functional.Wow(new PlanRule(plan.sizes().rematch().getAsInt()))
            : new Functional.Mmd(kernel, conf.descent().reweight().rule());
    return new FlowProblem(
        inputs.seenSource(),
        inputs.seenTarget(),
        functional,
        directions,
        plan.sizes().levels(),
        inputs.shared());
  }

  int threads() {
    return conf.engine().threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  /**
   * The engine of the plan.
   *
   * @param checkpoints a directory that all executors see; empty for that of the session
   */
  FlowEngine engine(FlowProblem problem, FlowState start, Optional<Path> checkpoints) {
    return features()
        .map(space -> space.engine(problem, batches(), start, threads()))
        .orElseGet(() -> engine("flow", problem, batches(), start, checkpoints));
  }

  /** An engine between all samples of source and target themselves, for a measurement. */
  FlowEngine engineOnAll(FlowProblem problem, FlowState start) {
    return engine("distances", problem, Batches.none(), start, Optional.empty());
  }

  private FlowEngine engine(
      String group,
      FlowProblem problem,
      Batches batches,
      FlowState start,
      Optional<Path> checkpoints) {
    if (plan.grid().isEmpty()) {
      return new InProcessEngine(problem, batches, start, threads());
    }
    KryoClasses.check(spark.get().sparkContext());
    JavaSparkContext context = new JavaSparkContext(spark.get().sparkContext());
    return new DistributedEngine(
        context,
        problem,
        batches,
        start,
        new DistributedEngine.Layout(
            group, plan.spread(), checkpoints.map(Path::toString), this::kept));
  }

  /**
   * A state that stays when the engine, or the snapshot that it is read from, is gone.
   *
   * @param state the state, read once
   * @return the same state in memory or, on a cluster where it is large, in temporary files
   */
  public FlowState kept(FlowState state) {
    LabelledDataset source = inputs.seenSource();
    SamplePlace place =
        plan.grid().isEmpty()
            ? SamplePlace.memory()
            : DriverPlace.of(spark.get().sparkContext().conf());
    return place.keep(
        state,
        source.classes().stream().mapToInt(LabelledClass::size).toArray(),
        source.dimension());
  }
}
