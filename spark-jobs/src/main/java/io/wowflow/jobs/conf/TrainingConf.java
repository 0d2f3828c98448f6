package io.wowflow.jobs.conf;

/**
 * How classifiers are trained.
 *
 * @param classifier key {@code classifier}
 * @param passes key {@code passes}: how often every sample is used, at least 1
 * @param repeats key {@code repeats}: trainings that differ in first weights and order, at least 1
 */
public record TrainingConf(Network classifier, int passes, int repeats) {
  /** Which network. */
  public enum Network {
    /** Three convolutions and two dense layers. */
    LENET5,
    /** Three blocks of convolution and instance normalisation, and a dense layer. */
    CONVNET,
    /** One convolution and three dense layers. */
    CNN
  }

  // A repeat is a task, and nobody waits for more.
  private static final int MOST_REPEATS = 10_000;

  static TrainingConf read(ConfReader reader) {
    return new TrainingConf(
        reader.value("classifier", Parsers.choice(Network.class)),
        reader.value("passes", Parsers.integer(1)),
        reader.value("repeats", Parsers.integer(1, MOST_REPEATS)));
  }
}
