package io.wowflow.jobs.function;

import io.wowflow.math.internal.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Mixes the quantiles of each leaf and sends every class block its rows. */
public final class MixPanels
    implements PairFlatMapFunction<Iterator<PanelLeaf>, Integer, LeafRows> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FlowConstants> flow;
  private final Broadcast<Move> move;
  private final int classesPerBlock;

  /**
   * The function of a step.
   *
   * @param flow the flow
   * @param move the weights
   * @param classesPerBlock source classes per block
   */
  public MixPanels(Broadcast<FlowConstants> flow, Broadcast<Move> move, int classesPerBlock) {
    this.flow = flow;
    this.move = move;
    this.classesPerBlock = classesPerBlock;
  }

  @Override
  public Iterator<Tuple2<Integer, LeafRows>> call(Iterator<PanelLeaf> leaves) {
    Workspace work = new Workspace();
    return Flattened.of(leaves, leaf -> mixed(leaf, work));
  }

  private Iterator<Tuple2<Integer, LeafRows>> mixed(PanelLeaf leaf, Workspace work) {
    int columns = flow.value().columns();
    int classes = flow.value().sourceClasses();
    // The leaf is cached: a task that is retried must find it unchanged.
    float[] values = work.floats(Workspace.Use.MIXED, Math.multiplyExact(classes, columns));
    move.value().mix().mix(leaf.values(), values, columns, work);
    List<Tuple2<Integer, LeafRows>> out = new ArrayList<>();
    for (int first = 0; first < classes; first += classesPerBlock) {
      int end = Math.min(classes, first + classesPerBlock);
      float[] rows = Arrays.copyOfRange(values, first * columns, end * columns);
      out.add(new Tuple2<>(first / classesPerBlock, new LeafRows(leaf.leaf(), first, -1, rows)));
    }
    return out.iterator();
  }
}
