package io.wowflow.jobs.conf;

import java.util.OptionalInt;

/**
 * The training of classifiers.
 *
 * @param classifier key {@code classifier}: the network
 * @param passes key {@code passes}: the number of times that every sample is used, at least 1;
 *     without effect where steps are given
 * @param repeats key {@code repeats}: trainings that differ in first weights and order, at least 1
 * @param trainingAugmentation key {@code training-augmentation}: random changes of the samples in
 *     each optimiser step
 * @param ownShare key {@code own-share}: share of each batch that is drawn from the contained set,
 *     where one set contains another; above 0 and below 1
 */
public record TrainingConf(
    Architecture classifier,
    int passes,
    int repeats,
    Augmentation trainingAugmentation,
    double ownShare) {

  /** The number of paired trainings that a verdict needs, and their default number. */
  public static final int REPEATS_OF_A_VERDICT = 5;

  // Each repeat is a Spark task; a larger number is a mistyped one.
  private static final int MOST_REPEATS = 10_000;

  /** Random changes of the samples of a batch that keep their classes. */
  public enum Augmentation {
    /** The samples as they are. */
    NONE,
    /** Gaussian noise with a fraction of the deviation within the classes, per feature. */
    NOISE,
    /** Pictures: rotations, scales and shifts. */
    AFFINE,
    /** Pictures: shifts by whole pixels, filled with zeros. */
    CROP;

    /**
     * The name on the command line and in files.
     *
     * @return lower case
     */
    public String text() {
      return Parsers.text(this);
    }
  }

  /**
   * Reads the keys.
   *
   * @param defaultRepeats the number of trainings where none is configured
   */
  static TrainingConf read(ConfReader reader, int defaultRepeats) {
    OptionalInt repeats = reader.integer("repeats", Parsers.integer(1, MOST_REPEATS));
    if (repeats.isEmpty()) {
      reader.useDefault("repeats", defaultRepeats);
    }
    return new TrainingConf(
        reader.value("classifier", Parsers.choice(Architecture.class)),
        reader.value("passes", Parsers.integer(1)),
        repeats.orElse(defaultRepeats),
        reader.value("training-augmentation", Parsers.choice(Augmentation.class)),
        reader.value("own-share", Parsers.SHARE));
  }
}
