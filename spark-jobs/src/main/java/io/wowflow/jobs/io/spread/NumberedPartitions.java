package io.wowflow.jobs.io.spread;

import org.apache.spark.Partitioner;

/** Puts a record into the partition that its key is the number of. */
final class NumberedPartitions extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int count;

  NumberedPartitions(int count) {
    this.count = count;
  }

  @Override
  public int numPartitions() {
    return count;
  }

  @Override
  public int getPartition(Object key) {
    return (Integer) key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberedPartitions that && count == that.count;
  }

  @Override
  public int hashCode() {
    return count;
  }
}
