package io.wowflow.jobs.conf;

/**
 * The training of classifiers.
 *
 * @param classifier key {@code classifier}: the network
 * @param passes key {@code passes}: the number of times that every sample is used, at least 1
 * @param repeats key {@code repeats}: trainings that differ in first weights and order, at least 1
 */
public record TrainingConf(Architecture classifier, int passes, int repeats) {

  // Each repeat is a Spark task; a larger number is a mistyped one.
  private static final int MOST_REPEATS = 10_000;

  static TrainingConf read(ConfReader reader) {
    return new TrainingConf(
        reader.value("classifier", Parsers.choice(Architecture.class)),
        reader.value("passes", Parsers.integer(1)),
        reader.value("repeats", Parsers.integer(1, MOST_REPEATS)));
  }
}
