package io.wowflow.jobs.function;

import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.PairKernel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Puts the rows of each leaf of a partition in their places, in any order of arrival. */
public final class AssemblePanels
    implements FlatMapFunction2<
        Iterator<Tuple2<Integer, LeafRows>>, Iterator<Tuple2<Integer, LeafRows>>, PanelLeaf> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FlowConstants> flow;
  private final int rows;

  /**
   * The function of a step.
   *
   * @param flow the flow
   * @param rows C + T
   */
  public AssemblePanels(Broadcast<FlowConstants> flow, int rows) {
    this.flow = flow;
    this.rows = rows;
  }

  @Override
  public Iterator<PanelLeaf> call(
      Iterator<Tuple2<Integer, LeafRows>> sources, Iterator<Tuple2<Integer, LeafRows>> targets) {
    int columns = flow.value().columns();
    Workspace work = new Workspace();
    Map<Integer, Gathered> leaves = new TreeMap<>();
    gather(sources, leaves, columns);
    gather(targets, leaves, columns);
    List<PanelLeaf> out = new ArrayList<>();
    leaves.forEach((leaf, gathered) -> out.add(gathered.finished(leaf, columns, work)));
    return out.iterator();
  }

  private void gather(
      Iterator<Tuple2<Integer, LeafRows>> arrived, Map<Integer, Gathered> leaves, int columns) {
    while (arrived.hasNext()) {
      LeafRows part = arrived.next()._2();
      leaves
          .computeIfAbsent(part.leaf(), leaf -> new Gathered(Math.multiplyExact(rows, columns)))
          .add(part, columns);
    }
  }

  /** A leaf whose rows are arriving. */
  private static final class Gathered {
    private final float[] values;
    private int filled;
    private int firstNonFinite = -1;

    Gathered(int length) {
      values = new float[length];
    }

    void add(LeafRows part, int columns) {
      System.arraycopy(
          part.values(),
          0,
          values,
          Math.multiplyExact(part.firstRow(), columns),
          part.values().length);
      filled += part.values().length;
      firstNonFinite = PartialSums.first(firstNonFinite, part.firstNonFinite());
    }

    PanelLeaf finished(int leaf, int columns, Workspace work) {
      if (filled != values.length) {
        throw new IllegalStateException(
            "leaf " + leaf + " has " + filled + " of " + values.length + " quantiles");
      }
      PairKernel.centre(values, values.length / columns, columns, work);
      return new PanelLeaf(leaf, firstNonFinite, values);
    }
  }
}
