package io.wowflow.jobs.engine;

import io.wowflow.jobs.function.ContiguousPartitioner;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.sliced.Panels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The blocks of a dataset's classes on a cluster, by their sizes only: their weights, and the
 * partition of each. A class is never cut, so one that outweighs the others has a partition of its
 * own, for which the others wait.
 */
public final class ClassBlocks {
  private final int[] classSamples;
  private final int classesPerBlock;

  /**
   * Blocks of consecutive classes.
   *
   * @param classSamples number of samples of each class
   * @param classesPerBlock classes per block; the last block may have fewer
   */
  public ClassBlocks(int[] classSamples, int classesPerBlock) {
    this.classSamples = classSamples.clone();
    this.classesPerBlock = classesPerBlock;
  }

  static ClassBlocks of(LabelledDataset dataset, int classesPerBlock) {
    int[] samples = dataset.classes().stream().mapToInt(LabelledClass::size).toArray();
    return new ClassBlocks(samples, classesPerBlock);
  }

  /**
   * Number of blocks.
   *
   * @return at least 1
   */
  public int count() {
    return (classSamples.length + classesPerBlock - 1) / classesPerBlock;
  }

  private int firstClass(int block) {
    return Math.min(classSamples.length, block * classesPerBlock);
  }

  private long samples(int first, int end) {
    return Arrays.stream(classSamples, firstClass(first), firstClass(end)).asLongStream().sum();
  }

  /**
   * The samples of the largest block.
   *
   * @return the number in all its classes
   */
  public long mostSamples() {
    return IntStream.range(0, count()).mapToLong(b -> samples(b, b + 1)).max().orElse(0);
  }

  /**
   * Cuts a range of blocks.
   *
   * @param first the first block of a piece
   * @param end the end of the range, after {@code first}
   * @param samples the most that a piece has, unless its first block has more
   * @return the end of the piece
   */
  int pieceEnd(int first, int end, long samples) {
    int next = first + 1;
    while (next < end && samples(first, next + 1) <= samples) {
      next++;
    }
    return next;
  }

  /**
   * Spreads the blocks over partitions of about the same weight: that of a sample are position,
   * velocity and ranks, that of a class are its quantiles.
   *
   * @param partitions their number
   * @param dimension d
   * @param directions L
   * @param levels Q
   * @return the partition of each block
   */
  ContiguousPartitioner spread(int partitions, int dimension, int directions, int levels) {
    double numbers = (double) Panels.leafCount(directions) * Panels.LEAF_DIRECTIONS;
    double[] bytes = new double[count()];
    for (int b = 0; b < bytes.length; b++) {
      int classes = firstClass(b + 1) - firstClass(b);
      bytes[b] =
          (8.0 * dimension + 4 * numbers) * samples(b, b + 1) + 4 * numbers * levels * classes;
    }
    return new ContiguousPartitioner(bytes, partitions);
  }

  /**
   * A partition.
   *
   * @param classes in all its blocks
   * @param samples in all its classes
   */
  public record Part(int classes, long samples) {}

  /**
   * The content of each partition, spread as on the cluster.
   *
   * @param partitions their number
   * @param dimension d
   * @param directions L
   * @param levels Q
   * @return the partitions in their order
   */
  public List<Part> parts(int partitions, int dimension, int directions, int levels) {
    ContiguousPartitioner spread = spread(partitions, dimension, directions, levels);
    return IntStream.range(0, partitions)
        .mapToObj(
            p -> {
              int first = spread.start(p);
              int end = spread.start(p + 1);
              return new Part(firstClass(end) - firstClass(first), samples(first, end));
            })
        .toList();
  }
}
