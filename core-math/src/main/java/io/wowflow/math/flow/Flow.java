package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.LazyList;
import io.wowflow.math.mmd.Objective;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The flow: gradient descent of the MMD between source and target in the space of labelled datasets
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

  /**
   * A flow.
   *
   * @param problem what is minimised
   * @param method how it descends
   * @param stopRule when it ends
   * @param observer watches; {@link FlowObserver#all} makes one of several
   * @throws IllegalArgumentException if the number of clip ranges does not divide the dimension
   */
  public Flow(FlowProblem problem, FlowMethod method, StopRule stopRule, FlowObserver observer) {
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
      PairSums sums = null;
      if (judged) {
        sums = measureAll(engine, extent);
        convergence.get().add(step, objective(sums));
      }
      Optional<String> stop = stopRule.reason(step, objectives);
      if (stop.isPresent() || step % method.reportEvery() == 0) {
        sums = judged ? sums : measureAll(engine, extent);
        double objective = objective(sums);
        objectives.add(objective);
        observer.objective(step, objective);
        if (stop.isPresent()) {
          FlowResult result =
              new FlowResult(engine.state(), objective, stop.get(), engine.keep(sums));
          observer.finish(result);
          return result;
        }
      }
      if (sums != null && method.batches().classes() == 0) {
        move(engine, sums, states);
        continue;
      }
      Interaction interaction = method.batches().interaction(step, classes(), targets());
      move(engine, measure(engine, interaction, false, extent), states);
    }
  }

  private void move(FlowEngine engine, PairSums sums, FlowObserver.StateSource states) {
    PairWeights weights = engine.weights(problem, sums);
    engine.move(weights, method.stepRule().stepSizes(engine.step(), weights, problem), method);
    observer.moved(engine.step(), states);
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

  private PairSums measureAll(FlowEngine engine, double extent) {
    return measure(engine, method.batches().reported(classes(), targets()), true, extent);
  }

  private PairSums measure(
      FlowEngine engine, Interaction interaction, boolean withTargets, double extent) {
    PairSums sums = engine.measure(interaction, withTargets);
    int bad = engine.firstNonFinite();
    if (bad >= 0) {
      throw notFinite(engine.step(), bad);
    }
    return check(sums, engine.step(), extent);
  }

  private PairSums check(PairSums sums, int step, double extent) {
    for (int c = 0; c < classes(); c++) {
      double spread = sums.sourceSpread(c);
      if (!(spread <= STRAY * STRAY * extent)) {
        throw new FlowDivergedException(
            step,
            problem.source().get(c).label(),
            "has strayed " + Math.sqrt(spread / extent) + " times the extent of the data");
      }
    }
    return sums;
  }

  private double objective(PairSums sums) {
    return Objective.of(
        problem.kernel(), sums, problem.source().classWeights(), problem.target().classWeights());
  }

  private int classes() {
    return problem.source().classCount();
  }

  private int targets() {
    return problem.target().classCount();
  }
}
