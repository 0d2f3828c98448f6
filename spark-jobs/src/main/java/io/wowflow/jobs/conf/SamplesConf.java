package io.wowflow.jobs.conf;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The samples and classes that take part, and the weights of the classes.
 *
 * @param samplesPerClass key {@code samples-per-class}: of both sides; empty for all
 * @param sourceSamplesPerClass key {@code source-samples-per-class}: excludes the former
 * @param targetSamplesPerClass key {@code target-samples-per-class}: excludes the first
 * @param classWeights key {@code class-weights}
 * @param labelling whether classes of equal label are matched to each other
 * @param targetBatch key {@code target-batch}: samples of a target class per step; empty for all
 * @param classBatch key {@code class-batch}: classes per side and step; empty for all
 */
public record SamplesConf(
    OptionalInt samplesPerClass,
    OptionalInt sourceSamplesPerClass,
    OptionalInt targetSamplesPerClass,
    OrFile<Weights> classWeights,
    Labelling labelling,
    OptionalInt targetBatch,
    OptionalInt classBatch) {
  /** The weights of classes. */
  public enum Weights {
    /** All the same. */
    UNIFORM,
    /** Proportional to their numbers of samples. */
    PROPORTIONAL
  }

  /** The rule that matches source and target classes. */
  public enum Labels {
    /** Transport between the classes, whatever their labels. */
    MATCHED,
    /** The equal label, where both sides have it. */
    SHARED
  }

  /** The fate of classes whose label the other side does not have. */
  public enum Unmatched {
    /** Source classes are matched by transport with the target classes that are left. */
    ASSIGN,
    /** They are left out, on both sides. */
    DROP,
    /** They are an error of the input. */
    REFUSE
  }

  /**
   * The matching of classes by their labels.
   *
   * @param labels key {@code labels}
   * @param unmatched key {@code unmatched}: without effect unless labels are shared
   */
  public record Labelling(Labels labels, Unmatched unmatched) {
    /**
     * Recognises labels that mean the same on both sides.
     *
     * @return true if classes of equal label are matched to each other
     */
    public boolean isShared() {
      return labels == Labels.SHARED;
    }

    static Labelling read(ConfReader reader) {
      return new Labelling(
          reader.value("labels", Parsers.choice(Labels.class)),
          reader.value("unmatched", Parsers.choice(Unmatched.class)));
    }

    /** Removes the keys that results of versions without them do not have. */
    static void removeDefaults(Map<String, Object> keys) {
      if (keys.remove("labels", Parsers.text(Labels.MATCHED))) {
        keys.remove("unmatched");
      }
    }
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

  /** The same with classes of equal label matched to each other. */
  SamplesConf sharing() {
    return new SamplesConf(
        samplesPerClass,
        sourceSamplesPerClass,
        targetSamplesPerClass,
        classWeights,
        new Labelling(Labels.SHARED, labelling.unmatched),
        targetBatch,
        classBatch);
  }

  SamplesConf withTargetBatch(int batch) {
    return new SamplesConf(
        samplesPerClass,
        sourceSamplesPerClass,
        targetSamplesPerClass,
        classWeights,
        labelling,
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
            Labelling.read(reader),
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
