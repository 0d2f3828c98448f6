package io.wowflow.math.mmd;

import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.sliced.PairMeasure;

/**
 * The maximum mean discrepancy between two labelled datasets {@code P = sum a_c delta_mu_c} and
 * {@code Q = sum b_e delta_nu_e}, for a kernel between classes:
 *
 * <pre>
 * MMD^2 = sum a_c a_e K(mu_c, mu_e) - 2 sum a_c b_e K(mu_c, nu_e) + sum b_c b_e K(nu_c, nu_e)
 * </pre>
 *
 * <p>It depends on how samples are grouped into classes and on the class weights, not on the labels
 * themselves, and a flow minimises half of it. Distances between classes are measured on random
 * directions, which gives every result a standard error. The common case is one line:
 *
 * <pre>{@code
 * Estimate mmd = Mmd.withDefaults().distance(p, q);
 * }</pre>
 *
 * <p>An immutable value.
 */
public final class Mmd {
  private static final int DIRECTIONS = 500;

  private final Kernel kernel;
  private final GramSampling sampling;

  private Mmd(Kernel kernel, GramSampling sampling) {
    this.kernel = kernel;
    this.sampling = sampling;
  }

  /**
   * The discrepancy of the kernel {@code -SW_2}, which has no bandwidth: 500 directions of seed 0,
   * one thread.
   *
   * @return the discrepancy
   */
  public static Mmd withDefaults() {
    return of(new Kernel.Riesz(1));
  }

  /**
   * The discrepancy of a kernel: 500 directions of seed 0, one thread.
   *
   * @param kernel the kernel between classes
   * @return the discrepancy
   */
  public static Mmd of(Kernel kernel) {
    return new Mmd(kernel, new GramSampling(kernel.measure(), 0, DIRECTIONS, 1));
  }

  /**
   * The same discrepancy over other directions.
   *
   * @param seed the seed of the directions
   * @param count their number, at least 2; above 20 it is rounded up to a multiple of 20. The
   *     standard error falls with its square root
   * @return the discrepancy
   * @throws IllegalArgumentException if {@code count < 2}
   */
  public Mmd withDirections(long seed, int count) {
    PairMeasure measure = kernel.measure();
    return new Mmd(kernel, new GramSampling(measure, seed, count, sampling.threads()));
  }

  /**
   * The same discrepancy computed by several threads.
   *
   * @param count number of threads, at least 1; no bit depends on it
   * @return the discrepancy
   * @throws IllegalArgumentException if {@code count < 1}
   */
  public Mmd withThreads(int count) {
    return new Mmd(
        kernel,
        new GramSampling(kernel.measure(), sampling.seed(), sampling.directionCount(), count));
  }

  /**
   * The squared discrepancy.
   *
   * @param p C classes in R^d
   * @param q C' classes in R^d
   * @return {@code MMD^2} in the units of the kernel, at least 0 up to rounding and NaN where a
   *     sample is NaN, with its standard error
   * @throws IllegalArgumentException if the dimensions differ or the datasets are too large for one
   *     JVM's arrays
   */
  public Estimate squared(LabelledDataset p, LabelledDataset q) {
    double[] a = p.classWeights();
    double[] b = q.classWeights();
    return sampling.between(p, q).estimate(gram -> gram.squaredMmd(kernel, a, b));
  }

  /**
   * The discrepancy.
   *
   * @param p C classes in R^d
   * @param q C' classes in R^d
   * @return {@code MMD}, the root of {@link #squared} where that is positive, else 0; with its
   *     standard error
   * @throws IllegalArgumentException as {@link #squared}
   */
  public Estimate distance(LabelledDataset p, LabelledDataset q) {
    double[] a = p.classWeights();
    double[] b = q.classWeights();
    return sampling
        .between(p, q)
        .estimate(gram -> Math.sqrt(Math.max(0, gram.squaredMmd(kernel, a, b))));
  }
}
