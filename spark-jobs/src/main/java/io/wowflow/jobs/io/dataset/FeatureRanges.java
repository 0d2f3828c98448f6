package io.wowflow.jobs.io.dataset;

import io.wowflow.math.internal.Guard;
import java.util.function.IntFunction;

/**
 * The range of every feature as its file contains it, in 64 bits: what decides in which {@link
 * Units} samples are kept.
 *
 * @param low the smallest value of each feature, in the units of the input, not modified
 * @param high the largest value of each feature, not modified
 * @param rounded for each feature whether some value of it is not a 32-bit float, not modified
 * @param names what a feature is called in messages, such as {@code column 'time'}
 */
public record FeatureRanges(
    double[] low, double[] high, boolean[] rounded, IntFunction<String> names) {
  /** Ranges of a dataset that was not read sample by sample. */
  public static final FeatureRanges UNKNOWN =
      new FeatureRanges(new double[0], new double[0], new boolean[0], j -> "feature " + j);

  /** Checks the sizes. */
  public FeatureRanges {
    Guard.size("number of largest values", low.length, high.length);
    Guard.size("number of features", low.length, rounded.length);
  }

  /**
   * Whether there are ranges.
   *
   * @return false for {@link #UNKNOWN}
   */
  public boolean isKnown() {
    return low.length > 0;
  }

  /**
   * The number of features.
   *
   * @return 0 if they are unknown
   */
  public int dimension() {
    return low.length;
  }

  /**
   * The name of a feature.
   *
   * @param j the feature
   * @return a name for messages
   */
  public String name(int j) {
    return names.apply(j);
  }

  /**
   * The smallest value of a feature.
   *
   * @param j the feature
   * @return its minimum
   */
  public double low(int j) {
    return low[j];
  }

  /**
   * The largest value of a feature.
   *
   * @param j the feature
   * @return its maximum
   */
  public double high(int j) {
    return high[j];
  }

  /**
   * Whether some value of a feature is not a 32-bit float.
   *
   * @param j the feature
   * @return true if rounding changes a value
   */
  public boolean rounded(int j) {
    return rounded[j];
  }

  /**
   * The length of the range of a feature.
   *
   * @param j the feature
   * @return at least 0
   */
  public double length(int j) {
    return high[j] - low[j];
  }

  /**
   * The largest distance from zero of a value of a feature.
   *
   * @param j the feature
   * @return at least 0
   */
  public double magnitude(int j) {
    return Math.max(Math.abs(low[j]), Math.abs(high[j]));
  }

  /**
   * The ranges of the samples of both.
   *
   * @param other ranges of other samples of the same features
   * @return the ranges of all of them, with the names of this; unknown if one of them is
   * @throws IllegalArgumentException if the numbers of features differ
   */
  public FeatureRanges with(FeatureRanges other) {
    if (!isKnown() || !other.isKnown()) {
      return UNKNOWN;
    }
    Guard.size("number of features", dimension(), other.dimension());
    double[] lowest = low.clone();
    double[] highest = high.clone();
    boolean[] either = rounded.clone();
    for (int j = 0; j < lowest.length; j++) {
      lowest[j] = Math.min(lowest[j], other.low[j]);
      highest[j] = Math.max(highest[j], other.high[j]);
      either[j] |= other.rounded[j];
    }
    return new FeatureRanges(lowest, highest, either, names);
  }
}
