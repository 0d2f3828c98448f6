package io.wowflow.math.sliced;

/** The distances {@code SW_2^2} of listed pairs of classes, reduced over all directions. */
public final class ListedSums {
  private final ListedPairs pairs;
  private final double[] sums;
  private final double scale;

  private ListedSums(ListedPairs pairs, double[] sums, double scale) {
    this.pairs = pairs;
    this.sums = sums;
    this.scale = scale;
  }

  /**
   * Returns the distances of a total of {@link ListedPairs} sums.
   *
   * @param pairs the operation that made the sums of the leaves
   * @param total the root's vector, handed over
   * @param directions the directions of the step
   * @param levels Q
   * @return the distances
   */
  public static ListedSums of(
      ListedPairs pairs, double[] total, Directions directions, int levels) {
    double terms = (double) directions.count() * levels;
    return new ListedSums(pairs, total, directions.squaredScale() / terms);
  }

  /**
   * The distances of the pairs.
   *
   * @return {@code SW_2^2} of each pair in the order of the list, NaN where a sample is NaN
   */
  public double[] distances() {
    double[] out = new double[pairs.pairs()];
    for (int i = 0; i < out.length; i++) {
      out[i] = sums[pairs.pair(i)] * scale;
    }
    return out;
  }

  /**
   * Squared spread of a source class: SW_2^2 between it and the mean embedding of all classes of
   * the step.
   *
   * @param c the source class
   * @return at least 0
   */
  public double sourceSpread(int c) {
    return sums[c] * scale;
  }
}
