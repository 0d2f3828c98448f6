package io.wowflow.math.flow;

/**
 * Watches a flow. Called on the thread that drives the flow, between steps; whatever an observer
 * throws stops the flow.
 */
public interface FlowObserver {

  /**
   * The objective of X_k was computed.
   *
   * @param step k
   * @param objective {@code MMD^2 / 2} of X_k with the directions of step k
   */
  default void objective(int step, double objective) {}

  /**
   * A step was made: the state is now X_step.
   *
   * @param step how many steps were made
   * @param flow gives the state on demand
   */
  default void moved(int step, StateSource flow) {}

  /** Gives the current state of a flow. */
  interface StateSource {
    /**
     * A copy of the current state.
     *
     * @return the state
     * @throws FlowDivergedException if a particle is NaN or infinite
     */
    FlowState state();

    /**
     * The current state to be looked at before the observer returns, {@link FlowEngine#view}.
     *
     * @return the state, not to be modified; its lists throw {@link FlowDivergedException} for a
     *     class with a particle that is NaN or infinite
     */
    FlowState view();
  }
}
