package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.KernelConf;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.PairMeasure;
import java.util.Locale;

/** Kernels by their names in the configuration. */
public final class FlowKernels {
  private FlowKernels() {}

  static PairMeasure measure(KernelConf conf) {
    return named(conf.kernel(), 1).measure();
  }

  public static String name(KernelConf conf) {
    return conf.kernel().name().toLowerCase(Locale.ROOT);
  }

  public static Kernel named(KernelConf.Kernel kernel, double parameter) {
    return switch (kernel) {
      case RIESZ -> new Kernel.Riesz(parameter);
      case GAUSSIAN -> new Kernel.Gaussian(parameter);
      case LAPLACE -> new Kernel.Laplace(parameter);
      case IMQ -> new Kernel.InverseMultiquadric(parameter);
    };
  }
}
