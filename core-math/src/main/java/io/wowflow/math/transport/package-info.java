/**
 * Exact optimal transport, and the distances and matchings that are made of it.
 *
 * <p>Every solver here is exact up to rounding (except {@code KMeans}) and deterministic: its
 * result depends only on its arguments, ties included. Costs grow with the product of the sizes, so
 * these classes serve small problems and references; the sliced distances serve large ones.
 *
 * <pre>
 * OptimalTransport   min sum P_ij cost_ij           network simplex on whole units of mass
 *   Wasserstein      W_2^2 between two classes      transport between their samples
 *     WowDistance    W_W2^2 between two datasets    transport between their classes, cost W_2^2
 *     Otdd           OTDD between two datasets      transport between all samples, cost + W_2^2
 *   LabelMatching    the target class per class     from a plan or an assignment
 *     SharedLabels   the target class of the same label
 * Assignment         square costs, equal masses     shortest augmenting paths
 * SparseAssignment   costs of listed pairs only         the same, with a heap
 * BuresWasserstein   W_2^2 between Gaussians        closed form
 * KMeans             p centres near a class    Lloyd's algorithm, a local optimum
 * Silhouette         separation of clusters, a mean over all pairs of samples
 * NearestSamples     distances to the nearest sample
 * CopyShare          points nearer to seen than to held samples, and its band
 * </pre>
 *
 * <p>Masses of 0 are refused, as are costs that are NaN or infinite; a problem of size 1 is a
 * problem like any other. Computations over all pairs of classes run on several threads, end with
 * the first failure, and throw {@link java.util.concurrent.CancellationException} when the calling
 * thread is interrupted.
 *
 * <p>Begin with {@link io.wowflow.math.transport.WowDistance}, or with {@link
 * io.wowflow.math.transport.OptimalTransport} for the solver; {@code NetworkSimplex} and {@code
 * TransportTree} behind it are not public.
 */
package io.wowflow.math.transport;
