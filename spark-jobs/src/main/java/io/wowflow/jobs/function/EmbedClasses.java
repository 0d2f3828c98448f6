package io.wowflow.jobs.function;

import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.Panels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Sends the quantiles of the source classes on the directions of a step, leaf by leaf. */
public final class EmbedClasses
    implements PairFlatMapFunction<Iterator<ClassBlock>, Integer, LeafRows> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FlowConstants> flow;
  private final int step;

  /**
   * The function of a step.
   *
   * @param flow the flow
   * @param step k
   */
  public EmbedClasses(Broadcast<FlowConstants> flow, int step) {
    this.flow = flow;
    this.step = step;
  }

  @Override
  public Iterator<Tuple2<Integer, LeafRows>> call(Iterator<ClassBlock> blocks) {
    FlowConstants constants = flow.value();
    StepDirections directions = StepDirections.of(constants, step);
    Workspace work = new Workspace();
    return Flattened.of(blocks, block -> rows(block, constants, directions, work));
  }

  private static Iterator<Tuple2<Integer, LeafRows>> rows(
      ClassBlock block, FlowConstants constants, StepDirections directions, Workspace work) {
    Panels quantiles = block.takeQuantiles(constants, directions, work);
    int bad = block.firstNonFinite();
    List<Tuple2<Integer, LeafRows>> out = new ArrayList<>();
    for (int leaf = 0; leaf < quantiles.leafCount(); leaf++) {
      out.add(new Tuple2<>(leaf, new LeafRows(leaf, block.first(), bad, quantiles.leaf(leaf))));
    }
    return out.iterator();
  }
}
