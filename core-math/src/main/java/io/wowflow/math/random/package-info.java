/**
 * Random numbers without state: any worker makes any part of any stream, and gets the same bits.
 *
 * <p>A number is a function of (seed, stream, index, draw). {@link
 * io.wowflow.math.random.CounterRandom} computes it with the Philox generator, whose counter is
 * made of stream and index, so nobody has to draw the numbers before. A flow that resumes at step
 * 500 makes the directions of step 500 without those of the steps before, and a Spark task that
 * runs twice draws the same samples twice.
 *
 * <pre>
 * CounterRandom.at(seed, Streams.GAUSSIAN_DIRECTION, step, direction).nextGaussian()
 *                  |     |                           |     |
 *                  run   use of the numbers          which sequence of the use
 * </pre>
 *
 * <p>{@link io.wowflow.math.random.Streams} has one constant per use, so that no two uses share
 * numbers; a new use gets a new constant, and a constant never changes. Normal numbers come from a
 * ziggurat whose tables are computed by {@link java.lang.StrictMath}, the same on every platform.
 * Begin with {@code CounterRandom.at}.
 */
package io.wowflow.math.random;
