package io.wowflow.jobs.context;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A request from outside that a flow end. It is heeded between two steps, by a snapshot of the
 * state and an exit from which a run can resume; before the first step and after the last it is
 * refused.
 *
 * <p>Made by any thread, heeded by the one that drives the flow.
 */
public final class Interruption {
  private enum Phase {
    NO_STEPS,
    STEPS,
    ASKED
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NO_STEPS);

  /** A request that nobody has made yet. */
  public Interruption() {}

  /**
   * Requests that the flow end after the step in progress.
   *
   * @return true if it will; false if no steps are being made, or the request was made before
   */
  public boolean ask() {
    return phase.compareAndSet(Phase.STEPS, Phase.ASKED);
  }

  /**
   * Makes the steps of a flow, which can be interrupted meanwhile.
   *
   * @param steps makes them
   * @param <T> their result
   * @return the result
   */
  public <T> T during(Supplier<T> steps) {
    phase.set(Phase.STEPS);
    try {
      return steps.get();
    } finally {
      phase.set(Phase.NO_STEPS);
    }
  }

  /**
   * Whether the request was made during the steps in progress.
   *
   * @return true until the steps end
   */
  public boolean isAsked() {
    return phase.get() == Phase.ASKED;
  }
}
