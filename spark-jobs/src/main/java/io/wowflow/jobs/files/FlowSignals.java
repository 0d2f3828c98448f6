package io.wowflow.jobs.files;

import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.session.FlowGauges;
import io.wowflow.math.flow.FlowObserver;
import java.util.ArrayList;
import java.util.List;

/**
 * What a flow into an output tells machines while it runs, and that it still holds its lock.
 *
 * @param attempt the result under construction
 * @param events for log collectors
 */
public record FlowSignals(Attempt attempt, FlowLog events) {

  /**
   * Observers of a run.
   *
   * @param setting the flow
   * @param first the step that it begins at
   * @param clock of the flow
   */
  public List<FlowObserver> observers(FlowSetting setting, int first, FlowRun.Clock clock) {
    List<FlowObserver> out = new ArrayList<>();
    FlowGauges.ofThisProcess()
        .ifPresent(
            open -> {
              open.begin(first, setting.plan().shuffledBytes());
              out.add(open);
            });
    out.add(holdsTheLock());
    out.add(reports(clock));
    return out;
  }

  private FlowObserver holdsTheLock() {
    return new FlowObserver() {
      @Override
      public void moved(int step, StateSource flow) {
        attempt.lock().check();
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
