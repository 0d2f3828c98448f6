package io.wowflow.math.sliced;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.View;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.linalg.MatrixProduct;
import java.util.Arrays;

/** Leaves of directions held as rows of a matrix; projections are matrix products. */
final class MatrixProjector implements Projector {
  private static final int LEAF = Panels.LEAF_DIRECTIONS;

  /** Number of points that are projected back together. */
  private static final int POINTS = 252;

  private final int firstLeaf;
  private final int leaves;
  private final int dimension;
  private final float[] directions;
  private final float[][] transposed;

  /**
   * Leaves with the given directions.
   *
   * @param firstLeaf the first leaf
   * @param dimension d
   * @param directions whole leaves of rows, row-major; rows past the last direction are zero
   * @param recycled a projector over the same directions, whose other arrays are reused; or null
   */
  MatrixProjector(int firstLeaf, int dimension, float[] directions, Projector recycled) {
    this.firstLeaf = firstLeaf;
    this.leaves = directions.length / (LEAF * dimension);
    this.dimension = dimension;
    this.directions = directions;
    this.transposed =
        recycled instanceof MatrixProjector old && old.directions == directions
            ? old.transposed
            : new float[leaves][LEAF * dimension];
    for (int b = 0; b < leaves; b++) {
      FloatMatrix.transpose(
          View.rowMajor(directions, offset(b), LEAF, dimension, dimension), transposed[b]);
    }
  }

  /** The directions of a recycled projector, all zero, or a new array. */
  static float[] storage(Projector recycled, int length) {
    if (recycled instanceof MatrixProjector old && old.directions.length == length) {
      Arrays.fill(old.directions, 0f);
      return old.directions;
    }
    return new float[length];
  }

  /** Length of the directions of a leaf. */
  static int leafLength(int dimension) {
    return Guard.length("the directions of a leaf, directions x dimension", LEAF, dimension);
  }

  private int offset(int leaf) {
    return leaf * LEAF * dimension;
  }

  @Override
  public int firstLeaf() {
    return firstLeaf;
  }

  @Override
  public int leaves() {
    return leaves;
  }

  @Override
  public void project(float[] x, int n, float[] out, Workspace work) {
    Arrays.fill(out, 0, Projector.length(leaves, n), 0f);
    for (int b = 0; b < leaves; b++) {
      MatrixProduct.addProduct(
          View.of(x, n, dimension),
          View.of(transposed[b], dimension, LEAF),
          View.rowMajor(out, b * n * LEAF, n, LEAF, LEAF));
    }
  }

  @Override
  public void addBackProjection(float[] values, int n, float[] gradient, Workspace work) {
    // The leaves of a point are copied next to each other: one product of many terms, the same
    // bits.
    Guard.holds("the values of a back-projection", Projector.length(leaves, n), values.length);
    int width = leaves * LEAF;
    float[] rows = work.floats(Workspace.Use.PACK, Math.min(n, POINTS) * width);
    for (int i0 = 0; i0 < n; i0 += POINTS) {
      int points = Math.min(POINTS, n - i0);
      for (int b = 0; b < leaves; b++) {
        for (int i = 0; i < points; i++) {
          System.arraycopy(values, (b * n + i0 + i) * LEAF, rows, i * width + b * LEAF, LEAF);
        }
      }
      MatrixProduct.addProduct(
          View.of(rows, points, width),
          View.of(directions, width, dimension),
          View.rowMajor(gradient, i0 * dimension, points, dimension, dimension));
    }
  }
}
