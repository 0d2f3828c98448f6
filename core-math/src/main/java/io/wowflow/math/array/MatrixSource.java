package io.wowflow.math.array;

import java.io.Serializable;
import java.util.function.Supplier;

/**
 * The source of a matrix: a {@link FloatMatrix} in memory is its own source, another source may
 * read a file, or fetch the matrix from another process, whenever {@link #read} is called. A caller
 * that needs the matrix more than once keeps it.
 */
public interface MatrixSource {

  /** A function of a matrix without side effects, which another process may compute. */
  @FunctionalInterface
  interface Derivation extends Serializable {
    /**
     * The function.
     *
     * @param matrix not modified
     * @return another matrix, with as many columns
     */
    FloatMatrix of(FloatMatrix matrix);
  }

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

  /**
   * The source of a matrix that is derived from this one.
   *
   * @param rows the number of rows that the derivation returns
   * @param derivation computed whenever the derived matrix is read, where the samples are
   * @return the source
   */
  default MatrixSource derived(int rows, Derivation derivation) {
    return of(rows, columns(), () -> derivation.of(read()));
  }
}
