package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.flow.CopyWatch;
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
   * @param kept the state to which a flow that stops before copying would return; empty for none,
   *     or if its snapshot is damaged
   */
  record Found(
      Path directory, FlowState state, FlowHistory history, Optional<CopyWatch.Kept> kept) {

    /** A notice where the flow could not return to the state that it would return to. */
    Optional<String> missing(FlowConf conf) {
      boolean mayStop = conf.copying().stopCopying().isPresent();
      boolean isReported = state.step() % conf.report().reportEvery() == 0;
      return mayStop && !isReported && kept.isEmpty()
          ? Optional.of(
              "the state of the last report before step "
                  + state.step()
                  + " is not in the snapshots: a stop before copying at the next report would keep"
                  + " that of step "
                  + state.step())
          : Optional.empty();
    }

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
      FlowRun run =
          FlowRun.resumed(
              setting,
              new FlowRun.Earlier(
                  history.kernelParameter(),
                  history.functional(),
                  state,
                  log.upTo(state.step()),
                  history.convergence().orElseGet(() -> onlyStart(history.objectives())),
                  history.seconds()));
      run.copying()
          .ifPresent(
              watch ->
                  watch.resume(
                      history.copying().map(FlowHistory.Copying::shares).orElse(List.of()),
                      kept.map(it -> it.with(setting.kept(it.state())))));
      return run;
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
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Snapshot snapshot = newest.get();
    FlowHistory history = history(snapshot);
    return Optional.of(
        new Found(snapshot.directory(), snapshot.state(), history, kept(snapshot, history)));
  }

  private static FlowHistory history(Snapshot snapshot) {
    return FlowHistory.of(snapshot.extras(), UserInfo.cut(snapshot.directory()));
  }

  /** The state of the last report before a snapshot, from a snapshot of its own. */
  private Optional<CopyWatch.Kept> kept(Snapshot newest, FlowHistory history) throws IOException {
    Integer step = history.copying().map(FlowHistory.Copying::kept).orElse(null);
    // That of the snapshot's own step is kept when the flow begins there.
    if (step == null || step >= newest.step()) {
      return Optional.empty();
    }
    Optional<Snapshot> found = store.wholeOf(step, report.header(Map.of()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    written.put(step, found.get().directory());
    store.retain(step);
    FlowHistory then = history(found.get());
    return then.convergence()
        .map(series -> new CopyWatch.Kept(found.get().state(), then.functional(), series));
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
          FlowHistory history = history();
          run.copying()
              .flatMap(CopyWatch::kept)
              .filter(kept -> kept.state().step() < step)
              .ifPresent(kept -> retain(kept, history));
          write(flow.view(), history);
        }
      }

      private FlowHistory history() {
        return new FlowHistory(
            run.kernelParameter(),
            run.functionalState(),
            run.log().rows(),
            Optional.of(run.convergence().series()),
            run.seconds(),
            evaluation.map(FlowEvaluation::history),
            run.copying().map(FlowSnapshots::copying),
            pages.states());
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

  private static FlowHistory.Copying copying(CopyWatch watch) {
    return new FlowHistory.Copying(
        watch.log().rows(), watch.kept().map(kept -> kept.state().step()).orElse(null));
  }

  /** A snapshot of a state that a resumed flow could return to, next to that which it resumes. */
  private void retain(CopyWatch.Kept kept, FlowHistory now) {
    int step = kept.state().step();
    store.retain(step);
    if (!written.containsKey(step)) {
      write(kept.state(), now.before(kept));
    }
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
