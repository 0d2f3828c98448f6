package io.wowflow.math.sliced;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.VectorModule;
import io.wowflow.math.internal.Workspace;

/**
 * The kernel of a step on one class (class block): it projects the points of the class, sorts each
 * slice once and embeds it in the row of the class; on the way back it undoes embedding and sort
 * and projects back. Immutable; the points are arguments.
 */
public final class ClassKernel {
  private static final ColumnSorter SORTER =
      VectorModule.choose(
          ColumnSorter.class, "io.wowflow.math.sliced.VectorColumnSorter", PlainColumnSorter::new);

  private final int size;

  /** Values of the slices of one leaf. */
  private final int leafLength;

  private final QuantileEmbedding embedding;

  private ClassKernel(int size, QuantileEmbedding embedding) {
    this.size = size;
    this.leafLength = Projector.length(1, size);
    this.embedding = embedding;
  }

  /**
   * Returns the kernel of a class with the size and the weights of the given one.
   *
   * @param c the class; its points are not kept
   * @param levels Q
   * @return the kernel of the class
   * @throws IllegalArgumentException if the slices of a leaf, 32 n values, or its quantiles, 32 Q
   *     values, exceed the largest array
   */
  public static ClassKernel of(LabelledClass c, int levels) {
    return of(c.size(), c.isUniform() ? null : c.weights(), levels);
  }

  /**
   * Returns the kernel of a class of which only size and weights are known.
   *
   * @param size n
   * @param weights n positive numbers that sum to 1, shared, not modified; null when all are {@code
   *     1/n}
   * @param levels Q
   * @return the kernel of the class
   * @throws IllegalArgumentException as for {@link #of(LabelledClass, int)}
   */
  public static ClassKernel of(int size, double[] weights, int levels) {
    return new ClassKernel(size, QuantileEmbedding.of(size, weights, levels));
  }

  /**
   * Number of points n.
   *
   * @return at least 1
   */
  public int size() {
    return size;
  }

  /**
   * Projects and sorts the points on a block of directions and embeds the slices into a row of the
   * panels.
   *
   * @param x n x d, row-major, not modified
   * @param directions the block
   * @param row the class's row, modified on the block's leaves
   * @param order modified: {@code order[b][r * 32 + l]} is the point of rank r on direction l of
   *     leaf b of the step. Null without a gradient
   * @param work scratch
   * @throws IllegalArgumentException if the slices of the class on the whole block exceed the
   *     largest array
   */
  public void embed(float[] x, Projector directions, PanelRow row, int[][] order, Workspace work) {
    int length = leafLength;
    float[] slices = work.floats(Workspace.Use.SLICES, sliceLength(directions));
    directions.project(x, size, slices, work);
    for (int b = 0; b < directions.leaves(); b++) {
      int leaf = directions.firstLeaf() + b;
      int[] ranks = order == null ? null : order[leaf];
      if (ranks == null && !embedding.needsOrder()) {
        SORTER.sort(slices, b * length, size, work);
      } else {
        ranks = ranks == null ? work.order(length) : ranks;
        SORTER.sort(slices, b * length, size, ranks, work);
      }
      embedding.embed(slices, b * length, ranks, row.panels().leaf(leaf), row.offset());
    }
  }

  /**
   * Adds the back-projection of the mixed quantiles: {@code gradient += sum_l theta_l u_l} over the
   * block's directions, u the adjoint of the embedding.
   *
   * @param mixed the class's row of mixed quantiles M_c, not modified
   * @param directions the block
   * @param order the order that {@link #embed} filled, not modified
   * @param gradient n x d, row-major, modified
   * @param work scratch
   * @throws IllegalArgumentException if the slices of the class on the whole block exceed the
   *     largest array
   */
  public void addGradient(
      PanelRow mixed, Projector directions, int[][] order, float[] gradient, Workspace work) {
    int length = leafLength;
    float[] values = work.floats(Workspace.Use.SLICES, sliceLength(directions));
    for (int b = 0; b < directions.leaves(); b++) {
      int leaf = directions.firstLeaf() + b;
      float[] from = mixed.panels().leaf(leaf);
      embedding.adjoint(from, mixed.offset(), order[leaf], values, b * length, work);
    }
    directions.addBackProjection(values, size, gradient, work);
  }

  private int sliceLength(Projector directions) {
    return Projector.length(directions.leaves(), size);
  }

  static ColumnSorter sorter() {
    return SORTER;
  }
}
