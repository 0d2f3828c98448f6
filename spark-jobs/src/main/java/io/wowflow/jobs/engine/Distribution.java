package io.wowflow.jobs.engine;

import io.wowflow.jobs.function.BlockPartitioner;
import io.wowflow.jobs.function.ClassBlock;
import io.wowflow.jobs.function.ContiguousPartitioner;
import io.wowflow.jobs.function.LoadBlocks;
import io.wowflow.jobs.function.Particles;
import io.wowflow.jobs.function.RestingBlocks;
import io.wowflow.jobs.function.TargetBlock;
import io.wowflow.jobs.function.TargetBlocks;
import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Brings the classes of both datasets to the executors that work on them. Classes that are on
 * executors already travel between them only. Those of the driver go in broadcasts that the
 * executor of a partition fetches one after the other, and again should it be lost: task messages
 * stay small whatever the data, the driver makes one broadcast at a time, and Spark puts those
 * without room in memory on disk.
 */
final class Distribution implements AutoCloseable {
  /** Particles in one broadcast, unless one block has more. */
  private static final long PIECE_BYTES = 16L << 20;

  private final JavaSparkContext spark;
  private final FlowProblem problem;
  private final Grid grid;
  private final List<Broadcast<?>> sources = new ArrayList<>();
  private final List<Broadcast<?>> targets = new ArrayList<>();
  private boolean onExecutors = true;

  Distribution(JavaSparkContext spark, FlowProblem problem, Grid grid) {
    this.spark = spark;
    this.problem = problem;
    this.grid = grid;
  }

  /** Spreads the blocks of a dataset's classes over the class partitions. */
  ContiguousPartitioner partitioner(LabelledDataset dataset) {
    return ClassBlocks.of(dataset, grid.classesPerBlock())
        .spread(
            grid.classPartitions(),
            dataset.dimension(),
            problem.directions().count(),
            problem.levels().levels());
  }

  JavaRDD<ClassBlock> sources(FlowState start) {
    LabelledDataset source = problem.source();
    // The first state is the source at rest.
    Optional<SpreadDataset> there = start.step() == 0 ? SpreadDataset.of(source) : Optional.empty();
    if (there.isPresent()) {
      return blocks(there.get(), source).mapPartitions(new RestingBlocks(grid.classesPerBlock()));
    }
    return load(source, block -> sourceBlock(block, source, start), ClassBlock[]::new, sources);
  }

  private ClassBlock sourceBlock(int block, LabelledDataset source, FlowState start) {
    int first = block * grid.classesPerBlock();
    Particles[] classes =
        new Particles[Math.min(grid.classesPerBlock(), source.classCount() - first)];
    for (int i = 0; i < classes.length; i++) {
      LabelledClass c = source.get(first + i);
      classes[i] =
          new Particles(
              start.positions().get(first + i).values(),
              start.velocities().get(first + i).values(),
              c.isUniform() ? null : c.weights());
    }
    return new ClassBlock(first, classes);
  }

  JavaRDD<TargetBlock> targets() {
    LabelledDataset target = problem.target();
    Optional<SpreadDataset> there = SpreadDataset.of(target);
    if (there.isPresent()) {
      return blocks(there.get(), target).mapPartitions(new TargetBlocks(grid.classesPerBlock()));
    }
    return load(
        target,
        block -> {
          int first = block * grid.classesPerBlock();
          int end = Math.min(target.classCount(), first + grid.classesPerBlock());
          return new TargetBlock(
              first,
              target.classes().subList(first, end).stream()
                  .map(LabelledClass::inMemory)
                  .toArray(LabelledClass[]::new));
        },
        TargetBlock[]::new,
        targets);
  }

  /** The classes on the executors of their blocks, in order. */
  private JavaPairRDD<Integer, LabelledClass> blocks(SpreadDataset there, LabelledDataset dataset) {
    return there
        .classes()
        .repartitionAndSortWithinPartitions(
            new BlockPartitioner(partitioner(dataset), grid.classesPerBlock()));
  }

  private <T> JavaRDD<T> load(
      LabelledDataset dataset,
      IntFunction<T> block,
      IntFunction<T[]> array,
      List<Broadcast<?>> kept) {
    ContiguousPartitioner partitioner = partitioner(dataset);
    ClassBlocks blocks = ClassBlocks.of(dataset, grid.classesPerBlock());
    long most = PIECE_BYTES / (2L * Float.BYTES * dataset.dimension());
    List<List<Broadcast<T[]>>> parts = new ArrayList<>();
    for (int p = 0; p < grid.classPartitions(); p++) {
      List<Broadcast<T[]>> pieces = new ArrayList<>();
      int end = partitioner.start(p + 1);
      for (int first = partitioner.start(p); first < end; ) {
        int next = blocks.pieceEnd(first, end, most);
        pieces.add(spark.broadcast(IntStream.range(first, next).mapToObj(block).toArray(array)));
        first = next;
      }
      kept.addAll(pieces);
      parts.add(pieces);
    }
    List<Integer> numbers = IntStream.range(0, grid.classPartitions()).boxed().toList();
    return spark
        .parallelize(numbers, grid.classPartitions())
        .mapPartitions(new LoadBlocks<>(parts));
  }

  /** Releases on executors the broadcasts of which they have made their blocks. */
  void leaveExecutors() {
    if (onExecutors) {
      sources.forEach(broadcast -> broadcast.unpersist(false));
      targets.forEach(broadcast -> broadcast.unpersist(false));
      onExecutors = false;
    }
  }

  /** Whether the source is still kept in case an executor is lost. */
  boolean hasSources() {
    return !sources.isEmpty();
  }

  /** Releases the source: a checkpoint replaces it. */
  void dropSources() {
    sources.forEach(broadcast -> broadcast.destroy());
    sources.clear();
  }

  @Override
  public void close() {
    sources.forEach(broadcast -> broadcast.destroy(true));
    targets.forEach(broadcast -> broadcast.destroy(true));
    sources.clear();
    targets.clear();
  }
}
