package io.wowflow.math.mmd;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.sliced.PairMeasure;

/**
 * A kernel between classes, a function of their sliced-Wasserstein distance: of {@code s = SW_2^2},
 * or of {@code s_1 = SW_1} for the Laplace kernel. Transcendental functions are {@link
 * StrictMath}'s, whose bits do not depend on the platform.
 */
public sealed interface Kernel
    permits Kernel.Riesz, Kernel.Gaussian, Kernel.InverseMultiquadric, Kernel.Laplace {

  /**
   * The distance that the kernel is a function of.
   *
   * @return squared for SW_2^2, absolute for SW_1
   */
  default PairMeasure measure() {
    return PairMeasure.SQUARED;
  }

  /**
   * The kernel's value k.
   *
   * @param s the distance, at least 0; the caller checks
   * @return k(s); NaN for NaN
   */
  double value(double s);

  /**
   * The kernel's derivative k'.
   *
   * @param s the distance, greater than 0
   * @return dk/ds; for the Riesz kernel minus infinity at 0, where {@link PairWeights} uses a floor
   */
  double derivative(double s);

  /**
   * The kernel's parameter: r of the Riesz kernel, the bandwidth h of the others.
   *
   * @return the parameter
   */
  double parameter();

  /**
   * Riesz kernel {@code k = -s^(r/2)}; r = 1 is the paper's "MMDSW" kernel {@code -SW_2}.
   *
   * @param parameter r, in (0, 2)
   */
  record Riesz(double parameter) implements Kernel {
    /** Checks the range. */
    public Riesz {
      Guard.that(
          parameter > 0 && parameter < 2,
          "parameter r of the riesz kernel must be in (0, 2), was " + parameter);
    }

    @Override
    public double value(double s) {
      return parameter == 1 ? -Math.sqrt(s) : -StrictMath.pow(s, parameter / 2);
    }

    @Override
    public double derivative(double s) {
      return parameter == 1
          ? -0.5 / Math.sqrt(s)
          : -parameter / 2 * StrictMath.pow(s, parameter / 2 - 1);
    }
  }

  /**
   * Gaussian kernel {@code k = exp(-s / (2h))}.
   *
   * @param parameter the bandwidth h, greater than 0
   */
  record Gaussian(double parameter) implements Kernel {
    /** Checks the range. */
    public Gaussian {
      Guard.positive("bandwidth h of the gaussian kernel", parameter);
    }

    @Override
    public double value(double s) {
      return StrictMath.exp(-s / (2 * parameter));
    }

    @Override
    public double derivative(double s) {
      return -value(s) / (2 * parameter);
    }
  }

  /**
   * Inverse multiquadric kernel {@code k = (h + s)^(-1/2)}.
   *
   * @param parameter the bandwidth h, greater than 0
   */
  record InverseMultiquadric(double parameter) implements Kernel {
    /** Checks the range. */
    public InverseMultiquadric {
      Guard.positive("bandwidth h of the imq kernel", parameter);
    }

    @Override
    public double value(double s) {
      return 1 / Math.sqrt(parameter + s);
    }

    @Override
    public double derivative(double s) {
      return -0.5 / ((parameter + s) * Math.sqrt(parameter + s));
    }
  }

  /**
   * Laplace kernel {@code k = exp(-s_1 / h)} of {@code s_1 = SW_1}.
   *
   * @param parameter the bandwidth h, greater than 0
   */
  record Laplace(double parameter) implements Kernel {
    /** Checks the range. */
    public Laplace {
      Guard.positive("bandwidth h of the laplace kernel", parameter);
    }

    @Override
    public PairMeasure measure() {
      return PairMeasure.ABSOLUTE;
    }

    @Override
    public double value(double s) {
      return StrictMath.exp(-s / parameter);
    }

    @Override
    public double derivative(double s) {
      return -value(s) / parameter;
    }
  }
}
