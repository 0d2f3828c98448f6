package io.wowflow.jobs.job;

import io.wowflow.jobs.checkpoint.Attempt;
import io.wowflow.jobs.checkpoint.JsonFile;
import io.wowflow.jobs.checkpoint.Manifest;
import io.wowflow.jobs.checkpoint.OutputTarget;
import io.wowflow.jobs.checkpoint.RunId;
import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.AugmentedDataset;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.DatasetUri;
import io.wowflow.jobs.io.LoadedDataset;
import io.wowflow.jobs.io.ParquetFiles;
import io.wowflow.jobs.learn.Networks;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Enlarges a small dataset by samples of a large one that were flowed onto it. Made for a job that
 * runs every night: an output that was made of the same data with the same configuration is left as
 * it is.
 */
public final class AugmentJob {
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
      OutputTarget target = target();
      target.checkApartFrom(EvaluateJob.paths(List.of(conf.source(), conf.target())));
      target.checkReachable(context.master(), flow.engine().sharedFilesystem());
      if (conf.requireImprovement()) {
        Networks.open();
      }
      context.openSparkOnCluster();
      DatasetReader reader = new DatasetReader(context.hadoop(), context.spark());
      LoadedDataset source =
          reader.read(DatasetUri.parse(conf.source().uri()), FlowInputs.sourceOptions(flow));
      TargetParts parts =
          TargetParts.of(
              reader.read(DatasetUri.parse(conf.target().uri()), FlowInputs.targetOptions(flow)),
              conf);
      Optional<Improvement.Test> test =
          parts.heldOut().map(part -> Improvement.Test.of(conf, parts.used(), source, part));
      FlowInputs inputs = FlowInputs.of(flow, source, parts.used(), context.hadoop());
      FlowSetting setting =
          FlowJob.setting(
              flow,
              inputs,
              context.hadoop(),
              Cluster.of(context.master(), context.spark()),
              context.spark());
      FlowReport report = new FlowReport(setting, context);
      List<Manifest.Input> read = read(report, parts);
      if (isUpToDate(target, read)) {
        context.notices().accept(UserInfo.cut(target.path()) + " is up to date: nothing to do");
        return Optional.empty();
      }
      target.check(conf.output().mode());
      setting.plan().lines().forEach(context.notices());
      return Optional.of(attempt(target, setting, report, new Read(parts.used(), test, read)));
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The augmentation failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  /** What was read: the target, what to test on, and how a manifest describes all inputs. */
  private record Read(
      LoadedDataset used, Optional<Improvement.Test> test, List<Manifest.Input> inputs) {}

  private OutputTarget target() {
    Path output = DatasetUri.plainPath(conf.output().uri());
    Path path = conf.runDate().map(date -> new Path(output, "run_date=" + date)).orElse(output);
    return OutputTarget.directory(context.hadoop(), path);
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
    if (!target.isFinished()) {
      return false;
    }
    Manifest there = target.manifest();
    return there.settings().sha256().equals(settings().sha256())
        && there.inputs().stream()
            .map(Manifest.Input::fingerprint)
            .toList()
            .equals(read.stream().map(Manifest.Input::fingerprint).toList());
  }

  /** Everything that decides what is written; not where, nor on how many threads. */
  private Manifest.Settings settings() {
    Map<String, Object> keys = new TreeMap<>(conf.settings());
    keys.keySet().removeAll(List.of("mode", "output", "threads"));
    keys.put("flow", new TreeMap<>(flow.resultKeys()));
    return Manifest.Settings.of(keys, conf.seed(), FlowReport.redaction());
  }

  private Outcome attempt(OutputTarget target, FlowSetting setting, FlowReport report, Read read)
      throws IOException {
    Instant start = Instant.now();
    OutputMode mode = conf.output().mode();
    try (Attempt attempt = target.begin(RunId.create(start), mode, context.notices())) {
      FlowRun run = new FlowRun(setting, Optional.empty());
      FlowRun.Ending ending;
      try (JobContext.Progress progress = context.progress().open(0, conf.steps())) {
        Optional<Path> checkpoints = Optional.of(new Path(attempt.directory(), "checkpoints"));
        ending = run.run(run.fromTheStart(), checkpoints, clock -> List.of(progress), step -> "");
      }
      LoadedDataset used = read.used;
      FlowOutcome outcome = FlowJob.outcome(setting, run, ending);
      AugmentedDataset enlarged =
          AugmentedDataset.of(used, DataRange.of(used.dataset()).clipped(outcome.flowed()));
      Optional<Improvement> improvement = improvement(read, enlarged);
      attempt.lock().check();
      ParquetFiles.writeAugmented(enlarged, attempt.data(), context.hadoop());
      if (improvement.isPresent()) {
        attempt.write("_ACCURACY.json", JsonFile.text(improvement.get().toMap()));
      }
      attempt.commit(
          report.manifest(
              new FlowReport.Finished(attempt.runId(), start, Optional.empty(), run, ending),
              settings(),
              read.inputs));
      long own = used.dataset().sampleCount();
      long all = enlarged.enlarged().dataset().sampleCount();
      return new Outcome(target.path(), own, all - own, improvement);
    }
  }

  private Optional<Improvement> improvement(Read read, AugmentedDataset enlarged) {
    if (read.test.isEmpty()) {
      return Optional.empty();
    }
    Improvement found =
        read.test.get().improvement(read.used, enlarged.enlarged(), context.spark());
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
