package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.jobs.snapshot.Snapshot;
import io.wowflow.jobs.snapshot.SnapshotStore;
import io.wowflow.math.flow.Convergence;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The snapshots of one flow: written every {@code --snapshot-every} steps, read to resume. */
final class FlowSnapshots {
  private final SnapshotStore store;
  private final FlowReport report;
  private final FlowConf conf;
  private final FlowLog events;
  private final NavigableMap<Integer, Path> written = new TreeMap<>();

  FlowSnapshots(SnapshotStore store, FlowAttempt attempt) {
    this.store = store;
    this.report = attempt.report();
    this.conf = report.setting().conf();
    this.events = attempt.events();
  }

  /**
   * A snapshot to resume from.
   *
   * @param directory where it is
   * @param state the state in it
   * @param history the rest of it
   */
  record Found(Path directory, FlowState state, FlowHistory history) {

    /**
     * The run that resumes from the snapshot.
     *
     * @throws JobException (usage) if the snapshot is beyond the last step
     */
    FlowRun resumed(FlowSetting setting) {
      FlowConf conf = setting.conf();
      if (state.step() > conf.descent().steps()) {
        throw JobException.usage(
            "The snapshot "
                + UserInfo.cut(directory)
                + " is of step "
                + state.step()
                + ", beyond --steps "
                + conf.descent().steps()
                + ": give at least "
                + state.step()
                + ", or start again with --mode overwrite");
      }
      ObjectiveLog log = ObjectiveLog.empty(conf.report().stateHash());
      history.objectives().forEach(log::add);
      return FlowRun.resumed(
          setting,
          new FlowRun.Earlier(
              history.kernelParameter(),
              history.plan(),
              state,
              log.upTo(state.step()),
              history.convergence().orElseGet(() -> onlyStart(history.objectives())),
              history.seconds()));
    }
  }

  private static Convergence.Series onlyStart(List<ObjectiveLog.Row> rows) {
    double start = rows.isEmpty() ? Double.NaN : rows.get(0).objective();
    return new Convergence.Series(start, 0, List.of());
  }

  /**
   * The newest whole snapshot.
   *
   * @return empty if there is none
   * @throws JobException (usage) if configuration or data have changed since
   */
  Optional<Found> newest() throws IOException {
    Optional<Snapshot> newest = store.newestWhole(report.header(Map.of()));
    newest.ifPresent(
        snapshot -> {
          written.put(snapshot.step(), snapshot.directory());
          events.resume(snapshot.step(), snapshot.directory());
        });
    return newest.map(
        snapshot ->
            new Found(
                snapshot.directory(),
                snapshot.state(),
                FlowHistory.of(snapshot.extras(), UserInfo.cut(snapshot.directory()))));
  }

  /**
   * Writes a snapshot every {@code --snapshot-every} steps, and of the last step before its time.
   */
  FlowAttempt.Keeper of(FlowRun run, Optional<FlowEvaluation> evaluation, FlowPages pages) {
    int every = conf.report().snapshotEvery();
    return new FlowAttempt.Keeper() {
      @Override
      public void moved(int step, FlowObserver.StateSource flow, boolean last) {
        if (last || (every > 0 && step % every == 0)) {
          write(
              flow.view(),
              new FlowHistory(
                  run.kernelParameter(),
                  run.plan(),
                  run.log().rows(),
                  Optional.of(run.convergence().series()),
                  run.seconds(),
                  evaluation.map(FlowEvaluation::history),
                  pages.states()));
        }
      }

      @Override
      public String afterInterruption(int step) {
        return ", which is kept in "
            + UserInfo.cut(written.get(step))
            + ": to continue, give the same command with --mode resume";
      }

      // The state that strays is found by the step after it, when it may have become a snapshot.
      @Override
      public String afterDivergence(int step) {
        Map.Entry<Integer, Path> good = written.lowerEntry(step);
        return good == null
            ? "; there is no snapshot from before"
            : "; the last good snapshot is " + UserInfo.cut(good.getValue().toString());
      }
    };
  }

  private void write(FlowState state, FlowHistory history) {
    try {
      Path directory = store.write(state, report.header(history.toExtras()));
      written.put(state.step(), directory);
      events.snapshot(state.step(), directory, history.seconds());
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE,
          "The snapshot of step "
              + state.step()
              + " cannot be written: "
              + UserInfo.cut(e.getMessage()),
          e);
    }
  }
}
