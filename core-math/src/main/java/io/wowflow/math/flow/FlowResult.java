package io.wowflow.math.flow;

import io.wowflow.math.sliced.PairSums;

/**
 * What a flow ended with.
 *
 * @param state the last state X_T
 * @param objective the objective of X_T with the directions of step T
 * @param stopReason why the flow ended
 * @param distances the distances of X_T behind the objective
 */
public record FlowResult(
    FlowState state, double objective, String stopReason, PairSums distances) {}
