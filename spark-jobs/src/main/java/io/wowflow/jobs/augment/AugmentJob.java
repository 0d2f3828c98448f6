package io.wowflow.jobs.augment;

import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.PlannedCluster;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.files.FlowLog;
import io.wowflow.jobs.files.FlowPages;
import io.wowflow.jobs.files.FlowReport;
import io.wowflow.jobs.files.FlowSignals;
import io.wowflow.jobs.flow.FlowJob;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.TrainAndTest;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.record.JsonFile;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.RunId;
import io.wowflow.math.flow.FlowObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Enlarges a small dataset by samples of a large one that were flowed onto it. Made for a job that
 * runs every night: an output that was made of the same data with the same configuration is left as
 * it is.
 */
public final class AugmentJob {
  private static final List<String> WITHOUT_EFFECT_ON_RESULT =
      List.of("dry-run", "mode", "output", "shared-filesystem", "threads");

  /** What they name is told by the fingerprints of what was read. */
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
   * @param context what is around it
   */
  public AugmentJob(AugmentConf conf, FlowConf flow, JobContext context) {
    this.conf = conf;
    this.flow = flow;
    this.context = context;
  }

  /**
   * What was written.
   *
   * @param path where
   * @param own samples of the target
   * @param flowed samples that were added
   * @param improvement accuracies without and with them, where they were asked for
   */
  public record Outcome(Path path, long own, long flowed, Optional<Improvement> improvement) {}

