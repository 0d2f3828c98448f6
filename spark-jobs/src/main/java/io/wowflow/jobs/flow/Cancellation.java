package io.wowflow.jobs.flow;

import io.wowflow.math.flow.StopRule;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that a flow end. The flow ends after the step in progress, with the outcome of the
 * steps made and the stop reason {@link #REASON}; a request before the first step leaves the source
 * where it is. Reading the datasets and matching the classes are not cancelled.
 *
 * <p>Safe for use by several threads.
 */
public final class Cancellation {
  /** The stop reason of a cancelled flow. */
  public static final String REASON = "cancelled";

  private final AtomicBoolean cancelled = new AtomicBoolean();

  /** A request that nobody has made yet. */
  public Cancellation() {}

  /** Makes the request; further calls change nothing. */
  public void cancel() {
    cancelled.set(true);
  }

  /**
   * Whether the request was made.
   *
   * @return true after the first {@link #cancel}
   */
  public boolean isCancelled() {
    return cancelled.get();
  }

  StopRule stopRule() {
    return (step, objectives) -> isCancelled() ? Optional.of(REASON) : Optional.empty();
  }
}
