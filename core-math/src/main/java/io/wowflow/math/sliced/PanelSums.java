package io.wowflow.math.sliced;

import io.wowflow.math.internal.Workspace;
import java.io.Serializable;

/**
 * An operation of a step that adds up, for one leaf of directions, what the panel of all classes
 * contributes to a vector of sums. An engine adds the vectors of all leaves along one tree ({@link
 * TreeSum}), so that no bit depends on the place where a leaf is summed.
 */
public interface PanelSums extends Serializable {

  /**
   * The interacting target classes, in the order of their panel rows, which follow those of the
   * source classes.
   *
   * @return indices of target classes, ascending, not to be modified
   */
  int[] targets();

  /**
   * Number of panel rows.
   *
   * @return C + T
   */
  int rows();

  /**
   * Length of the vector of sums.
   *
   * @return at least 1
   */
  int length();

  /**
   * Computes the sums of one leaf.
   *
   * @param index the number of the leaf among all leaves of the step
   * @param leaf rows() x columns, row-major, centred, not modified
   * @param columns length of a row
   * @param out {@link #length()} zeros, modified: the sums, for {@link TreeSum}
   * @param work scratch
   * @throws IllegalArgumentException if the leaf is shorter than {@code rows() * columns} or the
   *     vector than {@link #length()}
   */
  void sums(int index, float[] leaf, int columns, double[] out, Workspace work);
}
