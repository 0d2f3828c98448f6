package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;

/**
 * Independent uniform directions: normalised Gaussian vectors, the paper's choice. Direction l of
 * step k is keyed by (seed, k, l).
 *
 * @param seed the run's seed
 * @param dimension d, at least 1
 * @param count L, at least 1
 */
public record GaussianDirections(long seed, int dimension, int count) implements Directions {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1 or the directions of a leaf, 32 d values,
   *     exceed the largest array
   */
  public GaussianDirections {
    Guard.positive("dimension", dimension);
    Guard.positive("direction count", count);
    MatrixProjector.leafLength(dimension);
  }

  @Override
  public int blockSize() {
    return Panels.LEAF_DIRECTIONS;
  }

  @Override
  public Projector block(int step, int block, Projector recycled) {
    Guard.index("block", block, blockCount());
    int first = block * blockSize();
    int rows = sizeOf(block);
    float[] theta = MatrixProjector.storage(recycled, Panels.LEAF_DIRECTIONS * dimension);
    for (int l = 0; l < rows; l++) {
      CounterRandom random = CounterRandom.at(seed, Streams.GAUSSIAN_DIRECTION, step, first + l);
      fillRow(random, theta, l * dimension, dimension);
    }
    return new MatrixProjector(block, dimension, theta, recycled);
  }

  /** A normalised Gaussian vector; a vector that is zero is drawn again. */
  private static void fillRow(CounterRandom random, float[] theta, int from, int dimension) {
    double squares;
    do {
      squares = 0;
      for (int j = from; j < from + dimension; j++) {
        theta[j] = (float) random.nextGaussian();
        squares += (double) theta[j] * theta[j];
      }
    } while (squares == 0);
    double scale = 1 / Math.sqrt(squares);
    for (int j = from; j < from + dimension; j++) {
      theta[j] = (float) (theta[j] * scale);
    }
  }
}
