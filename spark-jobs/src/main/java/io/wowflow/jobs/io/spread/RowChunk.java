package io.wowflow.jobs.io.spread;

/**
 * Rows of one task, all of classes of one partition, in the order in which they were read. Arrays
 * of many rows cost little to serialise, records of one row each would cost more than their
 * content.
 *
 * @param classes the class of each row
 * @param keys the place of each row in the canonical order of the input
 * @param values n x d, row-major, in the units of the dataset
 * @param weights the weight of each row, relative to its class; empty without weights
 * @param sourceClasses the place of the source class of each row, -1 for none; empty without
 *     origins
 * @param originIds the id of each row in the dataset it comes from; empty without origins
 */
public record RowChunk(
    int[] classes,
    long[] keys,
    float[] values,
    double[] weights,
    int[] sourceClasses,
    long[] originIds)
    implements Packed {

  /** The number of rows. */
  int size() {
    return classes.length;
  }
}
