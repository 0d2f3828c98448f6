package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.record.AccuracyLog;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.jobs.snapshot.Snapshot;
import io.wowflow.jobs.snapshot.SnapshotStore;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The snapshots of one flow: written every so many steps, and read to go on from. */
final class FlowSnapshots {
  private static final String KERNEL_PARAMETER = "kernel_parameter";
  private static final String OBJECTIVES = "objectives";
  private static final String SECONDS = "seconds";
  private static final String ACCURACIES = "accuracies";
  private static final String CLASSIFIERS = "classifiers";
  private static final String STATES = "states";

  private final SnapshotStore store;
  private final FlowReport report;
  private final FlowConf conf;
  private final FlowLog events;
  private final NavigableMap<Integer, Path> written = new TreeMap<>();

  FlowSnapshots(SnapshotStore store, FlowReport report, FlowConf conf, FlowLog events) {
    this.store = store;
    this.report = report;
    this.conf = conf;
    this.events = events;
  }

  /**
   * The newest whole snapshot.
   *
   * @throws JobException (usage) if configuration or data changed since
   */
  Optional<Snapshot> newest() throws IOException {
    Optional<Snapshot> found = store.newestWhole(report.header(Map.of()));
    found.ifPresent(snapshot -> written.put(snapshot.step(), snapshot.directory()));
    return found;
  }

  static double kernelParameter(Snapshot snapshot) {
    return ((Number) snapshot.extras().get(KERNEL_PARAMETER)).doubleValue();
  }

  /** What these classifiers said up to the snapshot; empty where others had looked. */
  static Optional<AccuracyLog> accuracies(Snapshot snapshot, String classifiers) {
    return classifiers.equals(snapshot.extras().get(CLASSIFIERS))
        ? Optional.of(AccuracyLog.fromExtra(snapshot.extras().get(ACCURACIES), snapshot.step()))
        : Optional.empty();
  }

  /** What the run that wrote the snapshot had recorded for its page. */
  static Optional<RecordedStates> states(Snapshot snapshot) {
    return Optional.ofNullable(snapshot.extras().get(STATES)).map(RunReport::fromExtra);
  }

  FlowRun.Beginning beginning(Snapshot snapshot) throws IOException {
    Object rows = snapshot.extras().get(OBJECTIVES);
    double seconds = ((Number) snapshot.extras().get(SECONDS)).doubleValue();
    return new FlowRun.Beginning(
        snapshot.state(),
        ObjectiveLog.fromExtra(rows, conf.report().stateHash()).upTo(snapshot.step()),
        seconds);
  }

  /**
   * Writes a snapshot every {@code --snapshot-every} steps, and when the flow is to end early.
   *
   * @param watch what else a snapshot holds of its step, and whether the flow is to end
   * @throws JobException (interrupted) after the snapshot of a flow that is to end
   */
  FlowObserver observer(FlowRun run, ObjectiveLog log, FlowRun.Clock clock, FlowWatch watch) {
    int every = conf.report().snapshotEvery();
    return new FlowObserver() {
      @Override
      public void moved(int step, StateSource flow) {
        boolean last = watch.context().interruption().isAsked();
        if (last || (every > 0 && step % every == 0)) {
          Map<String, Object> extras = new HashMap<>();
          extras.put(KERNEL_PARAMETER, run.problem().kernel().parameter());
          extras.put(OBJECTIVES, log.toExtra());
          extras.put(SECONDS, clock.seconds());
          watch
              .evaluation()
              .ifPresent(
                  e -> {
                    extras.put(ACCURACIES, e.log().toExtra());
                    extras.put(CLASSIFIERS, e.classifiersHash());
                  });
          watch.pages().states().ifPresent(s -> extras.put(STATES, RunReport.toExtra(s)));
          write(flow.view(), extras, clock);
        }
        if (last) {
          throw JobException.of(
              ExitCode.INTERRUPTED,
              "Interrupted after step "
                  + step
                  + ", which is kept in "
                  + UserInfo.cut(written.get(step))
                  + ": the same command with --mode resume goes on from there");
        }
      }
    };
  }

  private void write(FlowState state, Map<String, Object> extras, FlowRun.Clock clock) {
    try {
      Path directory = store.write(state, report.header(extras));
      written.put(state.step(), directory);
      events.snapshot(state.step(), directory, clock.seconds());
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

  /**
   * Where a flow was last good that diverged. The state that strays is found out by the step after
   * it, when it may have become a snapshot.
   */
  String remedy(int divergedStep) {
    Map.Entry<Integer, Path> good = written.lowerEntry(divergedStep);
    return good == null
        ? "; there is no snapshot from before"
        : "; the last good snapshot is " + UserInfo.cut(good.getValue().toString());
  }
}
