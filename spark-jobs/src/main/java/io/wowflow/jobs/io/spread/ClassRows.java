package io.wowflow.jobs.io.spread;

import io.wowflow.math.array.FloatMatrix;
import java.io.Serializable;

/**
 * A class as it is kept on executors, its rows in canonical order.
 *
 * @param number its place in the dataset
 * @param dimension d
 * @param values n x d, row-major, in the units of the dataset
 * @param ids the id of each row
 * @param weights the normalised weight of each row; empty if they are equal
 * @param sourceClasses the place of the source class of each row, -1 for none; empty without
 *     origins
 * @param originIds the id of each row in the dataset it comes from; empty without origins
 */
public record ClassRows(
    int number,
    int dimension,
    float[] values,
    long[] ids,
    double[] weights,
    int[] sourceClasses,
    long[] originIds)
    implements Serializable {

  /** The samples as a matrix. */
  FloatMatrix samples() {
    return new FloatMatrix(values.length / dimension, dimension, values);
  }
}
