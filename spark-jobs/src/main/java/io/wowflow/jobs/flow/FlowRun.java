package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.input.SquareRange;
import io.wowflow.jobs.plan.FlowMethods;
import io.wowflow.jobs.record.Fingerprint;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.math.flow.Convergence;
import io.wowflow.math.flow.Flow;
import io.wowflow.math.flow.FlowDivergedException;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.FunctionalState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Kernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.Path;

/**
 * One run of a flow, from step 0 or from where an earlier run ended: the problem with its kernel,
 * the first state, the objectives and the time so far. {@link #run} makes the steps, once.
 *
 * <p>For use by one thread.
 */
public final class FlowRun {
  private final FlowSetting setting;
  private final FlowProblem problem;
  private final double kernelParameter;
  private final double stepSize;
  private final FlowState start;
  private final Optional<CopyWatch> copying;
  private ObjectiveLog log;
  private Convergence convergence;
  private double seconds;
  private OptionalLong began = OptionalLong.empty();
  private final FunctionalState earlierState;
  private Optional<Flow> flow = Optional.empty();

  private FlowRun(FlowSetting setting, Kernel kernel, Optional<Earlier> earlier) {
    this.setting = setting;
    problem = setting.problem(kernel);
    kernelParameter = kernel.parameter();
    stepSize = setting.conf().descent().stepSize(kernel, problem.target().classWeights());
    start = earlier.map(Earlier::state).orElseGet(() -> InProcessEngine.initialState(problem));
    log =
        earlier
            .map(Earlier::log)
            .orElseGet(() -> ObjectiveLog.empty(setting.conf().report().stateHash()));
    convergence =
        earlier.map(before -> Convergence.resumed(before.convergence)).orElseGet(Convergence::new);
    seconds = earlier.map(Earlier::seconds).orElse(0.0);
    earlierState = earlier.map(Earlier::functional).orElse(FunctionalState.none());
    copying =
        setting.conf().copying().holdOut().isPresent()
            ? Optional.of(
                new CopyWatch(
                    setting, problem, start, () -> currentProblem().source(), this::keeping))
            : Optional.empty();
  }

  /**
   * A flow that was made in part.
   *
   * @param kernelParameter the parameter of its kernel
   * @param functional the plan or the class weights that belong to the state
   * @param state the state that it reached
   * @param log the objectives up to that state, not copied: {@link FlowRun#run} adds rows
   * @param convergence the objectives by which convergence is judged, up to that state
   * @param seconds the time that its steps took
   */
  public record Earlier(
      double kernelParameter,
      FunctionalState functional,
      FlowState state,
      ObjectiveLog log,
      Convergence.Series convergence,
      double seconds) {}

  /**
   * A run from step 0. Where the configuration gives no kernel parameter, the distances at step 0
   * are measured for it.
   *
   * @param setting the flow
   * @return the run
   * @throws JobException (usage) if the kernel parameter cannot be derived from the data
   */
  public static FlowRun fromTheStart(FlowSetting setting) {
    FlowConf conf = setting.conf();
    double parameter =
        conf.descent().functional() == DescentConf.Functional.WOW
                || conf.kernel().kernelParameter().isPresent()
            ? conf.kernel().kernelParameter().orElse(1)
            : MedianBandwidth.of(conf.kernel(), setting);
    return new FlowRun(setting, kernel(conf, parameter), Optional.empty());
  }

  /**
   * A run that continues an earlier one.
   *
   * @param setting the flow, with the result keys and the data of the earlier run
   * @param earlier the earlier run
   * @return the run
   */
  public static FlowRun resumed(FlowSetting setting, Earlier earlier) {
    Kernel kernel = kernel(setting.conf(), earlier.kernelParameter);
    return new FlowRun(setting, kernel, Optional.of(earlier));
  }

  private static Kernel kernel(FlowConf conf, double parameter) {
    return conf.kernel().kernel().of(parameter);
  }

  /**
   * The flow.
   *
   * @return everything but its kernel
   */
  public FlowSetting setting() {
    return setting;
  }

  /**
   * The problem that the flow solves.
   *
   * @return datasets as the flow sees them, kernel, directions and levels; class weights of step 0
   */
  public FlowProblem problem() {
    return problem;
  }

  /**
   * The problem with the class weights of the current state.
   *
   * @return {@link #problem}, where the flow does not change the weights
   */
  public FlowProblem currentProblem() {
    return functionalState().classWeights().map(problem::withSourceWeights).orElse(problem);
  }

  /**
   * The parameter of the kernel between classes, as resolved.
   *
   * @return r or h; without effect where the functional has no kernel
   */
  public double kernelParameter() {
    return kernelParameter;
  }

  /**
   * The plan or the class weights that belong to the current state.
   *
   * @return the state of the functional
   */
  public FunctionalState functionalState() {
    return flow.map(Flow::functionalState).orElse(earlierState);
  }

  /**
   * The step size.
   *
   * @return tau of the fixed rule or eta of the matched rule, as configured or by default
   */
  public double stepSize() {
    return stepSize;
  }

  /**
   * The first state.
   *
   * @return X_0, or the state that the earlier run reached
   */
  public FlowState start() {
    return start;
  }

  /**
   * The step that this run resumes from.
   *
   * @return empty for a run from step 0
   */
  public Optional<Integer> resumedFrom() {
    return start.step() > 0 ? Optional.of(start.step()) : Optional.empty();
  }

  /**
   * The reported objectives.
   *
   * @return the log, with a row more after each report
   */
  public ObjectiveLog log() {
    return log;
  }

