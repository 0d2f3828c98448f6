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
    return of(points, samples).distances();
  }

  /**
   * The nearest sample of each point.
   *
   * @param indices for each point the index of a sample
   * @param distances for each point the distance to that sample
   */
  public record Nearest(int[] indices, double[] distances) {}

  /**
   * Finds the nearest sample of each point, as {@link #distances} does.
   *
   * @param points n x d, not modified
   * @param samples n' x d, n' at least 1, not modified
   * @return n indices and distances; a point that is NaN has the index 0
   * @throws IllegalArgumentException if the dimensions differ or there is no sample
   */
  public static Nearest of(FloatMatrix points, FloatMatrix samples) {
    return of(points, samples, new int[0]);
  }

  /**
   * Finds for some samples the nearest of the other samples: {@code min_{j != i} |y_i - y_j|}.
   *
   * @param samples n x d, n at least 2, not modified
   * @param some indices i of samples, not modified
   * @return for each of them an index other than its own, and the distance; copies within the
   *     samples are at distance 0
   * @throws IllegalArgumentException if there are fewer than two samples
   */
  public static Nearest amongThemselves(FloatMatrix samples, int[] some) {
    Guard.that(samples.rows() > 1, "a single sample has no neighbour");
    int d = samples.columns();
    float[] values = new float[Guard.length("samples x dimension", some.length, d)];
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(samples.values(), some[i] * d, values, i * d, d);
    }
    return of(new FloatMatrix(some.length, d, values), samples, some);
  }

  /** Point i is not compared with sample {@code except[i]}, if there are exceptions. */
  private static Nearest of(FloatMatrix points, FloatMatrix samples, int[] except) {
    Guard.size("dimension of the samples", points.columns(), samples.columns());
    Guard.positive("number of samples", samples.rows());
    int n = points.rows();
    double[] least = new double[n];
    int[] nearest = new int[n];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < except.length; i++) {
      nearest[i] = except[i] == 0 ? 1 : 0;
    }
    for (int start = 0; start < samples.rows(); start += TILE) {
      int count = Math.min(TILE, samples.rows() - start);
      search(points, samples, start, count, least, nearest, except);
    }
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = Math.sqrt(squaredDistance(points, i, samples, nearest[i]));
    }
    return new Nearest(nearest, out);
  }

  /** Compares all points with a tile of samples. */
  private static void search(
      FloatMatrix points,
      FloatMatrix samples,
      int start,
      int count,
      double[] least,
      int[] nearest,
      int[] except) {
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
          boolean itself = except.length > 0 && except[first + i] == start + j;
          if (part < least[first + i] && !itself) {
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
