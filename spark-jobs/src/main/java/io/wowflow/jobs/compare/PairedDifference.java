package io.wowflow.jobs.compare;

import io.wowflow.math.internal.Guard;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The difference of the accuracies of R pairs of classifiers on the same n samples, with a 95 %
 * interval.
 *
 * <p>Of pair r let b be the number of samples that only its first classifier labels rightly and c
 * the number of those that only its second does. Its difference is {@code d_r = (b - c) / n}, and
 * the paired binomial variance of that is (Agresti, Min, "Simple improved confidence intervals for
 * comparing matched proportions", 2005: half a sample is added to b and c, so that it is above 0
 * for classifiers that agree)
 *
 * <pre>  v_r = ((b + c + 1) - (b - c)^2 / (n + 2)) / (n + 2)^2 .</pre>
 *
 * <p>The interval is {@code mean d +- t(0.975; R - 1) sqrt(max(s^2 / R, mean v))}, where s^2 is the
 * sample variance of the R differences: the first term is the noise of the trainings, the second
 * that of the test set, which more trainings do not lower.
 *
 * @param differences d_r, in [-1, 1]
 * @param mean their mean
 * @param trainingVariance s^2 / R; not a number for R = 1
 * @param testVariance the mean of v_r
 * @param tested n, at least 1
 */
public record PairedDifference(
    List<Double> differences,
    double mean,
    double trainingVariance,
    double testVariance,
    int tested) {
  private static final double LEVEL = 0.975;

  /** Beyond this, no test set that somebody has would decide. */
  private static final double MOST_SAMPLES = 1e9;

  /**
   * The difference of pairs.
   *
   * @param first for each pair the samples that the first classifier labels rightly, R at least 1
   * @param second likewise of the second classifier
   * @param tested n
   * @return first minus second
   */
  public static PairedDifference of(List<BitSet> first, List<BitSet> second, int tested) {
    Guard.size("number of pairs", first.size(), second.size());
    Guard.positive("number of pairs", first.size());
    Guard.positive("number of test samples", tested);
    List<Double> differences = new ArrayList<>();
    double variances = 0;
    for (int r = 0; r < first.size(); r++) {
      double b = onlyIn(first.get(r), second.get(r));
      double c = onlyIn(second.get(r), first.get(r));
      differences.add((b - c) / tested);
      double n = tested + 2.0;
      variances += ((b + c + 1) - (b - c) * (b - c) / n) / (n * n);
    }
    int pairs = first.size();
    double mean = differences.stream().mapToDouble(d -> d).average().orElseThrow();
    double squares = differences.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
    return new PairedDifference(
        List.copyOf(differences),
        mean,
        pairs == 1 ? Double.NaN : squares / (pairs - 1) / pairs,
        variances / pairs,
        tested);
  }

  private static double onlyIn(BitSet one, BitSet other) {
    BitSet out = (BitSet) one.clone();
    out.andNot(other);
    return out.cardinality();
  }

  /**
   * Half the width of the interval.
   *
   * @return above 0; infinite for a single pair
   */
  public double halfWidth() {
    return differences.size() == 1
        ? Double.POSITIVE_INFINITY
        : quantile() * Math.sqrt(Math.max(trainingVariance, testVariance));
  }

  /**
   * The lower end of the interval.
   *
   * @return at least -1
   */
  public double low() {
    return Math.max(-1, mean - halfWidth());
  }

  /**
   * The upper end of the interval.
   *
   * @return at most 1
   */
  public double high() {
    return Math.min(1, mean + halfWidth());
  }

  private double quantile() {
    return new TDistribution(null, differences.size() - 1.0).inverseCumulativeProbability(LEVEL);
  }

  /**
   * The number of test samples with which an interval around the same difference would end at a
   * distance from it, if the classifiers differed on the same share of them.
   *
   * @param distance from the mean, not negative
   * @return n; empty if no number would do, because the trainings themselves vary too much or the
   *     distance is 0
   */
  public OptionalLong samplesFor(double distance) {
    if (differences.size() == 1) {
      return OptionalLong.empty();
    }
    double wanted = distance / quantile();
    if (!(wanted * wanted > trainingVariance)) {
      return OptionalLong.empty();
    }
    double needed = testVariance * (tested + 2.0) / (wanted * wanted);
    return needed > MOST_SAMPLES
        ? OptionalLong.empty()
        : OptionalLong.of((long) Math.ceil(needed) + 1);
  }

  /**
   * The number of pairs with which the noise of the trainings would fit into a distance.
   *
   * @param distance from the mean, above 0
   * @return R, larger than now; empty if the trainings are not what is too noisy
   */
  public OptionalLong pairsFor(double distance) {
    int pairs = differences.size();
    if (pairs == 1) {
      return OptionalLong.empty();
    }
    double wanted = distance / quantile();
    double needed = Math.ceil(pairs * trainingVariance / (wanted * wanted));
    return needed > pairs && needed < MOST_SAMPLES
        ? OptionalLong.of((long) needed)
        : OptionalLong.empty();
  }
}
