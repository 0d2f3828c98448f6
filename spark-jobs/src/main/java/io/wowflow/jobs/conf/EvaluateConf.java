package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * The configuration of an evaluation.
 *
 * @param train the dataset to train on
 * @param test the dataset to test on
 * @param trainFirst key {@code train-first}: number of first samples of each training class that
 *     are used; empty for all
 * @param testSkip key {@code test-skip}: number of first samples of each test class that are left
 *     out
 * @param samplesPerClass key {@code samples-per-class}: drawn for training; empty for all
 * @param pictures samples as pictures
 * @param training the training of the classifiers
 * @param steps key {@code steps}: optimiser steps; empty for those of the passes
 * @param saveModel key {@code save-model}: the file for the classifiers of all repeats
 * @param output the file of the result, which is optional
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
    InputConf.Columns columns = InputConf.Columns.read(reader);
    EvaluateConf conf =
        new EvaluateConf(
            InputConf.read(reader, "train", columns),
            InputConf.read(reader, "test", columns),
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
    reader.finish();
    return conf;
  }
}
