package io.wowflow.math.transport;

import io.wowflow.math.data.LabelledDataset;

/**
 * The Wasserstein over Wasserstein distance between labelled datasets: {@code W_{W2}^2(P, Q) = min
 * over plans Gamma between the class weights of sum_ce Gamma_ce W_2^2(mu_c, nu_e)} (Bonet,
 * Vauthier, Korba, ICML 2025, equation 4).
 */
public final class WowDistance {
  private WowDistance() {}

  /**
   * Computes the exact squared distance, one pair of classes at a time.
   *
   * @param source C classes in R^d
   * @param target C' classes in R^d
   * @return the squared distance, in squared units of the samples, at least 0
   * @throws IllegalArgumentException if the dimensions differ or a pair of classes is too large
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static double squared(LabelledDataset source, LabelledDataset target) {
    return squared(source, target, 1);
  }

  /**
   * Computes the exact squared distance: C C' exact transports between classes and one between the
   * class weights.
   *
   * @param source C classes in R^d
   * @param target C' classes in R^d
   * @param threads number of pairs of classes that are computed at the same time, at least 1; the
   *     result does not depend on it
   * @return the squared distance, in squared units of the samples, at least 0
   * @throws IllegalArgumentException if {@code threads < 1}, the dimensions differ or a pair of
   *     classes is too large
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static double squared(LabelledDataset source, LabelledDataset target, int threads) {
    return LabelMatching.exact(source, target, threads).totalCost();
  }
}
