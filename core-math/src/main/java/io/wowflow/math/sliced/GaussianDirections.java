package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;
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

  /** Checks the sizes. */
  public GaussianDirections {
    Guard.positive("dimension", dimension);
    Guard.positive("direction count", count);
  }

  @Override
  public int blockSize() {
    return Panels.LEAF_DIRECTIONS;
  }

  @Override
  public Projector block(int step, int block) {
    Guard.index("block", block, blockCount());
    int first = block * blockSize();
    int rows = sizeOf(block);
    float[] theta = new float[Panels.LEAF_DIRECTIONS * dimension];
    double[] row = new double[dimension];
    for (int l = 0; l < rows; l++) {
      gaussianRow(CounterRandom.at(seed, Streams.GAUSSIAN_DIRECTION, step, first + l), row);
      for (int j = 0; j < dimension; j++) {
        theta[l * dimension + j] = (float) row[j];
      }
    }
    return new MatrixProjector(block, dimension, theta);
  }

  /** Fills {@code row} with a normalised Gaussian vector; draws again the vector that is zero. */
  private static void gaussianRow(CounterRandom random, double[] row) {
    double squares;
    do {
      squares = 0;
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian();
        squares += row[j] * row[j];
      }
    } while (squares == 0);
    double scale = 1 / Math.sqrt(squares);
    for (int j = 0; j < row.length; j++) {
      row[j] *= scale;
    }
  }
}
