package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * Everything that an evaluation is told.
 *
 * @param train the dataset to train on
 * @param test the dataset to test on
 * @param trainFirst key {@code train-first}: of each training class the first so many; empty for
 *     all
 * @param testSkip key {@code test-skip}: of each test class all but the first so many
 * @param samplesPerClass key {@code samples-per-class}: drawn for training; empty for all
 * @param pictures samples as pictures
 * @param training how to train
 * @param steps key {@code steps}: optimiser steps; empty to go by passes
 * @param saveModel key {@code save-model}: where the classifiers of all repeats are written
 * @param output where the result is written, if anywhere
 * @param seed key {@code seed}: of draws, first weights and orders
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record EvaluateConf(
    InputConf train,
    InputConf test,
    OptionalInt trainFirst,
    int testSkip,
    OptionalInt samplesPerClass,
    PicturesConf pictures,
    TrainingConf training,
    OptionalInt steps,
    Optional<String> saveModel,
    OutputConf output,
    long seed,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "evaluate";

  /**
   * Reads and checks the block {@code wowflow.evaluate}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the evaluation
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static EvaluateConf of(Settings resolved) {
    return of(resolved.config());
  }

  static EvaluateConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    EvaluateConf conf =
        new EvaluateConf(
            InputConf.read(reader, "train"),
            InputConf.read(reader, "test"),
            reader.count("train-first"),
            reader.value("test-skip", Parsers.integer(0)),
            reader.count("samples-per-class"),
            PicturesConf.read(reader),
            TrainingConf.read(reader),
            reader.count("steps"),
            reader.optional("save-model", Parsers.TEXT),
            OutputConf.read(reader, false, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.value("seed", Parsers.LONG),
            reader.settings());
    if (conf.steps.isPresent()) {
      reader.withoutEffect("passes", "beside --steps");
    }
    reader.finish();
    return conf;
  }
}
