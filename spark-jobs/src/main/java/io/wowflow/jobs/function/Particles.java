package io.wowflow.jobs.function;

import io.wowflow.math.sliced.ClassSlices;
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

  /** The block operations of the class. */
  ClassSlices operations(int dimension, int levels) {
    return ClassSlices.of(positions.length / dimension, weights, levels);
  }
}
