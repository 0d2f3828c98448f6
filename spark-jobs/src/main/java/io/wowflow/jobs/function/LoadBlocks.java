package io.wowflow.jobs.function;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * The blocks that a flow begins with, fetched from the driver by the partition that holds them.
 *
 * @param <T> the block
 */
public final class LoadBlocks<T> implements FlatMapFunction<Iterator<Integer>, T> {
  private static final long serialVersionUID = 1L;

  private final List<Broadcast<T[]>> blocks;

  /**
   * The function.
   *
   * @param blocks for each partition its blocks
   */
  public LoadBlocks(List<Broadcast<T[]>> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  @Override
  public Iterator<T> call(Iterator<Integer> partition) {
    return Flattened.of(partition, p -> List.of(blocks.get(p).value()).iterator());
  }
}
