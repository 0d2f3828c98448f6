package io.wowflow.math.transport;

import java.util.Arrays;

/**
 * Shortest augmenting paths for the assignment problem. Throughout, every assigned row has its
 * column at the minimum of {@code cost(row, .) - potential}: that is optimality, and every method
 * preserves it.
 */
final class AugmentingPaths {
  private static final int FREE = -1;
  // The gain of the reduction of rows falls off quickly; its authors make two passes.
  private static final int REDUCTION_PASSES = 2;

  private final int n;
  private final double[] cost;
  private final double[] potential;
  private final int[] columnOfRow;
  private final int[] rowOfColumn;
  private final double[] distance;
  private final int[] previousRow;
  private final boolean[] settled;

  private AugmentingPaths(int n, double[] cost) {
    this.n = n;
    this.cost = cost;
    potential = new double[n];
    columnOfRow = new int[n];
    rowOfColumn = new int[n];
    distance = new double[n];
    previousRow = new int[n];
    settled = new boolean[n];
    Arrays.fill(columnOfRow, FREE);
    Arrays.fill(rowOfColumn, FREE);
  }

  /** The column of each row; costs are n x n, row-major, not modified. */
  static int[] solve(int n, double[] cost) {
    AugmentingPaths paths = new AugmentingPaths(n, cost);
    paths.reduceColumns();
    for (int pass = 0; pass < REDUCTION_PASSES; pass++) {
      paths.reduceRows();
    }
    for (int row = 0; row < n; row++) {
      if (paths.columnOfRow[row] == FREE) {
        paths.augment(row);
      }
    }
    return paths.columnOfRow;
  }

  private void reduceColumns() {
    int[] lowestRow = new int[n];
    System.arraycopy(cost, 0, potential, 0, n);
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (cost[i * n + j] < potential[j]) {
          potential[j] = cost[i * n + j];
          lowestRow[j] = i;
        }
      }
    }
    for (int j = 0; j < n; j++) {
      if (columnOfRow[lowestRow[j]] == FREE) {
        assign(lowestRow[j], j);
      }
    }
  }

  // A free row is assigned its best column and lowers that column's potential until its second best
  // is as good. The row that loses the column waits for the next pass: to continue with it at once,
  // as is sometimes done, need not end in floating point.
  private void reduceRows() {
    int[] free = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (columnOfRow[i] == FREE) {
        free[count++] = i;
      }
    }
    for (int f = 0; f < count; f++) {
      reduceRow(free[f]);
    }
  }

  private void reduceRow(int row) {
    int best = -1;
    double lowest = Double.POSITIVE_INFINITY;
    double secondLowest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      double reduced = cost[row * n + j] - potential[j];
      if (reduced < lowest || (reduced == lowest && isFreeBefore(j, best))) {
        secondLowest = lowest;
        lowest = reduced;
        best = j;
      } else if (reduced < secondLowest) {
        secondLowest = reduced;
      }
    }
    int loser = rowOfColumn[best];
    if (loser != FREE) {
      if (lowest == secondLowest) {
        return;
      }
      columnOfRow[loser] = FREE;
    }
    potential[best] -= secondLowest - lowest;
    assign(row, best);
  }

  // Of two columns equally good, a free one is preferred to an assigned one.
  private boolean isFreeBefore(int column, int other) {
    return rowOfColumn[column] == FREE && rowOfColumn[other] != FREE;
  }

  private void assign(int row, int column) {
    columnOfRow[row] = column;
    rowOfColumn[column] = row;
  }

  // Dijkstra's search from a free row over reduced costs to the nearest free column.
  private void augment(int free) {
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(settled, false);
    int column = relax(free, 0);
    while (rowOfColumn[column] != FREE) {
      settled[column] = true;
      int row = rowOfColumn[column];
      column = relax(row, distance[column] - (cost[row * n + column] - potential[column]));
    }
    for (int j = 0; j < n; j++) {
      if (settled[j]) {
        potential[j] += distance[j] - distance[column];
      }
    }
    int row;
    do {
      row = previousRow[column];
      int next = columnOfRow[row];
      assign(row, column);
      column = next;
    } while (row != free);
  }

  // Lets a row at the given distance shorten the way to every open column; the nearest one then.
  private int relax(int row, double reached) {
    int nearest = -1;
    double lowest = Double.POSITIVE_INFINITY;
    int start = row * n;
    for (int j = 0; j < n; j++) {
      if (settled[j]) {
        continue;
      }
      double way = reached + (cost[start + j] - potential[j]);
      if (way < distance[j]) {
        distance[j] = way;
        previousRow[j] = row;
      }
      if (distance[j] < lowest
          || (distance[j] == lowest && rowOfColumn[j] == FREE && rowOfColumn[nearest] != FREE)) {
        lowest = distance[j];
        nearest = j;
      }
    }
    return nearest;
  }
}
