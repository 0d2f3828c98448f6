package io.wowflow.math;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The prerequisites of tests that a machine may lack. Where one is missing the test is skipped with
 * the reason; with {@code -Dwowflow.strict=true} it fails.
 */
public final class Needs {
  private Needs() {}

  /** A condition with the reason that is given where it does not hold. */
  public static void that(boolean met, String reason) {
    if (!met && Boolean.getBoolean("wowflow.strict")) {
      fail(reason);
    }
    if (!met) {
      abort(reason);
    }
  }
}
