package io.wowflow.jobs.flow;

import io.wowflow.jobs.plan.FlowSizes;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import java.util.Arrays;
import java.util.stream.IntStream;

/** SW_2^2 between the classes of a state and those of the target, for any kernel. */
public final class FlowDistances {
  private FlowDistances() {}

  /**
   * Measures all pairs with the directions of the state's step and every sample, some target
   * classes at a time where there are many.
   *
   * @param setting the flow
   * @param state any state of it
   * @return C x C' squared distances, rows for source classes, in the units that the flow sees
   */
  public static DoubleMatrix squared(FlowSetting setting, FlowState state) {
    int targets = setting.inputs().seenTarget().classCount();
    return squared(setting, state, IntStream.range(0, targets).toArray());
  }

  /**
   * Measures the pairs of all source classes with some target classes.
   *
   * @param setting the flow
   * @param state any state of it
   * @param some indices of target classes, ascending, not modified
   * @return squared distances as of {@link #squared(FlowSetting, FlowState)}, with a column for
   *     each of {@code some}
   */
  public static DoubleMatrix squared(FlowSetting setting, FlowState state, int[] some) {
    int classes = setting.inputs().seenSource().classCount();
    int targets = some.length;
    int atOnce = Math.max(1, Math.min(targets, FlowSizes.PAIRS_AT_ONCE / classes));
    DoubleMatrix out = DoubleMatrix.zeros(classes, targets);
    try (FlowEngine engine = setting.engineOnAll(setting.problem(new Kernel.Riesz(1)), state)) {
      for (int first = 0; first < targets; first += atOnce) {
        int end = Math.min(targets, first + atOnce);
        // Without interacting source classes only the sums to targets are computed.
        Interaction part = new Interaction(new int[0], Arrays.copyOfRange(some, first, end));
        PairSums sums = engine.measure(part, false);
        for (int c = 0; c < classes; c++) {
          for (int e = first; e < end; e++) {
            out.set(c, e, sums.toTarget(c, e - first));
          }
        }
      }
    }
    return out;
  }
}
