package io.wowflow.math.sliced;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.internal.Workspace;

/**
 * The sliced-Wasserstein distance between two classes over given directions: {@code SW_p^p(mu, nu)
 * = (1/L) sum_l W_p^p(theta_l # mu, theta_l # nu)}. In one dimension W_p^p is the integral over u
 * in (0, 1) of {@code |F_mu^-1(u) - F_nu^-1(u)|^p}: exact for any two sizes and weights by merging
 * the two step functions, never through a quantile grid.
 *
 * <p>Projections are single precision (relative accuracy about 1e-6), the integral is double. An
 * immutable value.
 *
 * <p>Edge cases: for classes of one sample (n = 1) the distance is the mean of {@code |theta_l . (x
 * - y)|^p}. A sample that is NaN, or a projection that overflows single precision, makes the
 * distance NaN.
 */
public final class SlicedWasserstein {
  private static final int DEFAULT_COUNT = 500;

  private final int exponent;

  /** The directions, or null for the default in the dimension of the classes. */
  private final Directions directions;

  private final int threads;

  private SlicedWasserstein(int exponent, Directions directions, int threads) {
    this.exponent = exponent;
    this.directions = directions;
    this.threads = threads;
  }

  /**
   * {@code SW_2} over 500 Gaussian directions of seed 0, in the dimension of the classes, on one
   * thread. The common case is one line:
   *
   * <pre>{@code
   * double distance = SlicedWasserstein.withDefaults().distance(mu, nu);
   * }</pre>
   *
   * <p>Between two point masses its relative standard error over the choice of directions is about
   * 3 %; the error falls with the square root of the number of directions, for which there is
   * {@link #of}.
   *
   * @return the distance
   */
  public static SlicedWasserstein withDefaults() {
    return new SlicedWasserstein(2, null, 1);
  }

  /**
   * Returns the distance of a given exponent over the directions of step 0.
   *
   * @param exponent p, 1 or 2
   * @param directions the directions; slices of a padded space are scaled to R^d
   * @return the distance
   * @throws IllegalArgumentException for another exponent
   */
  public static SlicedWasserstein of(int exponent, Directions directions) {
    Guard.that(exponent == 1 || exponent == 2, "p must be 1 or 2, was " + exponent);
    return new SlicedWasserstein(exponent, directions, 1);
  }

  /**
   * Returns the same distance, computed by several threads.
   *
   * @param count number of threads, at least 1; no bit depends on it
   * @return the distance
   * @throws IllegalArgumentException if {@code count < 1}
   */
  public SlicedWasserstein withThreads(int count) {
    return new SlicedWasserstein(exponent, directions, Guard.positive("threads", count));
  }

  /**
   * The distance {@code SW_p}.
   *
   * @param mu a class
   * @param nu another class of the same dimension
   * @return {@code (SW_p^p)^(1/p)}, at least 0
   * @throws IllegalArgumentException if a dimension differs from that of the directions, or the
   *     projections of a class on a block exceed the largest array
   */
  public double distance(LabelledClass mu, LabelledClass nu) {
    double power = power(mu, nu);
    return exponent == 2 ? Math.sqrt(power) : power;
  }

  /**
   * The p-th power {@code SW_p^p}.
   *
   * @param mu a class
   * @param nu another class of the same dimension
   * @return at least 0; 0 when both are the same measure
   * @throws IllegalArgumentException if a dimension differs from that of the directions, or the
   *     projections of a class on a block exceed the largest array
   */
  public double power(LabelledClass mu, LabelledClass nu) {
    Directions chosen =
        directions == null ? new GaussianDirections(0, mu.dimension(), DEFAULT_COUNT) : directions;
    Guard.size("dimension of " + mu, chosen.dimension(), mu.dimension());
    Guard.size("dimension of " + nu, chosen.dimension(), nu.dimension());
    double[] sums = new double[chosen.blockCount()];
    try (WorkPool pool = new WorkPool(threads)) {
      pool.run(sums.length, (b, work) -> sums[b] = integrals(mu, nu, chosen.block(0, b), work));
    }
    double sum = 0;
    for (double s : sums) {
      sum += s;
    }
    double scale = exponent == 2 ? chosen.squaredScale() : chosen.absoluteScale();
    return sum / chosen.count() * scale;
  }

  /** The sum of the integrals over the directions of a block. */
  private double integrals(LabelledClass mu, LabelledClass nu, Projector block, Workspace work) {
    Slices left = new Slices(mu, block, work);
    Slices right = new Slices(nu, block, work);
    double sum = 0;
    for (int leaf = 0; leaf < block.leaves(); leaf++) {
      for (int l = 0; l < Panels.LEAF_DIRECTIONS; l++) {
        sum += integral(left.at(leaf, l), right.at(leaf, l));
      }
    }
    return sum;
  }

  /** The integral of |F - G|^p over (0, 1), by walking both step functions. */
  private double integral(Slices f, Slices g) {
    int i = 0;
    int j = 0;
    double position = 0;
    double sum = 0;
    double endF = f.weight(0);
    double endG = g.weight(0);
    while (true) {
      boolean lastF = i == f.size - 1;
      boolean lastG = j == g.size - 1;
      // Cumulated weights may miss 1 by rounding: the last step of each reaches to the end.
      double end = Math.min(lastF ? 1 : endF, lastG ? 1 : endG);
      double difference = Math.abs((double) f.value(i) - g.value(j));
      sum += Math.max(0, end - position) * (exponent == 2 ? difference * difference : difference);
      position = Math.max(position, end);
      if (lastF && lastG) {
        return sum;
      }
      boolean stepF = !lastF && (lastG || endF <= end);
      boolean stepG = !lastG && (lastF || endG <= end);
      if (stepF) {
        endF += f.weight(++i);
      }
      if (stepG) {
        endG += g.weight(++j);
      }
    }
  }

  /** The sorted projections of one class on a block of directions, read slice by slice. */
  private static final class Slices {
    private static final int LEAF = Panels.LEAF_DIRECTIONS;

    private final int size;
    private final double[] weights;
    private final float[] values;
    private final int[][] order;
    private int leaf;
    private int slice;

    Slices(LabelledClass c, Projector block, Workspace work) {
      size = c.size();
      weights = c.isUniform() ? null : c.weights();
      values = new float[Projector.length(block.leaves(), size)];
      order = new int[weights == null ? 0 : block.leaves()][size * LEAF];
      block.project(c.samples().values(), size, values, work);
      for (int b = 0; b < block.leaves(); b++) {
        if (weights == null) {
          ClassKernel.sorter().sort(values, b * size * LEAF, size, work);
        } else {
          ClassKernel.sorter().sort(values, b * size * LEAF, size, order[b], work);
        }
      }
    }

    Slices at(int newLeaf, int newSlice) {
      leaf = newLeaf;
      slice = newSlice;
      return this;
    }

    float value(int rank) {
      return values[(leaf * size + rank) * LEAF + slice];
    }

    double weight(int rank) {
      return weights == null ? 1.0 / size : weights[order[leaf][rank * LEAF + slice]];
    }
  }
}
