package io.wowflow.math.linalg;

import io.wowflow.math.array.View;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.VectorModule;

/**
 * The matrix product in a fixed order of operations.
 *
 * <p>Every entry of the result is the chain {@code c = fma(a_ik, b_kj, c)} over ascending k,
 * starting from the entry's old value. Tiling and vector width change only which entries are
 * computed together, never the chain of one entry, so the bits depend only on the operands.
 */
public final class MatrixProduct {
  /** An implementation; all give the same bits. */
  interface Kernel {
    /** Adds {@code a * b} to {@code c}; shapes and strides are checked already. */
    void addProduct(View a, View b, View c);
  }

  private static final Kernel KERNEL =
      VectorModule.choose(Kernel.class, "io.wowflow.math.linalg.VectorProduct", PlainProduct::new);

  private MatrixProduct() {}

  /**
   * Adds the product {@code a * b} to {@code c}. A NaN or an infinity in a row of a or a column of
   * b spreads to the entries of that row and column, as in the formula.
   *
   * @param a m x k, any strides, not modified
   * @param b k x n, column stride 1, not modified
   * @param c m x n, column stride 1, modified; must not share its rectangle with a or b
   * @throws IllegalArgumentException if shapes do not fit or a column stride is not 1
   */
  public static void addProduct(View a, View b, View c) {
    Guard.size("rows of c", a.rows(), c.rows());
    Guard.size("columns of c", b.columns(), c.columns());
    Guard.size("rows of b", a.columns(), b.rows());
    Guard.that(b.columnStride() == 1 && c.columnStride() == 1, "b and c need column stride 1");
    KERNEL.addProduct(a, b, c);
  }
}
