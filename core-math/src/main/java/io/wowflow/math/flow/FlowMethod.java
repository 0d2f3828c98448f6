package io.wowflow.math.flow;

import io.wowflow.math.array.Guard;
import java.util.Optional;

/**
 * How a flow descends: {@code v <- m v + tau_c G_c; x <- x - v}, then clipped (15 to 17).
 *
 * @param stepRule gives tau_c
 * @param momentum m, in [0, 1)
 * @param clip the range of the data, if particles are to stay in it
 * @param batches which classes and samples a step uses
 * @param reportEvery the objective is reported every so many steps, and always first and last
 */
public record FlowMethod(
    StepRule stepRule, double momentum, Optional<Clip> clip, Batches batches, int reportEvery) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the momentum is outside [0, 1), the report interval below
   *     1, or class batches meet a step rule that needs all classes
   */
  public FlowMethod {
    Guard.that(momentum >= 0 && momentum < 1, "momentum must lie in [0, 1), was " + momentum);
    Guard.positive("report interval", reportEvery);
    Guard.that(
        batches.classes() == 0 || !(stepRule instanceof StepRule.Matched),
        "the matched step rule needs the distances of all classes, not of a class batch");
  }
}
