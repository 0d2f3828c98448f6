package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;

/** Assignment by trying every permutation: the oracle for small matrices. */
final class Permutations {
  private Permutations() {}

  static double leastCost(DoubleMatrix cost) {
    return leastCost(cost, 0, new boolean[cost.columns()]);
  }

  private static double leastCost(DoubleMatrix cost, int row, boolean[] taken) {
    if (row == cost.rows()) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < taken.length; j++) {
      if (!taken[j]) {
        taken[j] = true;
        least = Math.min(least, cost.get(row, j) + leastCost(cost, row + 1, taken));
        taken[j] = false;
      }
    }
    return least;
  }
}
