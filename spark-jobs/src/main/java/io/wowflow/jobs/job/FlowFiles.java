package io.wowflow.jobs.job;

import io.wowflow.jobs.checkpoint.Attempt;
import io.wowflow.jobs.checkpoint.OutputTarget;
import io.wowflow.jobs.checkpoint.RunId;
import io.wowflow.jobs.checkpoint.Snapshot;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.DatasetUri;
import io.wowflow.math.flow.FlowObserver;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The flow job from files to files: reads the two datasets that the configuration names, flows, and
 * writes dataset, tables and manifest, published at once.
 */
public final class FlowFiles {
  private final FlowConf conf;
  private final JobContext context;

  /**
   * A job.
   *
   * @param conf a checked configuration
   * @param context what is around it
   */
  public FlowFiles(FlowConf conf, JobContext context) {
    this.conf = conf;
    this.context = context;
  }

  /**
   * Reads the datasets and says what the flow would cost; writes nothing.
   *
   * @return the plan, a line each
   * @throws JobException if the datasets or the configuration are not usable
   */
  public List<String> dryRun() {
    FlowPlan.checkEngine(conf.engine());
    FlowInputs inputs = FlowInputs.read(conf, context);
    return FlowJob.setting(conf, inputs, context.hadoop()).plan().lines();
  }

  /**
   * Runs the job.
   *
   * @return what was made; empty if a resumed output was finished already
   * @throws JobException (usage), (input), (output), (diverged) with the remedy; (failure) if a
   *     file system fails
   */
  public Optional<FlowOutcome> run() {
    FlowPlan.checkEngine(conf.engine());
    try {
      OutputTarget target = target();
      target.checkApartFrom(inputPaths());
      target.checkReachable(context.master(), conf.engine().sharedFilesystem());
      boolean finished = isResume() && target.isFinished();
      if (!finished) {
        target.check(mode());
      }
      openSparkOnCluster();
      FlowInputs inputs = FlowInputs.read(conf, context);
      FlowSetting setting = FlowJob.setting(conf, inputs, context.hadoop());
      FlowReport report = new FlowReport(setting, context);
      if (finished) {
        report.checkFinishedRun(target);
        context
            .notices()
            .accept(UserInfo.cut(target.path()) + " is finished already: nothing to resume");
        return Optional.empty();
      }
      setting.plan().lines().forEach(context.notices());
      // Before the attempt: what it refuses is refused while an old output is untouched.
      FlowRun anew = new FlowRun(setting, Optional.empty());
      return Optional.of(attempt(target, setting, report, anew));
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The flow failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  /** A cluster manager expects the application that it started to register with it. */
  private void openSparkOnCluster() {
    if (!context.isLocal()) {
      context
          .notices()
          .accept("application " + context.spark().get().sparkContext().applicationId());
    }
  }

  private OutputTarget target() {
    return target(conf.output().uri(), context.hadoop());
  }

  /** The output of a flow: a file if it is called so, else a directory. */
  static OutputTarget target(String uri, Configuration hadoop) {
    Path path = DatasetUri.plainPath(uri);
    return uri.toLowerCase(Locale.ROOT).endsWith(".npz")
        ? OutputTarget.file(hadoop, path)
        : OutputTarget.directory(hadoop, path);
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
    try (Attempt attempt = target.begin(RunId.create(start), mode(), context.notices())) {
      FlowSnapshots snapshots =
          new FlowSnapshots(target.snapshots(context.notices()), report, conf);
      Optional<Snapshot> found = isResume() ? snapshots.newest() : Optional.empty();
      FlowRun run = found.map(snapshot -> resumed(setting, snapshot)).orElse(anew);
      FlowRun.Beginning beginning =
          found.isPresent() ? snapshots.beginning(found.get()) : run.fromTheStart();
      if (isResume()) {
        int step = beginning.state().step();
        context
            .notices()
            .accept(
                found.isPresent()
                    ? "resuming from step " + step
                    : "no snapshot to resume from: starting at step 0");
      }
      FlowPages pages = new FlowPages(setting, report, attempt, start, context.notices());
      pages.begin(run, beginning, found.flatMap(FlowSnapshots::states));
      FlowRun.Ending ending = steps(run, beginning, snapshots, pages, attempt);
      FlowOutcome outcome = FlowJob.outcome(setting, run, ending);
      FlowedWriter.write(outcome, target, attempt, context.hadoop());
      pages.finish(ending, outcome);
      Optional<Integer> resumedFrom = found.map(Snapshot::step);
      attempt.commit(
          report.manifest(
              new FlowReport.Finished(attempt.runId(), start, resumedFrom, run, ending)));
      return outcome;
    }
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

  private FlowRun.Ending steps(
      FlowRun run,
      FlowRun.Beginning beginning,
      FlowSnapshots snapshots,
      FlowPages pages,
      Attempt attempt) {
    FlowObserver holdsTheLock =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            attempt.lock().check();
          }
        };
    try (JobContext.Progress progress =
        context.progress().open(beginning.state().step(), conf.descent().steps())) {
      return run.run(
          beginning,
          clock -> {
            List<FlowObserver> observers = new ArrayList<>();
            observers.add(holdsTheLock);
            // First the record, so that a snapshot holds that of its own step.
            observers.add(pages.observer(beginning.log(), clock));
            observers.add(snapshots.observer(run, beginning.log(), clock, pages));
            observers.add(progress);
            return observers;
          },
          snapshots::remedy);
    }
  }
}
