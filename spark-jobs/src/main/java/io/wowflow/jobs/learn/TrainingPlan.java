package io.wowflow.jobs.learn;

import io.wowflow.math.internal.Guard;
import java.io.Serializable;
import java.util.OptionalInt;

/**
 * How a classifier is trained: cross-entropy, AdamW with step size 3e-4 and weight decay 0.01,
 * batches of 64 in an order drawn afresh for every pass. First weights and orders are numbers of
 * (seed, repeat), so equal plans on equal pictures give equal classifiers.
 *
 * @param architecture the network
 * @param passes how often every picture is used, at least 1; of no account when steps are given
 * @param steps optimiser steps, at least 1, or 0 to go by passes
 * @param seed the run's seed
 * @param repeat which of several trainings with one seed, from 0
 */
public record TrainingPlan(Architecture architecture, int passes, int steps, long seed, int repeat)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Pictures in a batch; the last of a pass may have fewer. */
  static final int BATCH = 64;

  static final float STEP_SIZE = 3e-4f;
  static final float WEIGHT_DECAY = 0.01f;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainingPlan {
    Guard.positive("passes", passes);
    Guard.that(steps >= 0, "steps must not be negative, were " + steps);
    Guard.that(repeat >= 0, "repeat must not be negative, was " + repeat);
  }

  /**
   * A plan for the first training.
   *
   * @param architecture the network
   * @param passes how often every picture is used
   * @param steps optimiser steps, or empty to go by passes
   * @param seed the run's seed
   * @return the plan, of repeat 0
   */
  public static TrainingPlan of(
      Architecture architecture, int passes, OptionalInt steps, long seed) {
    return new TrainingPlan(architecture, passes, steps.orElse(0), seed, 0);
  }

  /**
   * The plan of another training with the same seed.
   *
   * @param other which, from 0
   * @return the plan
   */
  public TrainingPlan withRepeat(int other) {
    return new TrainingPlan(architecture, passes, steps, seed, other);
  }

  /** Optimiser steps for so many pictures. */
  long stepsFor(int pictures) {
    return steps > 0 ? steps : (long) passes * ((pictures + BATCH - 1) / BATCH);
  }
}
