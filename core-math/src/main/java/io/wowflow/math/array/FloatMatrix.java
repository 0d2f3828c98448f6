package io.wowflow.math.array;

import io.wowflow.math.internal.Guard;
import java.io.Serializable;

/**
 * A dense matrix of single-precision numbers, row-major: entry (i, j) is {@code values()[i *
 * columns() + j]}. The array is shared, not copied: the caller that makes a matrix does not write
 * to its array afterwards, and readers do not modify it.
 *
 * @param rows number of rows, at least 0
 * @param columns number of columns, at least 0
 * @param values the entries, row-major, length {@code rows * columns}, not modified
 */
@SuppressWarnings(
    "ArrayRecordComponent") // flat arrays are the house's storage; identity equality is meant
public record FloatMatrix(int rows, int columns, float[] values)
    implements MatrixSource, Serializable {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if the array's length is not {@code rows * columns}
   */
  public FloatMatrix {
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
  public static FloatMatrix zeros(int rows, int columns) {
    return new FloatMatrix(
        rows, columns, new float[Guard.length("a matrix, rows x columns", rows, columns)]);
  }

  /**
   * The entry at a row and a column.
   *
   * @param row from 0
   * @param column from 0
   * @return the entry
   */
  public float get(int row, int column) {
    return values[row * columns + column];
  }

  @Override
  public FloatMatrix read() {
    return this;
  }

  /**
   * Transposes a block, in square tiles so that both sides stay in cache.
   *
   * @param from rows x columns, any strides, not modified
   * @param to columns x rows, row-major from 0, modified
   * @throws IllegalArgumentException if {@code to} is shorter than the block
   */
  public static void transpose(View from, float[] to) {
    final int tile = 16;
    Guard.holds("the array of a transpose", (long) from.rows() * from.columns(), to.length);
    float[] data = from.data();
    for (int i0 = 0; i0 < from.rows(); i0 += tile) {
      int i1 = Math.min(from.rows(), i0 + tile);
      for (int j0 = 0; j0 < from.columns(); j0 += tile) {
        int j1 = Math.min(from.columns(), j0 + tile);
        for (int i = i0; i < i1; i++) {
          int row = from.offset() + i * from.rowStride();
          for (int j = j0; j < j1; j++) {
            to[j * from.rows() + i] = data[row + j * from.columnStride()];
          }
        }
      }
    }
  }

  /**
   * Tests whether every entry is finite.
   *
   * @return false if an entry is NaN or infinite
   */
  public boolean allFinite() {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        return false;
      }
    }
    return true;
  }
}
