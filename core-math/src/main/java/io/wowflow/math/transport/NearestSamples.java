package io.wowflow.math.transport;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.View;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.linalg.MatrixProduct;
import java.util.Arrays;

/** Distances of points to the nearest of given samples. */
public final class NearestSamples {
  private static final int TILE = 512;
  private static final int POINT_TILE = 4096;

  private NearestSamples() {}

  /**
   * Computes {@code min_j |x_i - y_j|} for each point. The nearest sample is found by
   * single-precision products, its distance by direct differences in double, so that a copy of a
   * sample is at distance 0; if two samples are nearest to 1e-6 of the norms, either may be used. A
   * point that is NaN is at distance NaN.
   *
   * @param points n x d, not modified
   * @param samples n' x d, n' at least 1, not modified
   * @return n distances, in the units of the samples
   * @throws IllegalArgumentException if the dimensions differ or there is no sample
   */
  public static double[] distances(FloatMatrix points, FloatMatrix samples) {
    Guard.size("dimension of the samples", points.columns(), samples.columns());
    Guard.positive("number of samples", samples.rows());
    int n = points.rows();
    double[] least = new double[n];
    int[] nearest = new int[n];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int start = 0; start < samples.rows(); start += TILE) {
      search(points, samples, start, Math.min(TILE, samples.rows() - start), least, nearest);
    }
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = Math.sqrt(squaredDistance(points, i, samples, nearest[i]));
    }
    return out;
  }

  /** Compares all points with a tile of samples. */
  private static void search(
      FloatMatrix points,
      FloatMatrix samples,
      int start,
      int count,
      double[] least,
      int[] nearest) {
    int d = points.columns();
    float[] columns = new float[Guard.length("a tile of samples, dimension x samples", d, count)];
    FloatMatrix.transpose(View.rowMajor(samples.values(), start * d, count, d, d), columns);
    double[] norms = new double[count];
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < d; k++) {
        double value = samples.get(start + j, k);
        norms[j] += value * value;
      }
    }
    // Points come in tiles too: products of all of them with a tile of samples may exceed an array.
    float[] products = new float[Math.min(points.rows(), POINT_TILE) * count];
    for (int first = 0; first < points.rows(); first += POINT_TILE) {
      int rows = Math.min(POINT_TILE, points.rows() - first);
      Arrays.fill(products, 0f);
      MatrixProduct.addProduct(
          View.rowMajor(points.values(), first * d, rows, d, d),
          View.of(columns, d, count),
          View.of(products, rows, count));
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < count; j++) {
          // The norm of the point is the same for all samples.
          double part = norms[j] - 2.0 * products[i * count + j];
          if (part < least[first + i]) {
            least[first + i] = part;
            nearest[first + i] = start + j;
          }
        }
      }
    }
  }

  private static double squaredDistance(FloatMatrix points, int i, FloatMatrix samples, int j) {
    double sum = 0;
    for (int k = 0; k < points.columns(); k++) {
      double difference = (double) points.get(i, k) - samples.get(j, k);
      sum += difference * difference;
    }
    return sum;
  }
}
