package io.wowflow.jobs.conf;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The training of classifiers.
 *
 * @param classifier key {@code classifier}; empty for the default of the samples: {@link
 *     #architecture}
 * @param passes key {@code passes}: the number of times that every sample is used, at least 1;
 *     without effect where steps are given
 * @param repeats key {@code repeats}: trainings that differ in first weights and order, at least 1
 * @param trainingAugmentation key {@code training-augmentation}: random changes of the samples in
 *     each optimiser step
 * @param ownShare key {@code own-share}: share of each batch that is drawn from the contained set,
 *     where one set contains another; above 0 and below 1
 * @param vectors options of the classifiers of vectors
 */
public record TrainingConf(
    Optional<Architecture> classifier,
    int passes,
    int repeats,
    Augmentation trainingAugmentation,
    double ownShare,
    Vectors vectors) {

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
        reader.optional("classifier", Parsers.choice(Architecture.class)),
        reader.value("passes", Parsers.integer(1)),
        repeats.orElse(defaultRepeats),
        reader.value("training-augmentation", Parsers.choice(Augmentation.class)),
        reader.value("own-share", Parsers.SHARE),
        Vectors.read(reader));
  }

  /**
   * The classifier to train.
   *
   * @param pictures true if the shape of the samples as pictures is known
   * @return the configured one; by default lenet5 for pictures, linear for other samples
   */
  public Architecture architecture(boolean pictures) {
    return classifier.orElse(pictures ? Architecture.LENET5 : Architecture.LINEAR);
  }

  /** The scaling of inputs. */
  public enum Scaling {
    /** Each feature is standardised. */
    YES,
    /** Features stay as they are. */
    NO
  }

  /**
   * Options of linear, mlp and knn.
   *
   * @param scaleInputs key {@code scale-inputs}
   * @param l2 key {@code l2}: the penalty of linear, at least 0; empty for a choice by the training
   *     set
   * @param neighbours key {@code neighbours}: those of knn; empty for a choice by the training set
   */
  public record Vectors(Scaling scaleInputs, OptionalDouble l2, OptionalInt neighbours) {
    /** The defaults. */
    public static final Vectors DEFAULTS =
        new Vectors(Scaling.YES, OptionalDouble.empty(), OptionalInt.empty());

    private static Vectors read(ConfReader reader) {
      return new Vectors(
          reader.value("scale-inputs", Parsers.choice(Scaling.class)),
          reader.number("l2", Parsers.number("a finite number, at least 0", v -> v >= 0)),
          reader.count("neighbours"));
    }
  }
}
