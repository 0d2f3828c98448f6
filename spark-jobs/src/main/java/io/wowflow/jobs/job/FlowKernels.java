package io.wowflow.jobs.job;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.KernelConf;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Bandwidth;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.PairMeasure;
import java.util.Locale;
import java.util.Optional;

/** Kernels by their names in the configuration. */
final class FlowKernels {
  private FlowKernels() {}

  static PairMeasure measure(KernelConf conf) {
    return named(conf.kernel(), 1).measure();
  }

  static String name(KernelConf conf) {
    return conf.kernel().name().toLowerCase(Locale.ROOT);
  }

  static Kernel named(KernelConf.Kernel kernel, double parameter) {
    return switch (kernel) {
      case RIESZ -> new Kernel.Riesz(parameter);
      case GAUSSIAN -> new Kernel.Gaussian(parameter);
      case LAPLACE -> new Kernel.Laplace(parameter);
      case IMQ -> new Kernel.InverseMultiquadric(parameter);
    };
  }

  /**
   * The default bandwidth: the median of the source-target distances before the first step.
   *
   * @throws JobException (usage) if it is 0
   */
  static double medianBandwidth(KernelConf conf, FlowSetting setting) {
    LabelledDataset source = setting.inputs().seenSource();
    LabelledDataset target = setting.inputs().seenTarget();
    FlowProblem problem = setting.problem(named(conf.kernel(), 1));
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
