package io.wowflow.jobs.function;

import java.util.Arrays;
import org.apache.spark.Partitioner;

/** Spreads the numbers 0 to n - 1 over partitions in contiguous ranges, some perhaps empty. */
public final class ContiguousPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  /** The first number of each partition, and n. */
  private final int[] starts;

  /**
   * Ranges whose lengths differ by at most 1.
   *
   * @param count n, at least 1
   * @param partitions number of partitions, at least 1; those beyond n stay empty
   */
  public ContiguousPartitioner(int count, int partitions) {
    starts = new int[partitions + 1];
    for (int p = 0; p <= partitions; p++) {
      starts[p] = (int) (((long) p * count + partitions - 1) / partitions);
    }
  }

  /**
   * Ranges of about the same weight: none weighs more than an equal share and its heaviest number
   * together.
   *
   * @param weights of the numbers from 0 on, each positive, at least one
   * @param partitions number of partitions, at least 1; a number that weighs more than a share
   *     leaves some empty
   */
  public ContiguousPartitioner(double[] weights, int partitions) {
    starts = new int[partitions + 1];
    double share = Arrays.stream(weights).sum() / partitions;
    double before = 0;
    int p = 0;
    for (int i = 0; i < weights.length; i++) {
      // A number belongs to the share that contains its middle.
      int own = (int) Math.min(partitions - 1, (before + weights[i] / 2) / share);
      while (p < own) {
        starts[++p] = i;
      }
      before += weights[i];
    }
    Arrays.fill(starts, p + 1, starts.length, weights.length);
  }

  @Override
  public int numPartitions() {
    return starts.length - 1;
  }

  @Override
  public int getPartition(Object key) {
    int number = (Integer) key;
    int low = 0;
    int high = starts.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= number) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The first number of a partition.
   *
   * @param partition from 0 to the number of partitions, which gives n
   * @return the least number whose partition is at least this one
   */
  public int start(int partition) {
    return starts[partition];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContiguousPartitioner that && Arrays.equals(starts, that.starts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(starts);
  }
}
