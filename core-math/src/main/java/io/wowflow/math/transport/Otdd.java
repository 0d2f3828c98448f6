package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;

/**
 * The optimal transport dataset distance (Alvarez-Melis, Fusi, "Geometric dataset distances via
 * optimal transport", NeurIPS 2020): exact transport between all samples of two datasets, where
 * moving a sample of class c to a sample of class e costs {@code |x - x'|^2 + W_2^2(mu_c, nu_e)}.
 *
 * <p>Every class has mass in proportion to its number of samples; its class weight is not used.
 * Within a class the sample weights count, so uniform classes give every sample the same mass.
 */
public final class Otdd {
  private final double squared;
  private final DoubleMatrix classMass;

  private Otdd(double squared, DoubleMatrix classMass) {
    this.squared = squared;
    this.classMass = classMass;
  }

  /**
   * Computes the distance between two datasets of N and N' samples; it holds N N' costs at once.
   *
   * @param source C classes in R^d
   * @param target C' classes in R^d
   * @param threads number of pairs of classes that are computed at the same time, at least 1; the
   *     result does not depend on it
   * @return the distance
   * @throws IllegalArgumentException if {@code threads < 1}, the dimensions differ or {@code N N'}
   *     exceeds the largest array
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static Otdd between(LabelledDataset source, LabelledDataset target, int threads) {
    Guard.that(
        source.sampleCount() * target.sampleCount() <= Integer.MAX_VALUE - 8,
        "exact transport between "
            + source.sampleCount()
            + " and "
            + target.sampleCount()
            + " samples needs too large a matrix of costs: draw fewer samples");
    DoubleMatrix classCost = Wasserstein.squaredBetween(source, target, threads);
    TransportPlan plan =
        OptimalTransport.solveUnlessInterrupted(
            masses(source), masses(target), costs(source, target, classCost));
    int[] classOfRow = classes(source);
    int[] classOfColumn = classes(target);
    DoubleMatrix classMass = DoubleMatrix.zeros(source.classCount(), target.classCount());
    for (int e = 0; e < plan.masses().length; e++) {
      int c = classOfRow[plan.rows()[e]];
      int other = classOfColumn[plan.columns()[e]];
      classMass.set(c, other, classMass.get(c, other) + plan.masses()[e]);
    }
    return new Otdd(plan.cost(), classMass);
  }

  private static double[] masses(LabelledDataset dataset) {
    double[] out = new double[(int) dataset.sampleCount()];
    int at = 0;
    for (LabelledClass c : dataset.classes()) {
      for (int i = 0; i < c.size(); i++) {
        out[at++] = c.weight(i) * c.size() / out.length;
      }
    }
    return out;
  }

  private static int[] classes(LabelledDataset dataset) {
    int[] out = new int[(int) dataset.sampleCount()];
    int at = 0;
    for (int c = 0; c < dataset.classCount(); c++) {
      for (int i = 0; i < dataset.get(c).size(); i++) {
        out[at++] = c;
      }
    }
    return out;
  }

  private static DoubleMatrix costs(
      LabelledDataset source, LabelledDataset target, DoubleMatrix classCost) {
    DoubleMatrix out = DoubleMatrix.zeros((int) source.sampleCount(), (int) target.sampleCount());
    int row = 0;
    for (int c = 0; c < source.classCount(); c++) {
      int column = 0;
      for (int e = 0; e < target.classCount(); e++) {
        DoubleMatrix between = Wasserstein.squaredDistances(source.get(c), target.get(e));
        for (int i = 0; i < between.rows(); i++) {
          for (int j = 0; j < between.columns(); j++) {
            out.set(row + i, column + j, between.get(i, j) + classCost.get(c, e));
          }
        }
        column += between.columns();
      }
      row += source.get(c).size();
    }
    return out;
  }

  /**
   * The squared distance.
   *
   * @return in squared units of the samples, at least 0
   */
  public double squared() {
    return squared;
  }

  /**
   * The mass that the optimal plan moves from each source class to each target class.
   *
   * @return C x C' masses that sum to 1, not to be modified
   */
  public DoubleMatrix classMass() {
    return classMass;
  }
}
