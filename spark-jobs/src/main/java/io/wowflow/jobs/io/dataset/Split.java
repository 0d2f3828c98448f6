package io.wowflow.jobs.io.dataset;

import java.util.Locale;

/** A part of a dataset that its publisher keeps apart. */
public enum Split {
  /** The samples that a model is trained on: {@code PATH#train}. */
  TRAIN,
  /** The samples that a model is tested on: {@code PATH#test}. */
  TEST;

  /**
   * How the split is written after a path.
   *
   * @return {@code #train} or {@code #test}
   */
  public String fragment() {
    return "#" + name().toLowerCase(Locale.ROOT);
  }
}
