package io.wowflow.math.sliced;

import io.wowflow.math.data.LabelledClass;

/**
 * The class side of a step, for one class: projects its points, sorts each slice once and embeds
 * it; and on the way back undoes embedding and sort and projects back. Immutable; the points are
 * arguments.
 */
public final class ClassSlices {
  private final int size;
  private final QuantileEmbedding embedding;
  private final boolean uniform;

  private ClassSlices(int size, QuantileEmbedding embedding, boolean uniform) {
    this.size = size;
    this.embedding = embedding;
    this.uniform = uniform;
  }

  /**
   * The class side of a class with the given size and weights.
   *
   * @param c the class; its points are not kept
   * @param levels Q
   * @return the block operations of the class
   */
  public static ClassSlices of(LabelledClass c, int levels) {
    return new ClassSlices(c.size(), QuantileEmbedding.of(c, levels), c.isUniform());
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
   * @param x d x n, dimension-major, not modified
   * @param directions the block
   * @param row the class's row, modified on the block's directions
   * @param order modified: {@code order[l * n + r]} is the point of rank r on direction l of the
   *     step; L x n. Null when no gradient is wanted
   * @param work scratch
   */
  public void embed(float[] x, Projector directions, PanelRow row, int[] order, Workspace work) {
    int count = directions.count();
    float[] slices = work.floats(Workspace.Use.SLICES, count * size);
    directions.project(x, size, slices, work);
    if (order == null && uniform) {
      embedSorted(slices, directions, row);
      return;
    }
    long[] keys = work.keys(size);
    int[] ranks = order == null ? new int[size] : order;
    for (int l = 0; l < count; l++) {
      int to = order == null ? 0 : (directions.first() + l) * size;
      Argsort.sort(slices, l * size, size, ranks, to, keys);
      embedding.embed(
          slices,
          l * size,
          ranks,
          to,
          row.leaf(directions.first() + l),
          row.offset(directions.first() + l));
    }
  }

  private void embedSorted(float[] slices, Projector directions, PanelRow row) {
    for (int l = 0; l < directions.count(); l++) {
      java.util.Arrays.sort(slices, l * size, (l + 1) * size);
      int direction = directions.first() + l;
      embedding.embed(slices, l * size, null, 0, row.leaf(direction), row.offset(direction));
    }
  }

  /**
   * Adds the back-projection of the mixed quantiles: {@code gradient += sum_l theta_l u_l} over the
   * block's directions, u the adjoint of the embedding (math of {@link QuantileEmbedding}).
   *
   * @param mixed the class's row of mixed quantiles M_c, not modified
   * @param directions the block
   * @param order what {@link #embed} filled, not modified
   * @param gradient d x n, dimension-major, modified
   * @param work scratch
   */
  public void addGradient(
      PanelRow mixed, Projector directions, int[] order, float[] gradient, Workspace work) {
    int count = directions.count();
    float[] values = work.floats(Workspace.Use.SLICES, count * size);
    for (int l = 0; l < count; l++) {
      int direction = directions.first() + l;
      embedding.adjoint(
          mixed.leaf(direction),
          mixed.offset(direction),
          order,
          direction * size,
          values,
          l * size);
    }
    directions.addBackProjection(values, size, gradient, work);
  }
}
