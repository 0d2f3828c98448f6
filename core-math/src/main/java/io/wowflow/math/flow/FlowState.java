package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The whole state of a flow after some steps, sufficient to resume it. Random numbers have no
 * state: they are keyed by the step.
 *
 * @param step number of steps made, k of X_k
 * @param positions for each source class its particles, n_c x d
 * @param velocities for each source class the momentum v, n_c x d
 */
public record FlowState(int step, List<FloatMatrix> positions, List<FloatMatrix> velocities) {

  /**
   * Returns a state with copies of arrays that keep changing.
   *
   * @param step k
   * @param dimension d
   * @param positions n_c x d for each class, row-major; copied
   * @param velocities likewise
   * @return the state at the time of the call
   */
  public static FlowState copyOf(
      int step, int dimension, float[][] positions, float[][] velocities) {
    return new FlowState(
        step,
        matrices(positions, dimension, float[]::clone),
        matrices(velocities, dimension, float[]::clone));
  }

  /**
   * Returns a state over arrays, valid as long as they do not change.
   *
   * @param step k
   * @param dimension d
   * @param positions n_c x d for each class, row-major; shared
   * @param velocities likewise
   * @return the state
   */
  public static FlowState over(int step, int dimension, float[][] positions, float[][] velocities) {
    return new FlowState(
        step,
        matrices(positions, dimension, UnaryOperator.identity()),
        matrices(velocities, dimension, UnaryOperator.identity()));
  }

  private static List<FloatMatrix> matrices(
      float[][] classes, int dimension, UnaryOperator<float[]> values) {
    return Arrays.stream(classes)
        .map(x -> new FloatMatrix(x.length / dimension, dimension, values.apply(x)))
        .toList();
  }
}
