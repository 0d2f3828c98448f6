package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;

/**
 * Consecutive leaves of directions of one step, a chunk: projects points onto them, and carries
 * values on the projections back. A leaf holds {@link Panels#LEAF_DIRECTIONS} directions next to
 * each other, so that they fill vector lanes; if the L directions of a step end inside a leaf, the
 * rest of the leaf are zero vectors, which change no distance and no gradient.
 */
public interface Projector {

  /**
   * The first leaf.
   *
   * @return its index among the leaves of the step
   */
  int firstLeaf();

  /**
   * Number of leaves.
   *
   * @return at least 1
   */
  int leaves();

  /**
   * Number of projections of some points.
   *
   * @param leaves number of leaves
   * @param n number of points
   * @return {@code leaves * n * 32}
   * @throws IllegalArgumentException if that exceeds the largest array; the message contains the
   *     sizes
   */
  static int length(int leaves, int n) {
    return Guard.length(
        "projections, leaves x points x directions of a leaf", leaves, n, Panels.LEAF_DIRECTIONS);
  }

  /**
   * Projects points: {@code out[(b * n + i) * 32 + l] = <theta_l of leaf b, x_i>}.
   *
   * @param x n x d, row-major, not modified
   * @param n number of points
   * @param out at least leaves x n x 32, modified
   * @param work scratch
   */
  void project(float[] x, int n, float[] out, Workspace work);

  /**
   * Adds the back-projection, the adjoint of {@link #project}: {@code gradient[i * d + j] +=
   * sum_(b, l) theta_l[j] values[(b * n + i) * 32 + l]}.
   *
   * @param values leaves x n x 32, not modified
   * @param n number of points
   * @param gradient n x d, row-major, modified
   * @param work scratch
   */
  void addBackProjection(float[] values, int n, float[] gradient, Workspace work);
}
