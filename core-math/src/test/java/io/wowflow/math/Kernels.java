package io.wowflow.math;

import io.wowflow.math.mmd.Kernel;

/** Kernels by the names of the golden files. */
public final class Kernels {
  private Kernels() {}

  /** The kernel of a name and parameter. */
  public static Kernel named(String name, double parameter) {
    return switch (name) {
      case "riesz" -> new Kernel.Riesz(parameter);
      case "gaussian" -> new Kernel.Gaussian(parameter);
      case "imq" -> new Kernel.InverseMultiquadric(parameter);
      case "laplace" -> new Kernel.Laplace(parameter);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
