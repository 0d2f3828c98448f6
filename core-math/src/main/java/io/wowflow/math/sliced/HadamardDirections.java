package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.linalg.WalshHadamard;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;

/**
 * Structured directions: points are padded with zeros to p dimensions, p the power of two from
 * {@code max(64, d)}, and a block of p slices is {@code H D3 H D2 H D1 x} with H the orthonormal
 * Walsh-Hadamard matrix and D random signs, at O(p log p) per point. The signs of block j of step k
 * are keyed by (seed, k, j).
 *
 * <p>A row is a unit vector of R^p, and its part in R^d has mean square norm d/p: a mean of squares
 * over slices is turned into SW_2^2 by the factor p/d ({@link #squaredScale}), a mean of absolute
 * values into SW_1 by the ratio of Gamma functions of {@link #absoluteScale}. The truncated rows
 * are never normalised.
 *
 * @param seed the run's seed
 * @param dimension d, at least 1
 * @param count L, at least 1; the variance falls with whole blocks only, so p is the natural count
 */
public record HadamardDirections(long seed, int dimension, int count) implements Directions {
  private static final int ROUNDS = 3;

  /** Checks the sizes. */
  public HadamardDirections {
    Guard.positive("dimension", dimension);
    Guard.positive("direction count", count);
    Guard.that(
        dimension <= 1 << 24, "hadamard directions stop at dimension 2^24, was " + dimension);
  }

  /**
   * The size p of a block for points of R^d.
   *
   * @param dimension d
   * @return the least power of two that is at least 64 and at least d
   */
  public static int size(int dimension) {
    int p = WalshHadamard.LEAST_SIZE;
    while (p < dimension) {
      p *= 2;
    }
    return p;
  }

  @Override
  public int blockSize() {
    return size(dimension);
  }

  @Override
  public double squaredScale() {
    return (double) blockSize() / dimension;
  }

  @Override
  public double absoluteScale() {
    return gammaRatio(blockSize()) / gammaRatio(dimension);
  }

  /** Gamma((k + 1) / 2) / Gamma(k / 2), by its recurrence r(k) r(k + 1) = k / 2 from r(1). */
  private static double gammaRatio(int k) {
    double ratio = 1 / Math.sqrt(Math.PI);
    for (int i = 1; i < k; i++) {
      ratio = i / 2.0 / ratio;
    }
    return ratio;
  }

  @Override
  public Projector block(int step, int block, Projector recycled) {
    Guard.index("block", block, blockCount());
    int p = blockSize();
    CounterRandom random = CounterRandom.at(seed, Streams.HADAMARD_SIGNS, step, block);
    float[] signs = HadamardProjector.storage(recycled, ROUNDS * p);
    for (int j = 0; j < signs.length; j += Long.SIZE) {
      long bits = random.nextLong();
      for (int b = 0; b < Long.SIZE; b++) {
        signs[j + b] = ((bits >>> b) & 1) == 0 ? 1f : -1f;
      }
    }
    return new HadamardProjector(
        block * p / Panels.LEAF_DIRECTIONS, sizeOf(block), dimension, signs);
  }
}
