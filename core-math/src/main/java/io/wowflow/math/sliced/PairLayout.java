package io.wowflow.math.sliced;

/**
 * Where the sums of a step stand in their flat vector: for each source class its sums against the
 * interacting source classes, then against the interacting targets; then the squared norms of all
 * rows; then, when the objective is reported, target against target.
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

  int pair(int c, int column) {
    return c * columns() + column;
  }

  int norm(int row) {
    return sourceCount * columns() + row;
  }

  int targetPair(int e, int f) {
    return sourceCount * columns() + sourceCount + targetColumns + e * targetColumns + f;
  }

  int length() {
    return Math.addExact(
        Math.multiplyExact(sourceCount, columns()) + sourceCount + targetColumns,
        withTargets ? Math.multiplyExact(targetColumns, targetColumns) : 0);
  }
}
