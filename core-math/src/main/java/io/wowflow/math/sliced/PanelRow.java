package io.wowflow.math.sliced;

/**
 * The quantiles of one class in some panels.
 *
 * @param panels the panels, shared
 * @param row the class's row
 */
public record PanelRow(Panels panels, int row) {

  /** The array that holds the quantiles of a direction. */
  float[] leaf(int direction) {
    return panels.leaf(direction / Panels.LEAF_DIRECTIONS);
  }

  /** Where in that array they begin. */
  int offset(int direction) {
    return panels.offset(row, direction);
  }
}
