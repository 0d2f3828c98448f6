package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import java.util.Optional;

/**
 * The target class that each source class is matched with, by an optimal plan between the class
 * weights for a matrix of costs between classes ({@code W_2^2}, or {@code SW_2^2} for many
 * samples).
 *
 * <p>If there are as many source as target classes, all of one weight, the plan is an assignment,
 * which uses every target class once. Otherwise source class c is matched with the target class
 * that receives most of it, {@code argmax_e plan(c, e)}; masses that agree to 1e-12 relative are a
 * tie, and ties go to the lower e.
 */
public final class LabelMatching {
  private static final double TIE = 1e-12;

  private final int[] targetOf;
  private final double[] matchedCost;
  private final double totalCost;
  private final TransportPlan split;

  private LabelMatching(DoubleMatrix cost, int[] targetOf, double totalCost, TransportPlan split) {
    this.targetOf = targetOf;
    this.totalCost = totalCost;
    this.split = split;
    matchedCost = new double[targetOf.length];
    for (int c = 0; c < targetOf.length; c++) {
      matchedCost[c] = cost.get(c, targetOf[c]);
    }
  }

  /**
   * Matches classes by given costs.
   *
   * @param cost C x C', rows for source classes, at most 1e300 in magnitude, not modified
   * @param a C positive weights of the source classes, not modified
   * @param b C' positive weights of the target classes with the same sum to 1e-9 relative, not
   *     modified
   * @return the matching
   * @throws IllegalArgumentException if a size does not fit, a weight is not positive and finite,
   *     the sums differ or a cost is NaN or too large
   */
  public static LabelMatching of(DoubleMatrix cost, double[] a, double[] b) {
    OptimalTransport.check(a, b, cost);
    if (a.length == b.length && Marginal.isUniform(a) && Marginal.isUniform(b)) {
      Assignment assignment = Assignment.solve(cost);
      return new LabelMatching(cost, assignment.columnOfRow(), a[0] * assignment.cost(), null);
    }
    TransportPlan plan = OptimalTransport.solve(a, b, cost);
    return new LabelMatching(cost, heaviestColumns(plan), plan.cost(), plan);
  }

  /**
   * Matches classes by the exact {@code W_2^2} between them: C C' exact transports.
   *
   * @param source C classes in R^d
   * @param target C' classes in R^d
   * @param threads number of pairs of classes that are computed at the same time, at least 1; the
   *     result does not depend on it
   * @return the matching
   * @throws IllegalArgumentException if {@link Wasserstein#squaredBetween} refuses the arguments
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static LabelMatching exact(LabelledDataset source, LabelledDataset target, int threads) {
    DoubleMatrix cost = Wasserstein.squaredBetween(source, target, threads);
    return of(cost, source.classWeights(), target.classWeights());
  }

  /**
   * Matches every source class with the target class of its own index, for flows that keep labels.
   *
   * @param cost C x C, rows for source classes, not modified
   * @param a C positive weights of the classes, not modified
   * @return the matching
   * @throws IllegalArgumentException if the matrix does not have the size of the weights
   */
  public static LabelMatching diagonal(DoubleMatrix cost, double[] a) {
    Guard.size("number of target classes", a.length, cost.columns());
    Guard.size("number of source classes", a.length, cost.rows());
    int[] same = new int[a.length];
    double total = 0;
    for (int c = 0; c < same.length; c++) {
      same[c] = c;
      total += a[c] * cost.get(c, c);
    }
    return new LabelMatching(cost, same, total, null);
  }

  private static int[] heaviestColumns(TransportPlan plan) {
    int[] columns = new int[plan.rowCount()];
    double[] heaviest = new double[plan.rowCount()];
    for (int e = 0; e < plan.masses().length; e++) {
      int row = plan.rows()[e];
      if (plan.masses()[e] > heaviest[row] * (1 + TIE)) {
        heaviest[row] = plan.masses()[e];
        columns[row] = plan.columns()[e];
      }
    }
    return columns;
  }

  /**
   * The target class of each source class.
   *
   * @return C numbers in {@code 0 .. C'-1}, not to be modified
   */
  public int[] targetOf() {
    return targetOf;
  }

  /**
   * The cost between each source class and its target class, {@code cost(c, targetOf[c])}.
   *
   * @return C costs, not to be modified
   */
  public double[] matchedCost() {
    return matchedCost;
  }

  /**
   * The cost of the whole plan, {@code sum_ce plan(c, e) cost(c, e)}: for weights that sum to 1 and
   * costs {@code W_2^2} this is the squared WoW distance.
   *
   * @return the cost
   */
  public double totalCost() {
    return totalCost;
  }

  /**
   * The plan between the classes, where it is not one target class per source class.
   *
   * @return the plan; empty for an assignment
   */
  public Optional<TransportPlan> split() {
    return Optional.ofNullable(split);
  }
}
