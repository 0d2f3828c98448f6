package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.npz.NpyFiles;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.plan.FlowPlan;
import io.wowflow.jobs.record.Fingerprint;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.Redaction;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.record.WeightTable;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.jobs.snapshot.SnapshotHeader;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.sliced.Panels;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The identity of a flow, made of its configuration and the fingerprints of its data: the header of
 * its snapshots, the manifest of its result, the facts on its page.
 */
public final class FlowReport {
  private final FlowSetting setting;
  private final FlowConf conf;
  private final SortedMap<String, Object> shown;
  private final Manifest.Settings settings;
  private final List<Manifest.Input> inputs;

  private FlowReport(
      FlowSetting setting,
      SortedMap<String, Object> shown,
      Manifest.Settings settings,
      List<Manifest.Input> inputs) {
    this.setting = setting;
    this.conf = setting.conf();
    this.shown = shown;
    this.settings = settings;
    this.inputs = inputs;
  }

  /**
   * The identity of a flow of its own. Computes the fingerprints of its data.
   *
   * @param setting the flow
   * @param context the surroundings of the job
   * @return the identity
   */
  public static FlowReport of(FlowSetting setting, JobContext context) {
    FlowConf conf = setting.conf();
    return new FlowReport(
        setting,
        conf.settings(),
        Manifest.Settings.of(conf.settings(), conf.seed(), Secrets.redaction()),
        inputs(setting, context));
  }

  /**
   * The identity of the same flow inside another job.
   *
   * @param asked the settings that the page shows
   * @param all the settings that the manifest holds
   * @param more inputs of the job that the flow does not see
   * @return the identity
   */
  public FlowReport within(
      SortedMap<String, Object> asked, Manifest.Settings all, List<Manifest.Input> more) {
    List<Manifest.Input> read = Stream.concat(inputs.stream(), more.stream()).toList();
    return new FlowReport(setting, asked, all, read);
  }

  /**
   * The same identity with more inputs.
   *
   * @param more inputs of the job that the flow does not see
   * @return the identity
   */
  public FlowReport with(List<Manifest.Input> more) {
    return within(shown, settings, more);
  }

  private static List<Manifest.Input> inputs(FlowSetting setting, JobContext context) {
    FlowConf conf = setting.conf();
    FlowInputs in = setting.inputs();
    Redaction redaction = Secrets.redaction();
    List<Manifest.Input> read = new ArrayList<>();
    read.add(
        input(
            in,
            Manifest.Input.of(
                "source",
                redaction.text(conf.source().uri()),
                in.source().report(),
                in.seenSource())));
    read.add(
        input(
            in,
            Manifest.Input.of(
                "target",
                redaction.text(conf.target().uri()),
                in.target().report(),
                in.seenTarget())));
    if (!in.held().isEmpty()) {
      read.add(
          input(
              in,
              Manifest.Input.of(
                  Manifest.HELD,
                  redaction.text(conf.target().uri()),
                  in.target().report(),
                  LabelledDataset.of(in.held()))));
    }
    conf.directions()
        .directions()
        .file()
        .ifPresent(file -> read.add(directions(file, redaction, context.hadoop())));
    return List.copyOf(read);
  }

  /** Data that look the same to the flow only after a map made from them are different data. */
  private static Manifest.Input input(FlowInputs in, Manifest.Input seen) {
    return in.normalisation().ofData().map(seen::seenThrough).orElse(seen);
  }

  private static Manifest.Input directions(String file, Redaction redaction, Configuration hadoop) {
    NpyFiles.Floats array = NpyFiles.readDirections(file, hadoop);
    List<Integer> shape = array.shape();
    int d = shape.get(shape.size() - 1);
    return new Manifest.Input(
        Manifest.DIRECTIONS,
        redaction.text(file),
        "npy",
        new Manifest.Size(shape.size() == 3 ? shape.get(0) : 1, array.values().length / d, d),
        Fingerprint.of(shape, array.values()),
        null);
  }

  FlowSetting setting() {
    return setting;
  }

  SnapshotHeader header(Map<String, Object> extras) {
    return new SnapshotHeader(
        resultKeys(), inputs.get(0).fingerprint(), inputs.get(1).fingerprint(), extras);
  }

  /**
   * The inputs.
   *
   * @return source, target, a file of directions if there is one, and what {@link #within} added
   */
  public List<Manifest.Input> inputs() {
    return inputs;
  }

  private Map<String, String> resultKeys() {
    Map<String, String> out = new TreeMap<>();
    Secrets.redaction()
        .apply(conf.resultKeys())
        .forEach((key, value) -> out.put(key, String.valueOf(value)));
    inputs.stream()
        .filter(input -> input.role().equals(Manifest.DIRECTIONS))
        .forEach(input -> out.put(SnapshotHeader.DIRECTIONS, input.fingerprint()));
    return out;
  }

