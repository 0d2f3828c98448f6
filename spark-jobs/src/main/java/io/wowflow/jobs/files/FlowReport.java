package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.npz.NpyFiles;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.plan.FlowKernels;
import io.wowflow.jobs.plan.FlowPlan;
import io.wowflow.jobs.record.Fingerprint;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.Redaction;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.jobs.snapshot.SnapshotHeader;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.sliced.Panels;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** The identity of a flow: what its snapshots and its manifest say of it. */
public final class FlowReport {
  private final FlowSetting setting;
  private final FlowConf conf;
  private final SortedMap<String, Object> asked;
  private final List<Manifest.Input> inputs;

  public FlowReport(FlowSetting setting, JobContext context) {
    this(setting, context, setting.conf().settings());
  }

  /** The identity of a flow inside another job, whose page shows what that job was asked for. */
  public FlowReport(FlowSetting setting, JobContext context, SortedMap<String, Object> asked) {
    this.setting = setting;
    this.asked = asked;
    this.conf = setting.conf();
    FlowInputs in = setting.inputs();
    DatasetReader reader = new DatasetReader(context.hadoop(), context.spark());
    String source =
        reader.format(DatasetUri.parse(conf.source().uri()), FlowInputs.sourceOptions(conf));
    String target =
        reader.format(DatasetUri.parse(conf.target().uri()), FlowInputs.targetOptions(conf));
    Redaction redaction = Secrets.redaction();
    List<Manifest.Input> read = new ArrayList<>();
    read.add(
        Manifest.Input.of("source", redaction.text(conf.source().uri()), source, in.seenSource()));
    read.add(
        Manifest.Input.of("target", redaction.text(conf.target().uri()), target, in.seenTarget()));
    conf.directions()
        .directions()
        .file()
        .ifPresent(file -> read.add(directions(file, redaction, context.hadoop())));
    this.inputs = List.copyOf(read);
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
        Fingerprint.of(shape, array.values()));
  }

  /**
   * A run that has ended.
   *
   * @param id its id
   * @param start when it began
   * @param resumedFrom the step of the snapshot it went on from
   * @param run the run
   * @param ending its end
   */
  public record Finished(
      RunId id, Instant start, Optional<Integer> resumedFrom, FlowRun run, FlowRun.Ending ending) {}

  SnapshotHeader header(Map<String, Object> extras) {
    return new SnapshotHeader(
        resultKeys(), inputs.get(0).fingerprint(), inputs.get(1).fingerprint(), extras);
  }

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

  public Manifest manifest(Finished finished) {
    return manifest(
        finished, Manifest.Settings.of(conf.settings(), conf.seed(), Secrets.redaction()), inputs);
  }

  /** The manifest of a job that has a flow in it. */
  public Manifest manifest(
      Finished finished, Manifest.Settings settings, List<Manifest.Input> read) {
    FlowRun.Ending ending = finished.ending();
    FlowState state = ending.result().state();
    double wall = Duration.between(finished.start(), Instant.now()).toMillis() / 1e3;
    return new Manifest(
        Manifest.Run.of(
            finished.id(),
            finished.start(),
            wall,
            finished.resumedFrom().orElse(null),
            environment()),
        settings,
        read,
        numerics(finished.run()),
        new Manifest.Outcome(
            ExitCode.DONE.name().toLowerCase(Locale.ROOT),
            state.step(),
            ending.result().stopReason(),
            ending.result().objective(),
            Fingerprint.of(state)));
  }

  /** The inputs as the page shows them. */
  List<RunReport.Input> pageInputs() {
    return inputs.stream()
        .filter(input -> !input.role().equals(Manifest.DIRECTIONS))
        .map(
            input ->
                new RunReport.Input(
                    input.role(),
                    input.uri(),
                    input.format(),
                    input.size().classes(),
                    input.size().samples(),
                    input.size().dimension()))
        .toList();
  }

  /** The settings as the page shows them. */
  SortedMap<String, Object> pageSettings() {
    return new TreeMap<>(Secrets.redaction().apply(asked));
  }

  /** What the page says of a run beside its settings. */
  List<RunReport.Fact> facts(FlowRun run) {
    Manifest.Environment there = environment();
    Manifest.Machine machine = there.machine();
    Manifest.Numerics numerics = numerics(run);
    return List.of(
        new RunReport.Fact("Seed", Long.toString(conf.seed())),
        new RunReport.Fact(
            "Kernel", numerics.kernel().name() + ", parameter " + numerics.kernel().parameter()),
        new RunReport.Fact("Step size", String.valueOf(run.stepSize())),
        new RunReport.Fact("Directions", setting.plan().sizes().directions() + " a step"),
        new RunReport.Fact(
            "Quantile levels",
            numerics.quantileLevels() + (numerics.exactEmbedding() ? ", exact" : ", averages")),
        new RunReport.Fact(
            "Engine", numerics.engine().name() + " (" + numerics.engine().reason() + ")"),
        new RunReport.Fact("WowFlow", there.wowflow() + ", commit " + there.commit()),
        new RunReport.Fact("Java", there.java()),
        new RunReport.Fact("Spark", there.spark()),
        new RunReport.Fact(
            "Machine", machine.os() + ", " + machine.arch() + ", " + machine.cores() + " cores"),
        new RunReport.Fact("Fingerprint of the source", inputs.get(0).fingerprint()),
        new RunReport.Fact("Fingerprint of the target", inputs.get(1).fingerprint()));
  }

  private static Manifest.Environment environment() {
    return Manifest.Environment.current(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  private Manifest.Numerics numerics(FlowRun run) {
    FlowPlan plan = setting.plan();
    return new Manifest.Numerics(
        plan.sizes().levels().levels(),
        plan.sizes().levels().exact(),
        new Manifest.Kernel(FlowKernels.name(conf.kernel()), run.problem().kernel().parameter()),
        run.stepSize(),
        new Manifest.Blocks(1, Panels.LEAF_DIRECTIONS),
        new Manifest.Engine(plan.engine(), plan.reason()));
  }

  /**
   * Compares a finished result with what this run would make.
   *
   * @throws JobException (usage) if its configuration or its data differ, naming the first
   *     difference
   */
  void checkFinishedRun(OutputTarget target) throws IOException {
    Manifest there = target.manifest();
    Map<String, Object> then = there.settings().configuration();
    Map<String, Object> now = Secrets.redaction().apply(conf.resultKeys());
    now.put("steps", conf.descent().steps());
    for (Map.Entry<String, Object> entry : now.entrySet()) {
      Object before = then.get(entry.getKey());
      if (!String.valueOf(entry.getValue()).equals(String.valueOf(before))) {
        throw changed(target, entry.getKey() + " was " + before + ", is now " + entry.getValue());
      }
    }
    Optional<String> role = Manifest.Input.changed(there.inputs(), inputs);
    if (role.isPresent()) {
      throw changed(target, "the data of the " + role.get() + " are others now");
    }
  }

  private static JobException changed(OutputTarget target, String what) {
    return JobException.usage(
        UserInfo.cut(target.path())
            + " is finished and was made otherwise: "
            + what
            + ". To replace it give --mode overwrite");
  }
}
