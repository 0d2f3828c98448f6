package io.wowflow.math.linalg;

import io.wowflow.math.array.View;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product on the vector module: lanes over the columns of c, tiles of 6 rows by 2 vectors in
 * registers. A block of b is packed once, tile after tile, so that the terms of a tile are adjacent
 * in memory, and a block of rows of a meets all its tiles: data that are read repeatedly stay in
 * the second-level cache.
 */
final class VectorProduct implements MatrixProduct.Kernel {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int WIDTH = 2 * LANES;
  private static final int HEIGHT = 6;

  /** Terms per block: a packed tile of b and a strip of a fit the first-level cache. */
  private static final int TERMS = 192;

  /** Columns per block of b. */
  private static final int BLOCK_COLUMNS = 256;

  /** Rows per block of a. */
  private static final int BLOCK_ROWS = 21 * HEIGHT;

  private final ThreadLocal<Tile> tiles = ThreadLocal.withInitial(Tile::new);

  @Override
  public void addProduct(View a, View b, View c) {
    Tile tile = tiles.get();
    for (int j0 = 0; j0 < b.columns(); j0 += BLOCK_COLUMNS) {
      int j1 = Math.min(b.columns(), j0 + BLOCK_COLUMNS);
      for (int k = 0; k < a.columns(); k += TERMS) {
        for (int j = j0; j < j1; j += WIDTH) {
          tile.choose(b, k, j, j - j0);
          tile.pack(b, k, j);
        }
        for (int i0 = 0; i0 < a.rows(); i0 += BLOCK_ROWS) {
          int i1 = Math.min(a.rows(), i0 + BLOCK_ROWS);
          for (int j = j0; j < j1; j += WIDTH) {
            tile.choose(b, k, j, j - j0);
            for (int i = i0; i < i1; i += HEIGHT) {
              tile.addTo(a, i, k, c, j);
            }
          }
        }
      }
    }
  }

  /** The terms of b for one tile of columns and the operations on them. One per thread. */
  private static final class Tile {
    private final float[] packed = new float[TERMS * BLOCK_COLUMNS];
    private final float[] strip = new float[TERMS * HEIGHT];
    private final float[] edge = new float[HEIGHT * WIDTH];
    private int width;
    private int terms;
    private float[] b;
    private int offset;

    /** Selects the tile at (k, j), which is packed from a column of the block on. */
    void choose(View from, int k, int j, int column) {
      width = Math.min(WIDTH, from.columns() - j);
      terms = Math.min(TERMS, from.rows() - k);
      boolean isReady = width == WIDTH && from.rowStride() == WIDTH;
      b = isReady ? from.data() : packed;
      offset = isReady ? from.offset() + k * WIDTH + j : column * TERMS;
    }

    /** Packs the selected tile, unless b holds it packed already. */
    void pack(View from, int k, int j) {
      if (b != packed) {
        return;
      }
      int at = from.offset() + k * from.rowStride() + j;
      for (int t = 0; t < terms; t++) {
        System.arraycopy(from.data(), at + t * from.rowStride(), b, offset + t * WIDTH, width);
        Arrays.fill(b, offset + t * WIDTH + width, offset + (t + 1) * WIDTH, 0f);
      }
    }

    void addTo(View a, int i, int k, View c, int j) {
      int rows = Math.min(HEIGHT, a.rows() - i);
      int from = a.offset() + i * a.rowStride() + k * a.columnStride();
      int to = c.offset() + i * c.rowStride() + j;
      float[] data = a.data();
      int stride = a.rowStride();
      if (rows < HEIGHT || a.columnStride() != 1) {
        packStrip(a, from, rows);
        data = strip;
        from = 0;
        stride = TERMS;
      }
      if (rows == HEIGHT && width == WIDTH) {
        addStrip(data, from, stride, c.data(), to, c.rowStride());
        return;
      }
      for (int r = 0; r < rows; r++) {
        System.arraycopy(c.data(), to + r * c.rowStride(), edge, r * WIDTH, width);
      }
      addStrip(data, from, stride, edge, 0, WIDTH);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(edge, r * WIDTH, c.data(), to + r * c.rowStride(), width);
      }
    }

