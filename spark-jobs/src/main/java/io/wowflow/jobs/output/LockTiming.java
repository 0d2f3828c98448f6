package io.wowflow.jobs.output;

import io.wowflow.math.internal.Guard;
import java.time.Duration;

/**
 * How often a lock is renewed, and when it counts as abandoned.
 *
 * @param heartbeat between two renewals
 * @param staleAfter the age at which another run may take the lock over
 */
public record LockTiming(Duration heartbeat, Duration staleAfter) {
  /** Renewed every 10 s, abandoned after 60 s. */
  public static final LockTiming STANDARD =
      new LockTiming(Duration.ofSeconds(10), Duration.ofSeconds(60));

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException unless {@code 0 < heartbeat < staleAfter}
   */
  public LockTiming {
    Guard.that(
        !heartbeat.isZero() && !heartbeat.isNegative() && heartbeat.compareTo(staleAfter) < 0,
        "a lock must be renewed before it is stale: heartbeat "
            + heartbeat
            + ", stale after "
            + staleAfter);
  }
}
