/**
 * Distances between labelled datasets: sliced Wasserstein of all samples (sw), maximum mean
 * discrepancy between classes (mmd), Wasserstein over Wasserstein (wow), and the optimal transport
 * dataset distance (otdd).
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><td>sw</td><td>labels ignored</td><td>sliced, with a standard error</td></tr>
 * <tr><td>mmd</td><td>kernel -SW_2 between classes</td><td>sliced, with a standard error</td></tr>
 * <tr><td>wow</td><td>transport of classes</td><td>exact for small datasets, else sliced</td></tr>
 * <tr><td>otdd</td><td>transport of samples with their classes</td><td>exact</td></tr>
 * </table>
 *
 * <p>{@link io.wowflow.jobs.distance.DistanceJob} reads the datasets and measures every pair;
 * {@code Metrics} chooses and computes a metric; {@code FiniteCheck} refuses values whose squares
 * are beyond 32-bit floats; {@link io.wowflow.jobs.distance.DatasetDistance} is the result. The
 * numerics are those of {@code core-math}, on the threads of the driver.
 *
 * <p>Begin reading with {@code Metrics.distance}.
 */
package io.wowflow.jobs.distance;
