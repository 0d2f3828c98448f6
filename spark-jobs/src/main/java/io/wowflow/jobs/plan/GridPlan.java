package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.EngineConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.engine.ClassBlocks;
import io.wowflow.jobs.engine.Grid;

/**
 * The partitions of a flow on a cluster, from sizes only. Caches may spill to disk; the data of a
 * task may not: the rows of a class partition with their mixed quantiles, and the panels of a
 * direction partition with their pairwise sums.
 *
 * @param grid the partitions
 * @param taskBytes the largest memory of a task
 * @param cachedBytes bytes that the executors cache together, two generations of the state included
 * @param executorHeapBytes the heap that an executor needs
 */
record GridPlan(Grid grid, double taskBytes, double cachedBytes, double executorHeapBytes) {
  private static final long BLOCK_BYTES = 1 << 20;
  private static final int MOST_CLASSES_PER_BLOCK = 64;

  /** The part of every heap that Spark keeps for itself. */
  private static final double RESERVED = 300 << 20;

  /** The part of the rest that no cache can fill. */
  private static final double WORKING_SHARE = 0.4;

  /** A binary tree of partial sums, the sums of a leaf, and their serialised form. */
  private static final int SUMS_AT_ONCE = 4;

  /** Bytes shuffled since a checkpoint, at most: they are again if an executor is lost. */
  private static final double SHUFFLED_AGAIN_BYTES = 8.0 * (1L << 30);

  private static final int MOST_STEPS_PER_CHECKPOINT = 20;
  private static final int MOST_PARTITIONS = 100_000;

  /**
   * The grid of a flow.
   *
   * @throws JobException (usage) if a task cannot fit, with the remedy
   */
  static GridPlan of(FlowSizes sizes, Cluster cluster, EngineConf asked) {
    int perBlock = classesPerBlock(sizes, cluster);
    int[] samples = sizes.source().classSamples().stream().mapToInt(Integer::intValue).toArray();
    ClassBlocks blocks = new ClassBlocks(samples, perBlock);
    double budget = WORKING_SHARE * (cluster.heapBytes() - RESERVED) / cluster.coresPerExecutor();
    int directions =
        asked
            .directionPartitions()
            .orElseGet(() -> directionPartitions(sizes, cluster.cores(), budget));
    int classes =
        asked
            .classPartitions()
            .orElseGet(() -> classPartitions(sizes, cluster.cores(), blocks, budget));
    double task = Math.max(directionTask(sizes, directions), classTask(sizes, blocks, classes));
    if (task > budget) {
      throw tooLarge(sizes, cluster, task, budget);
    }
    int steps =
        (int)
            Math.max(
                1,
                Math.min(MOST_STEPS_PER_CHECKPOINT, SHUFFLED_AGAIN_BYTES / sizes.shuffledBytes()));
    return new GridPlan(
        new Grid(perBlock, classes, directions, steps),
        task,
        cached(sizes),
        RESERVED + task * cluster.coresPerExecutor() / WORKING_SHARE);
  }

  private static int classesPerBlock(FlowSizes sizes, Cluster cluster) {
    double perClass = sizes.stateBytes() / sizes.source().classes();
    int bySize = (int) Math.max(1, Math.min(MOST_CLASSES_PER_BLOCK, BLOCK_BYTES / perClass));
    // Every core should have a block of its own.
    return Math.max(1, Math.min(bySize, sizes.source().classes() / cluster.cores()));
  }

  private static double cached(FlowSizes sizes) {
    double state =
        sizes.stateBytes() + sizes.rankBytes() + sizes.panelBytes(sizes.source().classes());
    double engine = 2 * state + 2 * sizes.panelBytes(sizes.mostRows());
    return sizes.targetBytes() + sizes.work().engines() * engine;
  }

  /** Panels of the partition, one more to mix, and the sums. */
  private static double directionTask(FlowSizes sizes, int partitions) {
    int leaves = Math.max(1, (sizes.leaves() + partitions - 1) / partitions);
    double leaf = (double) sizes.mostRows() * sizes.rowBytes();
    double sums = Math.max(sizes.reportSumBytes(), sizes.distanceSumBytes());
    return leaf * (leaves + 1) + SUMS_AT_ONCE * sums + 2 * sizes.weightBytes();
  }

  /**
   * Mixed quantiles of the largest partition, its particles before and after, the directions of two
   * steps, and scratch.
   */
  private static double classTask(FlowSizes sizes, ClassBlocks blocks, int partitions) {
    // A task works block by block, and its finished blocks can leave for the disk.
    double atOnce = Math.max(4.0 * BLOCK_BYTES, sizes.movedBytes(blocks.mostSamples()));
    double most = 0;
    int levels = sizes.levels().levels();
    for (ClassBlocks.Part part :
        blocks.parts(partitions, sizes.dimension(), sizes.directions(), levels)) {
      double mixed = sizes.panelBytes(part.classes());
      double moved = sizes.movedBytes(part.samples());
      most = Math.max(most, mixed + Math.min(moved, atOnce + moved / 4));
    }
    return most + sizes.weightBytes() + 2 * sizes.work().projectorBytes() + sizes.scratchBytes();
  }

  private static int directionPartitions(FlowSizes sizes, int cores, double budget) {
    int most = sizes.leaves();
    int partitions = Math.min(cores, most);
    while (partitions < most && directionTask(sizes, partitions) > budget / 2) {
      partitions = Math.min(most, partitions + cores);
    }
    return partitions;
  }

  private static int classPartitions(
      FlowSizes sizes, int cores, ClassBlocks blocks, double budget) {
    int most = Math.min(blocks.count(), MOST_PARTITIONS);
    int partitions = Math.min(cores, most);
    while (partitions < most && classTask(sizes, blocks, partitions) > budget / 2) {
      // In larger and larger steps: of very many classes each try looks at all.
      partitions = Math.min(most, partitions + cores * Math.max(1, partitions / cores / 8));
    }
    return partitions;
  }

  private static JobException tooLarge(
      FlowSizes sizes, Cluster cluster, double task, double budget) {
    double heap = RESERVED + task * cluster.coresPerExecutor() / WORKING_SHARE;
    return JobException.usage(
        "A task of this flow works on about "
            + Amount.ofBytes(task)
            + " at once, and a core of an executor has "
            + Amount.ofBytes(Math.max(0, budget))
            + ": give executors of "
            + Amount.ofBytes(heap)
            + " with -- --executor-memory, or flow less with --class-batch (now "
            + sizes.interaction()
            + " classes interact with each), --levels (now "
            + sizes.levels().levels()
            + "), --direction-count or --samples-per-class (the largest class has "
            + sizes.source().mostSamples()
            + " samples)");
  }
}
