package io.wowflow.jobs.function;

import java.util.Objects;
import org.apache.spark.Partitioner;

/** Puts a class into the partition of its block. */
public final class BlockPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final ContiguousPartitioner byBlock;
  private final int classesPerBlock;

  /**
   * A partitioner of classes by their places.
   *
   * @param byBlock the partition of each block
   * @param classesPerBlock classes per block; the last block may have fewer
   */
  public BlockPartitioner(ContiguousPartitioner byBlock, int classesPerBlock) {
    this.byBlock = byBlock;
    this.classesPerBlock = classesPerBlock;
  }

  @Override
  public int numPartitions() {
    return byBlock.numPartitions();
  }

  @Override
  public int getPartition(Object key) {
    return byBlock.getPartition((Integer) key / classesPerBlock);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockPartitioner that
        && classesPerBlock == that.classesPerBlock
        && byBlock.equals(that.byBlock);
  }

  @Override
  public int hashCode() {
    return Objects.hash(byBlock, classesPerBlock);
  }
}
