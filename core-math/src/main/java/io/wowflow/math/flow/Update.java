package io.wowflow.math.flow;

import java.io.Serializable;

/**
 * The update of one class's particles, element by element: {@code v <- m v + factor g; x <- clip(x
 * - v)} (15 to 17).
 *
 * @param momentum m
 * @param clip the range that particles stay in, or null
 */
public record Update(float momentum, Clip clip) implements Serializable {

  /**
   * Returns the update of a method.
   *
   * @param method momentum and clip
   * @return the update
   */
  public static Update of(FlowMethod method) {
    return new Update((float) method.momentum(), method.clip().orElse(null));
  }

  /**
   * Moves the particles of a class.
   *
   * @param x positions, n x d, row-major, modified
   * @param v velocities, likewise, modified
   * @param gradient the gradient before scaling, at least as long, not modified
   * @param factor step size times the scale of the directions over L
   */
  public void apply(float[] x, float[] v, float[] gradient, float factor) {
    for (int i = 0; i < x.length; i++) {
      v[i] = Math.fma(factor, gradient[i], momentum * v[i]);
      x[i] -= v[i];
    }
    if (clip != null) {
      clip(x);
    }
  }

  private void clip(float[] x) {
    // Every row begins with the first range: the number of ranges divides d.
    int ranges = clip.low().length;
    for (int i = 0; i < x.length; i++) {
      // Math.min and Math.max keep a NaN, which must stop the run and not be clipped away.
      x[i] = Math.min(clip.high()[i % ranges], Math.max(clip.low()[i % ranges], x[i]));
    }
  }

  /**
   * Tests whether all values are finite.
   *
   * @param x any values, not modified
   * @return false if one is NaN or infinite
   */
  public static boolean allFinite(float[] x) {
    // 0 * x is 0 for a finite x and NaN for any other, so the sum shows it; of four sums none waits
    // for another.
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i < x.length - 3; i += 4) {
      a += 0f * x[i];
      b += 0f * x[i + 1];
      c += 0f * x[i + 2];
      d += 0f * x[i + 3];
    }
    for (; i < x.length; i++) {
      a += 0f * x[i];
    }
    return a + b + c + d == 0;
  }
}
