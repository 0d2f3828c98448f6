package io.wowflow.math.flow;

import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelWeights;
import java.util.Optional;

/** The part of a step that depends on the functional, in one run of a flow. Used by one thread. */
abstract class Descent {

  /**
   * Measures X_k for a step.
   *
   * @param engine at X_k
   * @param reported true if the objective of X_k is needed
   * @return the measurement, valid until the next call
   */
  abstract Measured measure(FlowEngine engine, boolean reported);

  /** The state between two steps, apart from the particles. */
  abstract FunctionalState state();

  /** A measured state. */
  interface Measured {
    /** Squared spread of a source class. */
    double sourceSpread(int c);

    /** The functional at the state; the state was measured for a report. */
    double objective();

    /**
     * True if a step can be made from the measurement of a report; else the classes of the step are
     * measured for it.
     */
    boolean servesStep();

    /** The coefficients of the step. */
    PanelWeights weights(FlowEngine engine);

    /**
     * The step sizes tau_c of the step.
     *
     * @param weights of this measurement
     */
    double[] stepSizes(FlowMethod method, int step, PanelWeights weights);

    /** The distances between all classes, kept; empty where they were not measured. */
    Optional<PairSums> kept(FlowEngine engine);
  }

  static Descent of(FlowProblem problem, Batches batches, FunctionalState state) {
    // Java 17 has no switch over the cases of a sealed type.
    return problem.functional() instanceof Functional.Wow wow
        ? new WowDescent(problem, wow.rule(), state.plan())
        : new MmdDescent(
            problem, (Functional.Mmd) problem.functional(), batches, state.classWeights());
  }
}
