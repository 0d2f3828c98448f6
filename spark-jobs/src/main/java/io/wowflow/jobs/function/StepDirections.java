package io.wowflow.jobs.function;

import io.wowflow.math.sliced.Projector;
import java.util.List;

/**
 * The directions of one step.
 *
 * @param step k
 * @param projectors all directions, block after block
 */
record StepDirections(int step, List<Projector> projectors) {
  static StepDirections of(FlowConstants flow, int step) {
    return new StepDirections(step, flow.projectors(step));
  }
}
