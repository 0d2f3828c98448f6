package io.wowflow.math.flow;

import io.wowflow.math.internal.Guard;
import java.util.Optional;

/**
 * The method of descent: {@code v <- m v + tau_c G_c; x <- x - v}, then clipped (15 to 17).
 *
 * @param stepRule gives tau_c
 * @param momentum m, in [0, 1)
 * @param clip the range that particles stay in, or empty
 * @param batches the classes and samples that a step uses
 * @param reportEvery number of steps from one report of the objective to the next, at least 1; the
 *     first and the last state are always reported
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
    Guard.that(momentum >= 0 && momentum < 1, "momentum must be in [0, 1), was " + momentum);
    Guard.positive("report interval", reportEvery);
    Guard.that(
        batches.classes() == 0 || !(stepRule instanceof StepRule.Matched),
        "the matched step rule needs the distances of all classes, not of a class batch");
  }
}
