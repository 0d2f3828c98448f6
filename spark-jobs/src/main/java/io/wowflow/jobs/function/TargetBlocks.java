package io.wowflow.jobs.function;

import io.wowflow.math.data.LabelledClass;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** Makes blocks of target classes from single ones. */
public final class TargetBlocks
    implements FlatMapFunction<Iterator<Tuple2<Integer, LabelledClass>>, TargetBlock> {
  private static final long serialVersionUID = 1L;

  private final int classesPerBlock;

  /**
   * The function of a partition, whose classes come in the order of their places.
   *
   * @param classesPerBlock classes per block; the last block may have fewer
   */
  public TargetBlocks(int classesPerBlock) {
    this.classesPerBlock = classesPerBlock;
  }

  @Override
  public Iterator<TargetBlock> call(Iterator<Tuple2<Integer, LabelledClass>> classes) {
    return new BlocksOfClasses<>(
        classes,
        classesPerBlock,
        (first, block) -> new TargetBlock(first, block.toArray(LabelledClass[]::new)));
  }
}
