package io.wowflow.jobs.augment;

import io.wowflow.jobs.compare.Comparison;
import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.PlannedCluster;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.files.FlowAttempt;
import io.wowflow.jobs.files.FlowPages;
import io.wowflow.jobs.files.FlowReport;
import io.wowflow.jobs.flow.FlowJob;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.DataRange;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.TrainAndTest;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.output.Partitions;
import io.wowflow.jobs.output.Verification;
import io.wowflow.jobs.record.JsonFile;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.WeightTable;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * Enlarges a small dataset by samples of a large one that were flowed onto it. Made for a job that
 * runs every night: an output that was made of the same data with the same configuration is left as
 * it is.
 */
public final class AugmentJob {
  /** Names of inputs: the fingerprints of the data count, not their names. */
  private static final List<String> READ = List.of("source", "target");

  private static final String ACCURACY = "_ACCURACY.json";

  private static final String UP_TO_DATE = " is up to date: nothing to do";

  private final AugmentConf conf;
  private final FlowConf flow;
  private final JobContext context;

  /**
   * A job.
   *
   * @param conf a checked configuration
   * @param flow the flow in it, {@link AugmentConf#flow}
   * @param context the surroundings of the job
   */
  public AugmentJob(AugmentConf conf, FlowConf flow, JobContext context) {
    this.conf = conf;
    this.flow = flow;
    this.context = context;
  }

  /**
   * The outcome of the job.
   *
   * @param path the output
   * @param own number of samples of the target
   * @param flowed number of samples that were added
   * @param comparison the comparison of classifiers with and without them; empty without {@code
   *     --require-improvement} and {@code --tolerate}
   */
  public record Outcome(Path path, long own, long flowed, Optional<Comparison> comparison) {}

