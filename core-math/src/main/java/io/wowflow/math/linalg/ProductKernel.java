package io.wowflow.math.linalg;

import io.wowflow.math.array.View;

/** An implementation of the matrix product; all give the same bits. */
interface ProductKernel {
  /** Adds {@code a * b} to {@code c}; shapes and strides were checked by {@link MatrixProduct}. */
  void addProduct(View a, View b, View c);
}
