package io.wowflow.jobs.compare;

import java.util.Locale;

/** The result of a comparison of two training sets, in one word. */
public enum Verdict {
  /** The whole interval of the difference is above 0. */
  HELPS,
  /** The whole interval of the difference is below 0. */
  HARMS,
  /** Neither, or a comparison that cannot decide. */
  UNDECIDED;

  /**
   * The word in messages and files.
   *
   * @return lower case
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
