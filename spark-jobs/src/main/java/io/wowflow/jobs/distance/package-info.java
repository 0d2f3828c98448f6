/** Distances between datasets, and the matching of classes behind them. */
package io.wowflow.jobs.distance;
