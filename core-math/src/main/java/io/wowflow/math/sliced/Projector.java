package io.wowflow.math.sliced;

/**
 * A block of directions of one step: projects points onto them, and carries values on the
 * projections back. Points are held dimension-major: coordinate j of point i is {@code x[j * n +
 * i]}, so that the points of a class lie side by side in vector lanes.
 */
public interface Projector {

  /**
   * The first direction of the block.
   *
   * @return its index among the L directions of the step
   */
  int first();

  /**
   * Number of directions in the block.
   *
   * @return at least 1
   */
  int count();

  /**
   * Projects points: {@code out[l * n + i] = <theta_(first + l), x_i>}.
   *
   * @param x d x n, dimension-major, not modified
   * @param n number of points
   * @param out at least count x n, modified
   * @param work scratch
   */
  void project(float[] x, int n, float[] out, Workspace work);

  /**
   * Adds the back-projection, the adjoint of {@link #project}: {@code gradient[j * n + i] += sum_l
   * theta_(first + l)[j] values[l * n + i]}, over ascending l.
   *
   * @param values count x n, not modified
   * @param n number of points
   * @param gradient d x n, dimension-major, modified
   * @param work scratch
   */
  void addBackProjection(float[] values, int n, float[] gradient, Workspace work);
}
