package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.LazyList;
import io.wowflow.math.sliced.PanelWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The flow: gradient descent of a functional of source and target in the space of labelled datasets
 * (algorithm of (15) to (17)). One step k: directions of (seed, k), objective of X_k where it is
 * reported, gradient, update to X_(k+1).
 */
public final class Flow {
  /** The spread of a class, in extents of the data, above which the flow counts as diverged. */
  private static final double STRAY = 1000;

  private final FlowProblem problem;
  private final FlowMethod method;
  private final StopRule stopRule;
  private final FlowObserver observer;
  private final Descent descent;

  /**
   * A flow from its first step.
   *
   * @param problem what is minimised
   * @param method how it descends
   * @param stopRule when it ends
   * @param observer watches; {@link FlowObserver#all} makes one of several
   * @throws IllegalArgumentException if the number of clip ranges does not divide the dimension
   */
  public Flow(FlowProblem problem, FlowMethod method, StopRule stopRule, FlowObserver observer) {
    this(problem, method, stopRule, observer, FunctionalState.none());
  }

  /**
   * A flow that may resume an earlier one.
   *
   * @param problem what is minimised
   * @param method how it descends
   * @param stopRule when it ends
   * @param observer watches; {@link FlowObserver#all} makes one of several
   * @param state the {@link #functionalState} of the earlier flow at the state from which this one
   *     resumes
   * @throws IllegalArgumentException if the number of clip ranges does not divide the dimension, or
   *     the functional needs all classes and the method uses batches of classes
   */
  public Flow(
      FlowProblem problem,
      FlowMethod method,
      StopRule stopRule,
      FlowObserver observer,
      FunctionalState state) {
    Guard.that(
        method.batches().classes() == 0
            || (problem.functional() instanceof Functional.Mmd mmd && mmd.reweighting().isEmpty()),
        "the functional needs all classes, not a class batch");
    this.descent = Descent.of(problem, method.batches(), state);
    this.problem = problem;
    this.method = method;
    this.stopRule = stopRule;
    this.observer = observer;
    method
        .clip()
        .ifPresent(
            clip ->
                Guard.that(
                    problem.source().dimension() % clip.low().length == 0,
                    "the number of clip ranges, "
                        + clip.low().length
                        + ", must divide the dimension "
                        + problem.source().dimension()));
  }

  /**
   * Runs the flow from the engine's state to its end.
   *
   * @param engine holds the particles; left at the last state, not closed
   * @param earlier objectives of the states before the engine's, oldest first, of an earlier run
   *     that this one resumes; else empty
   * @return the result
   * @throws FlowDivergedException if a particle is NaN or infinite, or a class strays to more than
   *     1000 times the extent of the data; the message contains step and class
   */
  public FlowResult run(FlowEngine engine, List<Double> earlier) {
    return run(engine, earlier, Optional.empty());
  }

  /**
   * Runs the flow from the engine's state to its end, and records the course of its objective.
   *
   * @param engine holds the particles; left at the last state, not closed
   * @param earlier objectives of the states before the engine's, oldest first, of an earlier run
   *     that this one resumes; else empty
   * @param convergence gets the objective of every {@link Convergence#EVERY}th state before the
   *     stop rule is applied to that state; {@link StopRule#whenConverged} of the same object ends
   *     the flow there
   * @return the result
   * @throws FlowDivergedException as {@link #run(FlowEngine, List)}
   */
  public FlowResult run(FlowEngine engine, List<Double> earlier, Convergence convergence) {
    return run(engine, earlier, Optional.of(convergence));
  }

  private FlowResult run(
      FlowEngine engine, List<Double> earlier, Optional<Convergence> convergence) {
    List<Double> objectives = new ArrayList<>(earlier);
    double extent = problem.squaredExtent();
    FlowObserver.StateSource states = new Finite(engine);
    observer.begin(engine.step(), states);
    while (true) {
      int step = engine.step();
      boolean judged = convergence.isPresent() && step % Convergence.EVERY == 0;
      Descent.Measured measured = null;
      if (judged) {
        measured = measure(engine, true, extent);
        convergence.get().add(step, measured.objective());
      }
      Optional<String> stop = stopRule.reason(step, objectives);
      if (stop.isPresent() || step % method.reportEvery() == 0) {
        measured = judged ? measured : measure(engine, true, extent);
        double objective = measured.objective();
        objectives.add(objective);
        observer.objective(step, objective);
        if (stop.isPresent()) {
          FlowResult result =
              new FlowResult(engine.state(), objective, stop.get(), measured.kept(engine));
          observer.finish(result);
          return result;
        }
      }
      if (measured == null || !measured.servesStep()) {
        measured = measure(engine, false, extent);
      }
      engine.beginNextStep();
      PanelWeights weights = measured.weights(engine);
      engine.move(weights, measured.stepSizes(method, step, weights), method);
      observer.moved(engine.step(), states);
    }
  }

  /**
   * The plan or the class weights that belong to the current state. Stored with it, they let a flow
   * resume from it.
   *
   * @return the state of the functional
   */
  public FunctionalState functionalState() {
    return descent.state();
  }

  /**
   * Checks each class before an observer gets it: no observer may keep particles that are not
   * finite.
   */
  private final class Finite implements FlowObserver.StateSource {
    private final FlowEngine engine;

    Finite(FlowEngine engine) {
      this.engine = engine;
    }

    @Override
    public FlowState state() {
      FlowState state = engine.state();
      for (int c = 0; c < classes(); c++) {
        checked(state, c);
      }
      return state;
    }

    @Override
    public FlowState view() {
      FlowState state = engine.view();
      return new FlowState(
          state.step(), LazyList.of(classes(), c -> checked(state, c)), state.velocities());
    }

    private FloatMatrix checked(FlowState state, int c) {
      FloatMatrix positions = state.positions().get(c);
      if (!Update.allFinite(positions.values())) {
        throw notFinite(state.step(), c);
      }
      return positions;
    }
  }

  private FlowDivergedException notFinite(int step, int c) {
    return new FlowDivergedException(
        step, problem.source().get(c).label(), "has a particle that is NaN or infinite");
  }

  private Descent.Measured measure(FlowEngine engine, boolean reported, double extent) {
    Descent.Measured measured = descent.measure(engine, reported);
    int bad = engine.firstNonFinite();
    if (bad >= 0) {
      throw notFinite(engine.step(), bad);
    }
    for (int c = 0; c < classes(); c++) {
      double spread = measured.sourceSpread(c);
      if (!(spread <= STRAY * STRAY * extent)) {
        throw new FlowDivergedException(
            engine.step(),
            problem.source().get(c).label(),
            "has strayed " + Math.sqrt(spread / extent) + " times the extent of the data");
      }
    }
    return measured;
  }

  private int classes() {
    return problem.source().classCount();
  }
}
