/**
 * Flows through features: samples move, but their distance is measured between features.
 *
 * <p>An {@link io.wowflow.jobs.learn.embed.Embedding} phi is a differentiable map of samples to
 * features; an {@link io.wowflow.jobs.learn.embed.Embeddings} gives one for each step k, from
 * (seed, k) only, so that a resumed run sees the same maps. A step of {@link
 * io.wowflow.jobs.learn.embed.EmbeddedEngine}:
 *
 * <pre>
 *   samples x, target batch y
 *      |  phi_k                    features of both, 32 rows at a time on all threads
 *   features phi_k(x), phi_k(y)
 *      |  InProcessEngine, or difference of means      gradient g between features
 *   g
 *      |  J_phi(x)^T                pulled back through the embedding
 *   gradient of x  ->  momentum, clip
 * </pre>
 *
 * <p>Embeddings: the identity and the composition ({@code Embeddings.then}); {@code Augmentations},
 * one random operation per step, which is either a change of colours ({@code Colour}) or a linear
 * map of pixels ({@code Resampling}); and networks with random weights, from {@code
 * learn.Networks.embeddings}.
 *
 * <p>The 32 rows are part of the definition of a result's bits, because a network may sum in
 * another order for another number of pictures. Begin reading at {@code EmbeddedEngine.move}.
 */
package io.wowflow.jobs.learn.embed;
