package io.wowflow.jobs.job;

import io.wowflow.jobs.checkpoint.OutputLock;
import io.wowflow.jobs.session.FlowGauges;
import io.wowflow.math.flow.FlowObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What stands around the steps of a flow from files to files: its lock, its snapshots, what it
 * tells of its progress, and the request to end early.
 *
 * @param snapshots of the run
 * @param evaluation of the particles by a classifier
 * @param lock on the output
 * @param events for log collectors
 * @param context what is around the job
 */
record FlowWatch(
    FlowSnapshots snapshots,
    Optional<FlowEvaluation> evaluation,
    OutputLock lock,
    FlowLog events,
    JobContext context) {

  /**
   * Makes the steps.
   *
   * @param checkpoints a directory that all executors see
   */
  FlowRun.Ending run(
      FlowRun run, FlowRun.Beginning beginning, FlowSetting setting, Path checkpoints) {
    int first = beginning.state().step();
    evaluation.ifPresent(e -> e.evaluate(beginning.state()));
    List<FlowObserver> gauges = new ArrayList<>();
    FlowGauges.ofThisProcess()
        .ifPresent(
            open -> {
              open.begin(first, setting.plan().shuffledBytes());
              gauges.add(open);
            });
    try (JobContext.Progress progress =
        context.progress().open(first, setting.conf().descent().steps())) {
      FlowRun.Watch watch =
          clock -> {
            List<FlowObserver> observers = new ArrayList<>(gauges);
            observers.add(holdsTheLock());
            evaluation.ifPresent(e -> observers.add(e.observer()));
            observers.add(reports(clock));
            observers.add(progress);
            // The last, because it may end the flow.
            observers.add(
                snapshots.observer(
                    run, beginning.log(), evaluation, clock, context.interruption()));
            return observers;
          };
      FlowRun.Ending ending =
          context
              .interruption()
              .during(() -> run.run(beginning, Optional.of(checkpoints), watch, snapshots::remedy));
      evaluation.ifPresent(e -> e.evaluate(ending.result().state()));
      return ending;
    }
  }

  private FlowObserver holdsTheLock() {
    return new FlowObserver() {
      @Override
      public void moved(int step, StateSource flow) {
        lock.check();
      }
    };
  }

  private FlowObserver reports(FlowRun.Clock clock) {
    return new FlowObserver() {
      @Override
      public void objective(int step, double objective) {
        events.report(step, objective, clock.seconds());
      }
    };
  }
}
