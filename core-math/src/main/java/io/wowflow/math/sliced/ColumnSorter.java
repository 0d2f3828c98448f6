package io.wowflow.math.sliced;

import io.wowflow.math.internal.Workspace;

/**
 * Sorts the columns of a block of {@link Panels#LEAF_DIRECTIONS} columns, each by itself. The order
 * is that of {@link Float#compare}, NaN last, ties by row; there is one such order, so all
 * implementations agree.
 */
interface ColumnSorter {

  /**
   * Sorts the columns.
   *
   * @param block n x 32, row-major, from {@code offset}; modified
   * @param offset index of the first value of the block
   * @param n number of rows
   * @param work scratch
   */
  void sort(float[] block, int offset, int n, Workspace work);

  /**
   * Sorts the columns and records the row that each value came from.
   *
   * @param block n x 32, row-major, from {@code offset}; modified
   * @param offset index of the first value of the block
   * @param n number of rows
   * @param order n x 32 from 0, modified: entry (r, l) is the row that the r-th smallest value of
   *     column l came from
   * @param work scratch
   */
  void sort(float[] block, int offset, int n, int[] order, Workspace work);
}
