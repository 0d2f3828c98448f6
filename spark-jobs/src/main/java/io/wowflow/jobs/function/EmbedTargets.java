package io.wowflow.jobs.function;

import io.wowflow.math.flow.TargetClasses;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Sends the quantiles of the interacting target classes on the directions of a step. */
public final class EmbedTargets
    implements PairFlatMapFunction<Iterator<TargetBlock>, Integer, LeafRows> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FlowConstants> flow;
  private final int step;
  private final int[] targets;

  /**
   * The function of a step.
   *
   * @param flow the flow
   * @param step k
   * @param targets the interacting target classes, ascending, not modified
   */
  public EmbedTargets(Broadcast<FlowConstants> flow, int step, int[] targets) {
    this.flow = flow;
    this.step = step;
    this.targets = targets;
  }

  @Override
  public Iterator<Tuple2<Integer, LeafRows>> call(Iterator<TargetBlock> blocks) {
    FlowConstants constants = flow.value();
    StepDirections directions = StepDirections.of(constants, step);
    Workspace work = new Workspace();
    return Flattened.of(blocks, block -> rows(block, constants, directions, work));
  }

  private Iterator<Tuple2<Integer, LeafRows>> rows(
      TargetBlock block, FlowConstants constants, StepDirections directions, Workspace work) {
    int from = place(block.first());
    int end = place(block.first() + block.classes().length);
    List<Tuple2<Integer, LeafRows>> out = new ArrayList<>();
    if (from == end) {
      return out.iterator();
    }
    TargetClasses classes =
        new TargetClasses(
            List.of(block.classes()), block.first(), constants.batches(), constants.levels());
    Panels quantiles = constants.panels(end - from);
    for (int j = from; j < end; j++) {
      for (Projector projector : directions.projectors()) {
        classes.embed(targets[j], step, projector, new PanelRow(quantiles, j - from), work);
      }
    }
    int row = constants.sourceClasses() + from;
    for (int leaf = 0; leaf < quantiles.leafCount(); leaf++) {
      out.add(new Tuple2<>(leaf, new LeafRows(leaf, row, -1, quantiles.leaf(leaf))));
    }
    return out.iterator();
  }

  /** Number of interacting classes before a class. */
  private int place(int target) {
    int found = Arrays.binarySearch(targets, target);
    return found >= 0 ? found : -found - 1;
  }
}
