package io.wowflow.jobs.record;

import io.wowflow.math.internal.Guard;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * The identity of one run, such as {@code 20261101T093015123Z-5f3a09c1}: the UTC instant of its
 * start, so that ids sort by time, and a random suffix. Created once per run.
 *
 * @param value the text, usable in file names
 */
public record RunId(String value) {
  public static final String FORMAT = "[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * Checks the form, by which the files of a run are distinguished from others.
   *
   * @throws IllegalArgumentException if it is not such a text
   */
  public RunId {
    Guard.that(
        value != null && value.matches(FORMAT),
        "a run id must match " + FORMAT + ", was '" + value + "'");
  }

  /**
   * A new id.
   *
   * @param start when the run began
   * @return an id that no other run has
   */
  public static RunId create(Instant start) {
    // An identity must differ between runs with the same seed: no number of a flow depends on it.
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    return new RunId(STAMP.format(start) + "-" + suffix);
  }

  @Override
  public String toString() {
    return value;
  }
}
