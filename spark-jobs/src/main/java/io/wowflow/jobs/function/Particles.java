package io.wowflow.jobs.function;

import io.wowflow.math.sliced.ClassKernel;
import java.io.Serializable;

/**
 * The particles of one source class.
 *
 * @param positions n x d, row-major, not modified
 * @param velocities n x d, row-major, not modified
 * @param weights n positive numbers that sum to 1, not modified; null when they are equal
 */
public record Particles(float[] positions, float[] velocities, double[] weights)
    implements Serializable {

  /** Bytes of an object without its content, with a reference to it. */
  static final int OBJECT_BYTES = 24;

  /** Bytes in memory. */
  long bytes() {
    long weighted = weights == null ? 0 : OBJECT_BYTES + (long) Double.BYTES * weights.length;
    long floats = (long) Float.BYTES * positions.length + (long) Float.BYTES * velocities.length;
    return 3 * OBJECT_BYTES + floats + weighted;
  }

  /** The block operations of the class. */
  ClassKernel operations(int dimension, int levels) {
    return ClassKernel.of(positions.length / dimension, weights, levels);
  }
}
