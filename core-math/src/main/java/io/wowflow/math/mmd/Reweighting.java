package io.wowflow.math.mmd;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.sliced.PairSums;
import java.util.Arrays;

/**
 * Descent of the objective (18) by the weights of the source classes, next to that by their
 * particles: entropic mirror descent on the simplex (Beck, Teboulle, 2003), with the distances that
 * the step has measured. With
 *
 * <pre>
 *   h_c = dF/da_c = sum_e a_e K(mu_c, mu_e) - sum_e b_e K(mu_c, nu_e),   s = l / max_ce |K(mu_c, mu_e)|
 *   a_c &lt;- a_c exp(-s (h_c - sum_e a_e h_e))
 * </pre>
 *
 * <p>normalised, raised to at least {@link #FLOOR} and normalised again. No mass moves along a way
 * between classes: a class that explains the target better than the mean gains weight, another
 * loses it.
 *
 * <p>At fixed distances F does not rise for {@code l <= 1}: with u the change of the weights, F
 * changes by {@code <h, u> + u'Ku / 2}. The update makes the first term {@code -(KL(a', a) + KL(a,
 * a')) / s}, and the second is at most {@code max |K| |u|_1^2 / 2 <= max |K| KL(a', a)} (Pinsker).
 * The floor may raise F by about its own size. A stationary point has the same h_c for all classes
 * that keep weight and no smaller one for the others; since K is conditionally positive definite, F
 * is convex in the weights of sum 1, and the point is its minimum.
 *
 * <p>How fast a class fades depends on the rest of the objective. Where classes that keep weight
 * leave a residual that a class would enlarge, its weight falls by a factor per change. Where they
 * reach the target, h_c tends to the same value for all classes, and the weight of a class without
 * counterpart falls as 1 / (number of changes).
 *
 * @param every J: the weights are renewed after every J-th step, at the step numbers J, 2J, ...
 * @param rate l, above 0 and at most 1
 */
public record Reweighting(int every, double rate) {
  /** The least weight of a class. It never reaches 0, so that a class can return. */
  public static final double FLOOR = 1e-8;

  /** A class of less weight has faded: the result does not need it. */
  public static final double FADED = 1e-6;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if J is below 1, or l not above 0 and at most 1
   */
  public Reweighting {
    Guard.positive("number of steps between two reweightings", every);
    Guard.that(rate > 0 && rate <= 1, "rate of a reweighting must be in (0, 1], was " + rate);
  }

  /**
   * Tests whether a step renews the weights, from the distances that it measures.
   *
   * @param step k
   * @return true at the positive multiples of J
   */
  public boolean renewsAt(int step) {
    return step > 0 && step % every == 0;
  }

  /**
   * Tests whether a class has faded.
   *
   * @param weight a_c
   * @return true below {@link #FADED}
   */
  public static boolean isFaded(double weight) {
    return weight < FADED;
  }

  /**
   * The derivative of the objective by each class weight.
   *
   * @param kernel the kernel
   * @param sums the distances between all classes
   * @param a C source class weights, not modified
   * @param b C' target class weights, not modified
   * @return h_c for each source class
   */
  public static double[] derivative(Kernel kernel, PairSums sums, double[] a, double[] b) {
    double[] out = new double[a.length];
    for (int c = 0; c < a.length; c++) {
      double within = 0;
      for (int e = 0; e < a.length; e++) {
        within += a[e] * kernel.value(sums.toSource(c, e));
      }
      double across = 0;
      for (int e = 0; e < b.length; e++) {
        across += b[e] * kernel.value(sums.toTarget(c, e));
      }
      out[c] = within - across;
    }
    return out;
  }

  /**
   * Renews the weights.
   *
   * @param kernel the kernel
   * @param sums the distances between all classes, finite
   * @param a C source class weights of sum 1, not modified
   * @param b C' target class weights of sum 1, not modified
   * @return C weights of sum 1, each at least {@link #FLOOR} up to the last normalisation; those
   *     given, as they are, if all source classes coincide under a Riesz kernel
   * @throws IllegalArgumentException if the distances are not those of all classes
   */
  public double[] renewed(Kernel kernel, PairSums sums, double[] a, double[] b) {
    Guard.size("interacting source classes", a.length, sums.interaction().sources().length);
    Guard.size("interacting target classes", b.length, sums.interaction().targets().length);
    double largest = 0;
    for (int c = 0; c < a.length; c++) {
      for (int e = 0; e < a.length; e++) {
        largest = Math.max(largest, Math.abs(kernel.value(sums.toSource(c, e))));
      }
    }
    if (largest == 0) {
      return a.clone();
    }
    double[] h = derivative(kernel, sums, a, b);
    // The least h in place of the mean, which the normalisation makes the same: no factor
    // overflows.
    double least = Arrays.stream(h).min().getAsDouble();
    double scale = rate / largest;
    double[] out = new double[a.length];
    for (int c = 0; c < out.length; c++) {
      out[c] = a[c] * StrictMath.exp(-scale * (h[c] - least));
    }
    normalise(out);
    for (int c = 0; c < out.length; c++) {
      out[c] = Math.max(FLOOR, out[c]);
    }
    normalise(out);
    return out;
  }

  private static void normalise(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    for (int c = 0; c < weights.length; c++) {
      weights[c] /= sum;
    }
  }
}
