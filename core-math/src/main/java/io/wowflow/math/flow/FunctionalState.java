package io.wowflow.math.flow;

import io.wowflow.math.wow.ClassPlan;
import java.util.List;
import java.util.Optional;

/**
 * The state that a functional keeps from step to step, next to the {@link FlowState} of the
 * particles. Stored with it, it lets a flow resume with the same bits.
 *
 * @param plan the plan between classes that the next step uses where it does not renew it; empty
 *     before the first step of a flow of the Wasserstein over Wasserstein distance, and for the MMD
 * @param classWeights the weights of the source classes at this state, of sum 1; empty where they
 *     are those of the source throughout
 */
public record FunctionalState(Optional<ClassPlan> plan, Optional<List<Double>> classWeights) {
  private static final FunctionalState NONE =
      new FunctionalState(Optional.empty(), Optional.empty());

  /** Copies the weights. */
  public FunctionalState {
    classWeights = classWeights.map(List::copyOf);
  }

  /**
   * The state before the first step, and that of a functional that keeps nothing.
   *
   * @return no plan and no weights
   */
  public static FunctionalState none() {
    return NONE;
  }

  static FunctionalState of(ClassPlan plan) {
    return new FunctionalState(Optional.ofNullable(plan), Optional.empty());
  }
}
