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
