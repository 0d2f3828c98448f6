package io.wowflow.jobs.function;

import java.io.Serializable;
import org.apache.spark.util.KnownSizeEstimation;

/**
 * All rows of one leaf of panels.
 *
 * @param leaf the number of the leaf
 * @param firstNonFinite the first source class with a particle that is NaN or infinite, or -1
 * @param values (C + T) x columns, row-major, centred
 */
public record PanelLeaf(int leaf, int firstNonFinite, float[] values)
    implements Serializable, KnownSizeEstimation {

  /**
   * Its size in memory.
   *
   * @return bytes of its values and headers
   */
  @Override
  public long estimatedSize() {
    return 2 * Particles.OBJECT_BYTES + (long) Float.BYTES * values.length;
  }
}
