package io.wowflow.math.sliced;

import java.io.Serializable;

/**
 * The directions of every step: a family of L unit vectors for each step, made in blocks. Any
 * worker can make any block from the seed, the step and the block's number.
 */
public sealed interface Directions extends Serializable
    permits GaussianDirections, HadamardDirections, OrthonormalDirections, ExplicitDirections {

  /**
   * Dimension d of the points.
   *
   * @return at least 1
   */
  int dimension();

  /**
   * Number of directions L of a step.
   *
   * @return at least 1
   */
  int count();

  /**
   * Number of directions that are made together, in whole leaves; the last block of a step may hold
   * fewer.
   *
   * @return a multiple of {@link Panels#LEAF_DIRECTIONS}
   */
  int blockSize();

  /**
   * Makes a block of directions.
   *
   * @param step the step k, at least 0
   * @param block from 0 to {@code blockCount() - 1}
   * @param recycled a projector that these directions made for the same block and that nobody uses
   *     any more: the new one reuses its arrays; or null
   * @return the block: directions from {@code block * blockSize()} on
   */
  Projector block(int step, int block, Projector recycled);

  /**
   * Makes a block of directions in new arrays.
   *
   * @param step the step k, at least 0
   * @param block from 0 to {@code blockCount() - 1}
   * @return the block
   */
  default Projector block(int step, int block) {
    return block(step, block, null);
  }

  /**
   * The factor from a mean of squared differences over these directions to SW_2^2 over the unit
   * sphere of R^d, and likewise for its gradient.
   *
   * @return 1 unless the directions are slices of a larger space
   */
  default double squaredScale() {
    return 1;
  }

  /**
   * The factor from a mean of absolute differences over these directions to SW_1 over the unit
   * sphere of R^d, and likewise for its gradient.
   *
   * @return 1 unless the directions are slices of a larger space
   */
  default double absoluteScale() {
    return 1;
  }

  /**
   * Number of blocks that make the L directions of a step.
   *
   * @return {@code ceil(L / blockSize)}
   */
  default int blockCount() {
    return (int) ((count() - 1L + blockSize()) / blockSize());
  }

  /**
   * Number of directions of a block.
   *
   * @param block index of the block
   * @return {@code blockSize()}, or the rest of the L directions for the last block
   */
  default int sizeOf(int block) {
    return Math.min(blockSize(), count() - block * blockSize());
  }
}
