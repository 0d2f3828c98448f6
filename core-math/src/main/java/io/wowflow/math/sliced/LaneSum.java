package io.wowflow.math.sliced;

import io.wowflow.math.internal.Workspace;
import java.util.Arrays;

/**
 * Sums over a row, or over element-wise differences of two rows, in a fixed order: 64 float lanes
 * of at most 256 terms each, then the lanes in double, ascending.
 */
final class LaneSum {
  private static final int LANES = 64;
  private static final int CHUNK = LANES * 256;

  private LaneSum() {}

  /** Sum of squares of {@code x[xo + k]}, k below n. */
  static double squares(float[] x, int xo, int n, Workspace work) {
    double total = 0;
    float[] lanes = lanes(work);
    for (int start = 0; start < n; start += CHUNK) {
      int end = Math.min(n, start + CHUNK);
      for (int k = start; k < end; k += LANES) {
        int width = Math.min(LANES, end - k);
        for (int j = 0; j < width; j++) {
          lanes[j] = Math.fma(x[xo + k + j], x[xo + k + j], lanes[j]);
        }
      }
      total += drain(lanes);
    }
    return total;
  }

  /** Sum of squared differences of {@code x[xo + k]} and {@code y[yo + k]}, k below n. */
  static double squaredDifferences(float[] x, int xo, float[] y, int yo, int n, Workspace work) {
    double total = 0;
    float[] lanes = lanes(work);
    for (int start = 0; start < n; start += CHUNK) {
      int end = Math.min(n, start + CHUNK);
      for (int k = start; k < end; k += LANES) {
        int width = Math.min(LANES, end - k);
        for (int j = 0; j < width; j++) {
          float difference = x[xo + k + j] - y[yo + k + j];
          lanes[j] = Math.fma(difference, difference, lanes[j]);
        }
      }
      total += drain(lanes);
    }
    return total;
  }

  /** Sum of absolute differences of {@code x[xo + k]} and {@code y[yo + k]}, k below n. */
  static double absoluteDifferences(float[] x, int xo, float[] y, int yo, int n, Workspace work) {
    double total = 0;
    float[] lanes = lanes(work);
    for (int start = 0; start < n; start += CHUNK) {
      int end = Math.min(n, start + CHUNK);
      for (int k = start; k < end; k += LANES) {
        int width = Math.min(LANES, end - k);
        for (int j = 0; j < width; j++) {
          lanes[j] += Math.abs(x[xo + k + j] - y[yo + k + j]);
        }
      }
      total += drain(lanes);
    }
    return total;
  }

  private static float[] lanes(Workspace work) {
    float[] lanes = work.floats(Workspace.Use.LANES, LANES);
    Arrays.fill(lanes, 0, LANES, 0f);
    return lanes;
  }

  private static double drain(float[] lanes) {
    double sum = 0;
    for (int j = 0; j < LANES; j++) {
      sum += lanes[j];
      lanes[j] = 0;
    }
    return sum;
  }
}
