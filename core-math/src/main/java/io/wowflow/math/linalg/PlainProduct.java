package io.wowflow.math.linalg;

import io.wowflow.math.array.View;

/**
 * The product for a JVM without the vector module. HotSpot compiles the inner loop to vector code
 * if every operand is an array of its own, so tiles of b are copied into rows.
 */
final class PlainProduct implements MatrixProduct.Kernel {
  /** Columns per tile: four packed rows of b and one of c stay in the first-level cache. */
  private static final int TILE_COLUMNS = 512;

  /** Terms per tile: a packed tile of b stays in the second-level cache. */
  private static final int TILE_TERMS = 128;

  @Override
  public void addProduct(View a, View b, View c) {
    int width = Math.min(TILE_COLUMNS, b.columns());
    float[][] rows = new float[Math.min(TILE_TERMS, a.columns())][width];
    float[] sums = new float[width];
    for (int j0 = 0; j0 < b.columns(); j0 += TILE_COLUMNS) {
      int n = Math.min(TILE_COLUMNS, b.columns() - j0);
      for (int k0 = 0; k0 < a.columns(); k0 += TILE_TERMS) {
        int terms = Math.min(TILE_TERMS, a.columns() - k0);
        for (int k = 0; k < terms; k++) {
          System.arraycopy(b.data(), b.offset() + (k0 + k) * b.rowStride() + j0, rows[k], 0, n);
        }
        for (int i = 0; i < a.rows(); i++) {
          int at = c.offset() + i * c.rowStride() + j0;
          System.arraycopy(c.data(), at, sums, 0, n);
          addRow(a, a.offset() + i * a.rowStride() + k0 * a.columnStride(), rows, terms, sums, n);
          System.arraycopy(sums, 0, c.data(), at, n);
        }
      }
    }
  }

  private static void addRow(View a, int offset, float[][] b, int terms, float[] sums, int n) {
    float[] x = a.data();
    int step = a.columnStride();
    int at = offset;
    int k = 0;
    for (; k + 3 < terms; k += 4) {
      float x0 = x[at];
      float x1 = x[at + step];
      float x2 = x[at + 2 * step];
      float x3 = x[at + 3 * step];
      addFour(x0, x1, x2, x3, b[k], b[k + 1], b[k + 2], b[k + 3], sums, n);
      at += 4 * step;
    }
    for (; k < terms; k++) {
      addOne(x[at], b[k], sums, n);
      at += step;
    }
  }

  private static void addFour(
      float x0,
      float x1,
      float x2,
      float x3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c,
      int n) {
    for (int j = 0; j < n; j++) {
      c[j] =
          Math.fma(x3, b3[j], Math.fma(x2, b2[j], Math.fma(x1, b1[j], Math.fma(x0, b0[j], c[j]))));
    }
  }

  private static void addOne(float x, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(x, b[j], c[j]);
    }
  }
}
