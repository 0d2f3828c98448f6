package io.wowflow.jobs.io.dataset;

import java.util.Collection;

/** The type that the labels of a dataset have in its file; outputs keep it. */
public enum LabelKind {
  /** 64-bit integers, sorted by value. */
  INTEGER,
  /** Text, sorted by {@link String#compareTo}. */
  STRING;

  /** The kind of labels of a file that has only text: integers if all are written as such. */
  public static LabelKind of(Collection<String> labels) {
    return labels.stream().allMatch(LabelKind::isInteger) ? INTEGER : STRING;
  }

  private static boolean isInteger(String label) {
    try {
      // 007 and +7 are not how 7 is written: they are names.
      return Long.toString(Long.parseLong(label)).equals(label);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
