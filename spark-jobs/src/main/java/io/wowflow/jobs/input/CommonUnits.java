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
 *   <li>a feature is centred whose values are farther from zero than 2^12 times the largest range
 *       of a feature: rounding it to 32 bits would be seen in distances, and so would a constant
 *       one, which every projection on a direction carries;
 *   <li>so is a feature, other than a pixel, whose values are farther from zero than 2^16 times
 *       their own range: 32-bit floats would keep less than 8 binary digits of its differences;
 *   <li>where a job allows it, values whose squares leave the range of 32-bit floats are scaled by
 *       an even power of two, which is undone without rounding.
 * </ul>
 */
public final class CommonUnits {
  private static final double FAR = 1 << 12;
  private static final double VERY_FAR = 1 << 16;
  private static final double MOST_EXACT = 1 << 24;
  private static final double MOST_WHOLE = 1L << 53;

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
    boolean pictures = out.stream().anyMatch(read -> read.shape().isPresent());
    Units units = of(ranges, pictures, scale);
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
   * @param pictures whether the features are pixels, of which none has a unit of its own
   * @param scale whether values may be scaled
   * @return the units
   */
  static Units of(FeatureRanges ranges, boolean pictures, Scale scale) {
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
      boolean far = longest > 0 && ranges.magnitude(j) > FAR * longest;
      if (far || (!pictures && isVeryFar(ranges, j))) {
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
   * Reads a dataset to write it: in other units where 32-bit floats would not keep its values, see
   * {@link #keeping(FeatureRanges)}.
   *
   * @param reading the dataset
   * @return the dataset; files get 64-bit floats if its units are not those of the input
   */
  public static LoadedDataset keeping(Reading reading) {
    LoadedDataset read = reading.in(Units.AS_READ);
    // Pixels have no unit of their own, and pictures in files are bytes.
    Units units = read.shape().isPresent() ? Units.AS_READ : keeping(read.ranges());
    return units.isAsRead() ? read : noted(reading.in(units), sentence(read.ranges(), units));
  }

  /**
   * Units in which a file of 64-bit floats gets the values of the input. A feature is centred if
   * some of its values are not 32-bit floats, and rounding them would leave less than 8 binary
   * digits of their differences or change numbers of the size of whole ones beyond 2^24.
   *
   * @param ranges the ranges of a dataset
   * @return the units; as they are if 32-bit floats hold the values
   */
  static Units keeping(FeatureRanges ranges) {
    if (!ranges.isKnown()) {
      return Units.AS_READ;
    }
    double[] offset = new double[ranges.dimension()];
    for (int j = 0; j < offset.length; j++) {
      double magnitude = ranges.magnitude(j);
      boolean whole = magnitude >= MOST_EXACT && magnitude <= MOST_WHOLE;
      if (ranges.rounded(j) && (whole || isVeryFar(ranges, j))) {
        offset[j] = middle(ranges, j);
      }
    }
    return Units.of(offset, 0);
  }

  private static boolean isVeryFar(FeatureRanges ranges, int j) {
    return ranges.length(j) > 0 && ranges.magnitude(j) > VERY_FAR * ranges.length(j);
  }

  /**
   * The middle of a range, on a grid of a power of two below a thousandth of its length: numbers of
   * a few binary digits keep a few.
   */
  private static double middle(FeatureRanges ranges, int j) {
    double length = ranges.length(j);
    if (length == 0) {
      return ranges.low(j);
    }
    double grid = Math.scalb(1.0, Math.getExponent(length) - 10);
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
