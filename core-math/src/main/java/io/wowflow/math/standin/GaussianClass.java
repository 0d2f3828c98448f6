package io.wowflow.math.standin;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import java.util.function.IntFunction;

/**
 * The normal law with the mean and a shrunk covariance of a class of n samples x_i in d dimensions
 * with weights w_i of sum 1:
 *
 * <pre>
 * mean  m   = sum_i w_i x_i
 *       S   = sum_i w_i (x_i - m) (x_i - m)^T
 * law   N(m, (1 - rho) S + rho mu I),   mu = tr(S) / d
 * </pre>
 *
 * <p>The shrinkage rho is the oracle approximating one (OAS): Chen, Wiesel, Eldar, Hero, "Shrinkage
 * algorithms for MMSE covariance estimation", IEEE Transactions on Signal Processing 58 (2010),
 * equation (23), without its terms 2/d, as scikit-learn's {@code OAS} computes it:
 *
 * <pre>
 * rho = min(1, (tr(S^2) + tr(S)^2) / ((n' + 1) (tr(S^2) - tr(S)^2 / d))),   n' = 1 / sum_i w_i^2
 * </pre>
 *
 * n' is n for equal weights. The estimator assumes a normal law, which is the law that is drawn
 * from; unlike that of Ledoit and Wolf, it is above 0 for two samples, too, so that no draw is
 * bound to the line through them. S has the divisor n, not n - 1.
 *
 * <p>Edge results: for one sample, or equal ones, S = 0, rho = 1, and every draw is that sample;
 * for d = 1, rho = 1 and the variance is S.
 *
 * <p>A draw is {@code m + sum_k g_k f_k + sqrt(rho mu) h}, g and h standard normal, with {@code
 * sum_k f_k f_k^T = (1 - rho) S}: for n at most d, {@code f_i = sqrt((1 - rho) w_i) (x_i - m)}, and
 * no d x d matrix is formed; for n above d, the columns of the Cholesky factor of (1 - rho) S. Time
 * per draw O(min(n, d) d).
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class GaussianClass {
  /** A pivot below this fraction of its diagonal entry is rounding: the feature is dependent. */
  private static final double DEPENDENT = 1e-12;

  private final int d;
  private final double[] mean;
  private final double trace;
  private final double shrinkage;

  /** f_k, row by row. */
  private final double[] factors;

  private final double isotropic;

  private GaussianClass(Moments moments) {
    d = moments.d;
    mean = moments.mean;
    trace = moments.trace();
    boolean few = moments.n <= d;
    double[] covariance = few ? new double[0] : moments.covariance();
    double squares = few ? moments.squaresOfGram() : squares(covariance);
    shrinkage = shrinkage(trace, squares, moments.effective(), d);
    factors = few ? moments.centred : choleskyRows(covariance, d);
    double kept = Math.sqrt(1 - shrinkage);
    for (int k = 0; k < factors.length; k++) {
      factors[k] *= kept;
    }
    isotropic = Math.sqrt(shrinkage * trace / d);
  }

  /**
   * Estimates the law of a class.
   *
   * @param samples n x d, at least one sample
   * @return the law
   */
  public static GaussianClass of(LabelledClass samples) {
    return new GaussianClass(Moments.of(samples));
  }

  /** The samples, centred and each times the root of its weight: S is their Gram matrix. */
  private record Moments(
      int n, int d, double[] mean, double[] centred, double sumOfSquaredWeights) {
    static Moments of(LabelledClass samples) {
      int n = samples.size();
      int d = samples.dimension();
      float[] values = samples.samples().values();
      double[] mean = new double[d];
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double w = samples.weight(i);
        squares += w * w;
        for (int j = 0; j < d; j++) {
          mean[j] += w * values[i * d + j];
        }
      }
      double[] centred = new double[Guard.length("the centred samples", n, d)];
      for (int i = 0; i < n; i++) {
        double root = Math.sqrt(samples.weight(i));
        for (int j = 0; j < d; j++) {
          centred[i * d + j] = root * (values[i * d + j] - mean[j]);
        }
      }
      return new Moments(n, d, mean, centred, squares);
    }

    double trace() {
      double sum = 0;
      for (double value : centred) {
        sum += value * value;
      }
      return sum;
    }

    double effective() {
      return 1 / sumOfSquaredWeights;
    }

    /** tr(S^2), as the sum of the squared scalar products of the samples. */
    double squaresOfGram() {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        for (int k = 0; k <= i; k++) {
          double product = 0;
          for (int j = 0; j < d; j++) {
            product += centred[i * d + j] * centred[k * d + j];
          }
          sum += (k < i ? 2 : 1) * product * product;
        }
      }
      return sum;
    }

    /** S, d x d. */
    double[] covariance() {
      double[] out = new double[Guard.length("the covariance", d, d)];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < d; j++) {
          double x = centred[i * d + j];
          if (x != 0) {
            for (int k = 0; k < d; k++) {
              out[j * d + k] += x * centred[i * d + k];
            }
          }
        }
      }
      return out;
    }
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static double shrinkage(double trace, double squares, double effective, int d) {
    double excess = (effective + 1) * (squares - trace * trace / d);
    return excess > 0 ? Math.min(1, (squares + trace * trace) / excess) : 1;
  }

  /**
   * R with R^T R = S, upper triangular and row by row, so that row k is f_k. The row of a dependent
   * feature is 0.
   *
   * @param s d x d, replaced by R
   */
  private static double[] choleskyRows(double[] s, int d) {
    for (int k = 0; k < d; k++) {
      double before = s[k * d + k];
      for (int i = 0; i < k; i++) {
        double factor = s[i * d + k];
        if (factor != 0) {
          for (int j = k; j < d; j++) {
            s[k * d + j] -= factor * s[i * d + j];
          }
        }
      }
      double pivot = s[k * d + k];
      double root = pivot > DEPENDENT * before ? Math.sqrt(pivot) : 0;
      for (int j = 0; j < d; j++) {
        s[k * d + j] = j < k || root == 0 ? 0 : s[k * d + j] / root;
      }
    }
    return s;
  }

  /**
   * The shrinkage of the covariance.
   *
   * @return rho, above 0 and at most 1
   */
  public double shrinkage() {
    return shrinkage;
  }

  /**
   * The spread of the class, which the law keeps.
   *
   * @return tr(S), the sum of the variances of all features; 0 if every draw is the mean
   */
  public double totalVariance() {
    return trace;
  }

  /**
   * Draws samples.
   *
   * @param count number of samples, at least 1
   * @param randoms the sequence of each sample by its position
   * @return count x d, rounded to floats
   */
  public FloatMatrix draw(int count, IntFunction<CounterRandom> randoms) {
    Guard.positive("count", count);
    float[] values = new float[Guard.length("the samples", count, d)];
    double[] x = new double[d];
    for (int i = 0; i < count; i++) {
      CounterRandom random = randoms.apply(i);
      System.arraycopy(mean, 0, x, 0, d);
      for (int from = 0; from < factors.length; from += d) {
        double g = random.nextGaussian();
        for (int j = 0; j < d; j++) {
          x[j] += g * factors[from + j];
        }
      }
      for (int j = 0; j < d; j++) {
        values[i * d + j] = (float) (x[j] + isotropic * random.nextGaussian());
      }
    }
    return new FloatMatrix(count, d, values);
  }
}
