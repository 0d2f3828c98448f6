package io.wowflow.math.mmd;

import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;

/**
 * The objective (18), {@code F = MMD^2 / 2 = 1/2 [ sum a_c a_e K(mu_c, mu_e) - 2 sum a_c b_e
 * K(mu_c, nu_e) + sum b_c b_e K(nu_c, nu_e) ]}, with K of a class with itself at distance 0.
 */
public final class Objective {
  private Objective() {}

  /**
   * Computes the objective over the interacting classes. Class weights are normalised over them, so
   * that a sample of classes gives the objective of the sample.
   *
   * @param kernel the kernel
   * @param sums distances, with target-target sums
   * @param sourceWeights a, all C of them, not modified
   * @param targetWeights b, all C' of them, not modified
   * @return F, at least 0 up to rounding; NaN if a distance is NaN
   * @throws IllegalStateException if target-target sums were not computed
   */
  public static double of(
      Kernel kernel, PairSums sums, double[] sourceWeights, double[] targetWeights) {
    Interaction classes = sums.interaction();
    int[] sources = classes.sources();
    int[] targets = classes.targets();
    double a = total(sourceWeights, sources);
    double b = total(targetWeights, targets);
    double within = 0;
    double across = 0;
    for (int c : sources) {
      for (int j = 0; j < sources.length; j++) {
        within += sourceWeights[c] * sourceWeights[sources[j]] * kernel.value(sums.toSource(c, j));
      }
      for (int j = 0; j < targets.length; j++) {
        across += sourceWeights[c] * targetWeights[targets[j]] * kernel.value(sums.toTarget(c, j));
      }
    }
    double between = 0;
    for (int i = 0; i < targets.length; i++) {
      for (int j = 0; j < targets.length; j++) {
        between +=
            targetWeights[targets[i]]
                * targetWeights[targets[j]]
                * kernel.value(sums.betweenTargets(i, j));
      }
    }
    return 0.5 * (within / (a * a) - 2 * across / (a * b) + between / (b * b));
  }

  private static double total(double[] weights, int[] of) {
    if (of.length == weights.length) {
      return 1;
    }
    double sum = 0;
    for (int i : of) {
      sum += weights[i];
    }
    return sum;
  }
}
