package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.KernelConf;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Bandwidth;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import java.util.Optional;

/** The default bandwidth of a kernel. */
final class MedianBandwidth {
  private MedianBandwidth() {}

  /**
   * The median of the source-target distances before the first step.
   *
   * @throws JobException (usage) if it is 0
   */
  static double of(KernelConf conf, FlowSetting setting) {
    LabelledDataset source = setting.inputs().seenSource();
    LabelledDataset target = setting.inputs().seenTarget();
    FlowProblem problem = setting.problem(conf.kernel().of(1));
    FlowState start = InProcessEngine.initialState(problem);
    try (FlowEngine engine = setting.engine(problem, start, Optional.empty())) {
      double median =
          Bandwidth.median(
              engine.measure(
                  setting.batches().reported(source.classCount(), target.classCount()), false));
      if (!(median > 0)) {
        throw JobException.usage(
            "The median distance between source and target classes is "
                + median
                + ", which is no bandwidth: give --kernel-parameter");
      }
      return median;
    }
  }
}
