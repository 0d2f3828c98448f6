package io.wowflow.math.linalg;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.internal.Guard;
import java.util.Arrays;

/**
 * The first principal axes of samples, for pictures of them: the unit vectors u_1, u_2, ... that
 * maximise the variance {@code 1/n sum_i <x_i - mean, u>^2}, each orthogonal to those before it.
 *
 * <p>Found by power iteration on the centred samples (Golub, Van Loan, "Matrix Computations",
 * 7.3.1), one axis after the other, without a d x d matrix: O(n d) per iteration, until an axis
 * moves by less than 1e-7 or 300 iterations were made. Variances that are nearly equal therefore
 * give some orthonormal axes of nearly the largest variance. The bits depend only on the samples:
 * no random numbers, one thread, sums in a fixed order. The entry of an axis that is largest in
 * magnitude is positive.
 *
 * <p>Edge cases: beyond the rank of the samples an axis has the variance 0, and is some unit vector
 * orthogonal to those before it. A NaN among the samples makes everything NaN.
 */
public final class PrincipalAxes {
  private static final int MOST_ITERATIONS = 300;
  private static final double STILL = 1e-7;
  private static final double GOLDEN = 0.6180339887498949;

  private final double[] mean;
  private final DoubleMatrix axes;
  private final double[] variances;
  private final double total;

  private PrincipalAxes(double[] mean, DoubleMatrix axes, double[] variances, double total) {
    this.mean = mean;
    this.axes = axes;
    this.variances = variances;
    this.total = total;
  }

  /**
   * Finds axes.
   *
   * @param samples n x d, n at least 1, not modified
   * @param count number of axes, 1 to d
   * @return the axes, by descending variance
   * @throws IllegalArgumentException if there is no sample or the count does not fit
   */
  public static PrincipalAxes of(FloatMatrix samples, int count) {
    int n = samples.rows();
    int d = samples.columns();
    Guard.positive("number of samples", n);
    Guard.that(count >= 1 && count <= d, count + " axes in " + d + " dimensions");
    double[] mean = new double[d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        mean[k] += samples.get(i, k);
      }
    }
    for (int k = 0; k < d; k++) {
      mean[k] /= n;
    }
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        double value = samples.get(i, k) - mean[k];
        total += value * value / n;
      }
    }
    DoubleMatrix axes = DoubleMatrix.zeros(count, d);
    double[] variances = new double[count];
    for (int a = 0; a < count; a++) {
      double[] axis = start(axes, a);
      variances[a] = Math.max(0, improve(samples, mean, axes, a, axis));
      makePositive(axis);
      System.arraycopy(axis, 0, axes.values(), a * d, d);
    }
    return new PrincipalAxes(mean, axes, variances, total);
  }

  /** A unit vector orthogonal to the axes so far, in no direction that data prefer. */
  private static double[] start(DoubleMatrix axes, int a) {
    int d = axes.columns();
    for (int attempt = 0; ; attempt++) {
      double[] out = new double[d];
      for (int k = 0; k < d; k++) {
        double place = (k + 1 + (double) attempt * d) * GOLDEN;
        out[k] = place - Math.floor(place) - 0.5;
      }
      if (normalise(out, axes, a) > 1e-6) {
        return out;
      }
    }
  }

  /** Multiplies an axis by the covariance until it moves no more, and returns its variance. */
  private static double improve(
      FloatMatrix samples, double[] mean, DoubleMatrix axes, int a, double[] axis) {
    double variance = 0;
    for (int round = 0; round < MOST_ITERATIONS; round++) {
      double[] next = timesCovariance(samples, mean, axis);
      variance = dot(next, axis);
      // Without variance left every orthogonal direction is as good: rounding shall not choose one.
      if (!(normalise(next, axes, a) > 0) || !(variance > 0)) {
        return variance;
      }
      double moved = 0;
      for (int k = 0; k < next.length; k++) {
        double step = next[k] - axis[k];
        moved += step * step;
      }
      System.arraycopy(next, 0, axis, 0, axis.length);
      if (Math.sqrt(moved) < STILL) {
        break;
      }
    }
    return variance;
  }

  private static double[] timesCovariance(FloatMatrix samples, double[] mean, double[] axis) {
    int n = samples.rows();
    int d = samples.columns();
    float[] values = samples.values();
    double[] out = new double[d];
    for (int i = 0; i < n; i++) {
      double along = 0;
      for (int k = 0; k < d; k++) {
        along += (values[i * d + k] - mean[k]) * axis[k];
      }
      for (int k = 0; k < d; k++) {
        out[k] += (values[i * d + k] - mean[k]) * along / n;
      }
    }
    return out;
  }

  /** Makes a vector orthogonal to the first {@code a} axes and of length 1; its length before. */
  private static double normalise(double[] vector, DoubleMatrix axes, int a) {
    // Twice, because once leaves the rounding of a long vector.
    for (int pass = 0; pass < 2; pass++) {
      for (int b = 0; b < a; b++) {
        double along = 0;
        for (int k = 0; k < vector.length; k++) {
          along += vector[k] * axes.get(b, k);
        }
        for (int k = 0; k < vector.length; k++) {
          vector[k] -= along * axes.get(b, k);
        }
      }
    }
    double length = Math.sqrt(dot(vector, vector));
    if (length > 0) {
      for (int k = 0; k < vector.length; k++) {
        vector[k] /= length;
      }
    }
    return length;
  }

  private static void makePositive(double[] axis) {
    int largest = 0;
    for (int k = 1; k < axis.length; k++) {
      if (Math.abs(axis[k]) > Math.abs(axis[largest])) {
        largest = k;
      }
    }
    if (axis[largest] < 0) {
      for (int k = 0; k < axis.length; k++) {
        axis[k] = -axis[k];
      }
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  /**
   * Number of axes.
   *
   * @return at least 1
   */
  public int count() {
    return axes.rows();
  }

  /**
   * An axis.
   *
   * @param a its index, from 0
   * @return a unit vector of d entries, a new array
   */
  public double[] axis(int a) {
    return Arrays.copyOfRange(axes.values(), a * mean.length, (a + 1) * mean.length);
  }

  /**
   * The share of the variance of the samples that is along an axis.
   *
   * @param a its index, from 0
   * @return in [0, 1]; 0 if all samples are equal
   */
  public double share(int a) {
    return total > 0 ? Math.min(1, variances[a] / total) : 0;
  }

  /**
   * Coordinates along the axes, {@code <x_i - mean, u_a>}.
   *
   * @param points m x d, not modified
   * @return m x count
   * @throws IllegalArgumentException if the dimension differs
   */
  public FloatMatrix project(FloatMatrix points) {
    Guard.size("dimension of the points", mean.length, points.columns());
    int d = mean.length;
    float[] out = new float[Math.multiplyExact(points.rows(), count())];
    for (int i = 0; i < points.rows(); i++) {
      for (int a = 0; a < count(); a++) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
          sum += (points.get(i, k) - mean[k]) * axes.get(a, k);
        }
        out[i * count() + a] = (float) sum;
      }
    }
    return new FloatMatrix(points.rows(), count(), out);
  }
}
