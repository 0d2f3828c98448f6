package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration of an augmentation, except for that of its flow: see {@link #flow}.
 *
 * @param source the large dataset that flows
 * @param target the small dataset that is enlarged
 * @param output the output to write
 * @param runDate key {@code run-date}: the partition of the output
 * @param shots key {@code shots}: samples of each target class that are used; empty for all
 * @param targetFirst key {@code target-first}: number of first samples of each target class that
 *     are used; empty for all
 * @param sourceSamplesPerClass key {@code source-samples-per-class}: empty for all
 * @param labelling whether classes of equal label are matched to each other
 * @param steps key {@code steps}
 * @param functional key {@code functional}
 * @param rematch key {@code rematch}
 * @param stepRule key {@code step-rule}
 * @param stepSize key {@code step-size}: empty for the rule's default here
 * @param momentum key {@code momentum}
 * @param clip key {@code clip}: after every step; the end is always clipped to the target's range
 * @param stopPlateau key {@code stop-plateau}
 * @param copying the samples that show whether the flow copies others, keys {@code hold-out} and
 *     {@code stop-copying}
 * @param pictures samples as pictures
 * @param standardise key {@code standardise}: the samples whose statistics make the map from a
 *     value of the input to one in the flow
 * @param requireImprovement key {@code require-improvement}
 * @param tolerate key {@code tolerate}: largest loss of accuracy, in points, with which the result
 *     is published
 * @param heldOut key {@code held-out}: samples of each target class to test on; empty for all that
 *     are not shots
 * @param training the training of the classifiers for the test
 * @param trainingSteps key {@code training-steps}: their optimiser steps; empty for those of the
 *     passes
 * @param threads key {@code threads}: empty for all cores
 * @param sharedFilesystem key {@code shared-filesystem}: true if all executors see the same files
 * @param seed key {@code seed}: of all random numbers
 * @param dryRun key {@code dry-run}: only print the plan
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record AugmentConf(
    InputConf source,
    InputConf target,
    OutputConf output,
    Optional<LocalDate> runDate,
    OptionalInt shots,
    OptionalInt targetFirst,
    OptionalInt sourceSamplesPerClass,
    SamplesConf.Labelling labelling,
    int steps,
    DescentConf.Functional functional,
    Optional<DescentConf.Rematch> rematch,
    DescentConf.Reweight reweight,
    DescentConf.StepRule stepRule,
    OptionalDouble stepSize,
    double momentum,
    Optional<DescentConf.Clip> clip,
    FlowConf.Plateau stopPlateau,
    FlowConf.Copying copying,
    PicturesConf pictures,
    Optional<DescentConf.Standardise> standardise,
    boolean requireImprovement,
    OptionalDouble tolerate,
    OptionalInt heldOut,
    TrainingConf training,
    OptionalInt trainingSteps,
    OptionalInt threads,
    boolean sharedFilesystem,
    long seed,
    boolean dryRun,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "augment";

  /** The keys of the test, without effect on results that are not tested. */
  private static final List<String> OF_THE_TEST =
      List.of(
          "held-out",
          "classifier",
          "l2",
          "neighbours",
          "scale-inputs",
          "passes",
          "training-steps",
          "repeats",
          "training-augmentation",
          "own-share");

  /** The values of these keys in results of versions that recorded them untested, too. */
  private static final Map<String, Object> UNTESTED =
      Map.of("classifier", "lenet5", "passes", 50, "repeats", 1);

  /**
   * Reads and checks the block {@code wowflow.augment}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the augmentation
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static AugmentConf of(Settings resolved) {
    return of(resolved.config());
  }

  static AugmentConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    boolean dryRun = reader.value("dry-run", Parsers.FLAG);
    InputConf.Columns columns = InputConf.Columns.read(reader);
    DescentConf.Functional functional = DescentConf.Functional.read(reader);
    AugmentConf conf =
        new AugmentConf(
            InputConf.read(reader, "source", columns),
            InputConf.read(reader, "target", columns),
            OutputConf.read(reader, !dryRun, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.optional("run-date", AugmentConf::date),
            reader.count("shots"),
            reader.count("target-first"),
            reader.count("source-samples-per-class"),
            SamplesConf.Labelling.read(reader),
            reader.value("steps", Parsers.integer(0)),
            functional,
            reader.optional("rematch", DescentConf.Rematch::parse),
            reader.value("reweight", DescentConf.Reweight::parse),
            functional.stepRule(reader, COMMAND),
            reader.number("step-size", Parsers.POSITIVE),
            reader.value("momentum", DescentConf.MOMENTUM),
            reader.optional("clip", DescentConf.Clip::parse),
            reader.value("stop-plateau", FlowConf.Plateau::parse),
            FlowConf.Copying.read(reader),
            PicturesConf.read(reader),
            reader.optional("standardise", Parsers.choice(DescentConf.Standardise.class)),
            reader.value("require-improvement", Parsers.FLAG),
            reader.number("tolerate", Parsers.NOT_NEGATIVE),
            reader.count("held-out"),
            TrainingConf.read(reader, TrainingConf.REPEATS_OF_A_VERDICT),
            reader.count("training-steps"),
            reader.integer("threads", Parsers.integer(1, EngineConf.MOST_THREADS)),
            reader.value("shared-filesystem", Parsers.FLAG),
            reader.value("seed", Parsers.LONG),
            dryRun,
            reader.settings());
    conf.check(reader);
    reader.finish();
    return conf;
  }

  /**
   * Whether the enlarged dataset is published only if a comparison allows it.
   *
   * @return true with {@code require-improvement} or {@code tolerate}
   */
  public boolean isJudged() {
    return requireImprovement || tolerate.isPresent();
  }

  private void check(ConfReader reader) {
    DescentConf.Reweight.check(reader, functional, reweight);
    if (isJudged() && shots.isEmpty() && heldOut.isEmpty()) {
      reader.contradiction(
          "--require-improvement and --tolerate test on target samples that are not used: give the"
              + " number of samples of each class that are used, --shots, or of those to test on,"
              + " --held-out",
          "shots",
          "held-out");
    }
    if (!isJudged()) {
      for (String key : OF_THE_TEST) {
        if (reader.isOnCommandLine(key)) {
          reader.contradiction(
              "--"
                  + key
                  + " has no effect without --require-improvement or --tolerate: give one of them,"
                  + " or leave --"
                  + key
                  + " out",
              key,
              "require-improvement",
              "tolerate");
        }
      }
    }
    if (source.meantStandIn().isPresent()) {
      reader.contradiction(
          "--source: "
              + source.uri()
              + " is a source of flow only: an augmentation adds samples of another dataset",
          "source");
    }
    if (output.output().filter(OutputConf::isNpz).isPresent()) {
      reader.contradiction(
          "--output: an enlarged dataset is a directory of Parquet files: give a directory, and"
              + " write the NPZ file from it with convert",
          "output");
    }
  }

  private static LocalDate date(String text) {
    if (text.equals("today")) {
      return LocalDate.now(ZoneOffset.UTC);
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a date such as 2026-11-23, or today", e);
    }
  }

  /**
   * The flow of an augmentation: the block {@code wowflow.flow}, with the augmentation's values of
   * the keys that both have.
   *
   * @param resolved the configuration that {@link #of} has checked
   * @return the flow
   * @throws JobException {@link ExitCode#USAGE} with all problems of that block
   */
  public static FlowConf flow(Settings resolved) {
    return flow(resolved.config());
  }

  private static FlowConf flow(Config resolved) {
    AugmentConf conf = of(resolved);
    Config flow = FlowConf.withSharedKeys(resolved, COMMAND);
    if (conf.stepSize.isEmpty()) {
      flow =
          flow.withValue(
              FlowConf.path("step-size"),
              ConfigValueFactory.fromAnyRef(conf.stepRule.defaultStepSize(COMMAND)));
    }
    return FlowConf.of(flow);
  }

  /**
   * The settings that determine the data of an augmentation, without those of its flow.
   *
   * @return key and value as in {@link #settings}, in the order of the keys
   */
  public SortedMap<String, Object> resultKeys() {
    SortedMap<String, Object> kept = new TreeMap<>(settings);
    kept.keySet().removeAll(Reference.withoutEffectOnResult(COMMAND));
    // Results of versions without these keys are those of runs that do not give them.
    kept.remove("standardise", null);
    DescentConf.Functional.removeDefaults(kept);
    SamplesConf.Labelling.removeDefaults(kept);
    kept.remove("hold-out", null);
    if (!isJudged()) {
      kept.keySet().removeAll(OF_THE_TEST);
      kept.remove("tolerate");
      kept.putAll(UNTESTED);
      kept.put("held-out", null);
    }
    return Collections.unmodifiableSortedMap(kept);
  }
}
