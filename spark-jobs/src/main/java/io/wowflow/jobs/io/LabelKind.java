package io.wowflow.jobs.io;

/** The type that the labels of a dataset have in its file; outputs keep it. */
public enum LabelKind {
  /** 64-bit integers, sorted by value. */
  INTEGER,
  /** Text, sorted by {@link String#compareTo}. */
  STRING
}
