package io.wowflow.jobs.job;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Interaction;

/** SW_2^2 between the classes of a state and those of the target, whatever the kernel measures. */
final class FlowDistances {
  private FlowDistances() {}

  /** Measures all pairs with the directions of the state's step and every sample. */
  static DoubleMatrix squared(FlowSetting setting, FlowState state) {
    try (FlowEngine engine = setting.engineOnAll(setting.problem(new Kernel.Riesz(1)), state)) {
      Interaction all =
          Interaction.dense(
              setting.inputs().seenSource().classCount(),
              setting.inputs().seenTarget().classCount());
      return engine.measure(all, false).targetMatrix();
    }
  }
}
