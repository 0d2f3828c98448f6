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
 * @param add key {@code add}: samples added to those to train on
 * @param against key {@code against}: the training set to compare with
 * @param againstFirst key {@code against-first}: as {@code trainFirst}
 * @param againstSamplesPerClass key {@code against-samples-per-class}: as {@code samplesPerClass}
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
    Optional<InputConf> add,
    Optional<InputConf> against,
    OptionalInt againstFirst,
    OptionalInt againstSamplesPerClass,
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

  /**
   * Whether two training sets are compared.
   *
   * @return true with {@code against} or {@code add}: without the first, the samples of {@code
   *     train} are compared with these and the added ones
   */
  public boolean compares() {
    return add.isPresent() || against.isPresent();
  }

  static EvaluateConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    InputConf.Columns columns = InputConf.Columns.read(reader);
    Optional<InputConf> add = InputConf.readOptional(reader, "add", columns);
    Optional<InputConf> against = InputConf.readOptional(reader, "against", columns);
    boolean compares = add.isPresent() || against.isPresent();
    EvaluateConf conf =
        new EvaluateConf(
            InputConf.read(reader, "train", columns),
            InputConf.read(reader, "test", columns),
            reader.count("train-first"),
            reader.value("test-skip", Parsers.integer(0)),
            reader.count("samples-per-class"),
            add,
            against,
            reader.count("against-first"),
            reader.count("against-samples-per-class"),
            PicturesConf.read(reader),
            TrainingConf.read(reader, compares ? TrainingConf.REPEATS_OF_A_VERDICT : 1),
            reader.count("steps"),
            reader.optional("save-model", Parsers.TEXT),
            OutputConf.read(reader, false, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.value("seed", Parsers.LONG),
            reader.settings());
    reader.finish();
    return conf;
  }
}
