package io.wowflow.jobs.input;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import java.util.Locale;
import java.util.Optional;

/** The spreads of the features of a dataset, compared with each other. */
public final class Spread {
  private static final double MOST = 100;

  private Spread() {}

  /**
   * A sentence about features of very different spreads: distances see the widest only.
   *
   * @param statistics of the samples of the dataset
   * @param read the dataset, with the names of its features
   * @return empty for pictures, and if no deviation of a feature that is not constant is more than
   *     100 times another
   */
  public static Optional<String> notice(FeatureStatistics statistics, LoadedDataset read) {
    int widest = -1;
    int narrowest = -1;
    for (int j = 0; j < statistics.dimension(); j++) {
      if (!statistics.isConstant(j)) {
        double spread = statistics.deviation(j);
        widest = widest < 0 || spread > statistics.deviation(widest) ? j : widest;
        narrowest = narrowest < 0 || spread < statistics.deviation(narrowest) ? j : narrowest;
      }
    }
    if (read.shape().isPresent()
        || widest < 0
        || statistics.deviation(widest) <= MOST * statistics.deviation(narrowest)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s has the deviation %.3g and %s %.3g: the wider feature decides distances; give"
                + " --standardise target to weigh all features alike",
            read.ranges().name(widest),
            read.units().length(statistics.deviation(widest)),
            read.ranges().name(narrowest),
            read.units().length(statistics.deviation(narrowest))));
  }
}
