package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.PlannedCluster;
import io.wowflow.jobs.flow.Distillation;
import io.wowflow.jobs.flow.FlowJob;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.snapshot.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The flow job from files to files: reads the two datasets that the configuration names, flows, and
 * writes dataset, tables and manifest, published at once.
 */
public final class FlowFiles {
  private final FlowConf conf;
  private final Optional<DistillConf> distillation;
  private final JobContext context;

  /**
   * A job.
   *
   * @param conf a checked configuration
   * @param context what is around it
   */
  public FlowFiles(FlowConf conf, JobContext context) {
    this(conf, Optional.empty(), context);
  }

  private FlowFiles(FlowConf conf, Optional<DistillConf> distillation, JobContext context) {
    this.conf = conf;
    this.distillation = distillation;
    this.context = context;
  }

  /**
   * A distillation: a flow of drawn samples of a dataset onto the dataset, or what is compared with
   * it.
   *
   * @param conf a checked configuration
   * @param flow the flow in it, {@link DistillConf#flow}
   * @param context what is around it
   * @return the job
   */
  public static FlowFiles distilling(DistillConf conf, FlowConf flow, JobContext context) {
    return new FlowFiles(flow, Optional.of(conf), context);
  }

  /**
   * Reads the datasets and says what the flow would cost; writes nothing, and connects to no
   * cluster: its size is taken from Spark's settings.
   *
   * @return the plan, a line each
   * @throws JobException if the datasets or the configuration are not usable
   */
  public List<String> dryRun() {
    PlannedCluster planned = PlannedCluster.of(context.settings());
    checkClassifiers();
    FlowInputs inputs = inputs();
    return planned.with(setting(inputs, planned.cluster()).lines());
  }

