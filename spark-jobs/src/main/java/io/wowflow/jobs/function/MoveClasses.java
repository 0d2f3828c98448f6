package io.wowflow.jobs.function;

import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.Panels;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Moves the class blocks of a partition by one step and slices them for the next. */
public final class MoveClasses
    implements FlatMapFunction2<
        Iterator<Tuple2<Integer, LeafRows>>, Iterator<ClassBlock>, ClassBlock> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FlowConstants> flow;
  private final Broadcast<Move> move;
  private final int step;

  /**
   * The function of a step.
   *
   * @param flow the flow
   * @param move step sizes, momentum and clip
   * @param step k: X_k becomes X_(k+1)
   */
  public MoveClasses(Broadcast<FlowConstants> flow, Broadcast<Move> move, int step) {
    this.flow = flow;
    this.move = move;
    this.step = step;
  }

  @Override
  public Iterator<ClassBlock> call(
      Iterator<Tuple2<Integer, LeafRows>> mixed, Iterator<ClassBlock> blocks) {
    FlowConstants constants = flow.value();
    Map<Integer, float[][]> leaves = new HashMap<>();
    while (mixed.hasNext()) {
      LeafRows rows = mixed.next()._2();
      leaves
              .computeIfAbsent(rows.firstRow(), first -> new float[constants.leafCount()][])[
              rows.leaf()] =
          rows.values();
    }
    StepDirections now = StepDirections.of(constants, step);
    StepDirections next = StepDirections.of(constants, step + 1);
    Workspace work = new Workspace();
    return Flattened.of(
        blocks,
        block -> {
          Panels own =
              Panels.over(
                  constants.directions().count(), constants.levels(), leaves.remove(block.first()));
          ClassBlock moved = block.moved(own, move.value(), constants, now, work);
          return List.of(moved.sliced(constants, next, work)).iterator();
        });
  }
}
