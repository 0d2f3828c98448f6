package io.wowflow.jobs.input;

import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Range, mean and deviation of every feature of a set of samples. Every sample counts once, in
 * whichever class it is and whatever it weighs. All sums are in 64 bits.
 *
 * <p>Statistics of two sets are {@linkplain #with merged} by the pairwise formula of Chan, Golub
 * and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979),
 * equations 2.1: {@code M = M_a + M_b + (mean_b - mean_a)^2 n_a n_b / n}.
 */
public final class FeatureStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long count;
  private final double[] low;
  private final double[] high;
  private final double[] mean;
  private final double[] squares;

  private FeatureStatistics(
      long count, double[] low, double[] high, double[] mean, double[] squares) {
    this.count = count;
    this.low = low;
    this.high = high;
    this.mean = mean;
    this.squares = squares;
  }

  /**
   * The statistics of all samples of a dataset, class after class.
   *
   * @param dataset finite samples, not modified; each class is read once
   * @return the statistics of its features
   */
  public static FeatureStatistics of(LabelledDataset dataset) {
    Iterator<FeatureStatistics> classes = SpreadDataset.perClass(dataset, (number, c) -> of(c));
    FeatureStatistics all = classes.next();
    while (classes.hasNext()) {
      all = all.with(classes.next());
    }
    return all;
  }

  private static FeatureStatistics of(LabelledClass samples) {
    int d = samples.dimension();
    float[] values = samples.samples().values();
    float[] low = Arrays.copyOf(values, d);
    float[] high = low.clone();
    // Differences from the first sample: sums of squares far from zero would cancel.
    float[] first = low.clone();
    double[] sum = new double[d];
    double[] squares = new double[d];
    for (int at = d; at < values.length; at += d) {
      for (int j = 0; j < d; j++) {
        low[j] = Math.min(low[j], values[at + j]);
        high[j] = Math.max(high[j], values[at + j]);
      }
      for (int j = 0; j < d; j++) {
        double difference = (double) values[at + j] - first[j];
        sum[j] += difference;
        squares[j] += difference * difference;
      }
    }
    double[] mean = new double[d];
    for (int j = 0; j < d; j++) {
      mean[j] = first[j] + sum[j] / samples.size();
      squares[j] = Math.max(0, squares[j] - sum[j] / samples.size() * sum[j]);
    }
    return new FeatureStatistics(samples.size(), wide(low), wide(high), mean, squares);
  }

  private static double[] wide(float[] values) {
    double[] out = new double[values.length];
    for (int j = 0; j < out.length; j++) {
      out[j] = values[j];
    }
    return out;
  }

  /**
   * The statistics of the samples of both.
   *
   * @param other statistics of other samples of the same features
   * @return the statistics of all of them
   * @throws IllegalArgumentException if the numbers of features differ
   */
  public FeatureStatistics with(FeatureStatistics other) {
    Guard.size("number of features", dimension(), other.dimension());
    int d = dimension();
    double all = count + other.count;
    double[] lowest = new double[d];
    double[] highest = new double[d];
    double[] together = new double[d];
    double[] sums = new double[d];
    for (int j = 0; j < d; j++) {
      double apart = other.mean[j] - mean[j];
      lowest[j] = Math.min(low[j], other.low[j]);
      highest[j] = Math.max(high[j], other.high[j]);
      together[j] = mean[j] + apart * (other.count / all);
      sums[j] = squares[j] + other.squares[j] + apart * apart * (count / all) * other.count;
    }
    return new FeatureStatistics(count + other.count, lowest, highest, together, sums);
  }

  /**
   * The number of features.
   *
   * @return d
   */
  public int dimension() {
    return mean.length;
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
   * The mean of a feature.
   *
   * @param j the feature
   * @return the mean over all samples
   */
  public double mean(int j) {
    return mean[j];
  }

  /**
   * The standard deviation of a feature, {@code sqrt(M / n)}.
   *
   * @param j the feature
   * @return the deviation over all samples, exactly 0 for a constant feature
   */
  public double deviation(int j) {
    return isConstant(j) ? 0 : Math.sqrt(squares[j] / count);
  }

  /**
   * Whether a feature has one value only.
   *
   * @param j the feature
   * @return true if its minimum is its maximum
   */
  public boolean isConstant(int j) {
    return low[j] == high[j];
  }

  /**
   * The feature whose values are the farthest from zero.
   *
   * @return its place
   */
  public int farthest() {
    int far = 0;
    for (int j = 1; j < dimension(); j++) {
      far = magnitude(j) > magnitude(far) ? j : far;
    }
    return far;
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
}