  /**
   * Runs the job.
   *
   * @return what was made; empty if a resumed output was finished already
   * @throws JobException (usage), (input), (output), (diverged) with the remedy; (failure) if a
   *     file system fails
   */
  public Optional<FlowOutcome> run() {
    try {
      OutputTarget target = target();
      target.checkApartFrom(inputPaths());
      target.checkReachable(context.master(), conf.engine().sharedFilesystem());
      boolean finished = isResume() && target.isFinished();
      if (!finished) {
        target.check(mode());
      }
      checkClassifiers();
      context.openSparkOnCluster();
      FlowInputs inputs = inputs();
      FlowSetting setting = setting(inputs, Cluster.of(context.master(), context.spark()));
      FlowReport report = new FlowReport(setting, context);
      if (finished) {
        report.checkFinishedRun(target);
        context
            .notices()
            .accept(UserInfo.cut(target.path()) + " is finished already: nothing to resume");
        return Optional.empty();
      }
      setting.lines().forEach(context.notices());
      // Before the attempt: what it refuses is refused while an old output is untouched.
      FlowRun anew = new FlowRun(setting, Optional.empty());
      return Optional.of(attempt(target, setting, report, anew));
    } catch (IOException | UncheckedIOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The flow failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  /** Before data are read, which takes longer than to read a classifier twice. */
  private void checkClassifiers() {
    conf.evaluation().evaluateWith().ifPresent(file -> FlowEvaluation.read(file, context));
  }

  private FlowInputs inputs() {
    return distillation.isPresent()
        ? FlowInputs.drawnFromTarget(conf, context)
        : FlowInputs.read(conf, context);
  }

  private FlowSetting setting(FlowInputs inputs, Cluster cluster) {
    FlowConf fitted =
        distillation.map(asked -> asked.fitted(conf, inputs.smallestTargetClass())).orElse(conf);
    FlowSetting setting =
        FlowJob.setting(fitted, inputs, context.hadoop(), cluster, context.spark());
    return distillation
        .map(asked -> setting.with(Distillation.of(asked, setting, context.hadoop())))
        .orElse(setting);
  }

  private OutputTarget target() {
    return FlowOutput.target(conf.output().uri(), context.hadoop());
  }

  private List<Path> inputPaths() {
    Stream<Path> datasets =
        Stream.of(conf.source(), conf.target())
            .map(input -> DatasetUri.parse(input.uri()))
            .filter(uri -> uri.synthetic().isEmpty())
            .map(DatasetUri::path);
    Stream<Path> besides =
        Stream.of(conf.directions().directions().file(), conf.samples().classWeights().file())
            .flatMap(Optional::stream)
            .map(DatasetUri::plainPath);
    return Stream.concat(datasets, besides).toList();
  }

  private OutputMode mode() {
    return conf.output().mode();
  }

  private boolean isResume() {
    return mode() == OutputMode.RESUME;
  }

  private FlowOutcome attempt(
      OutputTarget target, FlowSetting setting, FlowReport report, FlowRun anew)
      throws IOException {
    Instant start = Instant.now();
    RunId id = RunId.create(start);
    FlowLog events = new FlowLog(id);
    try (Attempt attempt = target.begin(id, mode(), context.notices())) {
      events.start(setting);
      FlowSnapshots snapshots =
          new FlowSnapshots(target.snapshots(context.notices()), report, conf, events);
      Optional<Snapshot> found = isResume() ? snapshots.newest() : Optional.empty();
      FlowRun run = found.map(snapshot -> resumed(setting, snapshot)).orElse(anew);
      FlowRun.Beginning beginning =
          found.isPresent() ? snapshots.beginning(found.get()) : run.fromTheStart();
      tellBeginning(found, events);
      Optional<FlowEvaluation> evaluation = evaluation(setting, run, found);
      FlowPages pages = new FlowPages(setting, report, attempt, start, context.notices());
      FlowRun.Ending ending;
      try {
        FlowWatch watch = new FlowWatch(snapshots, evaluation, pages, attempt, events, context);
        ending = watch.run(run, beginning, setting, found.flatMap(FlowSnapshots::states));
      } finally {
        evaluation.ifPresent(FlowEvaluation::close);
      }
      FlowOutcome outcome = FlowJob.outcome(setting, run, ending);
      FlowedWriter.write(outcome, target, attempt, context.hadoop());
      if (evaluation.isPresent()) {
        attempt.write(FlowPages.ACCURACY, evaluation.get().log().toCsv());
      }
      pages.finish(ending, outcome);
      Optional<Integer> resumedFrom = found.map(Snapshot::step);
      attempt.commit(
          report.manifest(
              new FlowReport.Finished(attempt.runId(), start, resumedFrom, run, ending)));
      events.end(outcome, ending.seconds());
      return outcome;
    } catch (IOException | RuntimeException e) {
      events.failed(e);
      throw e;
    }
  }

  private void tellBeginning(Optional<Snapshot> found, FlowLog events) {
    if (isResume()) {
      context
          .notices()
          .accept(
              found
                  .map(snapshot -> "resuming from step " + snapshot.step())
                  .orElse("no snapshot to resume from: starting at step 0"));
    }
    found.ifPresent(snapshot -> events.resume(snapshot.step(), snapshot.directory()));
  }

  private FlowRun resumed(FlowSetting setting, Snapshot snapshot) {
    if (snapshot.step() > conf.descent().steps()) {
      throw JobException.usage(
          "The snapshot "
              + UserInfo.cut(snapshot.directory())
              + " is of step "
              + snapshot.step()
              + ", beyond --steps "
              + conf.descent().steps()
              + ": give at least "
              + snapshot.step()
              + ", or start anew with --mode overwrite");
    }
    return new FlowRun(setting, Optional.of(FlowSnapshots.kernelParameter(snapshot)));
  }

  private Optional<FlowEvaluation> evaluation(
      FlowSetting setting, FlowRun run, Optional<Snapshot> found) {
    Optional<FlowEvaluation> evaluation =
        conf.evaluation().evaluateWith().map(file -> FlowEvaluation.open(setting, run, context));
    if (evaluation.isPresent() && found.isPresent()) {
      FlowEvaluation now = evaluation.get();
      FlowSnapshots.accuracies(found.get(), now.classifiersHash())
          .ifPresentOrElse(
              now::resume,
              () ->
                  context
                      .notices()
                      .accept(
                          FlowPages.ACCURACY
                              + " begins at the snapshot: before it other classifiers looked, or"
                              + " none"));
    }
    return evaluation;
  }
}
