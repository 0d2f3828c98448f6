package io.wowflow.jobs.flow;

import io.wowflow.jobs.record.Fingerprint;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowObserver;
import java.util.List;

/** Keeps the objective log of a flow, and hands everything on to the other observers. */
final class FlowRecorder implements FlowObserver {
  private final ObjectiveLog log;
  private final double earlierSeconds;
  private final boolean stateHash;
  private final FlowEngine engine;
  private final List<FlowObserver> others;
  private final long began = System.nanoTime();

  /**
   * A recorder.
   *
   * @param log rows so far; rows are added
   * @param earlierSeconds time that the flow took before this run resumed it
   * @param stateHash whether rows hold a hash of the state
   * @param engine gives the state to be hashed
   * @param others told after the log
   */
  FlowRecorder(
      ObjectiveLog log,
      double earlierSeconds,
      boolean stateHash,
      FlowEngine engine,
      List<FlowObserver> others) {
    this.log = log;
    this.earlierSeconds = earlierSeconds;
    this.stateHash = stateHash;
    this.engine = engine;
    this.others = others;
  }

  double seconds() {
    return earlierSeconds + (System.nanoTime() - began) / 1e9;
  }

  @Override
  public void objective(int step, double objective) {
    String hash = stateHash ? Fingerprint.of(engine.view()) : null;
    log.add(new ObjectiveLog.Row(step, objective, seconds(), hash));
    others.forEach(o -> o.objective(step, objective));
  }

  @Override
  public void moved(int step, StateSource flow) {
    others.forEach(o -> o.moved(step, flow));
  }
}
