package io.wowflow.jobs.function;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Takes some consecutive class blocks of a partition: a task result that fits the memory where the
 * partition may not.
 */
public final class SomeBlocks implements FlatMapFunction<Iterator<ClassBlock>, ClassBlock> {
  private static final long serialVersionUID = 1L;

  private final int skipped;
  private final int most;

  /**
   * The function of a piece.
   *
   * @param skipped number of blocks of the partition before it
   * @param most number of blocks, if the partition has that many more
   */
  public SomeBlocks(int skipped, int most) {
    this.skipped = skipped;
    this.most = most;
  }

  @Override
  public Iterator<ClassBlock> call(Iterator<ClassBlock> blocks) {
    for (int i = 0; i < skipped && blocks.hasNext(); i++) {
      blocks.next();
    }
    List<ClassBlock> out = new ArrayList<>();
    while (out.size() < most && blocks.hasNext()) {
      out.add(blocks.next());
    }
    return out.iterator();
  }
}
