package io.wowflow.jobs.learn;

import io.wowflow.math.internal.Guard;

/**
 * Samples to train on: own ones, and others that were added to them. Batches take a fixed share
 * from either part; whatever is estimated from a training set (spreads, scales, penalties) is
 * estimated from the own samples, so that it is the same with and without the others.
 *
 * @param samples all samples, the own ones first
 * @param own number of own samples, from 1 to all
 */
public record TrainingSet(LabelledSamples samples, int own) {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public TrainingSet {
    Guard.that(
        own >= 1 && own <= samples.count(),
        "own samples must be from 1 to " + samples.count() + ", were " + own);
  }

  /**
   * A set of own samples only.
   *
   * @param samples the samples
   * @return the set
   */
  public static TrainingSet of(LabelledSamples samples) {
    return new TrainingSet(samples, samples.count());
  }

  /**
   * Own samples and others.
   *
   * @param own the own samples
   * @param added the others, of the same shape and the same list of labels
   * @return the set
   * @throws io.wowflow.jobs.conf.JobException (usage) if both are too large for one array
   */
  public static TrainingSet of(LabelledSamples own, LabelledSamples added) {
    return new TrainingSet(own.followedBy(added), own.count());
  }

  /**
   * The own samples.
   *
   * @return a copy, or all samples if there are no others
   */
  public LabelledSamples ownSamples() {
    return own == samples.count() ? samples : samples.range(0, own);
  }

  /**
   * Recognises a set with added samples.
   *
   * @return true if it has samples that are not its own
   */
  public boolean isEnlarged() {
    return own < samples.count();
  }
}
