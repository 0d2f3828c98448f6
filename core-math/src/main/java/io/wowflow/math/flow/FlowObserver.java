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
   * @param flow gives the state on demand; asking costs a copy of all particles
   */
  default void moved(int step, StateSource flow) {}

  /** Gives the current state of a flow. */
  @FunctionalInterface
  interface StateSource {
    /**
     * A copy of the current state.
     *
     * @return the state
     */
    FlowState state();
  }
}
