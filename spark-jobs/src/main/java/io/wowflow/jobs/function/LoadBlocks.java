package io.wowflow.jobs.function;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Loads the blocks that a flow begins with: each partition fetches its own from the driver.
 *
 * @param <T> the block
 */
public final class LoadBlocks<T> implements FlatMapFunction<Iterator<Integer>, T> {
  private static final long serialVersionUID = 1L;

  private final List<List<Broadcast<T[]>>> blocks;

  /**
   * The function.
   *
   * @param blocks for each partition its blocks, in pieces
   */
  public LoadBlocks(List<List<Broadcast<T[]>>> blocks) {
    this.blocks = blocks.stream().map(List::copyOf).toList();
  }

  @Override
  public Iterator<T> call(Iterator<Integer> partition) {
    return Flattened.of(
        partition,
        p -> Flattened.of(blocks.get(p).iterator(), piece -> List.of(piece.value()).iterator()));
  }
}
