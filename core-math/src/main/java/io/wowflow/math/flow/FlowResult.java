package io.wowflow.math.flow;

import io.wowflow.math.sliced.PairSums;
import java.util.Optional;

/**
 * The end of a flow. The result holds arrays of its own: it stays as it is when the engine makes
 * more steps, or is closed.
 *
 * @param state the last state X_T
 * @param objective the objective of X_T with the directions of step T
 * @param stopReason the reason for the end, in a few words
 * @param distances the distances between all classes of X_T, where the objective is made of them
 */
public record FlowResult(
    FlowState state, double objective, String stopReason, Optional<PairSums> distances) {}
