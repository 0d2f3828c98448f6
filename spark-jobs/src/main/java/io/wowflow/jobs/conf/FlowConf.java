package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a flow is told.
 *
 * @param source the dataset that moves
 * @param target the dataset to move onto
 * @param output what to write
 * @param samples which samples and classes take part
 * @param pictures samples as pictures
 * @param descent how particles move
 * @param kernel the kernel between classes
 * @param directions directions and quantiles
 * @param report what the flow tells about itself
 * @param stop when it stops early
 * @param evaluation a classifier that watches
 * @param engine where steps run
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
    ReportConf report,
    StopConf stop,
    EvaluationConf evaluation,
    EngineConf engine,
    long seed,
    boolean dryRun,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "flow";

  /** Keys that say where, how long and how talkatively a flow runs, but not where it goes. */
  private static final Set<String> WITHOUT_EFFECT_ON_RESULT =
      Set.of(
          "class-partitions",
          "direction-partitions",
          "dry-run",
          "engine",
          "evaluate-every",
          "evaluate-with",
          "max-time",
          "mode",
          "output",
          "report-every",
          "shared-filesystem",
          "snapshot-every",
          "state-hash",
          "steps",
          "stop-plateau",
          "threads");

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
    FlowConf conf =
        new FlowConf(
            InputConf.read(reader, "source"),
            InputConf.read(reader, "target"),
            OutputConf.read(reader, !dryRun, EnumSet.allOf(OutputMode.class)),
            SamplesConf.read(reader),
            PicturesConf.read(reader),
            DescentConf.read(reader),
            KernelConf.read(reader),
            DirectionsConf.read(reader),
            ReportConf.read(reader),
            StopConf.read(reader),
            EvaluationConf.read(reader),
            EngineConf.read(reader),
            reader.value("seed", Parsers.LONG),
            dryRun,
            reader.settings());
    conf.checkTogether(reader);
    if (conf.descent.stepSize().isEmpty() && !reader.failed("step-rule")) {
      conf.descent.stepSize(conf.kernel).ifPresent(size -> reader.standsFor("step-size", size));
    }
    reader.finish();
    return conf;
  }

  /** The same flow, whose settings also tell what else the command was told. */
  FlowConf including(SortedMap<String, Object> others) {
    SortedMap<String, Object> all = new TreeMap<>(others);
    all.putAll(settings);
    return with(samples, all);
  }

  /** The same flow that draws so many samples of each target class a step. */
  FlowConf withTargetBatch(int batch) {
    SortedMap<String, Object> all = new TreeMap<>(settings);
    all.put("target-batch", batch);
    return with(samples.withTargetBatch(batch), all);
  }

  private FlowConf with(SamplesConf samples, SortedMap<String, Object> all) {
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
        evaluation,
        engine,
        seed,
        dryRun,
        Collections.unmodifiableSortedMap(all));
  }

  private void checkTogether(ConfReader reader) {
    if (descent.stepRule() == DescentConf.StepRule.MATCHED && reader.has("class-batch")) {
      reader.contradiction(
          "--class-batch leaves most pairs of classes out of a step, but --step-rule matched needs"
              + " them all: leave one of them out",
          "class-batch",
          "step-rule");
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
   * The settings that decide where the flow goes: two runs with equal ones, on equal data, are in
   * the same state after the same step. A resumed run must have those of the run it goes on from.
   *
   * @return key and value as in {@link #settings}, in the order of the keys
   */
  public SortedMap<String, Object> resultKeys() {
    SortedMap<String, Object> kept = new TreeMap<>(settings);
    kept.keySet().removeAll(WITHOUT_EFFECT_ON_RESULT);
    return Collections.unmodifiableSortedMap(kept);
  }
}
