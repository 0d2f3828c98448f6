package io.wowflow.math.mmd;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.sliced.PairSums;

/**
 * All sliced distances between the classes of two datasets, source and target: {@code SW_2^2}, or
 * {@code SW_1} where they were sampled for a kernel of it. Class c of the source is row c.
 *
 * @param within between source classes, C x C, symmetric, 0 on the diagonal
 * @param across between source and target classes, C x C'
 * @param between between target classes, C' x C', symmetric, 0 on the diagonal
 */
public record SlicedGram(DoubleMatrix within, DoubleMatrix across, DoubleMatrix between) {

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if the matrices do not fit each other
   */
  public SlicedGram {
    Guard.size("columns of the distances within the source", within.rows(), within.columns());
    Guard.size("rows of the distances across", within.rows(), across.rows());
    Guard.size("columns of the distances across", between.rows(), across.columns());
    Guard.size("columns of the distances between targets", between.rows(), between.columns());
  }

  /** The distances of a dense step. */
  static SlicedGram of(PairSums sums) {
    int sources = sums.sourceCount();
    int targets = sums.interaction().targets().length;
    DoubleMatrix within = DoubleMatrix.zeros(sources, sources);
    for (int c = 0; c < sources; c++) {
      for (int e = 0; e < sources; e++) {
        within.set(c, e, sums.toSource(c, e));
      }
    }
    DoubleMatrix between = DoubleMatrix.zeros(targets, targets);
    for (int c = 0; c < targets; c++) {
      for (int e = 0; e < targets; e++) {
        between.set(c, e, sums.betweenTargets(c, e));
      }
    }
    return new SlicedGram(within, sums.targetMatrix(), between);
  }

  /** The matrix {@code factor * this + otherFactor * other}, entry by entry. */
  SlicedGram combined(double factor, SlicedGram other, double otherFactor) {
    return new SlicedGram(
        combined(within, factor, other.within, otherFactor),
        combined(across, factor, other.across, otherFactor),
        combined(between, factor, other.between, otherFactor));
  }

  private static DoubleMatrix combined(
      DoubleMatrix a, double factor, DoubleMatrix b, double otherFactor) {
    DoubleMatrix out = DoubleMatrix.zeros(a.rows(), a.columns());
    for (int e = 0; e < out.values().length; e++) {
      // Rounding must not make a distance negative.
      out.values()[e] = Math.max(0, factor * a.values()[e] + otherFactor * b.values()[e]);
    }
    return out;
  }

  /**
   * The squared maximum mean discrepancy of these distances, {@code sum a_c a_e K(mu_c, mu_e) - 2
   * sum a_c b_e K(mu_c, nu_e) + sum b_c b_e K(nu_c, nu_e)}, twice the objective (18).
   *
   * @param kernel the kernel, of the distance that the matrices hold
   * @param a weights of the source classes, C numbers that sum to 1, not modified
   * @param b weights of the target classes, C' numbers that sum to 1, not modified
   * @return {@code MMD^2}, at least 0 up to rounding: equal datasets may give a number of either
   *     sign of about 1e-7 of the kernel's values
   * @throws IllegalArgumentException if a number of weights differs from that of the classes
   */
  public double squaredMmd(Kernel kernel, double[] a, double[] b) {
    Guard.size("number of source weights", within.rows(), a.length);
    Guard.size("number of target weights", between.rows(), b.length);
    return weighted(kernel, within, a, a)
        - 2 * weighted(kernel, across, a, b)
        + weighted(kernel, between, b, b);
  }

  private static double weighted(Kernel kernel, DoubleMatrix s, double[] rows, double[] columns) {
    double sum = 0;
    for (int c = 0; c < rows.length; c++) {
      for (int e = 0; e < columns.length; e++) {
        sum += rows[c] * columns[e] * kernel.value(s.get(c, e));
      }
    }
    return sum;
  }
}
