package io.wowflow.math.sliced;

/**
 * A row: the quantiles of one class in every leaf of some panels.
 *
 * @param panels the panels, shared
 * @param row the class's row
 */
public record PanelRow(Panels panels, int row) {

  /** Index of the class's first quantile in every leaf. */
  int offset() {
    return panels.offset(row);
  }
}
