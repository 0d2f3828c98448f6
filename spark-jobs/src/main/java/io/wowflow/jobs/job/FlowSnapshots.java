package io.wowflow.jobs.job;

import io.wowflow.jobs.checkpoint.ObjectiveLog;
import io.wowflow.jobs.checkpoint.Snapshot;
import io.wowflow.jobs.checkpoint.SnapshotStore;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.flow.FlowObserver;
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
  private static final String STATES = "states";

  private final SnapshotStore store;
  private final FlowReport report;
  private final FlowConf conf;
  private final NavigableMap<Integer, Path> written = new TreeMap<>();

  FlowSnapshots(SnapshotStore store, FlowReport report, FlowConf conf) {
    this.store = store;
    this.report = report;
    this.conf = conf;
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

  /** Writes a snapshot every {@code --snapshot-every} steps. */
  FlowObserver observer(FlowRun run, ObjectiveLog log, FlowRun.Clock clock, FlowPages pages) {
    int every = conf.report().snapshotEvery();
    return new FlowObserver() {
      @Override
      public void moved(int step, StateSource flow) {
        if (every == 0 || step % every != 0) {
          return;
        }
        Map<String, Object> extras = new HashMap<>();
        extras.put(KERNEL_PARAMETER, run.problem().kernel().parameter());
        extras.put(OBJECTIVES, log.toExtra());
        extras.put(SECONDS, clock.seconds());
        pages.states().ifPresent(states -> extras.put(STATES, RunReport.toExtra(states)));
        try {
          written.put(step, store.write(flow.state(), report.header(extras)));
        } catch (IOException e) {
          throw JobException.of(
              ExitCode.FAILURE,
              "The snapshot of step " + step + " cannot be written: " + e.getMessage(),
              e);
        }
      }
    };
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
