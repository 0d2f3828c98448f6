package io.wowflow.jobs.flow;

import io.wowflow.jobs.input.FeatureStatistics;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.record.Manifest;

/** Compares the features of flowed samples with those of the target. */
public final class FeatureCheck {
  private static final double TOLERATED = 0.1;

  private FeatureCheck() {}

  /**
   * Compares range and deviation of every feature.
   *
   * @param flowed the samples of a result
   * @param target the samples of the target, in the same units
   * @return the comparison
   */
  public static Manifest.Features of(LoadedDataset flowed, LoadedDataset target) {
    FeatureStatistics made = FeatureStatistics.of(flowed.dataset());
    FeatureStatistics wanted = FeatureStatistics.of(target.dataset());
    int outside = 0;
    int farthest = -1;
    double excess = 0;
    int narrowest = -1;
    int widest = -1;
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < wanted.dimension(); j++) {
      double beyond = excess(made, wanted, j);
      outside += beyond > TOLERATED ? 1 : 0;
      if (beyond > excess) {
        excess = beyond;
        farthest = j;
      }
      if (!wanted.isConstant(j)) {
        double ratio = made.deviation(j) / wanted.deviation(j);
        if (ratio < smallest) {
          smallest = ratio;
          narrowest = j;
        }
        if (ratio > largest) {
          largest = ratio;
          widest = j;
        }
      }
    }
    return new Manifest.Features(
        wanted.dimension(),
        outside,
        name(target, farthest),
        excess,
        name(target, narrowest),
        narrowest < 0 ? null : smallest,
        name(target, widest),
        widest < 0 ? null : largest);
  }

  private static double excess(FeatureStatistics made, FeatureStatistics wanted, int j) {
    double beyond =
        Math.max(0, Math.max(made.high(j) - wanted.high(j), wanted.low(j) - made.low(j)));
    double length = wanted.high(j) - wanted.low(j);
    double unit = length > 0 ? length : Math.max(made.magnitude(j), wanted.magnitude(j));
    return beyond == 0 ? 0 : beyond / unit;
  }

  private static String name(LoadedDataset target, int j) {
    return j < 0 ? null : target.ranges().name(j);
  }
}
