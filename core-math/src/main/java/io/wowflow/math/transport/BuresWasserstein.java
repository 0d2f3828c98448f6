package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.internal.Guard;

/**
 * The 2-Wasserstein distance between Gaussian measures: {@code W_2^2 = |m1 - m2|^2 + tr(S1 + S2 - 2
 * (S1^(1/2) S2 S1^(1/2))^(1/2))} (Gelbrich, Math. Nachr. 147, 1990).
 */
public final class BuresWasserstein {
  private BuresWasserstein() {}

  /**
   * Computes the squared distance, in O(d^3) time. For point masses, with covariances 0, it is the
   * squared distance of the means.
   *
   * @param mean1 d numbers, not modified
   * @param covariance1 d x d, symmetric, positive semi-definite up to rounding, not modified
   * @param mean2 d numbers, not modified
   * @param covariance2 likewise
   * @return at least 0
   * @throws IllegalArgumentException if a size differs, a value is not finite, or a covariance is
   *     not symmetric or has an eigenvalue below {@code -1e-9} of its largest
   */
  public static double squared(
      double[] mean1, DoubleMatrix covariance1, double[] mean2, DoubleMatrix covariance2) {
    int d = mean1.length;
    Guard.size("length of the second mean", d, mean2.length);
    checkCovariance("first", covariance1, d);
    checkCovariance("second", covariance2, d);
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double difference = mean1[i] - mean2[i];
      sum += difference * difference + covariance1.get(i, i) + covariance2.get(i, i);
    }
    DoubleMatrix root = new SymmetricEigen(covariance1).squareRoot();
    DoubleMatrix inner = product(product(root, covariance2), root);
    for (double eigenvalue : new SymmetricEigen(symmetrised(inner)).semiDefiniteValues()) {
      sum -= 2 * Math.sqrt(eigenvalue);
    }
    return Math.max(0, sum);
  }

  private static void checkCovariance(String which, DoubleMatrix s, int d) {
    Guard.size("rows of the " + which + " covariance", d, s.rows());
    Guard.size("columns of the " + which + " covariance", d, s.columns());
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double size = Math.sqrt(Math.abs(s.get(i, i) * s.get(j, j)));
        // Written so that NaN fails.
        boolean symmetric = Math.abs(s.get(i, j) - s.get(j, i)) <= 1e-9 * size + 1e-300;
        Guard.that(
            symmetric && Double.isFinite(s.get(i, j)),
            "the " + which + " covariance is not finite and symmetric at (" + i + ", " + j + ")");
      }
    }
  }

  private static DoubleMatrix product(DoubleMatrix a, DoubleMatrix b) {
    DoubleMatrix out = DoubleMatrix.zeros(a.rows(), b.columns());
    for (int i = 0; i < a.rows(); i++) {
      for (int k = 0; k < a.columns(); k++) {
        for (int j = 0; j < b.columns(); j++) {
          out.set(i, j, out.get(i, j) + a.get(i, k) * b.get(k, j));
        }
      }
    }
    return out;
  }

  private static DoubleMatrix symmetrised(DoubleMatrix a) {
    DoubleMatrix out = DoubleMatrix.zeros(a.rows(), a.columns());
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        out.set(i, j, 0.5 * (a.get(i, j) + a.get(j, i)));
      }
    }
    return out;
  }
}
