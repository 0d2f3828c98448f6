package io.wowflow.math.sliced;

/** The summand over the slices of a pair of classes. */
public enum PairMeasure {
  /** Squared differences of quantiles, for SW_2^2. */
  SQUARED,
  /** Absolute differences of quantiles, for SW_1. */
  ABSOLUTE;

  /**
   * The factor from a mean over the given directions to the distance on the sphere of R^d.
   *
   * @param directions the directions
   * @return their scale for this measure
   */
  public double scale(Directions directions) {
    return this == SQUARED ? directions.squaredScale() : directions.absoluteScale();
  }
}
