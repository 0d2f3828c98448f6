package io.wowflow.math.flow;

import java.util.List;

/**
 * Watches a flow: {@link #begin} once, then for each step {@link #objective} where it is reported
 * and {@link #moved}, and {@link #finish} once. A flow from step 0 to step T that reports every
 * second step calls
 *
 * <pre>
 * begin(0)  objective(0)  moved(1)  moved(2)  objective(2)  ...  moved(T)  objective(T)  finish
 * </pre>
 *
 * <p>All calls come from the thread that drives the flow, between steps. An exception that an
 * observer throws ends the flow and reaches the caller of {@link Flow#run}; {@link #finish} is not
 * called then, so a resource that an observer holds is closed by whoever opened it.
 */
public interface FlowObserver {

  /**
   * A flow begins, or resumes, at X_step; nothing has been measured yet.
   *
   * @param step k of the first state, 0 unless the flow resumes
   * @param flow gives the current state, during this and every later call
   */
  default void begin(int step, StateSource flow) {}

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
   * @param step number of steps made since the source, k of X_k
   * @param flow gives the current state
   */
  default void moved(int step, StateSource flow) {}

  /**
   * The flow ended by its stop rule.
   *
   * @param result the last state, its objective and the reason for the end
   */
  default void finish(FlowResult result) {}

  /**
   * Several observers as one: each call goes to all of them, in their order.
   *
   * @param observers the observers, not modified; the first that throws keeps the call from those
   *     after it
   * @return the observer
   */
  static FlowObserver all(List<? extends FlowObserver> observers) {
    List<FlowObserver> members = List.copyOf(observers);
    return new FlowObserver() {
      @Override
      public void begin(int step, StateSource flow) {
        members.forEach(o -> o.begin(step, flow));
      }

      @Override
      public void objective(int step, double objective) {
        members.forEach(o -> o.objective(step, objective));
      }

      @Override
      public void moved(int step, StateSource flow) {
        members.forEach(o -> o.moved(step, flow));
      }

      @Override
      public void finish(FlowResult result) {
        members.forEach(o -> o.finish(result));
      }
    };
  }

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
     * A view of the current state, valid until the observer returns; see {@link FlowEngine#view}.
     *
     * @return the state, not to be modified; its lists throw {@link FlowDivergedException} for a
     *     class with a particle that is NaN or infinite
     */
    FlowState view();
  }
}
