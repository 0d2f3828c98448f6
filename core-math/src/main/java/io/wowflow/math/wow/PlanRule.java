package io.wowflow.math.wow;

import io.wowflow.math.internal.Guard;

/**
 * The times at which a flow of the Wasserstein over Wasserstein distance renews its plan.
 *
 * @param every K: the plan is renewed at step numbers divisible by K and at no other time; 0 for
 *     step 0 only
 */
public record PlanRule(int every) {
  /** The number of classes from which on the default renews the plan less often. */
  private static final int MANY_CLASSES = 1000;

  /** The default interval for many classes. */
  private static final int MANY_CLASSES_EVERY = 10;

  /** Checks the interval. */
  public PlanRule {
    Guard.that(every >= 0, "the interval of rematches must not be negative, was " + every);
  }

  /**
   * The default: every step, or every tenth from 1000 source or target classes on, where the
   * distances between all classes cost more than the step.
   *
   * @param sources C
   * @param targets C'
   * @return the rule
   */
  public static PlanRule forClasses(int sources, int targets) {
    return new PlanRule(Math.max(sources, targets) < MANY_CLASSES ? 1 : MANY_CLASSES_EVERY);
  }

  /**
   * Tests whether a step renews the plan.
   *
   * @param step k
   * @return true at step 0 and, unless the plan is made only once, at multiples of K
   */
  public boolean renewsAt(int step) {
    return step == 0 || (every > 0 && step % every == 0);
  }
}
