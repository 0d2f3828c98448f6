package io.wowflow.jobs.io.spread;

import java.io.Serializable;

/**
 * The reason why a row is refused, found where the row is read and reported by the driver.
 *
 * @param key the place of the row in the canonical order
 * @param kind the rule that the row breaks
 * @param problem the problem as text, where the kind has one; else empty
 * @param number the number of features that were found, or the place of a feature
 * @param value the value of that feature
 */
public record RowFault(long key, Kind kind, String problem, int number, double value)
    implements Serializable {

  /** The rule that a row breaks; in the order in which they are checked. */
  public enum Kind {
    /** A value is missing or no number. */
    NOT_WHOLE,
    /** Another number of features than in other rows. */
    DIMENSION,
    /** A sparse vector whose indices do not fit. */
    INDICES,
    /** A value that is not finite as a 32-bit float. */
    NOT_FINITE,
    /** A label that no row had in the first pass. */
    NEW_LABEL
  }

  /** The fault of the earlier row. */
  static RowFault first(RowFault one, RowFault other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.key < one.key ? other : one;
  }
}
