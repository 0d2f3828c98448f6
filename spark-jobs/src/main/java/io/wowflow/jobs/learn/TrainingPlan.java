package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.math.internal.Guard;
import java.io.Serializable;
import java.util.OptionalInt;

/**
 * The training of a classifier: cross-entropy, AdamW with step size 3e-4 and weight decay 0.01,
 * batches of 64 in an order drawn again for every pass ({@link BatchOrder}). First weights, orders
 * and augmentations depend on (seed, repeat) only, so equal plans on equal samples give equal
 * classifiers. {@link AdamRule} holds the step sizes and decays of linear and mlp.
 *
 * @param architecture the classifier
 * @param passes the number of times that every sample is used, at least 1; ignored if steps are
 *     given
 * @param steps optimiser steps, each with a full batch, at least 1, or 0 for the steps of {@code
 *     passes}
 * @param augmentation random changes of the samples in each step
 * @param ownShare share of a batch that is drawn from the set's own samples, if it has others, too
 * @param seed the run's seed
 * @param repeat the number of the training among those with the same seed, from 0
 * @param fitting numbers of linear, mlp and knn that depend on samples or options
 */
public record TrainingPlan(
    Architecture architecture,
    int passes,
    int steps,
    TrainingConf.Augmentation augmentation,
    double ownShare,
    long seed,
    int repeat,
    Fitting fitting)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Samples in a batch; the last of a pass may have fewer where no number of steps is given. */
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
    Guard.that(ownShare > 0 && ownShare < 1, "own share must be in (0, 1), was " + ownShare);
  }

  /**
   * A plan whose fitted numbers are all to be chosen.
   *
   * @param architecture as in the other constructor, as all others
   * @param passes passes
   * @param steps steps, or 0
   * @param augmentation augmentation
   * @param ownShare own share
   * @param seed seed
   * @param repeat repeat
   */
  public TrainingPlan(
      Architecture architecture,
      int passes,
      int steps,
      TrainingConf.Augmentation augmentation,
      double ownShare,
      long seed,
      int repeat) {
    this(architecture, passes, steps, augmentation, ownShare, seed, repeat, Fitting.OPEN);
  }

  /**
   * A plan for the first training.
   *
   * @param training a checked configuration
   * @param architecture the classifier, {@link TrainingConf#architecture}
   * @param steps optimiser steps, or empty for the steps of the configured passes
   * @param seed the run's seed
   * @return the plan, of repeat 0
   */
  public static TrainingPlan of(
      TrainingConf training, Architecture architecture, OptionalInt steps, long seed) {
    return new TrainingPlan(
        architecture,
        training.passes(),
        steps.orElse(0),
        training.trainingAugmentation(),
        training.ownShare(),
        seed,
        0,
        Fitting.of(training.vectors()));
  }

  /**
   * The same plan with a given number of optimiser steps.
   *
   * @param given at least 1
   * @return the plan
   */
  public TrainingPlan withSteps(int given) {
    return new TrainingPlan(
        architecture, passes, given, augmentation, ownShare, seed, repeat, fitting);
  }

  /**
   * The plan of another training with the same seed.
   *
   * @param other its number, from 0
   * @return the plan
   */
  public TrainingPlan withRepeat(int other) {
    return new TrainingPlan(
        architecture, passes, steps, augmentation, ownShare, seed, other, fitting);
  }

  /**
   * The same plan with other fitted numbers.
   *
   * @param other the numbers
   * @return the plan
   */
  public TrainingPlan withFitting(Fitting other) {
    return new TrainingPlan(
        architecture, passes, steps, augmentation, ownShare, seed, repeat, other);
  }

  /**
   * The need of {@link Networks#fitted} before a training.
   *
   * @return true if a number is missing that this classifier uses
   */
  public boolean needsFitting() {
    return !architecture.needsPictures() && !fitting.isWhole(architecture);
  }

  /**
   * Checks that the classifier and the augmentation accept samples of a shape.
   *
   * @param shape the shape
   * @throws io.wowflow.jobs.conf.JobException (usage) if pictures are too small, or vectors are to
   *     be augmented as pictures
   */
  public void checkFits(ImageShape shape) {
    BatchAugmentation.check(augmentation, shape);
    LayerPlan.features(architecture, shape);
  }

  /**
   * The number of optimiser steps for a number of samples.
   *
   * @param samples their number, at least 1
   * @return the configured steps, or {@code passes ceil(samples / 64)}
   */
  public long stepsFor(int samples) {
    return steps > 0 ? steps : (long) passes * ((samples + BATCH - 1) / BATCH);
  }
}
