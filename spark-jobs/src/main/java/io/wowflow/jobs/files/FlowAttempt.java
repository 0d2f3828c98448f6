package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.flow.CopyWatch;
import io.wowflow.jobs.flow.FeatureCheck;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.io.npz.NpzDatasets;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.session.FlowGauges;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowResult;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * One attempt of a job to flow into an output: all that is the same in {@code flow}, {@code
 * distill}, {@code augment} and {@code synth}. {@link #run} takes the lock, calls the work of the
 * job and logs a failure; the work calls {@link #flow} for the steps, writes its data, and ends
 * with {@link #publish}. Without that nothing of the attempt stays but the snapshots.
 *
 * <p>For use by one thread.
 */
public final class FlowAttempt {
  private final FlowReport report;
  private final JobContext context;
  private final Attempt output;
  private final Instant start;
  private final FlowLog events;

  private FlowAttempt(
      FlowReport report, JobContext context, Attempt output, Instant start, FlowLog events) {
    this.report = report;
    this.context = context;
    this.output = output;
    this.start = start;
    this.events = events;
  }

  /** The work of a job between lock and publication. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Flows, writes and publishes.
     *
     * @param attempt holds the lock
     * @return the result of the job
     * @throws IOException if a file system fails; nothing is published
     */
    T in(FlowAttempt attempt) throws IOException;
  }

  /** The states that a job keeps on its way, and what a user reads of them when a flow fails. */
  public interface Keeper {
    /** Keeps nothing: the job starts again at step 0. */
    Keeper OF_NOTHING =
        new Keeper() {
          @Override
          public void moved(int step, FlowObserver.StateSource flow, boolean last) {}

          @Override
          public String afterInterruption(int step) {
            return "; nothing was written, and the same command starts at step 0";
          }

          @Override
          public String afterDivergence(int step) {
            return "";
          }
        };

    /**
     * A step was made, and all observers have seen it.
     *
     * @param step k of the state
     * @param flow gives the state
     * @param last whether the flow is to end here, before its stop rule ends it
     */
    void moved(int step, FlowObserver.StateSource flow, boolean last);

    /**
     * The rest of the sentence "Interrupted after step k".
     *
     * @param step k
     * @return how to continue
     */
    String afterInterruption(int step);

    /**
     * The end of the message of a flow that diverged.
     *
     * @param step the step where it was found
     * @return what is kept from before
     */
    String afterDivergence(int step);
  }

  /**
   * Makes an attempt.
   *
   * @param target the output
   * @param mode the treatment of an output that exists
   * @param report the identity of the flow
   * @param context the surroundings of the job
   * @param work the work of the job
   * @return the result of the work
   * @throws IOException if a file system fails
   * @throws JobException (output) if the output exists, is held by another run or cannot be
   *     written; and whatever the work throws
   */
  public static <T> T run(
      OutputTarget target, OutputMode mode, FlowReport report, JobContext context, Work<T> work)
      throws IOException {
    Instant start = Instant.now();
    RunId id = RunId.create(start);
    FlowLog events = new FlowLog(id, System::nanoTime);
    try (Attempt output = target.begin(id, mode, context.notices())) {
      events.start(report.setting());
      return work.in(new FlowAttempt(report, context, output, start, events));
    } catch (IOException | RuntimeException e) {
      events.failed(e);
      throw e;
    }
  }

  FlowReport report() {
    return report;
  }

  JobContext context() {
    return context;
  }

  Instant start() {
    return start;
  }

  FlowLog events() {
    return events;
  }

  /**
   * The result under construction.
   *
   * @return where data and tables go; not to be committed or closed
   */
  public Attempt output() {
    return output;
  }

  /**
   * Makes the steps of a flow, watched by the metrics, the lock, the log of events, the observers
   * of the job and the display of progress, and ended early if that is requested from outside.
   *
   * @param run the flow
   * @param observers what else watches, in this order
   * @param keeper sees a step after all observers
   * @return the end of the flow
   * @throws JobException (diverged), (output) if the lock was lost, (interrupted)
   */
  public FlowResult flow(FlowRun run, List<? extends FlowObserver> observers, Keeper keeper) {
    // All executors see this directory.
    Path checkpoints = new Path(output.directory(), "checkpoints");
    int steps = run.setting().conf().descent().steps();
    try (JobContext.Progress progress = context.progress().open(steps)) {
      List<FlowObserver> all = new ArrayList<>();
      FlowGauges.ofThisProcess(run.setting().plan().shuffledBytes()).ifPresent(all::add);
      all.add(holdingTheLock());
      all.add(events.reports(run::seconds, run.copying().map(CopyWatch::log)));
      all.addAll(observers);
      all.add(progress);
      // The last: it may end the flow, and keeps what the others know of the step.
      all.add(endingOnRequest(keeper));
      return context
          .interruption()
          .during(() -> run.run(Optional.of(checkpoints), all, keeper::afterDivergence));
    }
  }

  private FlowObserver holdingTheLock() {
    return new FlowObserver() {
      @Override
      public void moved(int step, StateSource flow) {
        output.lock().check();
      }
    };
  }

  private FlowObserver endingOnRequest(Keeper keeper) {
    return new FlowObserver() {
      @Override
      public void moved(int step, StateSource flow) {
        boolean last = context.interruption().isAsked();
        keeper.moved(step, flow, last);
        if (last) {
          throw JobException.of(
              ExitCode.INTERRUPTED,
              "Interrupted after step " + step + keeper.afterInterruption(step));
        }
      }
    };
  }

  /**
   * Writes the samples of a flow, and the tables of objectives and matching where the output is a
   * directory.
   *
   * @param outcome the end of the flow
   * @param target the output
   * @throws IOException if a file system fails; nothing is published
   */
  public void write(FlowOutcome outcome, OutputTarget target) throws IOException {
    if (target.isFile()) {
      try (OutputStream out =
          FileSystems.create(output.data().getFileSystem(context.hadoop()), output.data())) {
        NpzDatasets.writeFlowed(outcome.flowed(), out);
      }
      return;
    }
    ParquetFiles.writeFlowed(outcome.flowed(), output.data(), context.hadoop());
    output.write("objective.csv", outcome.objectives().toCsv());
    output.write("matching.csv", outcome.matching().toCsv());
    if (outcome.weights().isPresent()) {
      output.write("weights.csv", outcome.weights().get().toCsv());
    }
  }

  /**
   * Logs the verdict of a comparison.
   *
   * @param comparison its figures by their names in JSON
   * @param published true if it allows to publish
   */
  public void judged(Map<String, Object> comparison, boolean published) {
    events.verdict(comparison, published);
  }

  /**
   * Publishes the data that the job has written, with the page and the manifest.
   *
   * @param run the flow
   * @param result its end
   * @param outcome what the job made of it
   * @param pages the page
   * @param comparison the comparison that allowed it, or the tests of a stand-in, for the manifest;
   *     empty without one
   * @throws IOException if a file system fails
   * @throws JobException (output) if the lock was lost; nothing is published
   */
  public void publish(
      FlowRun run,
      FlowResult result,
      FlowOutcome outcome,
      FlowPages pages,
      Optional<Map<String, Object>> comparison)
      throws IOException {
    Manifest.Features features =
        FeatureCheck.of(outcome.flowed().particles(), run.setting().inputs().target());
    pages.write(result, outcome, features);
    Manifest manifest = report.manifest(output.runId(), start, run, result, outcome, features);
    output.commit(comparison.map(manifest::comparedBy).orElse(manifest));
    events.end(outcome, run.seconds());
  }
}
