package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.Guard;
import java.util.Arrays;

/**
 * Exact discrete optimal transport: {@code min sum_ij P_ij cost_ij} over all {@code P >= 0} with
 * row sums a and column sums b.
 *
 * <p>Solved by the primal network simplex method (Ahuja, Magnanti, Orlin, "Network Flows", 1993,
 * chapter 11) with block search for the entering arc and strongly feasible trees, which exclude
 * cycling. The result depends on the arguments alone. It costs memory for one spanning tree of m +
 * k nodes beside the cost matrix.
 */
public final class OptimalTransport {
  private static final double BALANCE = 1e-9;
  private static final double LARGEST_COST = 1e300;

  private OptimalTransport() {}

  /**
   * An optimal plan.
   *
   * <p>Accuracy: the plan is optimal for the costs up to their rounding, about {@code 1e-15} of the
   * largest cost in its tree a level; its row and column sums are a and b up to about {@code 1e-15}
   * of the total mass. If the sums of a and b differ (by at most the tolerance), b is scaled to the
   * sum of a.
   *
   * @param a m positive finite masses, not modified
   * @param b k positive finite masses whose sum is that of a to 1e-9 relative, not modified
   * @param cost m x k, m and k at least 1, of any sign, at most 1e300 in magnitude, not modified
   * @return a plan with at most m + k - 1 entries
   * @throws IllegalArgumentException if a size does not fit, a mass is not positive and finite, the
   *     total masses differ, or a cost is NaN or too large
   */
  public static TransportPlan solve(double[] a, double[] b, DoubleMatrix cost) {
    check(a, b, cost);
    double total = Marginal.sum(a);
    long grid = Marginal.grid(a.length, b.length);
    Marginal rows = Marginal.of(a, total, grid);
    Marginal columns = Marginal.of(b, total, grid);
    return plan(NetworkSimplex.solve(cost, rows.units(), columns.units()), rows, columns, cost);
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
            String.format(
                "cost (%d, %d) must be at most 1e300 in magnitude, was %s",
                e / cost.columns(), e % cost.columns(), value));
      }
    }
  }

  private static TransportPlan plan(
      TransportTree tree, Marginal rows, Marginal columns, DoubleMatrix cost) {
    // Keys of the arcs with flow: place in the matrix above, owning node below; sorted by place.
    long[] keys = new long[tree.flow.length];
    int entries = 0;
    for (int node = 0; node < keys.length; node++) {
      if (tree.flow[node] > 0) {
        int row = Math.min(node, tree.parent[node]);
        int column = Math.max(node, tree.parent[node]) - tree.rows;
        keys[entries++] = ((long) row * columns.size() + column) << 32 | node;
      }
    }
    Arrays.sort(keys, 0, entries);
    int[] planRows = new int[entries];
    int[] planColumns = new int[entries];
    double[] masses = new double[entries];
    for (int e = 0; e < entries; e++) {
      int place = (int) (keys[e] >>> 32);
      planRows[e] = place / columns.size();
      planColumns[e] = place % columns.size();
      long flow = tree.flow[(int) keys[e]];
      masses[e] = Marginal.mass(rows, planRows[e], columns, planColumns[e], flow);
    }
    return new TransportPlan(cost, planRows, planColumns, masses);
  }
}
