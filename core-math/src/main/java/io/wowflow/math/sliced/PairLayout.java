package io.wowflow.math.sliced;

/**
 * Where the sums of a step stand in their flat vector: for each source class its sums against the
 * interacting source classes, then against the interacting targets; then the squared norms of all
 * rows; then, when the objective is reported, target against target. Where all source classes
 * interact, their half is symmetric and a pair stands once, with the lower class.
 *
 * @param sourceCount C
 * @param sourceColumns S, interacting source classes
 * @param targetColumns T, interacting target classes
 * @param withTargets whether target-target sums are there
 */
record PairLayout(int sourceCount, int sourceColumns, int targetColumns, boolean withTargets) {
  int columns() {
    return sourceColumns + targetColumns;
  }

  /** Whether all source classes interact. */
  boolean dense() {
    return sourceColumns == sourceCount;
  }

  int pair(int c, int column) {
    if (!dense()) {
      return c * columns() + column;
    }
    int low = Math.min(c, column);
    return row(low) + Math.max(c, column) - low;
  }

  /** Where the entries of a class begin; in a dense step the first is its own. */
  private int row(int c) {
    return c * columns() - (dense() ? c * (c - 1) / 2 : 0);
  }

  int norm(int row) {
    return row(sourceCount) + row;
  }

  int targetPair(int e, int f) {
    return norm(sourceCount + targetColumns) + e * targetColumns + f;
  }

  int length() {
    // The product bounds every term of row(), which is so checked against overflow too.
    Math.multiplyExact(sourceCount, columns());
    return Math.addExact(
        norm(sourceCount + targetColumns),
        withTargets ? Math.multiplyExact(targetColumns, targetColumns) : 0);
  }
}
