package io.wowflow.jobs.io.spread;

import java.io.Serializable;

/**
 * The partitions of the classes of a dataset on executors: contiguous ranges of about the same
 * size. A class is never cut.
 */
public final class ClassLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Samples of a partition: a task that assembles one holds it, and its rows on their way. */
  private static final long PARTITION_BYTES = 32L << 20;

  private static final int MOST_PARTITIONS = 10_000;

  private final int[] sizes;
  private final int dimension;
  private final int[] starts;

  /**
   * The layout of some classes.
   *
   * @param sizes the number of samples of each class
   * @param dimension d
   * @param least the least number of partitions, if there are as many classes
   * @return the layout
   */
  public static ClassLayout of(int[] sizes, int dimension, int least) {
    return new ClassLayout(sizes, dimension, least);
  }

  private ClassLayout(int[] sizes, int dimension, int least) {
    this.sizes = sizes.clone();
    this.dimension = dimension;
    long rows = 0;
    for (int size : sizes) {
      rows += size;
    }
    long wanted = Math.max(least, 1 + rows * dimension * Float.BYTES / PARTITION_BYTES);
    int partitions = (int) Math.min(Math.min(wanted, MOST_PARTITIONS), sizes.length);
    starts = new int[partitions + 1];
    double share = (double) rows / partitions;
    double before = 0;
    int p = 0;
    for (int c = 0; c < sizes.length; c++) {
      // A class belongs to the share that contains its middle.
      int own = (int) Math.min(partitions - 1, (before + sizes[c] / 2.0) / share);
      while (p < own) {
        starts[++p] = c;
      }
      before += sizes[c];
    }
    while (p < partitions) {
      starts[++p] = sizes.length;
    }
  }

  int partitions() {
    return starts.length - 1;
  }

  int dimension() {
    return dimension;
  }

  int classCount() {
    return sizes.length;
  }

  int size(int c) {
    return sizes[c];
  }

  /** The first class of a partition; of the number of partitions, the number of classes. */
  int start(int partition) {
    return starts[partition];
  }

  int partitionOf(int c) {
    int low = 0;
    int high = starts.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= c) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
