package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.FeatureRanges;
import java.util.Locale;
import java.util.Optional;

/**
 * The range of values that can be squared as 32-bit floats, which end at about 3.4e38 and lose
 * digits below 1.2e-38.
 *
 * <p>A flow adds up to 256 squares of projections before it goes on in 64 bits: values from 2^60 =
 * 1.2e18 on may leave the range, which smaller ones do in many dimensions only. Where no value is
 * as far from zero as 2^-63 = 1.1e-19, every square is below the range of full precision.
 */
public final class SquareRange {
  private static final double LARGE = 0x1p60;
  private static final double SMALL = 0x1p-63;

  private SquareRange() {}

  /** Refuses a flow between values, as it sees them, that cannot be squared. */
  static void check(
      FlowConf conf, FeatureStatistics source, FeatureStatistics target, FeatureRanges names) {
    Largest largest = Largest.of(conf, source, target, names);
    if (largest.value >= LARGE) {
      throw tooLarge("", largest.value, largest.where);
    }
    if (largest.value > 0 && largest.value < SMALL) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "Values of at most %.1e (%s) are too small to be squared as 32-bit floats; scale all"
                  + " datasets up by one factor",
              largest.value,
              largest.where));
    }
  }

  /**
   * The reason of a flow that diverged before its second step.
   *
   * @param conf the flow
   * @param inputs its datasets
   * @return the refusal of values that are too large in this dimension; empty if they are not
   */
  public static Optional<JobException> atTheStart(FlowConf conf, FlowInputs inputs) {
    Largest largest =
        Largest.of(
            conf,
            FeatureStatistics.of(inputs.seenSource()),
            FeatureStatistics.of(inputs.seenTarget()),
            inputs.source().ranges());
    return largest.value * Math.sqrt(inputs.seenSource().dimension()) < LARGE
        ? Optional.empty()
        : Optional.of(tooLarge("", largest.value, largest.where));
  }

  /** The value that is the farthest from zero, and where it is. */
  private record Largest(double value, String where) {
    static Largest of(
        FlowConf conf, FeatureStatistics source, FeatureStatistics target, FeatureRanges names) {
      int ofSource = source.farthest();
      int ofTarget = target.farthest();
      boolean first = source.magnitude(ofSource) >= target.magnitude(ofTarget);
      int j = first ? ofSource : ofTarget;
      return new Largest(
          first ? source.magnitude(j) : target.magnitude(j),
          names.name(j) + " of " + InputNames.name(first ? conf.source() : conf.target()));
    }
  }

  /**
   * The refusal of values that cannot be squared.
   *
   * @param found the reason to look at the values, up to a colon; empty for none
   * @param largest the largest distance of a value from zero
   * @param where it is
   * @return (input) with the remedy
   */
  public static JobException tooLarge(String found, double largest, String where) {
    String values = found.isEmpty() ? "Values" : found + ": values";
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s of up to %.1e (%s) are too large to be squared as 32-bit floats; scale all datasets"
                + " down by one factor",
            values,
            largest,
            where));
  }
}
