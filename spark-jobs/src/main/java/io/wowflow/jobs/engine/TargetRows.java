package io.wowflow.jobs.engine;

import io.wowflow.jobs.function.ContiguousPartitioner;
import io.wowflow.jobs.function.EmbedTargets;
import io.wowflow.jobs.function.FlowConstants;
import io.wowflow.jobs.function.LeafRows;
import io.wowflow.jobs.function.TargetBlock;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.FutureAction;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * The quantiles of the target classes, by leaf of directions. Those of the next step depend on no
 * weights: executors make them while the driver weighs and they would be idle. A job that was not
 * begun, has not ended or has failed costs time only, as missing rows are made when they are read.
 */
final class TargetRows implements AutoCloseable {
  /** A cluster without executors never ends a job. */
  private static final int MOST_SECONDS_TO_END = 10;

  private final JavaSparkContext spark;
  private final Broadcast<FlowConstants> flow;
  private final JavaRDD<TargetBlock> targets;
  private final ContiguousPartitioner byLeaf;
  private final StepResources resources;
  private Ahead ahead;

  private record Ahead(
      int step, int[] classes, JavaPairRDD<Integer, LeafRows> rows, FutureAction<?> job) {}

  TargetRows(
      JavaSparkContext spark,
      Broadcast<FlowConstants> flow,
      JavaRDD<TargetBlock> targets,
      ContiguousPartitioner byLeaf,
      StepResources resources) {
    this.spark = spark;
    this.flow = flow;
    this.targets = targets;
    this.byLeaf = byLeaf;
    this.resources = resources;
  }

  /**
   * The rows of a step. Rows that were begun are kept for their interaction: a step with class
   * batches may be measured for its report first.
   *
   * @param step k
   * @param classes the interacting target classes, ascending, not modified
   * @return rows whose shuffle files the caller deletes
   */
  JavaPairRDD<Integer, LeafRows> take(int step, int[] classes) {
    if (ahead != null && ahead.step == step && Arrays.equals(ahead.classes, classes)) {
      JavaPairRDD<Integer, LeafRows> begun = ahead.rows;
      ahead = null;
      return begun;
    }
    return plan(step, classes);
  }

  /**
   * Has executors make the rows of a step before any later job.
   *
   * @param step k
   * @param classes as for {@link #take}
   * @return the job, which nobody needs to wait for
   */
  FutureAction<?> begin(int step, int[] classes) {
    if (ahead != null) {
      resources.keepShuffle(ahead.rows);
    }
    JavaPairRDD<Integer, LeafRows> rows = plan(step, classes);
    ShuffleDependency<?, ?, ?> files =
        (ShuffleDependency<?, ?, ?>) rows.rdd().dependencies().head();
    ahead = new Ahead(step, classes, rows, spark.sc().submitMapStage(files));
    return ahead.job;
  }

  private JavaPairRDD<Integer, LeafRows> plan(int step, int[] classes) {
    return targets.mapPartitionsToPair(new EmbedTargets(flow, step, classes)).partitionBy(byLeaf);
  }

  /** Deletes the rows that were begun and not taken, once no task writes their files. */
  @Override
  public void close() {
    if (ahead == null) {
      return;
    }
    try {
      Await.ready(ahead.job, Duration.create(MOST_SECONDS_TO_END, TimeUnit.SECONDS));
      ahead.rows.rdd().cleanShuffleDependencies(true);
    } catch (TimeoutException e) {
      ahead.job.cancel();
    } catch (InterruptedException e) {
      ahead.job.cancel();
      Thread.currentThread().interrupt();
    }
    ahead = null;
  }
}
