/**
 * Samples that stand for a class: drawn from a law that was estimated from the samples of the
 * class, any number of them, and none of them a sample of the class itself.
 *
 * <pre>
 * GaussianClass   the normal law with the mean and a shrunk covariance of a class
 * Interpolation   points between a sample and one of its nearest neighbours (SMOTE), a baseline
 * </pre>
 *
 * <p>Both read one class, and compute in double. Every sample has a random sequence of its own,
 * which the caller gives by the sample's position: sample i depends neither on the number of
 * samples nor on the order in which they are drawn, and has the same bits on every machine.
 *
 * <p>A normal law keeps two moments of a class and nothing else; a flow onto the class ({@code
 * flow}) moves such samples to the rest of its shape. The interpolation needs no flow, but its
 * points are next to the samples between which they are: {@code transport.CopyShare} measures by
 * how much.
 *
 * <p>Begin with {@link io.wowflow.math.standin.GaussianClass}.
 */
package io.wowflow.math.standin;
