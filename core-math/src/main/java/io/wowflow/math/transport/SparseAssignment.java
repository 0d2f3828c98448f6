package io.wowflow.math.transport;

import io.wowflow.math.internal.Guard;
import java.util.Arrays;

/**
 * An assignment of rows to columns along listed pairs only, of the least cost among those that
 * assign as many rows as the pairs allow in the order of the rows.
 *
 * <p>Shortest augmenting paths after a reduction of columns and rows (Jonker, Volgenant, "A
 * shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing
 * 38, 1987), each path found by Dijkstra's method with a heap: a path costs O(A log n) for the A
 * pairs that it visits, memory is O(n) in addition to the pairs. If every row is assigned the
 * assignment is optimal on the listed pairs. The result depends only on the pairs and their costs;
 * where the algorithm has a choice it prefers a free column to an assigned one, and among these the
 * lowest.
 */
public final class SparseAssignment {
  /** In the place of a column: the row is not assigned. */
  public static final int NONE = -1;

  private static final int REDUCTION_PASSES = 2;

  /** The rounding of a reduced cost, relative to its terms. */
  private static final double ROUNDING = 1e-12;

  private final int n;
  private final int[] starts;
  private final int[] columns;
  private final double[] costs;
  private final double[] potential;
  private final int[] columnOfRow;
  private final int[] rowOfColumn;
  private final double[] distance;
  private final int[] previousRow;
  private final boolean[] settled;
  private final int[] reached;
  private int reachedCount;

  /** A binary heap of open columns, and the place of each column in it, or -1. */
  private final int[] heap;

  private final int[] place;
  private int heapSize;

  private SparseAssignment(int[] starts, int[] columns, double[] costs) {
    this.n = starts.length - 1;
    this.starts = starts;
    this.columns = columns;
    this.costs = costs;
    potential = new double[n];
    columnOfRow = new int[n];
    rowOfColumn = new int[n];
    distance = new double[n];
    previousRow = new int[n];
    settled = new boolean[n];
    reached = new int[n];
    heap = new int[n];
    place = new int[n];
    Arrays.fill(columnOfRow, NONE);
    Arrays.fill(rowOfColumn, NONE);
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(place, -1);
  }

  /**
   * Finds the assignment.
   *
   * @param starts n + 1 positions, n at least 1: the pairs of row i are {@code starts[i] ..
   *     starts[i + 1] - 1}, perhaps none; not modified
   * @param columns the column of each pair, below n, ascending within a row; not modified
   * @param costs the cost of each pair, finite; not modified
   * @return the assignment
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public static SparseAssignment solve(int[] starts, int[] columns, double[] costs) {
    check(starts, columns, costs);
    SparseAssignment out = new SparseAssignment(starts, columns, costs);
    out.reduceColumns();
    for (int pass = 0; pass < REDUCTION_PASSES; pass++) {
      out.reduceRows();
    }
    out.augmentAll();
    return out;
  }

  /**
   * Finds the assignment along pairs that have changed, in less time than {@link #solve(int[],
   * int[], double[])} if an earlier assignment is near to it.
   *
   * @param starts as for {@link #solve(int[], int[], double[])}
   * @param columns as there
   * @param costs as there
   * @param earlier an assignment of as many rows, whose potentials are the first; its pairs are
   *     kept where they are still the least of their row
   * @return the assignment
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public static SparseAssignment solve(
      int[] starts, int[] columns, double[] costs, SparseAssignment earlier) {
    check(starts, columns, costs);
    Guard.size("rows of the earlier assignment", starts.length - 1, earlier.n);
    SparseAssignment out = new SparseAssignment(starts, columns, costs);
    System.arraycopy(earlier.potential, 0, out.potential, 0, out.n);
    for (int row = 0; row < out.n; row++) {
      int column = out.leastPair(row, earlier.columnOfRow[row]);
      if (column != NONE) {
        out.assign(row, column);
      }
    }
    out.augmentAll();
    return out;
  }

  /** The column, if its pair is the least of the row up to rounding; else none. */
  private int leastPair(int row, int column) {
    int at =
        column == NONE ? -1 : Arrays.binarySearch(columns, starts[row], starts[row + 1], column);
    if (at < 0) {
      return NONE;
    }
    double most = costs[at] - potential[column];
    double slack = ROUNDING * (Math.abs(costs[at]) + Math.abs(potential[column]));
    for (int a = starts[row]; a < starts[row + 1]; a++) {
      if (costs[a] - potential[columns[a]] < most - slack) {
        return NONE;
      }
    }
    return column;
  }

  private void augmentAll() {
    for (int row = 0; row < n; row++) {
      if (columnOfRow[row] == NONE) {
        augment(row);
      }
    }
  }

  private static void check(int[] starts, int[] columns, double[] costs) {
    Guard.size("number of costs of an assignment", columns.length, costs.length);
    Guard.that(
        starts.length > 1 && starts[0] == 0 && starts[starts.length - 1] == columns.length,
        "the pairs of an assignment must be those of its rows");
    for (int i = 0; i + 1 < starts.length; i++) {
      Guard.that(starts[i] <= starts[i + 1], "the pairs of row " + i + " end before they start");
      for (int a = starts[i]; a < starts[i + 1]; a++) {
        boolean ascends = a == starts[i] || columns[a] > columns[a - 1];
        if (columns[a] < 0 || columns[a] >= starts.length - 1 || !ascends) {
          throw new IllegalArgumentException(
              "the columns of row " + i + " must ascend below " + (starts.length - 1));
        }
        if (!Double.isFinite(costs[a])) {
          throw new IllegalArgumentException(
              "the cost of (" + i + ", " + columns[a] + ") must be finite, was " + costs[a]);
        }
      }
    }
  }

