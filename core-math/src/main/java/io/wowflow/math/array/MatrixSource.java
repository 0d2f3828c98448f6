package io.wowflow.math.array;

import java.util.function.Supplier;

/**
 * The source of a matrix: a {@link FloatMatrix} in memory is its own source, another source may
 * read a file whenever {@link #read} is called. A caller that needs the matrix more than once keeps
 * it.
 */
public interface MatrixSource {
  /**
   * Returns a source that makes its matrix on demand.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param matrix makes it, of this shape and with the same numbers every time
   * @return the source
   */
  static MatrixSource of(int rows, int columns, Supplier<FloatMatrix> matrix) {
    return new MatrixSource() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return columns;
      }

      @Override
      public FloatMatrix read() {
        return matrix.get();
      }
    };
  }

  /**
   * Number of rows.
   *
   * @return at least 0
   */
  int rows();

  /**
   * Number of columns.
   *
   * @return at least 0
   */
  int columns();

  /**
   * The matrix.
   *
   * @return rows x columns, the same numbers every time, not to be modified
   * @throws RuntimeException if the source is a file that cannot be read
   */
  FloatMatrix read();
}
