package io.wowflow.jobs.conf;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The kernel between classes.
 *
 * @param kernel key {@code kernel}
 * @param kernelParameter key {@code kernel-parameter}: r of riesz, in (0, 2) and 1 when absent; h
 *     of the others, positive, and empty for the median before the first step
 */
public record KernelConf(Kernel kernel, OptionalDouble kernelParameter) {
  /** A family of kernels: a function of the sliced Wasserstein distance and one parameter. */
  public enum Kernel {
    /** {@code -s^(r/2)}. */
    RIESZ {
      @Override
      public io.wowflow.math.mmd.Kernel of(double parameter) {
        return new io.wowflow.math.mmd.Kernel.Riesz(parameter);
      }
    },
    /** {@code exp(-s / (2h))}. */
    GAUSSIAN {
      @Override
      public io.wowflow.math.mmd.Kernel of(double parameter) {
        return new io.wowflow.math.mmd.Kernel.Gaussian(parameter);
      }
    },
    /** {@code exp(-s_1 / h)}. */
    LAPLACE {
      @Override
      public io.wowflow.math.mmd.Kernel of(double parameter) {
        return new io.wowflow.math.mmd.Kernel.Laplace(parameter);
      }
    },
    /** {@code (h + s)^(-1/2)}. */
    IMQ {
      @Override
      public io.wowflow.math.mmd.Kernel of(double parameter) {
        return new io.wowflow.math.mmd.Kernel.InverseMultiquadric(parameter);
      }
    };

    /**
     * The kernel of the family with a parameter.
     *
     * @param parameter r of riesz, in (0, 2); h of the others, positive
     * @return the kernel
     */
    public abstract io.wowflow.math.mmd.Kernel of(double parameter);

    /**
     * The name in configurations and manifests.
     *
     * @return such as {@code riesz}
     */
    public String text() {
      return Parsers.text(this);
    }
  }

  static KernelConf read(ConfReader reader) {
    String key = "kernel-parameter";
    Kernel kernel = reader.value("kernel", Parsers.choice(Kernel.class));
    if (kernel == Kernel.RIESZ && !reader.failed("kernel")) {
      Function<String, Double> exponent =
          Parsers.number("an exponent of riesz, above 0 and below 2", r -> r > 0 && r < 2);
      return new KernelConf(kernel, OptionalDouble.of(reader.optionalOr(key, exponent, 1.0)));
    }
    return new KernelConf(kernel, reader.number(key, Parsers.POSITIVE));
  }
}