  /**
   * Runs the job.
   *
   * @return the outcome; empty if the output was up to date
   * @throws JobException (usage), (input), (output), (diverged) with the remedy; (verdict) if the
   *     comparison does not allow to publish; (failure) if a file system fails
   */
  public Optional<Outcome> run() {
    try {
      OutputTarget target = target(context.master());
      target.finishPendingCommit(context.notices());
      context.openSparkOnCluster();
      Prepared ready = prepared(Cluster.of(context.master(), context.spark()));
      Optional<String> current = current(target, ready.report.inputs());
      if (current.isPresent()) {
        context.notices().accept(current.get());
        return Optional.empty();
      }
      target.check(conf.output().mode());
      ready.lines().forEach(context.notices());
      // Before the flow of hours, and while an old output is untouched.
      if (ready.gate.isPresent() && !context.isLocal()) {
        TrainAndTest.probe(context.spark().get().sparkContext());
      }
      FlowRun run = FlowRun.fromTheStart(ready.setting);
      return Optional.of(
          FlowAttempt.run(
              target,
              conf.output().mode(),
              ready.report,
              context,
              attempt -> attempt(attempt, target, ready, run)));
    } catch (IOException | UncheckedIOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The augmentation failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  /**
   * Reads the datasets and plans the run; writes nothing, and connects to no cluster: its size is
   * read from Spark's settings.
   *
   * @return the plan, a line each
   * @throws JobException as {@link #run}, for every fault that is known before the flow
   */
  public List<String> dryRun() {
    try {
      PlannedCluster planned = PlannedCluster.of(context.settings());
      Optional<OutputTarget> target =
          conf.output().output().isPresent()
              ? Optional.of(target(PlannedCluster.master(context.settings())))
              : Optional.empty();
      Prepared ready = prepared(planned.cluster());
      List<String> lines = new ArrayList<>(planned.with(ready.lines()));
      if (target.isPresent()) {
        lines.add("output: " + fate(target.get(), ready));
      }
      return lines;
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The plan failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private String fate(OutputTarget target, Prepared ready) throws IOException {
    Optional<String> current = current(target, ready.report.inputs());
    if (current.isPresent()) {
      return current.get();
    }
    target.check(conf.output().mode());
    return UserInfo.cut(target.path())
        + (target.isFinished() ? " would be replaced" : " would be made");
  }

  /**
   * All that is known before the flow begins.
   *
   * @param setting the flow
   * @param report its identity, with all inputs of the job
   * @param used the samples of the target that take part
   * @param gate the comparison that decides; empty without {@code --require-improvement} and {@code
   *     --tolerate}
   * @param heldOut a line about them
   */
  private record Prepared(
      FlowSetting setting,
      FlowReport report,
      LoadedDataset used,
      Optional<Gate> gate,
      Optional<String> heldOut) {
    List<String> lines() {
      return Stream.concat(setting.lines().stream(), heldOut.stream()).toList();
    }
  }

  private Prepared prepared(Cluster cluster) {
    List<LoadedDataset> read = FlowInputs.readBoth(flow, context);
    LoadedDataset source = read.get(0);
    TargetParts parts = TargetParts.of(read.get(1), conf);
    Optional<Gate> gate = parts.heldOut().map(part -> Gate.of(conf, parts.used(), source, part));
    FlowInputs inputs = FlowInputs.of(flow, source, parts.used(), context.hadoop());
    FlowSetting setting = FlowJob.setting(flow, inputs, context.hadoop(), cluster, context.spark());
    FlowReport ofFlow = FlowReport.of(setting, context);
    Manifest.Input target = ofFlow.inputs().get(1);
    List<Manifest.Input> more = new ArrayList<>(heldOut(parts, target));
    // They are written as they are, though the flow does not see them.
    inputs
        .leftOutOf(parts.used())
        .map(
            rest ->
                Manifest.Input.of("target left out", target.uri(), rest.report(), rest.dataset()))
        .ifPresent(more::add);
    FlowReport report = ofFlow.within(shown(), settings(), more);
    return new Prepared(setting, report, parts.used(), gate, parts.line(conf));
  }

  private static List<Manifest.Input> heldOut(TargetParts parts, Manifest.Input target) {
    return parts.heldOut().stream()
        .map(part -> Manifest.Input.of("held out", target.uri(), part.report(), part.dataset()))
        .toList();
  }

  /** The settings on the page: the keys of this job, and those of its flow that it leaves open. */
  private SortedMap<String, Object> shown() {
    SortedMap<String, Object> out = new TreeMap<>(conf.settings());
    flow.resultKeys()
        .forEach(
            (key, value) -> {
              if (!out.containsKey(key)) {
                out.put("flow." + key, value);
              }
            });
    return out;
  }

  /** The output, with everything refused that needs no data to be known. */
  private OutputTarget target(String master) throws IOException {
    Path output = DatasetUri.plainPath(conf.output().uri());
    OutputTarget whole = OutputTarget.directory(context.hadoop(), output);
    if (conf.runDate().isPresent() && manifest(whole).isPresent()) {
      throw JobException.output(
          UserInfo.cut(output)
              + " holds a result that has no date. Choose another output, or leave --run-date out");
    }
    OutputTarget target =
        conf.runDate()
            .map(date -> Partitions.of(context.hadoop(), output).at(date.toString()))
            .orElse(whole);
    target.checkApartFrom(InputNames.paths(List.of(conf.source(), conf.target())));
    target.checkReachable(master, conf.sharedFilesystem());
    if (conf.isJudged()) {
      Networks networks = Networks.open();
      if (Cluster.isLocal(master)) {
        networks.start();
      }
    }
    return target;
  }

  /**
   * The reason to do nothing: the output was made of the same and is whole or, in a nightly table
   * in which there is nothing yet of this date, the partition before it was.
   *
   * @throws JobException (output) if the output is damaged and may not be replaced
   */
  private Optional<String> current(OutputTarget target, List<Manifest.Input> read)
      throws IOException {
    boolean same = isOfTheSame(target, read);
    boolean mayReplace = conf.output().mode() == OutputMode.OVERWRITE;
    // Once for both decisions: it reads every file.
    if (same || (!mayReplace && manifest(target).isPresent())) {
      Verification found = target.verify();
      if (!mayReplace) {
        target.checkWhole(found);
      }
      if (same && isWhole(target, found)) {
        return Optional.of(UserInfo.cut(target.path()) + UP_TO_DATE);
      }
    }
    // Data of an unfinished run would stay where readers of the table find them.
    if (conf.runDate().isEmpty() || !target.isEmpty()) {
      return Optional.empty();
    }
    Path table = target.path().getParent();
    Optional<OutputTarget> before =
        Partitions.of(context.hadoop(), table).before(conf.runDate().get().toString());
    return before.isPresent()
            && isOfTheSame(before.get(), read)
            && isWhole(before.get(), before.get().verify())
        ? Optional.of(
            UserInfo.cut(before.get().path())
                + " is current: the data and the settings are those of its night, so "
                + target.path().getName()
                + " is not made")
        : Optional.empty();
  }

  private boolean isOfTheSame(OutputTarget target, List<Manifest.Input> read) throws IOException {
    Optional<Manifest> there = manifest(target);
    return there.isPresent()
        && (!conf.isJudged() || target.find(ACCURACY).isPresent())
        && there.get().settings().sha256().equals(settings().sha256())
        && Manifest.Input.changed(there.get().inputs(), read).isEmpty();
  }

  private boolean isWhole(OutputTarget target, Verification found) {
    Optional<String> fault = found.fault();
    fault.ifPresent(f -> context.notices().accept(UserInfo.cut(target.path()) + " " + f));
    return fault.isEmpty();
  }

  /** The manifest of a finished output; empty where it cannot be read. */
  private Optional<Manifest> manifest(OutputTarget target) throws IOException {
    try {
      return target.isFinished() ? Optional.of(target.manifest()) : Optional.empty();
    } catch (JobException e) {
      // An unreadable manifest is no reason to refuse what would replace it.
      return Optional.empty();
    }
  }

  /** The settings that decide which data are written, and neither place nor number of threads. */
  private Manifest.Settings settings() {
    Map<String, Object> keys = new TreeMap<>(conf.resultKeys());
    keys.keySet().removeAll(READ);
    SortedMap<String, Object> ofFlow = new TreeMap<>(flow.resultKeys());
    ofFlow.keySet().removeAll(READ);
    // With these the same flow ends at another step; reports matter where a plateau of them ends
    // it.
    List<String> ending =
        flow.stop().stopPlateau().reports() > 0
            ? List.of("max-time", "stop-plateau", "report-every")
            : List.of("max-time", "stop-plateau");
    ending.forEach(key -> ofFlow.put(key, flow.settings().get(key)));
    // In results of versions without this key no flow ended by it.
    flow.copying()
        .stopCopying()
        .ifPresent(
            limit -> {
              ofFlow.put("stop-copying", limit);
              ofFlow.put("report-every", flow.settings().get("report-every"));
            });
    // The number 0 for "off", as in results of versions without "auto", which made all steps.
    if (!flow.stop().stopPlateau().whenConverged()) {
      ofFlow.put("stop-plateau", flow.stop().stopPlateau().reports());
    }
    keys.put("flow", ofFlow);
    return Manifest.Settings.of(keys, conf.seed(), Secrets.redaction());
  }

  private Outcome attempt(FlowAttempt attempt, OutputTarget target, Prepared ready, FlowRun run)
      throws IOException {
    FlowPages pages = FlowPages.hidden(attempt, run);
    FlowResult result = attempt.flow(run, List.of(pages), FlowAttempt.Keeper.OF_NOTHING);
    FlowOutcome outcome = FlowJob.outcome(run, result);
    context.notices().accept(outcome.warning().orElse(outcome.trend().text()));
    outcome.copying().ifPresent(log -> context.notices().accept(log.text(outcome.steps())));
    outcome.weights().map(WeightTable::text).ifPresent(context.notices());
    LoadedDataset used = ready.used;
    // Of held samples the flow does not even see the range.
    FlowInputs inputs = ready.setting.inputs();
    LabelledDataset seen = inputs.held().isEmpty() ? used.dataset() : inputs.target().dataset();
    AugmentedDataset enlarged =
        AugmentedDataset.of(used, DataRange.of(seen).clipped(outcome.flowed()));
    Optional<Gate.Passed> passed = ready.gate.map(gate -> passed(gate, attempt, used, enlarged));
    Attempt output = attempt.output();
    output.lock().check();
    ParquetFiles.writeAugmented(enlarged, output.data(), context.hadoop());
    Optional<Map<String, Object>> comparison = passed.map(Gate.Passed::toMap);
    if (passed.isPresent()) {
      output.write(ACCURACY, JsonFile.text(comparison.get()));
      pages.improved(passed.get().comparison().worth());
    }
    attempt.publish(run, result, outcome, pages, comparison);
    long own = used.dataset().sampleCount();
    long all = enlarged.enlarged().dataset().sampleCount();
    return new Outcome(target.path(), own, all - own, passed.map(Gate.Passed::comparison));
  }

  private Gate.Passed passed(
      Gate gate, FlowAttempt attempt, LoadedDataset used, AugmentedDataset enlarged) {
    Comparison found = gate.compared(used, enlarged.enlarged(), context);
    try {
      Gate.Passed passed = gate.passed(found);
      attempt.judged(found.toMap(), true);
      return passed;
    } catch (JobException e) {
      attempt.judged(found.toMap(), false);
      throw e;
    }
  }
}
