package io.wowflow.jobs.function;

import java.util.Objects;
import org.apache.spark.Partitioner;

/** Spreads the numbers 0 to n - 1 over partitions in contiguous ranges that differ by at most 1. */
public final class ContiguousPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int count;
  private final int partitions;

  /**
   * A partitioner.
   *
   * @param count n, at least 1
   * @param partitions number of partitions, at least 1; those beyond n stay empty
   */
  public ContiguousPartitioner(int count, int partitions) {
    this.count = count;
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return (int) ((long) (Integer) key * partitions / count);
  }

  /**
   * The first number of a partition.
   *
   * @param partition from 0 to the number of partitions, which gives n
   * @return the least number whose partition is at least this one
   */
  public int start(int partition) {
    return (int) (((long) partition * count + partitions - 1) / partitions);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContiguousPartitioner that
        && count == that.count
        && partitions == that.partitions;
  }

  @Override
  public int hashCode() {
    return Objects.hash(count, partitions);
  }
}
