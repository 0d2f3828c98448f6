/**
 * Sliced-Wasserstein distances between classes, and the kernels of a flow's step on slices.
 *
 * <p>A slice is the projection of a class on one direction. On a slice, optimal transport is a
 * sort: each class is projected, sorted once and embedded as Q quantiles, and every distance and
 * gradient of a step follows from differences of quantiles. For a distance between two classes use
 * {@link io.wowflow.math.sliced.SlicedWasserstein}, which needs no quantile grid; the other classes
 * are the parts of a step, for engines.
 *
 * <p>The work of a step is cut along classes and along directions. There is one word per cut:
 *
 * <table>
 * <caption>Vocabulary of cuts</caption>
 * <tr><th>word</th><th>is</th><th>in code</th></tr>
 * <tr><td>leaf</td><td>32 consecutive directions, the unit of all sums over directions</td>
 *     <td>{@link io.wowflow.math.sliced.Panels#LEAF_DIRECTIONS}</td></tr>
 * <tr><td>panel</td><td>the quantiles of all classes on one leaf</td>
 *     <td>{@link io.wowflow.math.sliced.Panels}</td></tr>
 * <tr><td>row</td><td>the quantiles of one class, a row of a panel</td>
 *     <td>{@link io.wowflow.math.sliced.PanelRow}</td></tr>
 * <tr><td>chunk</td><td>an interval of directions, whole leaves that are made together</td>
 *     <td>{@link io.wowflow.math.sliced.Projector}</td></tr>
 * <tr><td>class block</td><td>data: the samples and the order of consecutive classes</td>
 *     <td>in engines</td></tr>
 * </table>
 *
 * <p>Operations are verbs or kernels, data are nouns. A step runs through three kernels:
 *
 * <pre>
 * samples --ClassKernel.embed--> panels --PairKernel.sums--> TreeSum --> PairSums (distances)
 * samples &lt;-ClassKernel.addGradient-- panels &lt;--mmd.MixKernel.mix-- pair weights
 * </pre>
 *
 * <p>Sums over leaves follow the fixed tree of {@link io.wowflow.math.sliced.TreeSum}, so threads
 * and partitions change no bit. {@link io.wowflow.math.sliced.Directions} makes the directions of a
 * step: Gaussian, orthonormal, Hadamard or given ones. Begin with {@code SlicedWasserstein}, then
 * {@code ClassKernel}.
 */
package io.wowflow.math.sliced;
