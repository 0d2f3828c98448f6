package io.wowflow.math.flow;

import io.wowflow.math.internal.Guard;
import java.io.Serializable;

/**
 * The range that particles are clipped to after each step, by coordinate: coordinate j stays within
 * {@code low[j % k]} and {@code high[j % k]}, k the common length, a divisor of d. One entry holds
 * for all coordinates; one entry per channel fits pictures whose channel index runs fastest.
 *
 * @param low lower ends, k of them, not modified
 * @param high upper ends, k of them, each above its lower end, not modified
 */
public record Clip(float[] low, float[] high) implements Serializable {
  /** Checks the ranges. */
  public Clip {
    Guard.positive("number of clip ranges", low.length);
    Guard.size("number of upper ends of a clip range", low.length, high.length);
    for (int k = 0; k < low.length; k++) {
      Guard.that(low[k] < high[k], "clip range must be ascending, was " + low[k] + "," + high[k]);
    }
  }

  /**
   * Returns one range for all coordinates.
   *
   * @param low lower end
   * @param high upper end, above {@code low}
   * @return the range
   */
  public static Clip of(float low, float high) {
    return new Clip(new float[] {low}, new float[] {high});
  }
}
