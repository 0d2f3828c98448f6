package io.wowflow.jobs.context;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A request from outside that a flow end: heeded between two steps, by a snapshot of the state and
 * an exit that a resumed run can follow. Before the first step and after the last nothing listens.
 *
 * <p>Asked from any thread, heeded by the one that drives the flow.
 */
public final class Interruption {
  private enum Phase {
    NO_STEPS,
    STEPS,
    ASKED
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NO_STEPS);

  /** Nobody has asked yet. */
  public Interruption() {}

  /**
   * Asks the flow to end after the step in progress.
   *
   * @return whether it will: false if no steps are being made, or if it was asked before
   */
  public boolean ask() {
    return phase.compareAndSet(Phase.STEPS, Phase.ASKED);
  }

  /** Makes the steps of a flow, which can be interrupted meanwhile. */
  public <T> T during(Supplier<T> steps) {
    phase.set(Phase.STEPS);
    try {
      return steps.get();
    } finally {
      phase.set(Phase.NO_STEPS);
    }
  }

  public boolean isAsked() {
    return phase.get() == Phase.ASKED;
  }
}
