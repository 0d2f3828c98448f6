package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;

/**
 * A sparse transport plan: the positive entries of an m x k matrix, ascending by row, then by
 * column. Every row has at least one, and so has every column of a plan between two marginals; a
 * matching in which some rows are given their column may leave columns without an entry.
 */
public final class TransportPlan {
  private final int rowCount;
  private final int columnCount;
  private final int[] rows;
  private final int[] columns;
  private final double[] masses;
  private final double cost;

  TransportPlan(DoubleMatrix costs, int[] rows, int[] columns, double[] masses) {
    this.rowCount = costs.rows();
    this.columnCount = costs.columns();
    this.rows = rows;
    this.columns = columns;
    this.masses = masses;
    double sum = 0;
    for (int e = 0; e < masses.length; e++) {
      sum += masses[e] * costs.get(rows[e], columns[e]);
    }
    this.cost = sum;
  }

  /**
   * Number of rows m.
   *
   * @return at least 1
   */
  public int rowCount() {
    return rowCount;
  }

  /**
   * Number of columns k.
   *
   * @return at least 1
   */
  public int columnCount() {
    return columnCount;
  }

  /**
   * The rows of the entries.
   *
   * @return one row per entry, not to be modified
   */
  public int[] rows() {
    return rows;
  }

  /**
   * The columns of the entries.
   *
   * @return one column per entry, not to be modified
   */
  public int[] columns() {
    return columns;
  }

  /**
   * The masses of the entries.
   *
   * @return one positive mass per entry, not to be modified
   */
  public double[] masses() {
    return masses;
  }

  /**
   * The cost of the plan, the sum of mass times cost over the entries.
   *
   * @return the cost
   */
  public double cost() {
    return cost;
  }
}
