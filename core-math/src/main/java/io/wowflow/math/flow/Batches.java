package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import io.wowflow.math.sliced.Interaction;
import java.io.Serializable;

/**
 * The classes and samples that a step uses, drawn by (seed, step).
 *
 * @param seed the run's seed
 * @param classes S, the number of source classes and of target classes that each class interacts
 *     with in a step; 0 for all
 * @param targetSamples the number of samples of each target class that a step uses; 0 for all
 */
public record Batches(long seed, int classes, int targetSamples) implements Serializable {
  /** Checks the ranges. */
  public Batches {
    Guard.that(classes >= 0, "class batch must not be negative, was " + classes);
    Guard.that(targetSamples >= 0, "target batch must not be negative, was " + targetSamples);
  }

  /**
   * Returns batches of every class and every sample in every step.
   *
   * @return no batches
   */
  public static Batches none() {
    return new Batches(0, 0, 0);
  }

  /**
   * Draws the interaction of a step: S source and S target classes without replacement.
   *
   * @param step the step
   * @param sources C
   * @param targets C'
   * @return the drawn classes; all classes if S is 0 or not below their number
   */
  public Interaction interaction(int step, int sources, int targets) {
    return draw(
        sources,
        targets,
        CounterRandom.at(seed, Streams.SOURCE_CLASS_BATCH, step),
        CounterRandom.at(seed, Streams.TARGET_CLASS_BATCH, step));
  }

  /**
   * Draws the classes on which the objective is reported: a fixed sample of the size of a batch.
   *
   * @param sources C
   * @param targets C'
   * @return the drawn classes; all classes if S is 0 or not below their number
   */
  public Interaction reported(int sources, int targets) {
    return draw(
        sources,
        targets,
        CounterRandom.at(seed, Streams.OBJECTIVE_CLASSES, 0),
        CounterRandom.at(seed, Streams.OBJECTIVE_CLASSES, 1));
  }

  /**
   * Draws the samples of a target class that a step uses, without replacement, by (seed, step,
   * class).
   *
   * @param c the class, with at least as many samples as a batch
   * @param e its number among all target classes
   * @param step the step
   * @return the drawn samples and their weights, in the order of the class; the class itself
   *     without sample batches
   */
  public LabelledClass target(LabelledClass c, int e, int step) {
    if (targetSamples == 0) {
      return c;
    }
    int[] chosen =
        CounterRandom.at(seed, Streams.TARGET_BATCH, step, e).sample(c.size(), targetSamples);
    int d = c.dimension();
    float[] values = new float[chosen.length * d];
    double[] weights = new double[chosen.length];
    float[] all = c.samples().values();
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(all, chosen[i] * d, values, i * d, d);
      weights[i] = c.weight(chosen[i]);
    }
    FloatMatrix samples = new FloatMatrix(chosen.length, d, values);
    return LabelledClass.weighted(c.label(), samples, weights);
  }

  private Interaction draw(int sources, int targets, CounterRandom first, CounterRandom second) {
    Interaction all = Interaction.dense(sources, targets);
    return new Interaction(
        classes == 0 || classes >= sources ? all.sources() : first.sample(sources, classes),
        classes == 0 || classes >= targets ? all.targets() : second.sample(targets, classes));
  }
}
