package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.plan.FlowKernels;
import io.wowflow.jobs.plan.FlowMethods;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.math.flow.Flow;
import io.wowflow.math.flow.FlowDivergedException;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Kernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.Path;

/** Runs the steps of one flow, from its beginning or from where an earlier run left it. */
public final class FlowRun {
  private final FlowSetting setting;
  private final FlowConf conf;
  private final FlowProblem problem;
  private final double stepSize;

  /**
   * A run.
   *
   * @param setting the flow
   * @param kernelParameter the parameter that an earlier run resolved, or empty to resolve it
   */
  public FlowRun(FlowSetting setting, Optional<Double> kernelParameter) {
    this.setting = setting;
    this.conf = setting.conf();
    double parameter =
        kernelParameter.orElseGet(
            () ->
                conf.kernel().kernelParameter().isPresent()
                    ? conf.kernel().kernelParameter().getAsDouble()
                    : MedianBandwidth.of(conf.kernel(), setting));
    Kernel kernel = FlowKernels.named(conf.kernel().kernel(), parameter);
    problem = setting.problem(kernel);
    stepSize = FlowMethods.stepSize(conf.descent(), kernel, problem.target().classWeights());
  }

  /**
   * Where a run begins.
   *
   * @param state the state
   * @param log the objectives reported so far; rows are added
   * @param seconds time that the flow took so far
   */
  public record Beginning(FlowState state, ObjectiveLog log, double seconds) {}

  /**
   * What a run ended with.
   *
   * @param result the last state and its objective
   * @param log all objectives
   * @param seconds time that the flow took, earlier runs included
   */
  public record Ending(FlowResult result, ObjectiveLog log, double seconds) {}

  /** Tells what the run would otherwise keep to itself; made once the engine is there. */
  @FunctionalInterface
  public interface Watch {
    /**
     * Observers of a run.
     *
     * @param clock seconds since the flow began, earlier runs included
     * @return observers, told in this order
     */
    List<FlowObserver> observers(Clock clock);
  }

  /** The time of a flow. */
  @FunctionalInterface
  public interface Clock {
    /** Seconds since the flow began, earlier runs included. */
    double seconds();
  }

  public FlowProblem problem() {
    return problem;
  }

  public double stepSize() {
    return stepSize;
  }

  public Beginning fromTheStart() {
    ObjectiveLog log = ObjectiveLog.empty(conf.report().stateHash());
    return new Beginning(InProcessEngine.initialState(problem), log, 0);
  }

  /**
   * Runs to the end.
   *
   * @param beginning where to begin
   * @param checkpoints where the distributed engine keeps its own; empty for the session's
   *     directory
   * @param watch the observers
   * @param remedy what to say after the message of a flow that diverged at a step
   * @return the end
   * @throws JobException (diverged) naming step and class
   */
  public Ending run(
      Beginning beginning, Optional<Path> checkpoints, Watch watch, IntFunction<String> remedy) {
    FlowMethod method = FlowMethods.method(conf, stepSize, setting.inputs().normalisation());
    try (FlowEngine engine = setting.engine(problem, beginning.state(), checkpoints)) {
      List<FlowObserver> others = new ArrayList<>();
      FlowRecorder recorder =
          new FlowRecorder(
              beginning.log(), beginning.seconds(), conf.report().stateHash(), engine, others);
      others.addAll(watch.observers(recorder::seconds));
      List<Double> earlier =
          beginning.log().rows().stream().map(ObjectiveLog.Row::objective).toList();
      Flow flow = new Flow(problem, method, stopRule(), recorder);
      FlowResult result = flow.run(engine, earlier);
      return new Ending(result, beginning.log(), recorder.seconds());
    } catch (FlowDivergedException e) {
      throw JobException.of(
          ExitCode.DIVERGED,
          e.getMessage() + ". Lower --step-size (it is " + stepSize + ")" + remedy.apply(e.step()),
          e);
    }
  }

  private StopRule stopRule() {
    List<StopRule> rules = new ArrayList<>();
    rules.add(StopRule.afterSteps(conf.descent().steps()));
    if (conf.stop().stopPlateau() > 0) {
      rules.add(StopRule.onPlateau(conf.stop().stopPlateau()));
    }
    conf.stop().maxTime().ifPresent(time -> rules.add(afterTime(time)));
    return StopRule.anyOf(rules);
  }

  private static StopRule afterTime(Duration time) {
    long began = System.nanoTime();
    return (step, objectives) ->
        Duration.ofNanos(System.nanoTime() - began).compareTo(time) >= 0
            ? Optional.of("the time given by --max-time is over")
            : Optional.empty();
  }
}
