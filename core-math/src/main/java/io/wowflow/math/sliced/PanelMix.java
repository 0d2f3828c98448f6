package io.wowflow.math.sliced;

import io.wowflow.math.internal.Workspace;
import java.io.Serializable;

/**
 * An operation of a step that replaces the source rows of a leaf by their gradient in quantile
 * space, M_c of (20, 21).
 */
public interface PanelMix extends Serializable {

  /**
   * Mixes one leaf.
   *
   * @param leaf (C + T) x columns, row-major, the rows of the {@link PanelSums} of the step
   * @param out at least C x columns, row-major: row c becomes M_c, later rows are kept; may be the
   *     leaf itself
   * @param columns length of a row
   * @param work scratch
   * @throws IllegalArgumentException if the leaf or {@code out} is too short for its rows, or the
   *     scratch exceeds the largest array; the message contains the sizes
   */
  void mix(float[] leaf, float[] out, int columns, Workspace work);
}
