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
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.record.WeightTable;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The flow job from files to files, of the commands {@code flow} and {@code distill}: checks the
 * output, reads the two datasets that the configuration names, plans, flows, and writes dataset,
 * tables, page and manifest, published at once.
 */
public final class FlowFiles {
  private final FlowConf conf;
  private final Optional<DistillConf> distillation;
  private final JobContext context;

  /**
   * A job.
   *
   * @param conf a checked configuration
   * @param context the surroundings of the job
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
   * A distillation: drawn samples of a dataset flow onto the dataset, by the flow or by a method
   * that is compared with it; or they, or centres of its classes, are written without a step.
   *
   * @param conf a checked configuration
   * @param flow the flow in it, {@link DistillConf#flow}
   * @param context the surroundings of the job
   * @return the job
   */
  public static FlowFiles distilling(DistillConf conf, FlowConf flow, JobContext context) {
    return new FlowFiles(flow, Optional.of(conf), context);
  }

  /**
   * Runs the job.
   *
   * @return the outcome; empty if a resumed output was finished already
   * @throws JobException (usage), (input), (output), (diverged) with the remedy; (failure) if a
   *     file system fails
   */
  public Optional<FlowOutcome> run() {
    try {
      OutputTarget target = OutputTarget.named(context.hadoop(), conf.output().uri());
      target.checkApartFrom(inputPaths());
      target.checkReachable(context.master(), conf.engine().sharedFilesystem());
      if (isResume()) {
        target.finishPendingCommit(context.notices());
      }
      boolean finished = isResume() && target.isFinished();
      if (!finished) {
        target.check(mode());
      }
      checkClassifiers();
      context.openSparkOnCluster();
      FlowInputs inputs = inputs();
      FlowSetting setting = setting(inputs, Cluster.of(context.master(), context.spark()));
      FlowReport report = FlowReport.of(setting, context);
      if (finished) {
        report.checkFinishedRun(target);
        target.checkNotDamaged(context.notices());
        context
            .notices()
            .accept(UserInfo.cut(target.path()) + " is finished already: nothing to resume");
        return Optional.empty();
      }
      setting.lines().forEach(context.notices());
      // Before the attempt: what it refuses is refused while an old output is untouched.
      FlowRun run = FlowRun.fromTheStart(setting);
      return Optional.of(
          FlowAttempt.run(
              target, mode(), report, context, attempt -> attempt(attempt, target, run)));
    } catch (IOException | UncheckedIOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The flow failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  /**
   * Reads the datasets and plans the flow; writes nothing, and connects to no cluster: its size is
   * read from Spark's settings.
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

  /** Before data are read, which takes longer than to read a classifier twice. */
  private void checkClassifiers() {
    conf.evaluation().evaluateWith().ifPresent(file -> FlowEvaluation.read(file, context));
  }

  private FlowInputs inputs() {
    return distillation
        .map(asked -> FlowInputs.readToDistil(asked, conf, context))
        .orElseGet(() -> FlowInputs.read(conf, context));
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

  private List<Path> inputPaths() {
    Stream<Path> files =
        Stream.of(conf.directions().directions().file(), conf.samples().classWeights().file())
            .flatMap(Optional::stream)
            .map(DatasetUri::plainPath);
    List<Path> datasets = InputNames.paths(List.of(conf.source(), conf.target()));
    return Stream.concat(datasets.stream(), files).toList();
  }

  private OutputMode mode() {
    return conf.output().mode();
  }

  private boolean isResume() {
    return mode() == OutputMode.RESUME;
  }

  private FlowOutcome attempt(FlowAttempt attempt, OutputTarget target, FlowRun fromTheStart)
      throws IOException {
    FlowSnapshots snapshots = new FlowSnapshots(target.snapshots(context.notices()), attempt);
    Optional<FlowSnapshots.Found> found = isResume() ? snapshots.newest() : Optional.empty();
    if (isResume()) {
      context.notices().accept(beginning(found));
      found.flatMap(snapshot -> snapshot.missing(conf)).ifPresent(context.notices());
    }
    FlowRun run =
        found.map(snapshot -> snapshot.resumed(fromTheStart.setting())).orElse(fromTheStart);
    Optional<FlowEvaluation> evaluation = FlowEvaluation.of(run, context);
    FlowPages pages;
    FlowResult result;
    try {
      resume(evaluation, found);
      pages = FlowPages.of(attempt, run, evaluation, found.flatMap(it -> it.history().states()));
      List<FlowObserver> observers = new ArrayList<>();
      evaluation.ifPresent(observers::add);
      // After the evaluation, whose rows the page shows.
      observers.add(pages);
      result = attempt.flow(run, observers, snapshots.of(run, evaluation, pages));
    } finally {
      evaluation.ifPresent(FlowEvaluation::close);
    }
    FlowOutcome outcome = FlowJob.outcome(run, result);
    attempt.write(outcome, target);
    if (evaluation.isPresent()) {
      attempt.output().write(FlowPages.ACCURACY, evaluation.get().log().toCsv());
    }
    attempt.publish(run, result, outcome, pages, Optional.empty());
    outcome.weights().map(WeightTable::text).ifPresent(context.notices());
    outcome.warning().ifPresent(context.notices());
    return outcome;
  }

  private static String beginning(Optional<FlowSnapshots.Found> found) {
    return found
        .map(snapshot -> "resuming from step " + snapshot.state().step())
        .orElse("no snapshot to resume from: starting at step 0");
  }

  private void resume(Optional<FlowEvaluation> evaluation, Optional<FlowSnapshots.Found> found) {
    if (evaluation.isEmpty() || found.isEmpty()) {
      return;
    }
    if (!found.get().history().evaluation().map(evaluation.get()::resume).orElse(false)) {
      context
          .notices()
          .accept(
              FlowPages.ACCURACY
                  + " begins at the snapshot: other classifiers, or none, watched the steps before");
    }
  }
}
