package io.wowflow.math.flow;

import io.wowflow.math.sliced.PairSums;
import java.util.Arrays;

/** The default bandwidth of a kernel. */
public final class Bandwidth {
  private Bandwidth() {}

  /**
   * Computes the median of the source-target distances: of SW_2^2, or of SW_1 for the Laplace
   * kernel.
   *
   * @param sums the distances at step 0
   * @return the middle distance, or the mean of the two middle ones for an even number; 0 if at
   *     least half of the pairs coincide, which no kernel accepts as its bandwidth
   */
  public static double median(PairSums sums) {
    double[] all = sums.targetMatrix().values().clone();
    Arrays.sort(all);
    int middle = all.length / 2;
    return all.length % 2 == 1 ? all[middle] : 0.5 * (all[middle - 1] + all[middle]);
  }
}