  /** The manifest of a run that has ended. */
  Manifest manifest(
      RunId id,
      Instant start,
      FlowRun run,
      FlowResult result,
      FlowOutcome outcome,
      Manifest.Features features) {
    FlowState state = result.state();
    double wall = Duration.between(start, Instant.now()).toMillis() / 1e3;
    return new Manifest(
        Manifest.Run.of(id, start, wall, run.resumedFrom().orElse(null), environment()),
        settings,
        inputs,
        numerics(run),
        new Manifest.Outcome(
            ExitCode.DONE.name().toLowerCase(Locale.ROOT),
            state.step(),
            result.stopReason(),
            result.objective(),
            Fingerprint.of(state, run.functionalState().classWeights()),
            features,
            Manifest.Convergence.of(run.convergence().trend(result.objective())),
            run.copying().map(it -> Manifest.Copying.of(it.log(), state.step())).orElse(null),
            outcome.weights().map(WeightTable::rows).orElse(null)));
  }

  /** The inputs as the page shows them. */
  List<RunReport.Input> pageInputs() {
    return List.of(
        pageInput(inputs.get(0), setting.inputs().source()),
        pageInput(inputs.get(1), setting.inputs().target()));
  }

  private static RunReport.Input pageInput(Manifest.Input input, LoadedDataset read) {
    return new RunReport.Input(
        input.role(),
        input.uri(),
        input.format(),
        input.size().classes(),
        input.size().samples(),
        input.size().dimension(),
        read.line());
  }

  /** The settings as the page shows them. */
  SortedMap<String, Object> pageSettings() {
    return new TreeMap<>(Secrets.redaction().apply(shown));
  }

  /** The facts about a run that the page lists next to its settings. */
  List<RunReport.Fact> facts(FlowRun run) {
    Manifest.Environment there = environment();
    Manifest.Machine machine = there.machine();
    Manifest.Numerics numerics = numerics(run);
    List<RunReport.Fact> out = new ArrayList<>();
    out.add(new RunReport.Fact("Seed", Long.toString(conf.seed())));
    out.add(functional(numerics));
    conf.descent()
        .reweight()
        .text()
        .ifPresent(text -> out.add(new RunReport.Fact("Class weights", text)));
    out.addAll(
        List.of(
            new RunReport.Fact("Step size", String.valueOf(run.stepSize())),
            new RunReport.Fact("Directions", setting.plan().sizes().directions() + " per step"),
            new RunReport.Fact(
                "Quantile levels",
                numerics.quantileLevels() + (numerics.exactEmbedding() ? ", exact" : ", averages")),
            new RunReport.Fact(
                "Engine", numerics.engine().name() + " (" + numerics.engine().reason() + ")"),
            new RunReport.Fact("WowFlow", there.wowflow() + ", commit " + there.commit()),
            new RunReport.Fact("Java", there.java()),
            new RunReport.Fact("Spark", there.spark()),
            new RunReport.Fact(
                "Machine",
                machine.os() + ", " + machine.arch() + ", " + machine.cores() + " cores"),
            new RunReport.Fact("Fingerprint of the source", inputs.get(0).fingerprint()),
            new RunReport.Fact("Fingerprint of the target", inputs.get(1).fingerprint())));
    return List.copyOf(out);
  }

  private static RunReport.Fact functional(Manifest.Numerics numerics) {
    Manifest.Kernel kernel = numerics.kernel();
    return kernel == null
        ? new RunReport.Fact("Functional", "wow, " + DescentConf.matched(numerics.rematch()))
        : new RunReport.Fact("Kernel", kernel.name() + ", parameter " + kernel.parameter());
  }

  private static Manifest.Environment environment() {
    return Manifest.Environment.current(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  private Manifest.Numerics numerics(FlowRun run) {
    FlowPlan plan = setting.plan();
    return new Manifest.Numerics(
        plan.sizes().levels().levels(),
        plan.sizes().levels().exact(),
        plan.sizes().rematch().isPresent()
            ? null
            : new Manifest.Kernel(conf.kernel().kernel().text(), run.kernelParameter()),
        plan.sizes().rematch().stream().boxed().findFirst().orElse(null),
        run.stepSize(),
        new Manifest.Blocks(1, Panels.LEAF_DIRECTIONS),
        new Manifest.Engine(plan.engine(), plan.reason()));
  }

  /**
   * Compares a finished result with the one that this run would make.
   *
   * @throws JobException (usage) if its configuration, its classifiers or its data differ, naming
   *     the first difference
   */
  void checkFinishedRun(OutputTarget target) throws IOException {
    Manifest there = target.manifest();
    Map<String, Object> then = there.settings().configuration();
    Map<String, Object> keys = new TreeMap<>(conf.resultKeys());
    for (String key : List.of("steps", "evaluate-with")) {
      keys.put(key, conf.settings().get(key));
    }
    Secrets.redaction().apply(keys).forEach((key, now) -> check(target, key, then.get(key), now));
    Manifest.Input.changed(there.inputs(), inputs)
        .ifPresent(
            role -> {
              throw changed(target, "the data of the " + role + " have changed");
            });
  }

  private static void check(OutputTarget target, String key, Object then, Object now) {
    if (!String.valueOf(then).equals(String.valueOf(now))) {
      throw changed(target, key + " was " + orNotSet(then) + ", is now " + orNotSet(now));
    }
  }

  private static Object orNotSet(Object value) {
    return value == null ? "not set" : value;
  }

  private static JobException changed(OutputTarget target, String what) {
    return JobException.usage(
        UserInfo.cut(target.path())
            + " is finished and was made otherwise: "
            + what
            + ". To replace it give --mode overwrite");
  }
}
