package io.wowflow.math.array;

import io.wowflow.math.internal.Guard;

/**
 * A dense matrix of double-precision numbers, row-major: entry (i, j) is {@code values()[i *
 * columns() + j]}. The array is shared, not copied.
 *
 * @param rows number of rows, at least 0
 * @param columns number of columns, at least 0
 * @param values the entries, row-major, length {@code rows * columns}
 */
@SuppressWarnings(
    "ArrayRecordComponent") // flat arrays are the house's storage; identity equality is meant
public record DoubleMatrix(int rows, int columns, double[] values) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if the array's length is not {@code rows * columns}
   */
  public DoubleMatrix {
    Guard.that(rows >= 0 && columns >= 0, "rows and columns must not be negative");
    Guard.size(
        "length of the values of a " + rows + " x " + columns + " matrix",
        (long) rows * columns,
        values.length);
  }

  /**
   * A matrix of the given shape, all zero.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @return the matrix
   * @throws IllegalArgumentException if a size is negative or the product of both exceeds the
   *     largest array
   */
  public static DoubleMatrix zeros(int rows, int columns) {
    return new DoubleMatrix(
        rows, columns, new double[Guard.length("a matrix, rows x columns", rows, columns)]);
  }

  /**
   * The entry at a row and a column.
   *
   * @param row from 0
   * @param column from 0
   * @return the entry
   */
  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /**
   * Sets the entry at a row and a column.
   *
   * @param row from 0
   * @param column from 0
   * @param value the new entry
   */
  public void set(int row, int column, double value) {
    values[row * columns + column] = value;
  }
}
