package io.wowflow.jobs.function;

import io.wowflow.math.flow.Batches;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The constants of a flow that every task needs.
 *
 * @param directions the directions of every step
 * @param levels Q
 * @param measure the measure between pairs of classes
 * @param sourceClasses C
 * @param batches the samples of the target that a step uses
 */
public record FlowConstants(
    Directions directions, int levels, PairMeasure measure, int sourceClasses, Batches batches)
    implements Serializable {

  /**
   * Number of leaves of directions.
   *
   * @return at least 1
   */
  public int leafCount() {
    return Panels.leafCount(directions.count());
  }

  /** Panels of some rows, all zero. */
  Panels panels(int rows) {
    return new Panels(rows, directions.count(), levels);
  }

  /** Length of a row of a panel leaf. */
  int columns() {
    return levels * Panels.LEAF_DIRECTIONS;
  }

  /** All directions of a step, block after block. */
  List<Projector> projectors(int step) {
    List<Projector> out = new ArrayList<>();
    for (int b = 0; b < directions.blockCount(); b++) {
      out.add(directions.block(step, b));
    }
    return out;
  }
}
