package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.internal.Guard;
import java.util.Arrays;

/**
 * Exact discrete optimal transport: {@code min sum_ij P_ij cost_ij} over all {@code P >= 0} with
 * row sums a and column sums b.
 *
 * <p>Solved by the primal network simplex method (Ahuja, Magnanti, Orlin, "Network Flows", 1993,
 * chapter 11) with block search for the entering arc and strongly feasible trees, which exclude
 * cycling. The result depends only on the arguments. In addition to the cost matrix it needs memory
 * for one spanning tree of m + k nodes.
 */
public final class OptimalTransport {
  private static final double BALANCE = 1e-9;
  private static final double NEGLIGIBLE = 1e-12;
  private static final double LARGEST_COST = 1e300;

  private OptimalTransport() {}

  /**
   * Finds an optimal plan.
   *
   * <p>Accuracy: no change of the plan around a cycle lowers its cost beyond the rounding error of
   * the dual potentials, about 1e-16 of their size for each level of the spanning tree. Row and
   * column sums are a and b to 1e-11 relative, or to 1e-15 of the total mass where that is more.
   * Entries below 1e-12 of both their row's and their column's mass are rounding, and left out. If
   * the sums of a and b differ (by at most the tolerance), b is scaled to the sum of a.
   *
   * @param a m positive finite masses, not modified; a mass of 0 is refused: leave its row out
   * @param b k positive finite masses whose sum is that of a to 1e-9 relative, not modified
   * @param cost m x k, m and k at least 1, of any sign, at most 1e300 in magnitude, not modified
   * @return a plan with at most m + k - 1 entries
   * @throws IllegalArgumentException if a size does not fit, a mass is not positive and finite, the
   *     total masses differ, or a cost is NaN or too large
   */
  public static TransportPlan solve(double[] a, double[] b, DoubleMatrix cost) {
    return solve(a, b, cost, false);
  }

  /** An optimal plan; throws CancellationException if the calling thread is interrupted. */
  static TransportPlan solveUnlessInterrupted(double[] a, double[] b, DoubleMatrix cost) {
    return solve(a, b, cost, true);
  }

  private static TransportPlan solve(
      double[] a, double[] b, DoubleMatrix cost, boolean heedsInterrupts) {
    check(a, b, cost);
    double total = Marginal.sum(a);
    long grid = Marginal.grid(a.length, b.length);
    Marginal rows = Marginal.of(a, total, grid);
    Marginal columns = Marginal.of(b, total, grid);
    TransportTree tree = NetworkSimplex.solve(cost, rows.units(), columns.units(), heedsInterrupts);
    return plan(tree, rows, columns, cost);
  }

  static void check(double[] a, double[] b, DoubleMatrix cost) {
    checkCosts(cost);
    Marginal.check("the row marginal", cost.rows(), a);
    Marginal.check("the column marginal", cost.columns(), b);
    double rowTotal = Marginal.sum(a);
    double columnTotal = Marginal.sum(b);
    Guard.that(
        Math.abs(rowTotal - columnTotal) <= BALANCE * Math.max(rowTotal, columnTotal),
        "the marginals must have the same total mass to 1e-9 relative, were "
            + rowTotal
            + " (rows) and "
            + columnTotal
            + " (columns): normalise them first");
  }

  static void checkCosts(DoubleMatrix cost) {
    Guard.positive("number of rows of the costs", cost.rows());
    Guard.positive("number of columns of the costs", cost.columns());
    for (int e = 0; e < cost.values().length; e++) {
      double value = cost.values()[e];
      if (!(Math.abs(value) <= LARGEST_COST)) {
        throw new IllegalArgumentException(
            "cost ("
                + e / cost.columns()
                + ", "
                + e % cost.columns()
                + ") must be a number of at most 1e300 in magnitude, was "
                + value);
      }
    }
  }

  private static TransportPlan plan(
      TransportTree tree, Marginal rows, Marginal columns, DoubleMatrix cost) {
    long[] entries = entries(tree, rows, columns);
    int[] planRows = new int[entries.length];
    int[] planColumns = new int[entries.length];
    double[] masses = new double[entries.length];
    for (int e = 0; e < entries.length; e++) {
      int place = (int) (entries[e] >>> 32);
      planRows[e] = place / columns.size();
      planColumns[e] = place % columns.size();
      long flow = tree.flow[(int) entries[e]];
      masses[e] = Marginal.mass(rows, planRows[e], columns, planColumns[e], flow);
    }
    return new TransportPlan(cost, planRows, planColumns, masses);
  }

  // The tree's arcs with flow, sorted by their position in the matrix: the upper half of a long
  // holds
  // the position, the lower half the node that owns the arc.
  private static long[] entries(TransportTree tree, Marginal rows, Marginal columns) {
    long[] out = new long[tree.flow.length];
    int count = 0;
    for (int node = 0; node < out.length; node++) {
      int up = tree.parent[node];
      if (up < 0) {
        continue;
      }
      int row = Math.min(node, up);
      int column = Math.max(node, up) - rows.size();
      double smaller = Math.min(rows.units()[row], columns.units()[column]);
      if (tree.flow[node] > NEGLIGIBLE * smaller) {
        out[count++] = ((long) row * columns.size() + column) << 32 | node;
      }
    }
    Arrays.sort(out, 0, count);
    return Arrays.copyOf(out, count);
  }
}
