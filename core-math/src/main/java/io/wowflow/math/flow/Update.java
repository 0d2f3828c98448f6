package io.wowflow.math.flow;

/** The update of one class's particles, element by element. */
final class Update {
  private Update() {}

  /**
   * {@code v <- m v + factor g; x <- clip(x - v)}.
   *
   * @param x positions, n x d, row-major, modified
   * @param v velocities, likewise, modified
   * @param gradient the gradient before scaling, not modified
   * @param factor step size times the scale of the directions over L
   * @param method momentum and clip
   */
  static void apply(float[] x, float[] v, float[] gradient, float factor, FlowMethod method) {
    float momentum = (float) method.momentum();
    for (int i = 0; i < x.length; i++) {
      v[i] = Math.fma(factor, gradient[i], momentum * v[i]);
      x[i] -= v[i];
    }
    method.clip().ifPresent(clip -> clip(x, clip));
  }

  private static void clip(float[] x, Clip clip) {
    // Rows begin with the first range: the number of ranges divides d.
    int ranges = clip.low().length;
    for (int i = 0; i < x.length; i++) {
      // Math.min and Math.max keep a NaN, which must stop the run and not be clipped away.
      x[i] = Math.min(clip.high()[i % ranges], Math.max(clip.low()[i % ranges], x[i]));
    }
  }

  static boolean allFinite(float[] x) {
    // 0 * x is 0 for a finite x and NaN for any other, so one sum tells.
    float sum = 0;
    for (float value : x) {
      sum += 0f * value;
    }
    return sum == 0;
  }
}
