package io.wowflow.jobs.function;

import io.wowflow.math.data.LabelledClass;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** Makes the blocks of the first state of a flow from the classes of its source. */
public final class RestingBlocks
    implements FlatMapFunction<Iterator<Tuple2<Integer, LabelledClass>>, ClassBlock> {
  private static final long serialVersionUID = 1L;

  private final int classesPerBlock;

  /**
   * The function of a partition, whose classes come in the order of their places.
   *
   * @param classesPerBlock classes per block; the last block may have fewer
   */
  public RestingBlocks(int classesPerBlock) {
    this.classesPerBlock = classesPerBlock;
  }

  @Override
  public Iterator<ClassBlock> call(Iterator<Tuple2<Integer, LabelledClass>> classes) {
    return new BlocksOfClasses<>(
        classes,
        classesPerBlock,
        (first, block) ->
            new ClassBlock(
                first, block.stream().map(RestingBlocks::atRest).toArray(Particles[]::new)));
  }

  private static Particles atRest(LabelledClass c) {
    float[] positions = c.samples().values();
    return new Particles(
        positions, new float[positions.length], c.isUniform() ? null : c.weights());
  }
}
