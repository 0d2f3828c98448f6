package io.wowflow.jobs.function;

import java.io.Serializable;

/**
 * Some rows of one leaf of panels, the records of the two shuffles of a step: quantiles from the
 * classes to the directions, mixed quantiles from there back to the classes.
 *
 * @param leaf the number of the leaf
 * @param firstRow the panel row of the first of them; consecutive rows follow
 * @param firstNonFinite the first source class among them with a particle that is NaN or infinite,
 *     or -1
 * @param values rows x columns, row-major
 */
public record LeafRows(int leaf, int firstRow, int firstNonFinite, float[] values)
    implements Serializable {}
