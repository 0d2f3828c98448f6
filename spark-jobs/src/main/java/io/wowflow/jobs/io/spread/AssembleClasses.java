package io.wowflow.jobs.io.spread;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * Makes the classes of one partition of its rows, which arrive in any order: each class gets its
 * rows in the order of their keys.
 */
final class AssembleClasses
    implements Function2<Integer, Iterator<Tuple2<Integer, Packed>>, Iterator<ClassRows>> {
  private static final long serialVersionUID = 1L;

  private final PackPlan plan;

  AssembleClasses(PackPlan plan) {
    this.plan = plan;
  }

  /** The rows of a class as they arrived. */
  private static final class Arrived {
    private final int dimension;
    private float[] values;
    private final long[] keys;
    private final double[] weights;
    private final int[] sourceClasses;
    private final long[] originIds;
    private int size;

    Arrived(int size, PackPlan plan) {
      dimension = plan.layout().dimension();
      values = new float[Math.multiplyExact(size, dimension)];
      keys = new long[size];
      weights = new double[plan.weighted() ? size : 0];
      sourceClasses = new int[plan.withOrigins() ? size : 0];
      originIds = new long[sourceClasses.length];
    }

    void add(RowChunk chunk, int row) {
      if (size < keys.length) {
        keys[size] = chunk.keys()[row];
        System.arraycopy(chunk.values(), row * dimension, values, size * dimension, dimension);
        if (weights.length > 0) {
          weights[size] = chunk.weights()[row];
        }
        if (sourceClasses.length > 0) {
          sourceClasses[size] = chunk.sourceClasses()[row];
          originIds[size] = chunk.originIds()[row];
        }
      }
      size++;
    }

    /** The class; these arrays are handed over. */
    ClassRows sorted(int number) {
      if (size != keys.length) {
        throw new IllegalStateException(
            "class " + number + " has " + size + " rows now, it had " + keys.length);
      }
      long[] ids = keys.clone();
      Arrays.sort(ids);
      float[] ordered = new float[values.length];
      double[] given = new double[weights.length];
      int[] sources = new int[sourceClasses.length];
      long[] origins = new long[originIds.length];
      for (int i = 0; i < size; i++) {
        int place = Arrays.binarySearch(ids, keys[i]);
        System.arraycopy(values, i * dimension, ordered, place * dimension, dimension);
        if (given.length > 0) {
          given[place] = weights[i];
        }
        if (sources.length > 0) {
          sources[place] = sourceClasses[i];
          origins[place] = originIds[i];
        }
      }
      values = null;
      return new ClassRows(number, dimension, ordered, ids, normalised(given), sources, origins);
    }

    private static double[] normalised(double[] given) {
      if (given.length == 0) {
        return given;
      }
      LabelledClass weighted =
          LabelledClass.weighted("", FloatMatrix.zeros(given.length, 1), given);
      return weighted.isUniform() ? new double[0] : weighted.weights();
    }
  }

  @Override
  public Iterator<ClassRows> call(Integer partition, Iterator<Tuple2<Integer, Packed>> records) {
    ClassLayout layout = plan.layout();
    if (partition == layout.partitions()) {
      return List.<ClassRows>of().iterator();
    }
    int first = layout.start(partition);
    Arrived[] classes =
        IntStream.range(first, layout.start(partition + 1))
            .mapToObj(c -> new Arrived(layout.size(c), plan))
            .toArray(Arrived[]::new);
    while (records.hasNext()) {
      RowChunk chunk = (RowChunk) records.next()._2();
      for (int row = 0; row < chunk.size(); row++) {
        classes[chunk.classes()[row] - first].add(chunk, row);
      }
    }
    return IntStream.range(0, classes.length)
        .mapToObj(
            i -> {
              ClassRows made = classes[i].sorted(first + i);
              classes[i] = null;
              return made;
            })
        .iterator();
  }
}
