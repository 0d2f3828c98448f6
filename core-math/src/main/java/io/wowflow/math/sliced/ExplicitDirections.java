package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;

/**
 * Directions given by the user, one set for all steps or one set per step, to reproduce a run of
 * other software.
 */
public final class ExplicitDirections implements Directions {
  private static final long serialVersionUID = 1L;

  /**
   * The largest distance of a direction's norm from 1: above single precision, below any real
   * mistake.
   */
  public static final double NORM_TOLERANCE = 1e-4;

  private final int sets;
  private final int count;
  private final int dimension;
  private final float[] values;

  private ExplicitDirections(int sets, int count, int dimension, float[] values) {
    this.sets = sets;
    this.count = count;
    this.dimension = dimension;
    this.values = values;
  }

  /**
   * Returns directions with the given values.
   *
   * @param sets number of sets T; step k uses set k, a step past the last set uses the last
   * @param count L, directions per set
   * @param dimension d
   * @param values T x L x d, row-major, not modified
   * @return the directions
   * @throws IllegalArgumentException if the length is not T L d, or a row's norm is farther than
   *     {@link #NORM_TOLERANCE} from 1; the message names set, row and norm
   */
  public static ExplicitDirections of(int sets, int count, int dimension, double[] values) {
    Guard.positive("number of direction sets", sets);
    Guard.positive("direction count", count);
    Guard.positive("dimension", dimension);
    int length = Guard.length("directions, sets x count x dimension", sets, count, dimension);
    Guard.size("number of direction values", length, values.length);
    MatrixProjector.leafLength(dimension);
    float[] kept = new float[values.length];
    for (int row = 0; row < sets * count; row++) {
      double squares = 0;
      for (int j = row * dimension; j < (row + 1) * dimension; j++) {
        squares += values[j] * values[j];
        kept[j] = (float) values[j];
      }
      double norm = Math.sqrt(squares);
      Guard.that(
          Math.abs(norm - 1) <= NORM_TOLERANCE,
          "direction "
              + row % count
              + " of set "
              + row / count
              + " has norm "
              + norm
              + ", not 1: divide each row by its norm");
    }
    return new ExplicitDirections(sets, count, dimension, kept);
  }

  /**
   * Number of sets T.
   *
   * @return at least 1
   */
  public int sets() {
    return sets;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int count() {
    return count;
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
    int set = Math.min(step, sets - 1);
    float[] theta = MatrixProjector.storage(recycled, Panels.LEAF_DIRECTIONS * dimension);
    System.arraycopy(values, (set * count + first) * dimension, theta, 0, rows * dimension);
    return new MatrixProjector(block, dimension, theta, recycled);
  }
}
