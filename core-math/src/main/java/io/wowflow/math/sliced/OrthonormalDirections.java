package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;

/**
 * Rows of random rotations: each d consecutive directions are an orthonormal basis drawn from the
 * Haar measure. Rotation j of step k is keyed by (seed, k, j).
 *
 * @param seed the run's seed
 * @param dimension d, from 1 to {@link #MAX_DIMENSION}
 * @param count L, at least 1
 */
public record OrthonormalDirections(long seed, int dimension, int count) implements Directions {
  /** The largest dimension: a rotation costs O(d^3). */
  public static final int MAX_DIMENSION = 256;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1 or the dimension above {@link
   *     #MAX_DIMENSION}; the message contains the directions to use instead
   */
  public OrthonormalDirections {
    Guard.positive("dimension", dimension);
    Guard.positive("direction count", count);
    Guard.that(
        dimension <= MAX_DIMENSION,
        "orthonormal directions cost O(d^3) a rotation and stop at dimension "
            + MAX_DIMENSION
            + ", the data have "
            + dimension
            + ": use hadamard directions");
  }

  @Override
  public int blockSize() {
    return Panels.leafCount(dimension) * Panels.LEAF_DIRECTIONS;
  }

  @Override
  public Projector block(int step, int block, Projector recycled) {
    Guard.index("block", block, blockCount());
    int first = block * blockSize();
    int rows = sizeOf(block);
    float[] theta =
        MatrixProjector.storage(
            recycled, Panels.leafCount(rows) * Panels.LEAF_DIRECTIONS * dimension);
    // A rotation that two blocks share is made for each: blocks stay independent.
    for (int r = first / dimension; r * dimension < first + rows; r++) {
      double[] rotation = rotation(step, r);
      int from = Math.max(first, r * dimension);
      int to = Math.min(first + rows, (r + 1) * dimension);
      for (int j = from * dimension; j < to * dimension; j++) {
        theta[j - first * dimension] = (float) rotation[j - r * dimension * dimension];
      }
    }
    return new MatrixProjector(first / Panels.LEAF_DIRECTIONS, dimension, theta, recycled);
  }

  /**
   * Gram-Schmidt on Gaussian rows, which is Haar-distributed; done twice, for full orthogonality.
   */
  private double[] rotation(int step, int index) {
    CounterRandom random = CounterRandom.at(seed, Streams.ROTATION, step, index);
    double[] rows = new double[dimension * dimension];
    for (int i = 0; i < dimension; i++) {
      double norm;
      do {
        for (int j = 0; j < dimension; j++) {
          rows[i * dimension + j] = random.nextGaussian();
        }
        removeEarlier(rows, i);
        removeEarlier(rows, i);
        norm = Math.sqrt(dot(rows, i, i));
      } while (norm < 1e-9);
      for (int j = 0; j < dimension; j++) {
        rows[i * dimension + j] /= norm;
      }
    }
    return rows;
  }

  private void removeEarlier(double[] rows, int i) {
    for (int e = 0; e < i; e++) {
      double along = dot(rows, i, e);
      for (int j = 0; j < dimension; j++) {
        rows[i * dimension + j] -= along * rows[e * dimension + j];
      }
    }
  }

  private double dot(double[] rows, int a, int b) {
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      sum += rows[a * dimension + j] * rows[b * dimension + j];
    }
    return sum;
  }
}
