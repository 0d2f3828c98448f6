package io.wowflow.math.linalg;

import io.wowflow.math.array.View;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product on the vector module: lanes over the columns of c, tiles of 4 rows by 2 vectors in
 * registers, and b packed so that a tile's terms lie side by side.
 */
final class VectorProduct implements ProductKernel {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int WIDTH = 2 * LANES;
  private static final int HEIGHT = 4;

  /** Terms a tile: a packed tile of b stays in the first-level cache. */
  private static final int TERMS = 256;

  /** So few terms are read from b as it lies. */
  private static final int UNPACKED_TERMS = 32;

  private final ThreadLocal<Tile> tiles = ThreadLocal.withInitial(Tile::new);

  @Override
  public void addProduct(View a, View b, View c) {
    Tile tile = tiles.get();
    for (int j = 0; j < b.columns(); j += WIDTH) {
      for (int k = 0; k < a.columns(); k += TERMS) {
        tile.take(b, k, j);
        for (int i = 0; i < a.rows(); i += HEIGHT) {
          tile.addTo(a, i, k, c, j);
        }
      }
    }
  }

  /** Terms of b for one tile of columns, and what is done with them. One a thread. */
  private static final class Tile {
    private final float[] packed = new float[TERMS * WIDTH];
    private final float[] edge = new float[HEIGHT * WIDTH];
    private int width;
    private int terms;
    private float[] b;
    private int offset;
    private int stride;

    void take(View from, int k, int j) {
      width = Math.min(WIDTH, from.columns() - j);
      terms = Math.min(TERMS, from.rows() - k);
      int at = from.offset() + k * from.rowStride() + j;
      if (width == WIDTH && (from.rowStride() == WIDTH || terms <= UNPACKED_TERMS)) {
        b = from.data();
        offset = at;
        stride = from.rowStride();
        return;
      }
      b = packed;
      offset = 0;
      stride = WIDTH;
      for (int t = 0; t < terms; t++) {
        System.arraycopy(from.data(), at + t * from.rowStride(), b, t * WIDTH, width);
        Arrays.fill(b, t * WIDTH + width, (t + 1) * WIDTH, 0f);
      }
    }

    void addTo(View a, int i, int k, View c, int j) {
      int rows = Math.min(HEIGHT, a.rows() - i);
      int from = a.offset() + i * a.rowStride() + k * a.columnStride();
      int to = c.offset() + i * c.rowStride() + j;
      if (rows == HEIGHT && width == WIDTH) {
        addFour(a, from, c.data(), to, c.rowStride());
        return;
      }
      for (int r = 0; r < rows; r++) {
        System.arraycopy(c.data(), to + r * c.rowStride(), edge, r * WIDTH, width);
      }
      if (rows == HEIGHT) {
        addFour(a, from, edge, 0, WIDTH);
      } else {
        for (int r = 0; r < rows; r++) {
          addOne(a, from + r * a.rowStride(), edge, r * WIDTH);
        }
      }
      for (int r = 0; r < rows; r++) {
        System.arraycopy(edge, r * WIDTH, c.data(), to + r * c.rowStride(), width);
      }
    }

    private void addFour(View of, int a0, float[] c, int to, int rowStride) {
      float[] a = of.data();
      int step = of.columnStride();
      int a1 = a0 + of.rowStride();
      int a2 = a1 + of.rowStride();
      int a3 = a2 + of.rowStride();
      int c1 = to + rowStride;
      int c2 = c1 + rowStride;
      int c3 = c2 + rowStride;
      FloatVector s00 = FloatVector.fromArray(S, c, to);
      FloatVector s01 = FloatVector.fromArray(S, c, to + LANES);
      FloatVector s10 = FloatVector.fromArray(S, c, c1);
      FloatVector s11 = FloatVector.fromArray(S, c, c1 + LANES);
      FloatVector s20 = FloatVector.fromArray(S, c, c2);
      FloatVector s21 = FloatVector.fromArray(S, c, c2 + LANES);
      FloatVector s30 = FloatVector.fromArray(S, c, c3);
      FloatVector s31 = FloatVector.fromArray(S, c, c3 + LANES);
      int at = offset;
      for (int t = 0; t < terms; t++) {
        FloatVector b0 = FloatVector.fromArray(S, b, at);
        FloatVector b1 = FloatVector.fromArray(S, b, at + LANES);
        FloatVector x0 = FloatVector.broadcast(S, a[a0 + t * step]);
        s00 = x0.fma(b0, s00);
        s01 = x0.fma(b1, s01);
        FloatVector x1 = FloatVector.broadcast(S, a[a1 + t * step]);
        s10 = x1.fma(b0, s10);
        s11 = x1.fma(b1, s11);
        FloatVector x2 = FloatVector.broadcast(S, a[a2 + t * step]);
        s20 = x2.fma(b0, s20);
        s21 = x2.fma(b1, s21);
        FloatVector x3 = FloatVector.broadcast(S, a[a3 + t * step]);
        s30 = x3.fma(b0, s30);
        s31 = x3.fma(b1, s31);
        at += stride;
      }
      s00.intoArray(c, to);
      s01.intoArray(c, to + LANES);
      s10.intoArray(c, c1);
      s11.intoArray(c, c1 + LANES);
      s20.intoArray(c, c2);
      s21.intoArray(c, c2 + LANES);
      s30.intoArray(c, c3);
      s31.intoArray(c, c3 + LANES);
    }

    private void addOne(View of, int from, float[] c, int to) {
      float[] a = of.data();
      FloatVector s0 = FloatVector.fromArray(S, c, to);
      FloatVector s1 = FloatVector.fromArray(S, c, to + LANES);
      int at = offset;
      for (int t = 0; t < terms; t++) {
        FloatVector x = FloatVector.broadcast(S, a[from + t * of.columnStride()]);
        s0 = x.fma(FloatVector.fromArray(S, b, at), s0);
        s1 = x.fma(FloatVector.fromArray(S, b, at + LANES), s1);
        at += stride;
      }
      s0.intoArray(c, to);
      s1.intoArray(c, to + LANES);
    }
  }
}
