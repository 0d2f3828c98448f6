package io.wowflow.jobs.files;

import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.math.flow.FlowObserver;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What stands around the steps of a flow from files to files: its lock, its snapshots, its page,
 * what it tells of its progress, and the request to end early.
 *
 * @param snapshots of the run
 * @param evaluation of the particles by a classifier
 * @param pages what the flow tells to people
 * @param attempt the result under construction
 * @param events for log collectors
 * @param context what is around the job
 */
record FlowWatch(
    FlowSnapshots snapshots,
    Optional<FlowEvaluation> evaluation,
    FlowPages pages,
    Attempt attempt,
    FlowLog events,
    JobContext context) {

  /**
   * Makes the steps.
   *
   * @param recorded what an earlier run recorded for the page, if this one goes on from it
   */
  FlowRun.Ending run(
      FlowRun run,
      FlowRun.Beginning beginning,
      FlowSetting setting,
      Optional<RecordedStates> recorded) {
    int first = beginning.state().step();
    evaluation.ifPresent(e -> e.evaluate(beginning.state()));
    pages.begin(run, beginning, recorded, evaluation);
    // All executors see it.
    Path checkpoints = new Path(attempt.directory(), "checkpoints");
    FlowSignals signals = new FlowSignals(attempt, events);
    try (JobContext.Progress progress =
        context.progress().open(first, setting.conf().descent().steps())) {
      FlowRun.Watch watch =
          clock -> {
            List<FlowObserver> observers = signals.observers(setting, first, clock);
            evaluation.ifPresent(e -> observers.add(e.observer()));
            // After the evaluation, whose rows the page shows.
            observers.add(pages.observer(beginning.log(), clock));
            observers.add(progress);
            // The last: it may end the flow, and holds what the others know of its step.
            observers.add(snapshots.observer(run, beginning.log(), clock, this));
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
}
