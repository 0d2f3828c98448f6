package io.wowflow.math.flow;

import io.wowflow.math.array.Guard;

/**
 * The range that particles are clipped to after each step.
 *
 * @param low lower end
 * @param high upper end, above {@code low}
 */
public record Clip(float low, float high) {
  /** Checks the range. */
  public Clip {
    Guard.that(low < high, "clip range must be ascending, was " + low + "," + high);
  }
}
