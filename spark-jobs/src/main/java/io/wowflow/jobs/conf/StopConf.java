package io.wowflow.jobs.conf;

import java.time.Duration;
import java.util.Optional;

/**
 * When a flow stops before its last step.
 *
 * @param stopPlateau key {@code stop-plateau}: N of the rule "the mean objective of the last N
 *     reports is not below 99.9 % of the mean of the N before"; 0 for never
 * @param maxTime key {@code max-time}: empty for no limit
 */
public record StopConf(int stopPlateau, Optional<Duration> maxTime) {
  // Two windows of reports are counted by an int.
  private static final int LONGEST_PLATEAU = 1_000_000_000;

  static StopConf read(ConfReader reader) {
    return new StopConf(
        reader.value("stop-plateau", Parsers.integer(0, LONGEST_PLATEAU)),
        reader.optional("max-time", Parsers::duration));
  }
}
