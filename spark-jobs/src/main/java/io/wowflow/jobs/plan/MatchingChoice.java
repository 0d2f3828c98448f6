package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.math.data.LabelledDataset;

/** The choice between exact and sliced costs for matching classes. */
public final class MatchingChoice {
  private static final int EXACT_CLASSES = 64;
  private static final int EXACT_SAMPLES = 1000;

  private MatchingChoice() {}

  /**
   * Chooses exact costs if {@code --matching} names them, or by default while both datasets are
   * small.
   *
   * @param conf of the flow
   * @param source the source as the flow sees it
   * @param target the target as the flow sees it
   * @return true if the cost of a pair of classes is the exact W_2^2
   */
  public static boolean isExact(FlowConf conf, LabelledDataset source, LabelledDataset target) {
    return conf.report()
        .matching()
        .map(asked -> asked == FlowConf.Matching.EXACT)
        .orElseGet(() -> isSmall(source) && isSmall(target));
  }

  /**
   * The default of matching for a dataset.
   *
   * @param dataset any
   * @return true, for exact costs, if it has at most 64 classes of at most 1000 samples each
   */
  public static boolean isSmall(LabelledDataset dataset) {
    return dataset.classCount() <= EXACT_CLASSES
        && dataset.classes().stream().allMatch(c -> c.size() <= EXACT_SAMPLES);
  }
}
