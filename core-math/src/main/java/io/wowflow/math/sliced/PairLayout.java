package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import java.io.Serializable;

/**
 * The positions of the sums of a step in their flat vector: for each source class its sums against
 * the interacting source classes, then against the interacting targets; then the squared norms of
 * all rows; then, when the objective is reported, target against target. If all source classes
 * interact, their part is symmetric and holds each pair once, at the lower class.
 *
 * @param sourceCount C
 * @param sourceColumns S, interacting source classes
 * @param targetColumns T, interacting target classes
 * @param withTargets true if the vector holds target-target sums
 */
record PairLayout(int sourceCount, int sourceColumns, int targetColumns, boolean withTargets)
    implements Serializable {
  /** Checks that all sums fit one array; this bounds every term of the positions below too. */
  PairLayout {
    long columns = (long) sourceColumns + targetColumns;
    Guard.length(
        "the sums of the pairs, source classes x interacting classes", sourceCount, columns);
    long rows = (long) sourceCount + targetColumns;
    long ofTargets = withTargets ? (long) targetColumns * targetColumns : 0;
    long twice = sourceColumns == sourceCount ? sourceCount * (sourceCount - 1L) / 2 : 0;
    if (sourceCount * columns - twice + rows + ofTargets > Guard.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the sums of "
              + sourceCount
              + " source classes against "
              + columns
              + " interacting classes, the norms of "
              + rows
              + " classes and "
              + ofTargets
              + " sums between targets exceed the largest array: use class batches");
    }
  }

  int columns() {
    return sourceColumns + targetColumns;
  }

  /** Tests whether all source classes interact. */
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

  /** Position of the first entry of a class; in a dense step that entry is its own. */
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
    return norm(sourceCount + targetColumns) + (withTargets ? targetColumns * targetColumns : 0);
  }
}
