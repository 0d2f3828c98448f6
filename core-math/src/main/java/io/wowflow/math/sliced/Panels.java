package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;

/**
 * The quantiles of several classes on the L directions of a step, cut into leaves of consecutive
 * directions. Leaf b is a row-major matrix with a row a class and the quantiles of its directions
 * side by side: quantile q of direction l of class row r is {@code leaf(b)[offset(r, l) + q]} with
 * {@code b = l / LEAF_DIRECTIONS}.
 *
 * <p>The leaves are the units of every sum over directions ({@link TreeSum}); their size is a
 * constant, so that neither threads nor partitions can change a bit.
 */
public final class Panels {
  /** Directions a leaf. Part of the definition of a result's bits. */
  public static final int LEAF_DIRECTIONS = 32;

  private final int rows;
  private final int directions;
  private final int levels;
  private final float[][] leaves;

  /**
   * Panels of the given shape, all zero.
   *
   * @param rows number of classes
   * @param directions L
   * @param levels Q
   * @throws IllegalArgumentException if a size is below 1 or a leaf exceeds 2^31 - 1 values; the
   *     message names the sizes
   */
  public Panels(int rows, int directions, int levels) {
    this.rows = Guard.positive("number of class rows", rows);
    this.directions = Guard.positive("direction count", directions);
    this.levels = Guard.positive("quantile levels", levels);
    Guard.that(
        (long) rows * LEAF_DIRECTIONS * levels < Integer.MAX_VALUE - 8,
        rows
            + " classes with "
            + levels
            + " quantile levels exceed one panel leaf: lower the levels");
    leaves = new float[leafCount(directions)][];
    for (int b = 0; b < leaves.length; b++) {
      leaves[b] = new float[rows * leafDirections(b) * levels];
    }
  }

  /**
   * Number of leaves of L directions.
   *
   * @param directions L
   * @return {@code ceil(L / LEAF_DIRECTIONS)}
   */
  public static int leafCount(int directions) {
    return (directions + LEAF_DIRECTIONS - 1) / LEAF_DIRECTIONS;
  }

  /**
   * Number of leaves.
   *
   * @return at least 1
   */
  public int leafCount() {
    return leaves.length;
  }

  /**
   * Number of directions of a leaf.
   *
   * @param b which leaf
   * @return {@code LEAF_DIRECTIONS} but for the last
   */
  public int leafDirections(int b) {
    return Math.min(LEAF_DIRECTIONS, directions - b * LEAF_DIRECTIONS);
  }

  /**
   * Length of a class's row in a leaf.
   *
   * @param b which leaf
   * @return {@code leafDirections(b) * Q}
   */
  public int leafColumns(int b) {
    return leafDirections(b) * levels;
  }

  /**
   * A leaf.
   *
   * @param b which leaf
   * @return rows x leafColumns(b), row-major, shared
   */
  public float[] leaf(int b) {
    return leaves[b];
  }

  /**
   * Where the quantiles of a class on a direction begin in their leaf.
   *
   * @param row the class's row
   * @param direction l, from 0 to L - 1
   * @return the offset of quantile 0 in {@code leaf(direction / LEAF_DIRECTIONS)}
   */
  public int offset(int row, int direction) {
    int b = direction / LEAF_DIRECTIONS;
    return row * leafColumns(b) + direction % LEAF_DIRECTIONS * levels;
  }

  /**
   * Number of class rows.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * Number of directions L.
   *
   * @return at least 1
   */
  public int directions() {
    return directions;
  }

  /**
   * Number of quantile levels Q.
   *
   * @return at least 1
   */
  public int levels() {
    return levels;
  }
}
