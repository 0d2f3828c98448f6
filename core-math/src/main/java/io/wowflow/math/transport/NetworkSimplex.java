package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import java.util.concurrent.CancellationException;

/**
 * The primal network simplex method on the complete bipartite graph of a cost matrix. Supplies and
 * demands are whole numbers, so flows are exact; an arc enters only when its reduced cost is
 * negative beyond the rounding of the potentials. With strongly feasible trees the method therefore
 * terminates on any input, however degenerate.
 */
final class NetworkSimplex {
  private static final int SMALLEST_BLOCK = 32;

  private final int rows;
  private final int columns;
  private final double[] cost;
  private final TransportTree tree;
  private final int block;
  private int cursor;

  private NetworkSimplex(DoubleMatrix cost, TransportTree tree) {
    this.rows = cost.rows();
    this.columns = cost.columns();
    this.cost = cost.values();
    this.tree = tree;
    this.block = Math.max(SMALLEST_BLOCK, (int) Math.sqrt(this.cost.length));
  }

  /**
   * Finds an optimal tree.
   *
   * @param cost m x k, finite, not modified
   * @param supply m positive numbers, not modified
   * @param demand k positive numbers with the same sum, not modified
   * @param heedsInterrupts true to end early if the calling thread is interrupted
   * @return a tree without an arc of negative reduced cost
   * @throws CancellationException if the calling thread is interrupted and that is heeded; its
   *     interrupt status stays set
   */
  static TransportTree solve(
      DoubleMatrix cost, long[] supply, long[] demand, boolean heedsInterrupts) {
    TransportTree tree = new TransportTree(cost, supply, demand);
    NetworkSimplex simplex = new NetworkSimplex(cost, tree);
    heed(heedsInterrupts);
    for (int arc = simplex.entering(); arc >= 0; arc = simplex.entering()) {
      simplex.pivot(arc / simplex.columns, simplex.rows + arc % simplex.columns);
      heed(heedsInterrupts);
    }
    return tree;
  }

  private static void heed(boolean heedsInterrupts) {
    if (heedsInterrupts && Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted during an exact transport");
    }
  }

  // Block search: the best arc of the next block that has one, beginning where the last search
  // ended;
  // -1 when a full round finds none.
  private int entering() {
    int remaining = cost.length;
    while (remaining > 0) {
      int length = Math.min(block, Math.min(remaining, cost.length - cursor));
      int arc = best(cursor, cursor + length);
      remaining -= length;
      cursor = cursor + length == cost.length ? 0 : cursor + length;
      if (arc >= 0) {
        return arc;
      }
    }
    return -1;
  }

  private int best(int from, int to) {
    double[] potential = tree.potential;
    int best = -1;
    double lowest = 0;
    int row = from / columns;
    int start = from;
    while (start < to) {
      int end = Math.min(to, (row + 1) * columns);
      double rowPotential = potential[row];
      int shift = rows - row * columns;
      for (int arc = start; arc < end; arc++) {
        double reduced = cost[arc] - rowPotential - potential[arc + shift];
        if (reduced < lowest && reduced < -tree.rounding(row, arc - row * columns, cost[arc])) {
          lowest = reduced;
          best = arc;
        }
      }
      start = end;
      row++;
    }
    return best;
  }

  // The cycle runs from the apex down to the row, over the new arc to the column, and up to the
  // apex. Of the arcs against it with the least flow the last one leaves: hence < on the way of
  // the row, which is walked backwards, and <= on the way of the column.
  private void pivot(int row, int column) {
    int apex = tree.apex(row, column);
    long least = Long.MAX_VALUE;
    int leaving = -1;
    boolean belowColumn = false;
    for (int node = row; node != apex; node = tree.parent[node]) {
      if (node < rows && tree.flow[node] < least) {
        least = tree.flow[node];
        leaving = node;
      }
    }
    for (int node = column; node != apex; node = tree.parent[node]) {
      if (node >= rows && tree.flow[node] <= least) {
        least = tree.flow[node];
        leaving = node;
        belowColumn = true;
      }
    }
    for (int node = row; node != apex; node = tree.parent[node]) {
      tree.flow[node] += node < rows ? -least : least;
    }
    for (int node = column; node != apex; node = tree.parent[node]) {
      tree.flow[node] += node < rows ? least : -least;
    }
    tree.exchange(belowColumn ? column : row, belowColumn ? row : column, leaving, least);
  }
}
