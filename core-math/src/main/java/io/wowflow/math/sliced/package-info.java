/** Directions, projections, slices, the quantile embedding and sliced-Wasserstein distances. */
package io.wowflow.math.sliced;
