/**
 * Labelled datasets as measures over measures, the values that distances compare and flows move.
 *
 * <pre>
 * LabelledDataset  P    = sum_c a_c delta_(mu_c)    classes with weights a_c that sum to 1
 * LabelledClass    mu_c = sum_i w_i delta_(x_i)     samples in R^d with weights w_i that sum to 1
 * </pre>
 *
 * <p>Labels are names: they are distinct within a dataset, and no distance reads them. Classes of
 * one dataset may differ in size, not in dimension. Weights are positive and are normalised when a
 * value is made; equal weights are not stored, and let kernels use exact integer arithmetic.
 *
 * <p>Both classes are immutable. Samples are in memory ({@link io.wowflow.math.array.FloatMatrix})
 * or come from a {@link io.wowflow.math.array.MatrixSource} that reads them whenever they are
 * needed; only samples in memory are checked for NaN and infinity. A flow returns positions, and
 * {@code withSamples} and {@code withClasses} make a moved dataset of them.
 *
 * <p>Begin with {@link io.wowflow.math.data.LabelledClass#of}.
 */
package io.wowflow.math.data;
