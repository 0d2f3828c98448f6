package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.Architecture;

/**
 * Step size and decay of the weights of a training by Adam. Networks for pictures have AdamW with
 * step size 3e-4, mlp with 1e-3.
 *
 * <p>Linear minimises {@code mean loss + l2 / 2 |W|^2}, a convex function, from 0: the penalty is
 * part of the gradient, not of the terms b. Its step size falls linearly to 0, so that the last
 * steps average the noise of the batches away. It begins at {@code 24 / steps}, so that a weight
 * can travel a distance of 12, but at most at {@code min(0.1, 4 / d)} for d features, because a
 * step moves an output by up to d step sizes, and at least at 3e-3.
 */
record AdamRule(Architecture architecture, double l2, int features) {
  private static final float MLP_STEP_SIZE = 1e-3f;
  private static final double LEAST_FIRST = 3e-3;
  private static final double MOST_FIRST = 0.1;
  private static final double MOST_OF_OUTPUT = 4;
  private static final double TRAVEL = 24;

  static AdamRule of(TrainingPlan plan) {
    return new AdamRule(plan.architecture(), plan.fitting().l2(), plan.fitting().mean().length);
  }

  /** The step size of a step, from 1 to the number of steps. */
  float stepSize(long step, long steps) {
    return switch (architecture) {
      case LENET5, CONVNET, CNN, KNN -> TrainingPlan.STEP_SIZE;
      case MLP -> MLP_STEP_SIZE;
      case LINEAR -> {
        double most = Math.min(MOST_FIRST, MOST_OF_OUTPUT / features);
        double first = Math.max(LEAST_FIRST, Math.min(most, TRAVEL / steps));
        yield (float) (first * (steps - step + 1) / steps);
      }
    };
  }

  /** The decay of a tensor with a number of axes; terms have one. */
  float decay(int axes) {
    if (architecture == Architecture.LINEAR) {
      return axes == 1 ? 0 : (float) l2;
    }
    return TrainingPlan.WEIGHT_DECAY;
  }

  /** True if the decay is not part of the gradient. */
  boolean decoupled() {
    return architecture != Architecture.LINEAR;
  }
}
