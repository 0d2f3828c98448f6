package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The target class that each source class is matched with, by an optimal plan between the class
 * weights for a matrix of costs between classes ({@code W_2^2}, or {@code SW_2^2} for many
 * samples).
 *
 * <p>If there are as many source as target classes, all of one weight, the plan is an assignment,
 * which uses every target class once. Otherwise source class c is matched with the target class
 * that receives most of it, {@code argmax_e plan(c, e)}; masses that agree to 1e-12 relative are a
 * tie, and ties go to the lower e. Some classes may be given their target, such as the class of the
 * same label.
 */
public final class LabelMatching {
  private static final double TIE = 1e-12;

  private final int[] targetOf;
  private final double[] matchedCost;
  private final double totalCost;
  private final TransportPlan split;

  private LabelMatching(DoubleMatrix cost, int[] targetOf, double totalCost, TransportPlan split) {
    this(targetOf, new double[targetOf.length], totalCost, split);
    for (int c = 0; c < targetOf.length; c++) {
      matchedCost[c] = cost.get(c, targetOf[c]);
    }
  }

  private LabelMatching(
      int[] targetOf, double[] matchedCost, double totalCost, TransportPlan split) {
    this.targetOf = targetOf;
    this.matchedCost = matchedCost;
    this.totalCost = totalCost;
    this.split = split;
  }

  /**
   * A matching that was found without the costs of all pairs.
   *
   * @param targetOf the target class of each source class, not modified
   * @param matchedCost the cost between each source class and its target class, not modified
   * @param a C positive weights of the source classes, not modified
   * @return the matching, whose total cost is {@code sum_c a_c cost(c, targetOf[c])}
   * @throws IllegalArgumentException if a size does not fit
   */
  public static LabelMatching assigned(int[] targetOf, double[] matchedCost, double[] a) {
    Guard.size("number of matched costs", targetOf.length, matchedCost.length);
    Guard.size("number of source weights", targetOf.length, a.length);
    double total = 0;
    for (int c = 0; c < a.length; c++) {
      total += a[c] * matchedCost[c];
    }
    return new LabelMatching(targetOf.clone(), matchedCost.clone(), total, null);
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
   * Matches classes of which some have a given target, such as the class of the same label ({@link
   * SharedLabels}).
   *
   * <p>A source class with a given target keeps it, with its whole weight. The other source classes
   * are matched among the free target classes, those that are given to no source class, by {@link
   * #of(DoubleMatrix, double[], double[])} between their weights, b scaled on the free target
   * classes to the sum of a over the free source classes. If no target class is free, each of the
   * other source classes is matched with its nearest target class, {@code argmin_e cost(c, e)},
   * ties to the lower e. A free target class to which nothing is assigned (every source class has a
   * given target) is matched with none.
   *
   * <p>The row sums of the plan are a; its column sums are b only by chance. If no class has a
   * given target the result is that of {@link #of(DoubleMatrix, double[], double[])}, bit for bit.
   *
   * @param cost C x C', rows for source classes, at most 1e300 in magnitude, not modified
   * @param a C positive weights of the source classes, not modified
   * @param b C' positive weights of the target classes with the same sum to 1e-9 relative, not
   *     modified
   * @param fixed for each source class the index of its target class, or {@link SharedLabels#NONE};
   *     several classes may have the same target; not modified
   * @return the matching
   * @throws IllegalArgumentException if a size does not fit, an index is out of range, a weight is
   *     not positive and finite, the sums differ or a cost is NaN or too large
   */
  public static LabelMatching of(DoubleMatrix cost, double[] a, double[] b, int[] fixed) {
    OptimalTransport.check(a, b, cost);
    Guard.size("number of given targets", a.length, fixed.length);
    boolean[] given = new boolean[b.length];
    for (int c = 0; c < fixed.length; c++) {
      Guard.that(
          fixed[c] >= SharedLabels.NONE && fixed[c] < b.length,
          "source class " + c + " has target class " + fixed[c] + " of " + b.length);
      if (fixed[c] != SharedLabels.NONE) {
        given[fixed[c]] = true;
      }
    }
    int[] freeRows =
        IntStream.range(0, a.length).filter(c -> fixed[c] == SharedLabels.NONE).toArray();
    int[] freeColumns = IntStream.range(0, b.length).filter(e -> !given[e]).toArray();
    if (freeRows.length == a.length) {
      return of(cost, a, b);
    }
    int[] targetOf = fixed.clone();
    if (freeRows.length == 0 || freeColumns.length == 0) {
      for (int c : freeRows) {
        targetOf[c] = nearest(cost, c);
      }
      return assigned(cost, a, targetOf);
    }
    LabelMatching free = ofPart(cost, a, b, freeRows, freeColumns);
    for (int i = 0; i < freeRows.length; i++) {
      targetOf[freeRows[i]] = freeColumns[free.targetOf[i]];
    }
    if (free.split == null) {
      return assigned(cost, a, targetOf);
    }
    TransportPlan whole = whole(cost, a, fixed, free.split, freeColumns);
    return new LabelMatching(cost, targetOf, whole.cost(), whole);
  }

  private static int nearest(DoubleMatrix cost, int c) {
    int best = 0;
    for (int e = 1; e < cost.columns(); e++) {
      best = cost.get(c, e) < cost.get(c, best) ? e : best;
    }
    return best;
  }

  private static LabelMatching assigned(DoubleMatrix cost, double[] a, int[] targetOf) {
    double total = 0;
    for (int c = 0; c < targetOf.length; c++) {
      total += a[c] * cost.get(c, targetOf[c]);
    }
    return new LabelMatching(cost, targetOf, total, null);
  }

  private static LabelMatching ofPart(
      DoubleMatrix cost, double[] a, double[] b, int[] rows, int[] columns) {
    DoubleMatrix part = DoubleMatrix.zeros(rows.length, columns.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        part.set(i, j, cost.get(rows[i], columns[j]));
      }
    }
    double[] from = Arrays.stream(rows).mapToDouble(c -> a[c]).toArray();
    double[] to = Arrays.stream(columns).mapToDouble(e -> b[e]).toArray();
    double scale = Marginal.sum(from) / Marginal.sum(to);
    return of(part, from, Arrays.stream(to).map(mass -> mass * scale).toArray());
  }

  /** The plan of all rows: one entry per fixed row, and the entries of the plan of the others. */
  private static TransportPlan whole(
      DoubleMatrix cost, double[] a, int[] fixed, TransportPlan free, int[] freeColumns) {
    int size = fixed.length - free.rowCount() + free.masses().length;
    int[] rows = new int[size];
    int[] columns = new int[size];
    double[] masses = new double[size];
    int out = 0;
    int in = 0;
    int row = 0;
    for (int c = 0; c < fixed.length; c++) {
      if (fixed[c] != SharedLabels.NONE) {
        rows[out] = c;
        columns[out] = fixed[c];
        masses[out++] = a[c];
        continue;
      }
      for (; in < free.masses().length && free.rows()[in] == row; in++) {
        rows[out] = c;
        columns[out] = freeColumns[free.columns()[in]];
        masses[out++] = free.masses()[in];
      }
      row++;
    }
    return new TransportPlan(cost, rows, columns, masses);
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
   * The plan between the classes, where it is not one target class per source class. Its entries
   * are ascending by source class; the share of target class e in source class c is {@code mass /
   * a_c}, and a class with a given target has that one entry.
   *
   * @return the plan; empty if every source class has one target class, {@link #targetOf}
   */
  public Optional<TransportPlan> split() {
    return Optional.ofNullable(split);
  }
}
