package io.wowflow.jobs.function;

import io.wowflow.math.internal.SumBuffers;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.PanelSums;
import io.wowflow.math.sliced.TreeSum;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Sums pairs of classes over the leaves of a partition, along the tree of all leaves. */
public final class SumPairs implements FlatMapFunction<Iterator<PanelLeaf>, PartialSums> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FlowConstants> flow;
  private final PanelSums pairs;

  /**
   * The function of a step.
   *
   * @param flow the flow
   * @param pairs the sums that the step needs
   */
  public SumPairs(Broadcast<FlowConstants> flow, PanelSums pairs) {
    this.flow = flow;
    this.pairs = pairs;
  }

  @Override
  public Iterator<PartialSums> call(Iterator<PanelLeaf> leaves) {
    FlowConstants constants = flow.value();
    SumBuffers buffers = new SumBuffers();
    TreeSum tree = new TreeSum(constants.leafCount(), buffers);
    Workspace work = new Workspace();
    int bad = -1;
    while (leaves.hasNext()) {
      PanelLeaf leaf = leaves.next();
      double[] sums = buffers.take(pairs.length());
      pairs.sums(leaf.leaf(), leaf.values(), constants.columns(), sums, work);
      tree.add(leaf.leaf(), sums);
      bad = PartialSums.first(bad, leaf.firstNonFinite());
    }
    return List.of(new PartialSums(bad, tree.nodes().toArray(TreeSum.Node[]::new))).iterator();
  }
}
