package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration of a flow.
 *
 * @param source the dataset that moves
 * @param target the dataset to move onto
 * @param output the output to write
 * @param samples the samples and classes that take part
 * @param pictures samples as pictures
 * @param descent the movement of the particles
 * @param kernel the kernel between classes
 * @param directions directions and quantiles
 * @param report reports, snapshots and matching
 * @param stop the rules that stop the flow early
 * @param copying the samples that show whether the particles copy others
 * @param evaluation the classifiers that evaluate the particles along the flow
 * @param engine the place where steps run
 * @param seed key {@code seed}: of all random numbers
 * @param dryRun key {@code dry-run}: only print the plan
 * @param settings every key and its value as it was understood (numbers, booleans, text, null), in
 *     the order of the keys; user info is cut from URIs
 */
public record FlowConf(
    InputConf source,
    InputConf target,
    OutputConf output,
    SamplesConf samples,
    PicturesConf pictures,
    DescentConf descent,
    KernelConf kernel,
    DirectionsConf directions,
    Report report,
    Stop stop,
    Copying copying,
    Evaluation evaluation,
    EngineConf engine,
    long seed,
    boolean dryRun,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "flow";

  /** The cost between classes behind the matching of labels. */
  public enum Matching {
    /** Exact squared Wasserstein distances. */
    EXACT,
    /** Squared sliced Wasserstein distances. */
    SLICED
  }

  /**
   * Reports of a flow, its snapshots and the matching at its end.
   *
   * @param reportEvery key {@code report-every}: steps between two objectives, at least 1
   * @param snapshotEvery key {@code snapshot-every}: steps between two snapshots; 0 for none
   * @param stateHash key {@code state-hash}: true to add a hash of the state to every report
   * @param matching key {@code matching}: the cost that matches classes; empty for the default rule
   */
  public record Report(
      int reportEvery, int snapshotEvery, boolean stateHash, Optional<Matching> matching) {

    private static Report read(ConfReader reader) {
      return new Report(
          reader.value("report-every", Parsers.integer(1)),
          reader.value("snapshot-every", Parsers.integer(0)),
          reader.value("state-hash", Parsers.FLAG),
          reader.optional("matching", Parsers.choice(Matching.class)));
    }
  }

  /**
   * The rules that stop a flow before its last step.
   *
   * @param stopPlateau key {@code stop-plateau}
   * @param maxTime key {@code max-time}: empty for no limit
   */
  public record Stop(Plateau stopPlateau, Optional<Duration> maxTime) {
    private static Stop read(ConfReader reader) {
      return new Stop(
          reader.value("stop-plateau", Plateau::parse),
          reader.optional("max-time", Parsers::duration));
    }
  }

  /** The rule that ends a flow whose objective no longer falls. */
  public static final class Plateau {
    private static final Plateau AUTO = new Plateau(-1);
    private static final Plateau OFF = new Plateau(0);
    // Two windows of reports are counted by an int.
    private static final int MOST_REPORTS = 1_000_000_000;

    private final int number;

    private Plateau(int number) {
      this.number = number;
    }

    static Plateau parse(String text) {
      if (text.equals("auto")) {
        return AUTO;
      }
      if (text.equals("off")) {
        return OFF;
      }
      try {
        return new Plateau(Parsers.integer(0, MOST_REPORTS).apply(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("auto, off or " + e.getMessage(), e);
      }
    }

    /**
     * Recognises {@code auto}.
     *
     * @return true for an end at the step of {@link io.wowflow.math.flow.Convergence}
     */
    public boolean whenConverged() {
      return number < 0;
    }

    /**
     * N of the rule "the mean objective of the last N reports is not below 99.9 % of the mean of
     * the N before", which depends on {@code report-every}.
     *
     * @return N; 0 if the flow does not end by this rule
     */
    public int reports() {
      return Math.max(0, number);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Plateau plateau && plateau.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }

    /**
     * The value of the option.
     *
     * @return {@code auto}, {@code off} or N
     */
    @Override
    public String toString() {
      return whenConverged() ? "auto" : number == 0 ? "off" : Integer.toString(number);
    }
  }

  /**
   * The samples of the target that a flow does not see, and the stop that they decide.
   *
   * @param holdOut key {@code hold-out}: the fraction of each class, above 0 and at most 0.5; empty
   *     for none
   * @param stopCopying key {@code stop-copying}: the copy share above which the flow stops, from
   *     0.5 to 1; empty for no such stop
   */
  public record Copying(OptionalDouble holdOut, OptionalDouble stopCopying) {
    static Copying read(ConfReader reader) {
      return new Copying(
          reader.number(
              "hold-out",
              Parsers.number("a number above 0 and at most 0.5", v -> v > 0 && v <= 0.5)),
          reader.number(
              "stop-copying", Parsers.number("a number from 0.5 to 1", v -> v >= 0.5 && v <= 1)));
    }
  }

  /**
   * The classifiers that evaluate the particles along a flow.
   *
   * @param evaluateWith key {@code evaluate-with}: the file of the classifiers; empty for none
   * @param evaluateEvery key {@code evaluate-every}: steps between two evaluations, at least 1
   */
  public record Evaluation(Optional<String> evaluateWith, int evaluateEvery) {

    private static Evaluation read(ConfReader reader) {
      return new Evaluation(
          reader.optional("evaluate-with", Parsers.TEXT),
          reader.value("evaluate-every", Parsers.integer(1)));
    }
  }

  /**
   * Reads and checks the block {@code wowflow.flow}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the flow
   * @throws JobException {@link ExitCode#USAGE} with all problems: unknown keys, wrong types,
   *     values out of range, contradictions
   */
  public static FlowConf of(Settings resolved) {
    return of(resolved.config());
  }

  static FlowConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    boolean dryRun = reader.value("dry-run", Parsers.FLAG);
    InputConf.Columns columns = InputConf.Columns.read(reader);
    InputConf source = InputConf.read(reader, "source", columns);
    FlowConf conf =
        new FlowConf(
            source,
            InputConf.read(reader, "target", columns),
            OutputConf.read(reader, !dryRun, EnumSet.allOf(OutputMode.class)),
            samples(reader, source),
            PicturesConf.read(reader),
            DescentConf.read(reader),
            KernelConf.read(reader),
            DirectionsConf.read(reader),
            Report.read(reader),
            Stop.read(reader),
            Copying.read(reader),
            Evaluation.read(reader),
            EngineConf.read(reader),
            reader.value("seed", Parsers.LONG),
            dryRun,
            reader.settings());
    conf.checkTogether(reader);
    if (conf.descent.stepSize().isEmpty() && !reader.failed("step-rule")) {
      conf.descent.stepSize(conf.kernel).ifPresent(size -> reader.useDefault("step-size", size));
    }
    reader.finish();
    return conf;
  }

  /** The labels of a source that is made from the target are the target's. */
  private static SamplesConf samples(ConfReader reader, InputConf source) {
    SamplesConf read = SamplesConf.read(reader);
    if (source.standIn().isEmpty()) {
      return read;
    }
    if (reader.isOnCommandLine("labels") && !read.labelling().isShared()) {
      reader.contradiction(
          "--source "
              + source.uri()
              + " makes samples of each class of the target, which flow onto that class: leave"
              + " --labels out",
          "labels",
          "source");
    }
    reader.useDefault("labels", SamplesConf.Labels.SHARED);
    return read.sharing();
  }

  private void checkStandIn(ConfReader reader) {
    Optional<InputConf.StandIn> meant = source.meantStandIn();
    if (meant.isPresent() && source.standIn().isEmpty()) {
      reader.contradiction(
          "--source: '"
              + UserInfo.cut(source.uri())
              + "' is not a source; samples are made from the classes of the target only: give "
              + meant.get().uri(),
          "source");
    }
    if (source.standIn().isPresent()) {
      Reference.options(COMMAND).stream()
          .map(Reference.Option::key)
          .filter(key -> key.startsWith("source-") && !key.equals("source-samples-per-class"))
          .filter(reader::has)
          .forEach(
              key ->
                  reader.contradiction(
                      "--"
                          + key
                          + " describes a dataset that is read, and --source "
                          + source.uri()
                          + " is made from the target: leave --"
                          + key
                          + " out",
                      key,
                      "source"));
    }
  }

  private void checkTogether(ConfReader reader) {
    checkStandIn(reader);
    boolean wow = descent.functional() == DescentConf.Functional.WOW;
    if (wow && reader.has("class-batch")) {
      reader.contradiction(
          "--class-batch leaves most pairs of classes out of a step; --functional wow uses matched"
              + " pairs only, and needs no --class-batch: leave it out",
          "class-batch",
          "functional");
    } else if (descent.stepRule() == DescentConf.StepRule.MATCHED && reader.has("class-batch")) {
      reader.contradiction(
          "--class-batch leaves most pairs of classes out of a step, but --step-rule matched needs"
              + " them all: leave one of the two options out",
          "class-batch",
          "step-rule");
    }
    if (descent.reweight().rule().isPresent() && reader.has("class-batch")) {
      reader.contradiction(
          "--class-batch leaves most pairs of classes out of a step, but --reweight needs them all:"
              + " leave one of the two options out",
          "class-batch",
          "reweight");
    }
    boolean intoAFile = output.output().filter(OutputConf::isNpz).isPresent();
    if (evaluation.evaluateWith().isPresent() && intoAFile) {
      reader.contradiction(
          "--evaluate-with writes accuracy.csv into the output: give a directory, not FILE.npz",
          "evaluate-with",
          "output");
    }
  }

  /**
   * The configuration in which the flow has, for every key that it shares with a command, the value
   * of that command.
   */
  static Config withSharedKeys(Config resolved, String command) {
    Config flow = resolved;
    for (String key : Reference.shared(command)) {
      ConfigValue value = resolved.getObject(Reference.path(command)).get(key);
      flow = flow.withValue(path(key), value);
    }
    return flow;
  }

  /** The path of a key of the flow in a configuration. */
  static String path(String key) {
    return Reference.path(COMMAND) + "." + key;
  }

  /** The same flow with settings that also hold those of the command that runs it. */
  FlowConf including(SortedMap<String, Object> others) {
    SortedMap<String, Object> all = new TreeMap<>(others);
    all.putAll(settings);
    return with(samples, all);
  }

  /** The same flow with {@code batch} samples of each target class per step. */
  FlowConf withTargetBatch(int batch) {
    SortedMap<String, Object> all = new TreeMap<>(settings);
    all.put("target-batch", batch);
    return with(samples.withTargetBatch(batch), all);
  }

  /**
   * The same flow with a range for its particles.
   *
   * @param low the least value, in the units of the input
   * @param high the greatest value, above {@code low}
   * @return the flow
   */
  public FlowConf withClip(float low, float high) {
    DescentConf.Clip clip = new DescentConf.Clip(low, high);
    SortedMap<String, Object> all = new TreeMap<>(settings);
    all.put("clip", clip.toString());
    return with(samples, descent.with(clip), all);
  }

  private FlowConf with(SamplesConf samples, SortedMap<String, Object> all) {
    return with(samples, descent, all);
  }

  private FlowConf with(SamplesConf samples, DescentConf descent, SortedMap<String, Object> all) {
    return new FlowConf(
        source,
        target,
        output,
        samples,
        pictures,
        descent,
        kernel,
        directions,
        report,
        stop,
        copying,
        evaluation,
        engine,
        seed,
        dryRun,
        Collections.unmodifiableSortedMap(all));
  }

  /**
   * The settings that determine the states of the flow: two runs with equal ones, on equal data,
   * are in the same state after the same step. A resumed run must have those of the run that it
   * resumes.
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
    return Collections.unmodifiableSortedMap(kept);
  }
}
