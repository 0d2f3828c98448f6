package io.wowflow.jobs.conf;

import java.util.OptionalDouble;

/**
 * The kernel between classes.
 *
 * @param kernel key {@code kernel}
 * @param kernelParameter key {@code kernel-parameter}: r of riesz, in (0, 2) and 1 when absent; h
 *     of the others, positive, and empty for the median before the first step
 */
public record KernelConf(Kernel kernel, OptionalDouble kernelParameter) {
  /** The function of the sliced Wasserstein distance. */
  public enum Kernel {
    /** {@code -s^(r/2)}. */
    RIESZ,
    /** {@code exp(-s / (2h))}. */
    GAUSSIAN,
    /** {@code exp(-s_1 / h)}. */
    LAPLACE,
    /** {@code (h + s)^(-1/2)}. */
    IMQ
  }

  static KernelConf read(ConfReader reader) {
    Kernel kernel = reader.value("kernel", Parsers.choice(Kernel.class));
    String key = "kernel-parameter";
    if (kernel == Kernel.RIESZ) {
      double exponent = reader.optionalOr(key, Parsers.POSITIVE, 1.0);
      if (exponent >= 2) {
        reader.contradiction(
            "--kernel-parameter: '" + exponent + "' is not below 2, as riesz needs it",
            "kernel",
            key);
      }
      return new KernelConf(kernel, OptionalDouble.of(exponent));
    }
    return new KernelConf(kernel, reader.number(key, Parsers.POSITIVE));
  }
}
