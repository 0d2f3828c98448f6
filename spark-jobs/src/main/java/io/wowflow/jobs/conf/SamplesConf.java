package io.wowflow.jobs.conf;

import java.util.List;
import java.util.OptionalInt;

/**
 * The samples and classes that take part, and the weights of the classes.
 *
 * @param samplesPerClass key {@code samples-per-class}: of both sides; empty for all
 * @param sourceSamplesPerClass key {@code source-samples-per-class}: excludes the former
 * @param targetSamplesPerClass key {@code target-samples-per-class}: excludes the first
 * @param classWeights key {@code class-weights}
 * @param targetBatch key {@code target-batch}: samples of a target class per step; empty for all
 * @param classBatch key {@code class-batch}: classes per side and step; empty for all
 */
public record SamplesConf(
    OptionalInt samplesPerClass,
    OptionalInt sourceSamplesPerClass,
    OptionalInt targetSamplesPerClass,
    OrFile<Weights> classWeights,
    OptionalInt targetBatch,
    OptionalInt classBatch) {
  /** The weights of classes. */
  public enum Weights {
    /** All the same. */
    UNIFORM,
    /** Proportional to their numbers of samples. */
    PROPORTIONAL
  }

  /**
   * Samples drawn of each source class.
   *
   * @return the number, or empty for all
   */
  public OptionalInt ofSource() {
    return samplesPerClass.isPresent() ? samplesPerClass : sourceSamplesPerClass;
  }

  /**
   * Samples drawn of each target class.
   *
   * @return the number, or empty for all
   */
  public OptionalInt ofTarget() {
    return samplesPerClass.isPresent() ? samplesPerClass : targetSamplesPerClass;
  }

  SamplesConf withTargetBatch(int batch) {
    return new SamplesConf(
        samplesPerClass,
        sourceSamplesPerClass,
        targetSamplesPerClass,
        classWeights,
        OptionalInt.of(batch),
        classBatch);
  }

  static SamplesConf read(ConfReader reader) {
    SamplesConf conf =
        new SamplesConf(
            reader.count("samples-per-class"),
            reader.count("source-samples-per-class"),
            reader.count("target-samples-per-class"),
            reader.value("class-weights", OrFile.parser(Weights.class, "")),
            reader.count("target-batch"),
            reader.count("class-batch"));
    for (String side : List.of("source-samples-per-class", "target-samples-per-class")) {
      if (reader.has("samples-per-class") && reader.has(side)) {
        reader.contradiction(
            "--samples-per-class applies to source and target: leave it out, or --" + side,
            "samples-per-class",
            side);
      }
    }
    return conf;
  }
}
