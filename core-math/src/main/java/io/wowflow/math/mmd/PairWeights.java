package io.wowflow.math.mmd;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairKernel;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelMix;
import io.wowflow.math.sliced.PanelWeights;

/**
 * The pair weights W of the Wasserstein over Wasserstein gradient (20, 21): {@code w_ce = 2 a_e
 * k'(s_ce)} for source classes {@code e != c}, {@code -2 b_e k'(s_ce)} for targets; without the
 * factor 2 for the Laplace kernel, whose gradient is {@code k'(s_1) g_1}. A class with itself has
 * weight 0 by definition, and so has a Riesz pair at distance 0 if all classes coincide.
 *
 * <p>With interaction batches a drawn class represents all: weights are multiplied by {@code C / S}
 * and {@code C' / T}, which keeps the gradient unbiased.
 */
public final class PairWeights implements PanelWeights {
  /** The Riesz floor, as part of the mean squared spread of the embeddings. */
  private static final double FLOOR = 1e-12;

  /** The number of pairs of source and target from which on threads save time. */
  static final int SHARED = 1 << 12;

  private final PairSums sums;
  private final int sources;
  private final int columns;
  private final double[] weights;
  private final boolean[] near;

  private PairWeights(PairSums sums, double[] weights, boolean[] near) {
    this.sums = sums;
    this.sources = sums.interaction().sources().length;
    this.columns = sources + sums.interaction().targets().length;
    this.weights = weights;
    this.near = near;
  }

  /**
   * Computes the weights of a step.
   *
   * @param kernel the kernel
   * @param sums the distances of the step
   * @param sourceWeights a, all C of them, not modified
   * @param targetWeights b, all C' of them, not modified
   * @return the weights
   */
  public static PairWeights of(
      Kernel kernel, PairSums sums, double[] sourceWeights, double[] targetWeights) {
    PairWeights out = empty(sums);
    double floor = FLOOR * sums.meanSpread();
    for (int c = 0; c < sums.sourceCount(); c++) {
      out.fill(c, kernel, floor, sourceWeights, targetWeights);
    }
    return out;
  }

  /**
   * Computes the weights of a step, the same bits, with several threads.
   *
   * @param kernel the kernel
   * @param sums the distances of the step
   * @param sourceWeights a, all C of them, not modified
   * @param targetWeights b, all C' of them, not modified
   * @param pool the threads
   * @return the weights
   */
  public static PairWeights of(
      Kernel kernel, PairSums sums, double[] sourceWeights, double[] targetWeights, WorkPool pool) {
    PairWeights out = empty(sums);
    double floor = FLOOR * sums.meanSpread();
    pool.run(
        sums.sourceCount(), (c, work) -> out.fill(c, kernel, floor, sourceWeights, targetWeights));
    return out;
  }

  private static PairWeights empty(PairSums sums) {
    Interaction drawn = sums.interaction();
    long columns = (long) drawn.sources().length + drawn.targets().length;
    int size =
        Guard.length(
            "the pair weights, source classes x interacting classes", sums.sourceCount(), columns);
    return new PairWeights(sums, new double[size], new boolean[size]);
  }

  private void fill(
      int c, Kernel kernel, double floor, double[] sourceWeights, double[] targetWeights) {
    int[] drawnSources = sums.interaction().sources();
    int[] drawnTargets = sums.interaction().targets();
    double factor = kernel.measure() == PairMeasure.SQUARED ? 2 : 1;
    double fromSource = factor * sums.sourceCount() / drawnSources.length;
    double fromTarget = -factor * targetWeights.length / drawnTargets.length;
    int row = c * columns;
    for (int j = 0; j < sources; j++) {
      int e = drawnSources[j];
      if (e != c) {
        double s = sums.toSource(c, j);
        weights[row + j] = fromSource * sourceWeights[e] * derivative(kernel, s, floor);
        near[row + j] = isNear(kernel, s, sums.sourceSpread(c) + sums.sourceSpread(e));
      }
    }
    for (int j = 0; j < drawnTargets.length; j++) {
      double s = sums.toTarget(c, j);
      int at = row + sources + j;
      weights[at] = fromTarget * targetWeights[drawnTargets[j]] * derivative(kernel, s, floor);
      near[at] = isNear(kernel, s, sums.sourceSpread(c) + sums.targetSpread(j));
    }
  }

  private static double derivative(Kernel kernel, double s, double floor) {
    if (kernel instanceof Kernel.Riesz) {
      double floored = Math.max(s, floor);
      return floored == 0 ? 0 : kernel.derivative(floored);
    }
    return kernel.derivative(s);
  }

  private static boolean isNear(Kernel kernel, double s, double norms) {
    return kernel.measure() == PairMeasure.SQUARED && s < PairKernel.NEAR * norms;
  }

  /**
   * The distances that the weights were made from.
   *
   * @return the distances
   */
  public PairSums sums() {
    return sums;
  }

  /**
   * Number of columns: interacting sources, then interacting targets.
   *
   * @return S + T
   */
  public int columns() {
    return columns;
  }

  /**
   * Weight of a source class against an interacting class.
   *
   * @param c the source class
   * @param column below S an interacting source, from S on an interacting target
   * @return w_ce, 0 for a class with itself
   */
  public double weight(int c, int column) {
    return weights[c * columns + column];
  }

  /**
   * Weight of a source class against an interacting target.
   *
   * @param c the source class
   * @param target its index among the interacting targets
   * @return w_ce
   */
  public double toTarget(int c, int target) {
    return weights[c * columns + sources + target];
  }

  /**
   * Tests whether a pair is so close that its part of the gradient is computed from direct
   * differences.
   *
   * @param c the source class
   * @param column the interacting class
   * @return true below {@link PairKernel#NEAR} of the norms
   */
  boolean isNear(int c, int column) {
    return near[c * columns + column];
  }

  /** The near columns of a source class, ascending. */
  int[] nearColumns(int c) {
    int count = 0;
    for (int column = 0; column < columns; column++) {
      count += isNear(c, column) ? 1 : 0;
    }
    int[] out = new int[count];
    for (int column = columns - 1; column >= 0; column--) {
      if (isNear(c, column)) {
        out[--count] = column;
      }
    }
    return out;
  }

  @Override
  public PanelMix mix(PairMeasure measure, PanelMix recycled, WorkPool pool) {
    MixKernel old = recycled instanceof MixKernel kernel ? kernel : null;
    return new MixKernel(this, measure, old, pool);
  }
}
