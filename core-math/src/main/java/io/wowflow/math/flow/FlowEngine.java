package io.wowflow.math.flow;

import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.ClassSketch;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.ListedPairs;
import io.wowflow.math.sliced.ListedSums;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelWeights;

/**
 * Holds the particles and carries out the kernels of a step. The loop of {@link Flow} drives any
 * engine; all engines give the same bits.
 */
public interface FlowEngine extends AutoCloseable {

  /**
   * The number of steps made: the state is X_step.
   *
   * @return k
   */
  int step();

  /**
   * Projects, sorts and embeds X_k on the directions of step k and reduces the pairwise distances.
   *
   * @param interaction the interacting classes
   * @param withTargets true to measure target-target distances too
   * @return the distances, valid until the next call; {@link #keep} makes them last
   */
  PairSums measure(Interaction interaction, boolean withTargets);

  /**
   * Projects, sorts and embeds X_k on the directions of step k and reduces the distances of listed
   * pairs.
   *
   * @param pairs the pairs
   * @return their distances
   */
  ListedSums measure(ListedPairs pairs);

  /**
   * Projects, sorts and embeds X_k on the directions of step k and sketches every class.
   *
   * @param sketch the operation
   * @return the sketches
   */
  ClassSketch.Sums measure(ClassSketch sketch);

  /**
   * Runs numbered tasks and returns when all are done. An engine with threads shares them.
   *
   * @param count how many
   * @param task writes to a place of its own
   */
  default void share(int count, WorkPool.Task task) {
    Workspace work = new Workspace();
    for (int i = 0; i < count; i++) {
      task.run(i, work);
    }
  }

  /**
   * The distances of the last {@link #measure(Interaction, boolean)}, valid for as long as the
   * caller holds them. Called at most once for a {@code measure}.
   *
   * @param sums the return value of the last {@code measure}
   * @return the same distances, in an array that the engine does not write to again
   */
  default PairSums keep(PairSums sums) {
    return sums.copy();
  }

  /**
   * Begins work of step k + 1 that needs no weights of step k, such as the embeddings of the target
   * classes. To be called after {@link #measure(Interaction, boolean)}, before the weights are
   * made.
   */
  default void beginNextStep() {}

  /**
   * Computes the pair weights of a step. An engine with threads may share the work; the bits are
   * those of {@link PairWeights#of(io.wowflow.math.mmd.Kernel, PairSums, double[], double[])}.
   *
   * @param problem what is minimised
   * @param sums the distances of the step
   * @return the weights
   */
  default PairWeights weights(FlowProblem problem, PairSums sums) {
    return PairWeights.of(
        problem.kernel(), sums, problem.source().classWeights(), problem.target().classWeights());
  }

  /**
   * Moves X_k to X_(k+1); an engine may postpone the work until X_(k+1) is needed. Must follow the
   * measurement that the weights were made from.
   *
   * @param weights the coefficients
   * @param stepSizes tau_c for each source class, not modified
   * @param method momentum and clip
   */
  void move(PanelWeights weights, double[] stepSizes, FlowMethod method);

  /**
   * The first source class with a particle that is NaN or infinite, in the state of the last {@link
   * #measure}.
   *
   * @return its index, or -1 when all are finite
   */
  int firstNonFinite();

  /**
   * A copy of the state.
   *
   * @return X_k and its velocities
   */
  FlowState state();

  /**
   * The state without a copy, for a reader that needs less memory than the state. Valid until the
   * next {@link #measure(Interaction, boolean)} or {@link #move}. An engine may fetch a class
   * whenever it is read, so read the classes in their order, positions and velocities of each
   * together.
   *
   * @return X_k and its velocities, not to be modified
   */
  default FlowState view() {
    return state();
  }

  @Override
  void close();
}