  /**
   * Runs the job.
   *
   * @return what was written; empty if the output was up to date
   * @throws JobException (usage), (input), (output), (diverged) with the remedy; (failure) if the
   *     enlarged dataset does not train a better classifier though it has to, or a file system
   *     fails
   */
  public Optional<Outcome> run() {
    try {
      OutputTarget target = target(context.master());
      context.openSparkOnCluster();
      Prepared ready = prepared(Cluster.of(context.master(), context.spark()));
      if (isUpToDate(target, ready.inputs)) {
        context.notices().accept(UserInfo.cut(target.path()) + UP_TO_DATE);
        return Optional.empty();
      }
      target.check(conf.output().mode());
      ready.setting.plan().lines().forEach(context.notices());
      if (ready.test.isPresent() && !context.isLocal()) {
        // What executors lack is to be known before the flow, not after it.
        TrainAndTest.probe(context.spark().get().sparkContext());
      }
      return Optional.of(attempt(target, ready));
    } catch (IOException | UncheckedIOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The augmentation failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  /**
   * Reads the datasets and says what the run would do; writes nothing, and connects to no cluster:
   * its size is taken from Spark's settings.
   *
   * @return the plan, a line each
   * @throws JobException as {@link #run}, for all that is known before the flow
   */
  public List<String> dryRun() {
    try {
      PlannedCluster planned = PlannedCluster.of(context.settings());
      Optional<OutputTarget> target =
          conf.output().output().isPresent()
              ? Optional.of(target(PlannedCluster.master(context.settings())))
              : Optional.empty();
      Prepared ready = prepared(planned.cluster());
      List<String> lines = new ArrayList<>(planned.with(ready.setting.lines()));
      if (target.isPresent()) {
        lines.add("output: " + UserInfo.cut(target.get().path()) + fate(target.get(), ready));
      }
      return lines;
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The plan failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private String fate(OutputTarget target, Prepared ready) throws IOException {
    if (isUpToDate(target, ready.inputs)) {
      return UP_TO_DATE;
    }
    target.check(conf.output().mode());
    return target.isFinished() ? " would be replaced" : " would be made";
  }

  /**
   * What is known before the flow begins.
   *
   * @param setting the flow
   * @param report its identity
   * @param used the samples of the target that take part
   * @param test what to test the result on
   * @param inputs all that was read, as a manifest describes it
   */
  private record Prepared(
      FlowSetting setting,
      FlowReport report,
      LoadedDataset used,
      Optional<Improvement.Test> test,
      List<Manifest.Input> inputs) {}

  private Prepared prepared(Cluster cluster) {
    DatasetReader reader = new DatasetReader(context.hadoop(), context.spark());
    SamplePlace place = DriverPlace.of(context.settings());
    LoadedDataset source =
        reader.read(
            DatasetUri.parse(conf.source().uri()), FlowInputs.sourceOptions(flow).withPlace(place));
    TargetParts parts =
        TargetParts.of(
            reader.read(
                DatasetUri.parse(conf.target().uri()),
                FlowInputs.targetOptions(flow).withPlace(place)),
            conf);
    Optional<Improvement.Test> test =
        parts.heldOut().map(part -> Improvement.Test.of(conf, parts.used(), source, part));
    FlowInputs inputs = FlowInputs.of(flow, source, parts.used(), context.hadoop());
    FlowSetting setting = FlowJob.setting(flow, inputs, context.hadoop(), cluster, context.spark());
    FlowReport report = new FlowReport(setting, context, asked());
    return new Prepared(setting, report, parts.used(), test, read(report, parts));
  }

  /** What the page shows: the keys of this job, and of its flow what they leave open. */
  private SortedMap<String, Object> asked() {
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
    Path path = conf.runDate().map(date -> new Path(output, "run_date=" + date)).orElse(output);
    if (conf.runDate().isPresent()
        && whole(OutputTarget.directory(context.hadoop(), output)).isPresent()) {
      throw JobException.output(
          UserInfo.cut(output)
              + " holds a result that has no date. Choose another output, or leave --run-date out");
    }
    OutputTarget target = OutputTarget.directory(context.hadoop(), path);
    target.checkApartFrom(InputNames.paths(List.of(conf.source(), conf.target())));
    target.checkReachable(master, conf.sharedFilesystem());
    if (conf.requireImprovement()) {
      Networks networks = Networks.open();
      if (Cluster.isLocal(master)) {
        networks.start();
      }
    }
    return target;
  }

  private static List<Manifest.Input> read(FlowReport report, TargetParts parts) {
    List<Manifest.Input> out = new ArrayList<>(report.inputs());
    Manifest.Input target = out.get(1);
    parts
        .heldOut()
        .ifPresent(
            part ->
                out.add(
                    Manifest.Input.of("held out", target.uri(), target.format(), part.dataset())));
    return out;
  }

  private boolean isUpToDate(OutputTarget target, List<Manifest.Input> read) throws IOException {
    Optional<Manifest> there = whole(target);
    return there.isPresent()
        && (!conf.requireImprovement() || target.find(ACCURACY).isPresent())
        && there.get().settings().sha256().equals(settings().sha256())
        && Manifest.Input.changed(there.get().inputs(), read).isEmpty();
  }

  /** The manifest of a finished output that has its data. */
  private Optional<Manifest> whole(OutputTarget target) throws IOException {
    try {
      return target.isFinished() && target.find("data").isPresent()
          ? Optional.of(target.manifest())
          : Optional.empty();
    } catch (JobException e) {
      // An unreadable manifest is no reason to refuse what would replace it.
      return Optional.empty();
    }
  }

  /** Everything that decides what is written; not where, nor on how many threads. */
  private Manifest.Settings settings() {
    Map<String, Object> keys = new TreeMap<>(conf.settings());
    keys.keySet().removeAll(WITHOUT_EFFECT_ON_RESULT);
    keys.keySet().removeAll(READ);
    SortedMap<String, Object> ofFlow = new TreeMap<>(flow.resultKeys());
    ofFlow.keySet().removeAll(READ);
    // With these the same flow ends at another step; reports matter where a plateau of them ends
    // it.
    List<String> ending =
        flow.stop().stopPlateau() > 0
            ? List.of("max-time", "stop-plateau", "report-every")
            : List.of("max-time", "stop-plateau");
    ending.forEach(key -> ofFlow.put(key, flow.settings().get(key)));
    keys.put("flow", ofFlow);
    return Manifest.Settings.of(keys, conf.seed(), Secrets.redaction());
  }

  private Outcome attempt(OutputTarget target, Prepared ready) throws IOException {
    Instant start = Instant.now();
    RunId id = RunId.create(start);
    FlowLog events = new FlowLog(id);
    try (Attempt attempt = target.begin(id, conf.output().mode(), context.notices())) {
      events.start(ready.setting);
      FlowRun run = new FlowRun(ready.setting, Optional.empty());
      FlowPages pages =
          new FlowPages(ready.setting, ready.report, attempt, start, context.notices()).hidden();
      FlowRun.Ending ending = flowed(run, ready.setting, new FlowSignals(attempt, events), pages);
      LoadedDataset used = ready.used;
      FlowOutcome outcome = FlowJob.outcome(ready.setting, run, ending);
      AugmentedDataset enlarged =
          AugmentedDataset.of(used, DataRange.of(used.dataset()).clipped(outcome.flowed()));
      Optional<Improvement> improvement = improvement(ready, enlarged);
      attempt.lock().check();
      ParquetFiles.writeAugmented(enlarged, attempt.data(), context.hadoop());
      if (improvement.isPresent()) {
        attempt.write(ACCURACY, JsonFile.text(improvement.get().toMap()));
        pages.improved(improvement.get().worth());
      }
      pages.finish(ending, outcome);
      attempt.commit(
          ready.report.manifest(
              new FlowReport.Finished(attempt.runId(), start, Optional.empty(), run, ending),
              settings(),
              ready.inputs));
      events.end(outcome, ending.seconds());
      long own = used.dataset().sampleCount();
      long all = enlarged.enlarged().dataset().sampleCount();
      return new Outcome(target.path(), own, all - own, improvement);
    } catch (IOException | RuntimeException e) {
      events.failed(e);
      throw e;
    }
  }

  private FlowRun.Ending flowed(
      FlowRun run, FlowSetting setting, FlowSignals signals, FlowPages pages) {
    FlowRun.Beginning beginning = run.fromTheStart();
    pages.begin(run, beginning, Optional.empty(), Optional.empty());
    Optional<Path> checkpoints =
        Optional.of(new Path(signals.attempt().directory(), "checkpoints"));
    try (JobContext.Progress progress = context.progress().open(0, conf.steps())) {
      FlowRun.Watch watch =
          clock -> {
            List<FlowObserver> observers = signals.observers(setting, 0, clock);
            observers.add(pages.observer(beginning.log(), clock));
            observers.add(progress);
            observers.add(endsWhenAsked());
            return observers;
          };
      return context
          .interruption()
          .during(() -> run.run(beginning, checkpoints, watch, step -> ""));
    }
  }

  private FlowObserver endsWhenAsked() {
    return new FlowObserver() {
      @Override
      public void moved(int step, StateSource state) {
        if (context.interruption().isAsked()) {
          throw JobException.of(
              ExitCode.INTERRUPTED,
              "Interrupted after step "
                  + step
                  + "; nothing was written, and the same command starts at step 0");
        }
      }
    };
  }

  private Optional<Improvement> improvement(Prepared ready, AugmentedDataset enlarged) {
    if (ready.test.isEmpty()) {
      return Optional.empty();
    }
    Improvement found = ready.test.get().improvement(ready.used, enlarged.enlarged(), context);
    if (found.enlarged().mean() < found.plain().mean()) {
      throw JobException.of(
          ExitCode.FAILURE,
          "Nothing was published: "
              + found
              + ". Flow for more steps, give more shots, or leave --require-improvement out");
    }
    return Optional.of(found);
  }
}