  private void reduceColumns() {
    int[] lowestRow = new int[n];
    Arrays.fill(lowestRow, NONE);
    for (int i = 0; i < n; i++) {
      for (int a = starts[i]; a < starts[i + 1]; a++) {
        int j = columns[a];
        if (lowestRow[j] == NONE || costs[a] < potential[j]) {
          potential[j] = costs[a];
          lowestRow[j] = i;
        }
      }
    }
    for (int j = 0; j < n; j++) {
      if (lowestRow[j] != NONE && columnOfRow[lowestRow[j]] == NONE) {
        assign(lowestRow[j], j);
      }
    }
  }

  private void reduceRows() {
    int[] free = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (columnOfRow[i] == NONE) {
        free[count++] = i;
      }
    }
    for (int f = 0; f < count; f++) {
      reduceRow(free[f]);
    }
  }

  // As in AugmentingPaths: the row that loses its column waits for the next pass.
  private void reduceRow(int row) {
    int best = NONE;
    double lowest = Double.POSITIVE_INFINITY;
    double second = Double.POSITIVE_INFINITY;
    for (int a = starts[row]; a < starts[row + 1]; a++) {
      int j = columns[a];
      double reduced = costs[a] - potential[j];
      boolean freer = reduced == lowest && rowOfColumn[j] == NONE && rowOfColumn[best] != NONE;
      if (reduced < lowest || freer) {
        second = lowest;
        lowest = reduced;
        best = j;
      } else if (reduced < second) {
        second = reduced;
      }
    }
    if (best == NONE) {
      return;
    }
    int loser = rowOfColumn[best];
    // A row with one pair would lower the potential without bound: its path is found later.
    if (loser != NONE && (lowest == second || second == Double.POSITIVE_INFINITY)) {
      return;
    }
    if (loser != NONE) {
      columnOfRow[loser] = NONE;
    }
    if (second != Double.POSITIVE_INFINITY) {
      potential[best] -= second - lowest;
    }
    assign(row, best);
  }

  private void assign(int row, int column) {
    columnOfRow[row] = column;
    rowOfColumn[column] = row;
  }

  private void augment(int free) {
    relax(free, 0);
    int end = NONE;
    double length = 0;
    while (heapSize > 0) {
      int column = pop();
      length = distance[column];
      if (rowOfColumn[column] == NONE) {
        end = column;
        break;
      }
      settled[column] = true;
      int row = rowOfColumn[column];
      relax(row, length - (costOf(row, column) - potential[column]));
    }
    if (end != NONE) {
      for (int i = 0; i < reachedCount; i++) {
        if (settled[reached[i]]) {
          potential[reached[i]] += distance[reached[i]] - length;
        }
      }
      int column = end;
      int row;
      do {
        row = previousRow[column];
        int next = columnOfRow[row];
        assign(row, column);
        column = next;
      } while (row != free);
    }
    forget();
  }

  private double costOf(int row, int column) {
    return costs[Arrays.binarySearch(columns, starts[row], starts[row + 1], column)];
  }

  private void relax(int row, double reachedAt) {
    for (int a = starts[row]; a < starts[row + 1]; a++) {
      int j = columns[a];
      if (settled[j]) {
        continue;
      }
      double way = reachedAt + (costs[a] - potential[j]);
      if (way < distance[j]) {
        if (place[j] < 0) {
          reached[reachedCount++] = j;
          place[j] = heapSize;
          heap[heapSize++] = j;
        }
        distance[j] = way;
        previousRow[j] = row;
        rise(place[j]);
      }
    }
  }

  private void forget() {
    for (int i = 0; i < reachedCount; i++) {
      int j = reached[i];
      distance[j] = Double.POSITIVE_INFINITY;
      settled[j] = false;
      place[j] = -1;
    }
    reachedCount = 0;
    heapSize = 0;
  }

  private boolean isBefore(int j, int k) {
    if (distance[j] != distance[k]) {
      return distance[j] < distance[k];
    }
    boolean free = rowOfColumn[j] == NONE;
    return free == (rowOfColumn[k] == NONE) ? j < k : free;
  }

  private void rise(int from) {
    int at = from;
    int column = heap[at];
    while (at > 0 && isBefore(column, heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      place[heap[at]] = at;
      at = (at - 1) / 2;
    }
    heap[at] = column;
    place[column] = at;
  }

  private int pop() {
    int out = heap[0];
    int column = heap[--heapSize];
    int at = 0;
    while (heapSize > 0) {
      int child = 2 * at + 1;
      if (child >= heapSize) {
        break;
      }
      if (child + 1 < heapSize && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], column)) {
        break;
      }
      heap[at] = heap[child];
      place[heap[at]] = at;
      at = child;
    }
    if (heapSize > 0) {
      heap[at] = column;
      place[column] = at;
    }
    return out;
  }

  /**
   * The column assigned to each row.
   *
   * @return n columns, no two equal, or {@link #NONE} where the pairs left none; not to be modified
   */
  public int[] columnOfRow() {
    return columnOfRow;
  }

  /**
   * The dual potentials of the columns: {@code cost - potential} of an assigned pair is the least
   * of its row.
   *
   * @return n numbers, not to be modified
   */
  public double[] potentials() {
    return potential;
  }

  /**
   * The total cost, in the order of the rows.
   *
   * @return the sum of the costs of the assigned pairs
   */
  public double cost() {
    double sum = 0;
    for (int row = 0; row < n; row++) {
      if (columnOfRow[row] != NONE) {
        sum += costOf(row, columnOfRow[row]);
      }
    }
    return sum;
  }
}