  /**
   * The course of the objective.
   *
   * @return its trend and the objectives behind it, more of them while {@link #run} makes steps
   */
  public Convergence convergence() {
    return convergence;
  }

  /**
   * The copy share along the flow.
   *
   * @return its log, longer while {@link #run} makes steps; empty without {@code --hold-out}
   */
  public Optional<CopyWatch> copying() {
    return copying;
  }

  /**
   * The time that the steps took.
   *
   * @return seconds, those of an earlier run included; they grow while {@link #run} makes steps
   */
  public double seconds() {
    return began.isPresent() ? seconds + (System.nanoTime() - began.getAsLong()) / 1e9 : seconds;
  }

  /**
   * Makes the steps. A flow that stops before copying ends with the state of an earlier report: log
   * and convergence are then those of a flow that made no step after that one.
   *
   * @param checkpoints a directory that all executors see, for the distributed engine; empty for
   *     that of the session
   * @param observers called in this order, after {@link #log} has the row of a report
   * @param remedy the end of the message of a flow that diverged, by the step where it did
   * @return the last state, its objective, and why the flow ended
   * @throws JobException (diverged) naming step and class; (input) if the values of the datasets
   *     are too large to begin with
   */
  public FlowResult run(
      Optional<Path> checkpoints, List<FlowObserver> observers, IntFunction<String> remedy) {
    FlowMethod method =
        FlowMethods.method(setting.conf(), stepSize, setting.inputs().normalisation());
    List<Double> earlier = log.rows().stream().map(ObjectiveLog.Row::objective).toList();
    FlowObserver given = FlowObserver.all(observers);
    List<FlowObserver> all = new ArrayList<>();
    all.add(new Recorder());
    copying.ifPresent(all::add);
    all.add(exceptForTheEnd(given));
    try {
      began = OptionalLong.of(System.nanoTime());
      FlowResult result =
          run(start, earlierState, checkpoints, method, stopRule(), FlowObserver.all(all), earlier);
      if (copying.map(CopyWatch::isStopped).orElse(false)) {
        result = before(copying.get(), checkpoints, method);
      }
      given.finish(result);
      seconds = seconds();
      began = OptionalLong.empty();
      return result;
    } catch (FlowDivergedException e) {
      if (e.step() <= 1) {
        SquareRange.atTheStart(setting.conf(), setting.inputs())
            .ifPresent(
                refusal -> {
                  throw refusal;
                });
      }
      throw JobException.of(
          ExitCode.DIVERGED,
          e.getMessage() + ". Lower --step-size (it is " + stepSize + ")" + remedy.apply(e.step()),
          e);
    }
  }

  private FlowResult run(
      FlowState from,
      FunctionalState functional,
      Optional<Path> checkpoints,
      FlowMethod method,
      StopRule rule,
      FlowObserver observer,
      List<Double> earlier) {
    try (FlowEngine engine = setting.engine(problem, from, checkpoints)) {
      flow = Optional.of(new Flow(problem, method, rule, observer, functional));
      return flow.get().run(engine, earlier, convergence);
    }
  }

  /** Ends with the kept state, as a flow that resumes there and makes no step. */
  private FlowResult before(CopyWatch watch, Optional<Path> checkpoints, FlowMethod method) {
    watch.log().markStop();
    CopyWatch.Kept kept = watch.kept().orElseThrow();
    int step = kept.state().step();
    log = log.upTo(step);
    convergence = Convergence.resumed(kept.convergence());
    StopRule atOnce = (k, objectives) -> Optional.of(watch.reason());
    boolean hasRow = log.rows().stream().anyMatch(row -> row.step() == step);
    FlowObserver observer = hasRow ? FlowObserver.all(List.of()) : new Recorder();
    return run(kept.state(), kept.functional(), checkpoints, method, atOnce, observer, List.of());
  }

  private CopyWatch.Kept keeping(FlowState state) {
    return new CopyWatch.Kept(state, functionalState(), convergence.series());
  }

  /** Forwards all but the end, which may be at an earlier state. */
  private static FlowObserver exceptForTheEnd(FlowObserver observer) {
    return new FlowObserver() {
      @Override
      public void begin(int step, StateSource flow) {
        observer.begin(step, flow);
      }

      @Override
      public void objective(int step, double objective) {
        observer.objective(step, objective);
      }

      @Override
      public void moved(int step, StateSource flow) {
        observer.moved(step, flow);
      }
    };
  }

  /** Adds the rows of the log. */
  private final class Recorder implements FlowObserver {
    private StateSource state;

    @Override
    public void begin(int step, StateSource flow) {
      state = flow;
    }

    @Override
    public void objective(int step, double objective) {
      String hash =
          setting.conf().report().stateHash()
              ? Fingerprint.of(state.view(), functionalState().classWeights())
              : null;
      log.add(new ObjectiveLog.Row(step, objective, seconds(), hash));
    }
  }

  private StopRule stopRule() {
    FlowConf conf = setting.conf();
    List<StopRule> rules = new ArrayList<>();
    copying.ifPresent(
        watch ->
            rules.add(
                (step, objectives) ->
                    watch.isStopped() ? Optional.of(watch.reason()) : Optional.empty()));
    rules.add(StopRule.afterSteps(conf.descent().steps()));
    FlowConf.Plateau plateau = conf.stop().stopPlateau();
    if (plateau.whenConverged()) {
      rules.add(StopRule.whenConverged(convergence));
    }
    if (plateau.reports() > 0) {
      rules.add(StopRule.onPlateau(plateau.reports()));
    }
    conf.stop().maxTime().ifPresent(time -> rules.add(afterTime(time)));
    setting.cancellation().ifPresent(request -> rules.add(request.stopRule()));
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
