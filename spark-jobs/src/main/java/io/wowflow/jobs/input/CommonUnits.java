package io.wowflow.jobs.input;

import io.wowflow.jobs.io.dataset.FeatureRanges;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The units that all datasets of a job have in common, chosen after they were read once. Almost
 * always they are the values as they are. Otherwise the datasets are read again, in these units:
 *
 * <ul>
 *   <li>a feature whose values are farther from zero than 2^12 times their common range is centred:
 *       32-bit floats would keep less than 12 binary digits of its differences;
 *   <li>so is a constant feature that is as far from zero as 2^12 times the largest range, since
 *       projections on directions would carry it;
 *   <li>where a job allows it, values whose squares leave the range of 32-bit floats are scaled by
 *       an even power of two, which is undone without rounding.
 * </ul>
 */
public final class CommonUnits {
  private static final double FAR = 1 << 12;

  /**
   * Squares of values between 2^-40 and 2^40 leave 2^40 on either side for sums and differences.
   */
  private static final int FAR_EXPONENT = 40;

  private static final int NAMED = 3;

  private CommonUnits() {}

  /** A dataset that can be read more than once. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Reads the dataset.
     *
     * @param units the units of its samples
     * @return the same samples at each call
     */
    LoadedDataset in(Units units);
  }

  /** The scale of the units. */
  public enum Scale {
    /** As in the input. */
    KEPT,
    /** Brought near 1 where squares would leave the range of 32-bit floats. */
    FREE
  }

  /**
   * Reads datasets in the units that fit all of them.
   *
   * @param readings the datasets
   * @param scale whether values may be scaled
   * @param notices receives a sentence about units other than those of the input
   * @return the datasets, in the order of the readings
   */
  public static List<LoadedDataset> read(
      List<Reading> readings, Scale scale, Consumer<String> notices) {
    List<LoadedDataset> out = new ArrayList<>();
    readings.forEach(reading -> out.add(reading.in(Units.AS_READ)));
    int dimension = out.get(0).dataset().dimension();
    if (out.stream().anyMatch(read -> read.dataset().dimension() != dimension)) {
      // Refused by the job, in its words.
      return out;
    }
    FeatureRanges ranges =
        out.stream().map(LoadedDataset::ranges).reduce(FeatureRanges::with).orElseThrow();
    Units units = of(ranges, scale);
    if (units.isAsRead()) {
      return out;
    }
    String sentence = sentence(ranges, units);
    notices.accept(sentence);
    return readings.stream().map(reading -> noted(reading.in(units), sentence)).toList();
  }

  private static LoadedDataset noted(LoadedDataset read, String sentence) {
    return read.withReport(read.report().withNotice(sentence));
  }

  /**
   * Units in which 32-bit floats hold what features of some ranges differ by.
   *
   * @param ranges the ranges of all samples of a job; unknown ranges give the values as they are
   * @param scale whether values may be scaled
   * @return the units
   */
  public static Units of(FeatureRanges ranges, Scale scale) {
    if (!ranges.isKnown()) {
      return Units.AS_READ;
    }
    double[] offset = new double[ranges.dimension()];
    double longest = 0;
    for (int j = 0; j < offset.length; j++) {
      longest = Math.max(longest, ranges.length(j));
    }
    double largest = 0;
    for (int j = 0; j < offset.length; j++) {
      double length = ranges.length(j);
      if (longest > 0 && ranges.magnitude(j) > FAR * (length > 0 ? length : longest)) {
        offset[j] = middle(ranges, j);
      }
      largest =
          Math.max(
              largest,
              Math.max(Math.abs(ranges.low(j) - offset[j]), Math.abs(ranges.high(j) - offset[j])));
    }
    return Units.of(offset, scale == Scale.FREE ? exponent(largest) : 0);
  }

  /**
   * Units in which a file of 64-bit floats gets the values of the input: features are centred where
   * rounding to 32-bit floats would lose what they differ by, and only if it changes a value at
   * all.
   *
   * @param ranges the ranges of a dataset
   * @return the units; as they are if 32-bit floats hold the values
   */
  public static Units keeping(FeatureRanges ranges) {
    if (!ranges.isKnown()) {
      return Units.AS_READ;
    }
    double[] offset = new double[ranges.dimension()];
    for (int j = 0; j < offset.length; j++) {
      double length = ranges.length(j);
      boolean far =
          length > 0 ? ranges.magnitude(j) > FAR * length : ranges.magnitude(j) >= 1 << 24;
      if (ranges.rounded(j) && far) {
        offset[j] = middle(ranges, j);
      }
    }
    return Units.of(offset, 0);
  }

  /**
   * The middle of a range, on the grid of the power of two next below its length: whole numbers
   * stay whole.
   */
  private static double middle(FeatureRanges ranges, int j) {
    double length = ranges.length(j);
    if (length == 0) {
      return ranges.low(j);
    }
    double grid = Math.scalb(1.0, Math.getExponent(length));
    return Math.rint((ranges.low(j) + length / 2) / grid) * grid;
  }

  /** An even exponent, so that the square root of the scale is a power of two as well. */
  private static int exponent(double largest) {
    int exponent = Math.getExponent(largest);
    return largest == 0 || Math.abs(exponent) <= FAR_EXPONENT ? 0 : exponent / 2 * 2;
  }

  private static String sentence(FeatureRanges ranges, Units units) {
    int[] centred =
        IntStream.range(0, ranges.dimension()).filter(j -> units.offset(j) != 0).toArray();
    List<String> parts = new ArrayList<>();
    for (int k = 0; k < Math.min(NAMED, centred.length); k++) {
      int j = centred[k];
      parts.add(
          String.format(
              Locale.ROOT,
              "values of %s near %.6g differ by %.4g",
              ranges.name(j),
              units.offset(j),
              ranges.length(j)));
    }
    if (centred.length > NAMED) {
      parts.add("and those of " + (centred.length - NAMED) + " more features likewise");
    }
    String centring = centred.length == 0 ? "" : String.join(", ", parts) + ": centred in 64 bits";
    String scaling =
        units.exponent() == 0
            ? ""
            : "values are divided by 2^" + units.exponent() + " so that they can be squared";
    return String.join("; ", Stream.of(centring, scaling).filter(t -> !t.isEmpty()).toList());
  }
}
