package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;

/**
 * The quantiles of several classes on the L directions of a step, cut into leaves of {@link
 * #LEAF_DIRECTIONS} consecutive directions. The panel of a leaf is a row-major matrix with one row
 * per class; a row holds the quantiles level after level, for each level the leaf's directions next
 * to each other: quantile q of direction l of class row r is {@code leaf(b)[offset(r) + q *
 * LEAF_DIRECTIONS + l]}. Directions that fill up the last leaf are zero.
 *
 * <p>Leaves are the units of every sum over directions ({@link TreeSum}); their size is a constant,
 * so that neither threads nor partitions can change a bit.
 */
public final class Panels {
  /** Directions per leaf. Part of the definition of a result's bits. */
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
   * @throws IllegalArgumentException if a size is below 1 or a leaf exceeds the largest array; the
   *     message contains the sizes
   */
  public Panels(int rows, int directions, int levels) {
    this.rows = Guard.positive("number of class rows", rows);
    this.directions = Guard.positive("direction count", directions);
    this.levels = Guard.positive("quantile levels", levels);
    int length = leafLength(rows, levels);
    leaves = new float[leafCount(directions)][];
    for (int b = 0; b < leaves.length; b++) {
      leaves[b] = new float[length];
    }
  }

  /**
   * Length of a leaf.
   *
   * @param rows number of classes
   * @param levels Q
   * @return {@code rows * Q * LEAF_DIRECTIONS}
   * @throws IllegalArgumentException if that exceeds the largest array; the message contains the
   *     sizes
   */
  public static int leafLength(int rows, int levels) {
    return Guard.length(
        "a leaf of the panels, classes x quantile levels x directions of a leaf (fewer levels make"
            + " it smaller)",
        rows,
        levels,
        LEAF_DIRECTIONS);
  }

  private Panels(int directions, int levels, float[][] leaves) {
    this.rows = leaves[0].length / (levels * LEAF_DIRECTIONS);
    this.directions = directions;
    this.levels = levels;
    this.leaves = leaves;
  }

  /**
   * Returns panels over given leaves.
   *
   * @param directions L
   * @param levels Q
   * @param leaves the panels of all leaves of L directions, each rows x columns, row-major, shared
   * @return the panels
   * @throws IllegalArgumentException if a leaf is missing or the lengths are not those of whole
   *     rows
   */
  public static Panels over(int directions, int levels, float[][] leaves) {
    Guard.size("number of leaves", leafCount(directions), leaves.length);
    int columns = leafLength(1, Guard.positive("quantile levels", levels));
    for (int b = 0; b < leaves.length; b++) {
      Guard.that(leaves[b] != null, "leaf " + b + " is missing");
      Guard.size("length of a leaf", leaves[0].length, leaves[b].length);
    }
    Guard.that(
        leaves[0].length > 0 && leaves[0].length % columns == 0,
        "a leaf of " + leaves[0].length + " values does not hold whole rows");
    return new Panels(directions, levels, leaves);
  }

  /**
   * Number of leaves of L directions.
   *
   * @param directions L
   * @return {@code ceil(L / LEAF_DIRECTIONS)}
   */
  public static int leafCount(int directions) {
    return (int) ((directions - 1L + LEAF_DIRECTIONS) / LEAF_DIRECTIONS);
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
   * Length of a class's row in a leaf.
   *
   * @return {@code Q * LEAF_DIRECTIONS}
   */
  public int columns() {
    return levels * LEAF_DIRECTIONS;
  }

  /**
   * The panel of a leaf.
   *
   * @param b index of the leaf
   * @return rows x columns(), row-major, shared
   */
  public float[] leaf(int b) {
    return leaves[b];
  }

  /**
   * Index of the first quantile of a class in every leaf.
   *
   * @param row the class's row
   * @return the index of its quantile 0 on the leaf's direction 0
   */
  public int offset(int row) {
    return row * columns();
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
