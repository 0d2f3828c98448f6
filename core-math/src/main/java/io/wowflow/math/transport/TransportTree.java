package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import java.util.Arrays;

/**
 * A feasible basis of the transport problem: a spanning tree of rows (nodes {@code 0 .. rows-1})
 * and columns (nodes {@code rows .. rows+columns-1}), the flow on its arcs, and the potential of
 * every node.
 *
 * <p>Every arc runs from a row to a column. The arc between a node and its parent belongs to the
 * node, so {@code flow[row]} points up the tree and {@code flow[column]} points down.
 *
 * <p>The tree is strongly feasible: an arc without flow points up, towards the root. Together with
 * the choice of the leaving arc in {@link NetworkSimplex} that excludes cycling (Cunningham, "A
 * network simplex method", Mathematical Programming 11, 1976).
 */
final class TransportTree {
  private static final int NONE = -1;

  final int rows;
  final int[] parent;
  final long[] flow;

  /** On every arc of the tree {@code potential[row] + potential[column] = cost}. */
  final double[] potential;

  private final int columns;
  private final double[] cost;
  private final int[] firstChild;
  private final int[] nextSibling;
  private final int[] previousSibling;
  private final int[] depth;
  // The largest potential, in magnitude, between a node and the root: its rounding scales by it.
  private final double[] magnitude;

  /**
   * A strongly feasible tree by the row-minimum rule: every row in turn fills its cheapest columns.
   *
   * @param cost rows x columns, not modified
   * @param supply one positive number per row, not modified
   * @param demand one positive number per column, with the same sum, not modified
   */
  TransportTree(DoubleMatrix cost, long[] supply, long[] demand) {
    this.rows = cost.rows();
    this.columns = cost.columns();
    this.cost = cost.values();
    int nodes = rows + columns;
    parent = filled(nodes);
    firstChild = filled(nodes);
    nextSibling = filled(nodes);
    previousSibling = filled(nodes);
    depth = new int[nodes];
    flow = new long[nodes];
    potential = new double[nodes];
    magnitude = new double[nodes];
    fill(supply, demand.clone());
    // The last row closes the last column, so it is the one node left without a parent.
    refresh(rows - 1);
  }

  private static int[] filled(int length) {
    int[] out = new int[length];
    Arrays.fill(out, NONE);
    return out;
  }

  // A row that meets a column exactly closes the column and stays open with nothing left: its next
  // arc has no flow and points up, as strong feasibility requires.
  private void fill(long[] supply, long[] open) {
    for (int i = 0; i < rows; i++) {
      long left = supply[i];
      int j = cheapestOpen(i, open);
      while (j != NONE && left >= open[j]) {
        left -= open[j];
        attach(rows + j, i, open[j]);
        open[j] = 0;
        j = cheapestOpen(i, open);
      }
      if (j != NONE) {
        open[j] -= left;
        attach(i, rows + j, left);
      }
    }
  }

  private int cheapestOpen(int row, long[] open) {
    int cheapest = NONE;
    double lowest = Double.POSITIVE_INFINITY;
    int start = row * columns;
    for (int j = 0; j < columns; j++) {
      if (cost[start + j] < lowest && open[j] > 0) {
        lowest = cost[start + j];
        cheapest = j;
      }
    }
    return cheapest;
  }

  /** The node at which the paths from two nodes to the root meet. */
  int apex(int first, int second) {
    int x = first;
    int y = second;
    while (x != y) {
      if (depth[x] >= depth[y]) {
        x = parent[x];
      } else {
        y = parent[y];
      }
    }
    return x;
  }

  /**
   * Replaces one arc of the tree by another, in time proportional to the subtree that moves.
   *
   * @param inner the end of the new arc that is below the old arc
   * @param outer the other end of the new arc
   * @param leaving the node below the old arc
   * @param newFlow the flow on the new arc
   */
  void exchange(int inner, int outer, int leaving, long newFlow) {
    int node = inner;
    int newParent = outer;
    long nodeFlow = newFlow;
    int last;
    do {
      last = node;
      int oldParent = parent[node];
      long oldFlow = flow[node];
      detach(node);
      attach(node, newParent, nodeFlow);
      newParent = node;
      nodeFlow = oldFlow;
      node = oldParent;
    } while (last != leaving);
    refresh(inner);
  }

  /**
   * A bound on the rounding error of the reduced cost {@code cost - potential[row] -
   * potential[column]}: an arc within it of zero cannot be distinguished from one of reduced cost
   * zero.
   */
  double rounding(int row, int column, double arcCost) {
    double size = Math.max(Math.abs(arcCost), Math.max(magnitude[row], magnitude[rows + column]));
    // One rounding per level up to the root, for either end, and five in the difference itself.
    return 0x1.0p-52 * (depth[row] + depth[rows + column] + 5) * size;
  }

  private void attach(int node, int newParent, long newFlow) {
    int sibling = firstChild[newParent];
    parent[node] = newParent;
    flow[node] = newFlow;
    nextSibling[node] = sibling;
    previousSibling[node] = NONE;
    if (sibling != NONE) {
      previousSibling[sibling] = node;
    }
    firstChild[newParent] = node;
  }

  private void detach(int node) {
    int before = previousSibling[node];
    int after = nextSibling[node];
    if (before == NONE) {
      firstChild[parent[node]] = after;
    } else {
      nextSibling[before] = after;
    }
    if (after != NONE) {
      previousSibling[after] = before;
    }
  }

  // Parents before children. Potentials come from the parent's, never from their own old value:
  // they depend only on the tree, and their error does not grow with the number of pivots.
  private void refresh(int top) {
    int node = top;
    place(node);
    while (true) {
      int next = firstChild[node];
      while (next == NONE && node != top) {
        next = nextSibling[node];
        node = next == NONE ? parent[node] : node;
      }
      if (next == NONE) {
        return;
      }
      node = next;
      place(node);
    }
  }

  private void place(int node) {
    int up = parent[node];
    if (up == NONE) {
      return;
    }
    int row = Math.min(node, up);
    int column = Math.max(node, up) - rows;
    potential[node] = cost[row * columns + column] - potential[up];
    magnitude[node] = Math.max(magnitude[up], Math.abs(potential[node]));
    depth[node] = depth[up] + 1;
  }
}
