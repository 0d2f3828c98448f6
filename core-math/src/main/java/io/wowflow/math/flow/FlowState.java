package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import java.util.List;

/**
 * The whole state of a flow after some steps: what a snapshot holds and a resumed run needs. Random
 * numbers have no state (they are keyed by the step).
 *
 * @param step how many steps were made, k of X_k
 * @param positions for each source class its particles, n_c x d
 * @param velocities for each source class the momentum v, n_c x d
 */
public record FlowState(int step, List<FloatMatrix> positions, List<FloatMatrix> velocities) {}
