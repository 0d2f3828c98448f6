package io.wowflow.jobs.distance;

import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The distance between two datasets.
 *
 * @param value in units of the samples, but for the mmd, which is in the square root of them
 * @param standardError of the value over the choice of directions; empty where nothing is sliced
 * @param matching the target class behind each source class; empty where classes do not count. The
 *     cost is squared: {@code W_2^2} or {@code SW_2^2} between the classes, for otdd the mass that
 *     does not go to the matched class
 * @param levels the quantile levels; empty where nothing is sliced. Where they are not exact,
 *     sliced Wasserstein distances are slightly too small
 */
public record DatasetDistance(
    double value,
    OptionalDouble standardError,
    List<MatchingTable.Row> matching,
    Optional<QuantileLevels> levels) {}
