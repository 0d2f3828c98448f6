package io.wowflow.math.sliced;

/**
 * The quantiles of one class in some panels.
 *
 * @param panels the panels, shared
 * @param row the class's row
 */
public record PanelRow(Panels panels, int row) {

  /** Where the class's quantiles begin in every leaf. */
  int offset() {
    return panels.offset(row);
  }
}
