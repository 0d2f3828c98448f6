package io.wowflow.jobs.engine;

import io.wowflow.jobs.function.ContiguousPartitioner;
import io.wowflow.jobs.function.EmbedTargets;
import io.wowflow.jobs.function.FlowConstants;
import io.wowflow.jobs.function.LeafRows;
import io.wowflow.jobs.function.TargetBlock;
import java.util.Arrays;
import org.apache.spark.FutureAction;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The quantiles of the target classes, by leaf of directions. Those of the next step depend on no
 * weights: executors make them while the driver weighs and has nothing else for them to do. Whether
 * that was begun, ended or failed changes time alone, as what is missing is made when it is read.
 */
final class TargetRows implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Broadcast<FlowConstants> flow;
  private final JavaRDD<TargetBlock> targets;
  private final ContiguousPartitioner byLeaf;
  private Ahead ahead;

  private record Ahead(
      int step, int[] classes, JavaPairRDD<Integer, LeafRows> rows, FutureAction<?> job) {}

  TargetRows(
      JavaSparkContext spark,
      Broadcast<FlowConstants> flow,
      JavaRDD<TargetBlock> targets,
      ContiguousPartitioner byLeaf) {
    this.spark = spark;
    this.flow = flow;
    this.targets = targets;
    this.byLeaf = byLeaf;
  }

  /**
   * The rows of a step.
   *
   * @param step k
   * @param classes the interacting target classes, ascending, not modified
   * @return rows whose shuffle files the caller lets go
   */
  JavaPairRDD<Integer, LeafRows> take(int step, int[] classes) {
    Ahead begun = ahead;
    ahead = null;
    if (begun != null && begun.step == step && Arrays.equals(begun.classes, classes)) {
      return begun.rows;
    }
    drop(begun);
    return plan(step, classes);
  }

  /** Has executors make the rows of a step, behind whatever else they have to do. */
  void begin(int step, int[] classes) {
    drop(ahead);
    JavaPairRDD<Integer, LeafRows> rows = plan(step, classes);
    ShuffleDependency<?, ?, ?> files =
        (ShuffleDependency<?, ?, ?>) rows.rdd().dependencies().head();
    ahead = new Ahead(step, classes, rows, spark.sc().submitMapStage(files));
  }

  private JavaPairRDD<Integer, LeafRows> plan(int step, int[] classes) {
    return targets.mapPartitionsToPair(new EmbedTargets(flow, step, classes)).partitionBy(byLeaf);
  }

  private static void drop(Ahead begun) {
    if (begun != null) {
      begun.job.cancel();
      begun.rows.rdd().cleanShuffleDependencies(true);
    }
  }

  @Override
  public void close() {
    drop(ahead);
    ahead = null;
  }
}
