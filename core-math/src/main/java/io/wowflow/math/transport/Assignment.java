package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.internal.Guard;

/** A minimum-cost perfect assignment of the rows of a square matrix to its columns. */
public final class Assignment {
  private final int[] columnOfRow;
  private final double cost;

  private Assignment(int[] columnOfRow, double cost) {
    this.columnOfRow = columnOfRow;
    this.cost = cost;
  }

  /**
   * Finds an assignment {@code sigma} that minimises {@code sum_i cost(i, sigma(i))}, in O(n^3)
   * time and O(n) memory, by shortest augmenting paths after a reduction of columns and rows
   * (Jonker, Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
   * assignment problems", Computing 38, 1987).
   *
   * <p>The result depends only on the costs. If the algorithm has a choice it prefers a free column
   * to an assigned one, and among these the lowest: a matrix of equal costs gives the identity, and
   * n = 1 gives the one column.
   *
   * @param cost n x n, n at least 1, of any sign, at most 1e300 in magnitude, not modified
   * @return the assignment
   * @throws IllegalArgumentException if the matrix is empty or not square, or a cost is NaN or too
   *     large
   */
  public static Assignment solve(DoubleMatrix cost) {
    OptimalTransport.checkCosts(cost);
    Guard.that(
        cost.rows() == cost.columns(),
        "an assignment needs a square matrix of costs, was "
            + cost.rows()
            + " x "
            + cost.columns());
    int[] columnOfRow = AugmentingPaths.solve(cost.rows(), cost.values());
    double sum = 0;
    for (int i = 0; i < columnOfRow.length; i++) {
      sum += cost.get(i, columnOfRow[i]);
    }
    return new Assignment(columnOfRow, sum);
  }

  /**
   * The column assigned to each row.
   *
   * @return a permutation of {@code 0 .. n-1}, not to be modified
   */
  public int[] columnOfRow() {
    return columnOfRow;
  }

  /**
   * The total cost, the sum of {@code cost(i, columnOfRow[i])}.
   *
   * @return the sum, not divided by n
   */
  public double cost() {
    return cost;
  }
}
