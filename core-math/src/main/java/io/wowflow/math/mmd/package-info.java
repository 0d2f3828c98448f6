/**
 * The maximum mean discrepancy between labelled datasets, for kernels between classes that are
 * functions of a sliced-Wasserstein distance.
 *
 * <p>The package serves two callers. A user who wants a number calls {@link
 * io.wowflow.math.mmd.Mmd}, which measures all distances between classes over groups of random
 * directions and returns an {@link io.wowflow.math.mmd.Estimate}, a value with its standard error.
 * A flow descends half the square of the MMD, the {@link io.wowflow.math.mmd.Objective}, and needs
 * its gradient.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><th>class</th><th>role</th></tr>
 * <tr><td>{@link io.wowflow.math.mmd.Kernel}</td><td>k(s) and k'(s) of a distance s: Riesz,
 *     Gaussian, inverse multiquadric, Laplace</td></tr>
 * <tr><td>{@link io.wowflow.math.mmd.Mmd}</td><td>the discrepancy of two datasets, in one line</td></tr>
 * <tr><td>{@link io.wowflow.math.mmd.GramSampling}</td><td>measures the distances in groups of
 *     directions: {@link io.wowflow.math.mmd.GramGroups} of {@link
 *     io.wowflow.math.mmd.SlicedGram}</td></tr>
 * <tr><td>{@link io.wowflow.math.mmd.Objective}</td><td>the objective of a flow, of the distances
 *     of one step</td></tr>
 * <tr><td>{@link io.wowflow.math.mmd.PairWeights}</td><td>the derivative of the objective by each
 *     distance</td></tr>
 * <tr><td>{@link io.wowflow.math.mmd.Reweighting}</td><td>changes the weights of the source classes
 *     by the derivative of the objective</td></tr>
 * <tr><td>{@link io.wowflow.math.mmd.MixKernel}</td><td>applies those weights to the panel of a
 *     leaf: the gradient in quantile space</td></tr>
 * </table>
 *
 * <p>Numbers of equations are those of docs/math.md. Begin with {@code Mmd}, or with {@code Kernel}
 * for the flow.
 */
package io.wowflow.math.mmd;