    /**
     * Copies rows of a next to each other; rows of the strip below them are computed and not used.
     */
    private void packStrip(View a, int from, int rows) {
      for (int r = 0; r < rows; r++) {
        int row = from + r * a.rowStride();
        for (int t = 0; t < terms; t++) {
          strip[r * TERMS + t] = a.data()[row + t * a.columnStride()];
        }
      }
    }

    // Strides inside the loop are constants, or HotSpot checks every access and does not unroll.
    private void addStrip(float[] a, int a0, int stride, float[] c, int to, int rowStride) {
      final int a1 = a0 + stride;
      final int a2 = a1 + stride;
      final int a3 = a2 + stride;
      final int a4 = a3 + stride;
      final int a5 = a4 + stride;
      final int c1 = to + rowStride;
      final int c2 = c1 + rowStride;
      final int c3 = c2 + rowStride;
      final int c4 = c3 + rowStride;
      final int c5 = c4 + rowStride;
      FloatVector s00 = FloatVector.fromArray(S, c, to);
      FloatVector s01 = FloatVector.fromArray(S, c, to + LANES);
      FloatVector s10 = FloatVector.fromArray(S, c, c1);
      FloatVector s11 = FloatVector.fromArray(S, c, c1 + LANES);
      FloatVector s20 = FloatVector.fromArray(S, c, c2);
      FloatVector s21 = FloatVector.fromArray(S, c, c2 + LANES);
      FloatVector s30 = FloatVector.fromArray(S, c, c3);
      FloatVector s31 = FloatVector.fromArray(S, c, c3 + LANES);
      FloatVector s40 = FloatVector.fromArray(S, c, c4);
      FloatVector s41 = FloatVector.fromArray(S, c, c4 + LANES);
      FloatVector s50 = FloatVector.fromArray(S, c, c5);
      FloatVector s51 = FloatVector.fromArray(S, c, c5 + LANES);
      for (int t = 0; t < terms; t++) {
        FloatVector b0 = FloatVector.fromArray(S, b, offset + t * WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, b, offset + t * WIDTH + LANES);
        FloatVector x0 = FloatVector.broadcast(S, a[a0 + t]);
        s00 = x0.fma(b0, s00);
        s01 = x0.fma(b1, s01);
        FloatVector x1 = FloatVector.broadcast(S, a[a1 + t]);
        s10 = x1.fma(b0, s10);
        s11 = x1.fma(b1, s11);
        FloatVector x2 = FloatVector.broadcast(S, a[a2 + t]);
        s20 = x2.fma(b0, s20);
        s21 = x2.fma(b1, s21);
        FloatVector x3 = FloatVector.broadcast(S, a[a3 + t]);
        s30 = x3.fma(b0, s30);
        s31 = x3.fma(b1, s31);
        FloatVector x4 = FloatVector.broadcast(S, a[a4 + t]);
        s40 = x4.fma(b0, s40);
        s41 = x4.fma(b1, s41);
        FloatVector x5 = FloatVector.broadcast(S, a[a5 + t]);
        s50 = x5.fma(b0, s50);
        s51 = x5.fma(b1, s51);
      }
      s00.intoArray(c, to);
      s01.intoArray(c, to + LANES);
      s10.intoArray(c, c1);
      s11.intoArray(c, c1 + LANES);
      s20.intoArray(c, c2);
      s21.intoArray(c, c2 + LANES);
      s30.intoArray(c, c3);
      s31.intoArray(c, c3 + LANES);
      s40.intoArray(c, c4);
      s41.intoArray(c, c4 + LANES);
      s50.intoArray(c, c5);
      s51.intoArray(c, c5 + LANES);
    }
  }
}
