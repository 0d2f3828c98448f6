package io.wowflow.math.array;

import java.util.function.Supplier;

/**
 * Where a matrix comes from: a {@link FloatMatrix} is its own source, another one may lie in a file
 * and be read whenever it is asked for. Whoever needs it more than once keeps what {@link #read}
 * gave.
 */
public interface MatrixSource {
  /**
   * A matrix that is made when it is asked for.
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
   * @throws RuntimeException if it lies in a file that cannot be read
   */
  FloatMatrix read();
}
