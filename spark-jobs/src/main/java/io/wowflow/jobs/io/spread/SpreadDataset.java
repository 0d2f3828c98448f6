package io.wowflow.jobs.io.spread;

import io.wowflow.jobs.io.spread.SpreadClasses.SpreadWeights;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource.Derivation;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A dataset, all of whose samples are on executors: its classes as records there. */
public final class SpreadDataset {
  /** Groups of partitions whose results the driver collects at a time, per core of the cluster. */
  private static final int PARTITIONS_PER_CORE = 4;

  private final SpreadClasses of;
  private final Part[] parts;

  private SpreadDataset(SpreadClasses of, Part[] parts) {
    this.of = of;
    this.parts = parts;
  }

  /** A class of the dataset, made of a class as it was read. */
  private record Part(
      int number, String label, List<Derivation> derivations, double[] weights, boolean isWeighted)
      implements Serializable {
    LabelledClass made(ClassRows rows) {
      FloatMatrix samples = SpreadSource.derived(rows.samples(), derivations);
      if (isWeighted) {
        double[] normalised = weights == null ? rows.weights() : weights;
        return LabelledClass.weightedOnDemand(label, samples, () -> normalised).inMemory();
      }
      return LabelledClass.of(label, samples);
    }
  }

  /** A function of a class, computed on an executor. */
  @FunctionalInterface
  public interface ClassFunction<T> extends Serializable {
    /**
     * The function.
     *
     * @param number the place of the class in the dataset
     * @param c the class, in memory
     * @return a small value
     */
    T of(int number, LabelledClass c);
  }

  /**
   * A dataset as it is on executors.
   *
   * @param dataset any dataset
   * @return empty if the samples of some class are elsewhere, or the samples of two are of one
   *     class
   */
  public static Optional<SpreadDataset> of(LabelledDataset dataset) {
    SpreadClasses common = null;
    Part[] parts = null;
    for (int c = 0; c < dataset.classCount(); c++) {
      LabelledClass next = dataset.get(c);
      if (!(next.source() instanceof SpreadSource source)) {
        return Optional.empty();
      }
      if (common == null) {
        common = source.of();
        parts = new Part[common.layout().classCount()];
      }
      Optional<Supplier<double[]>> weights = next.weightsOnDemand();
      boolean own =
          weights.isEmpty()
              || (weights.get() instanceof SpreadWeights of
                  && of.of() == common
                  && of.number() == source.number());
      if (source.of() != common || parts[source.number()] != null || !own) {
        return Optional.empty();
      }
      parts[source.number()] =
          new Part(
              c,
              next.label(),
              source.derivations(),
              next.isUniform() || weights.isPresent() ? null : next.weights(),
              !next.isUniform());
    }
    return Optional.of(new SpreadDataset(common, parts));
  }

  /**
   * A value per class, for any dataset: computed on executors where the samples are there.
   *
   * @param dataset any dataset
   * @param function computed once per class, or again should an executor be lost
   * @param <T> a value that can be serialized
   * @return the values, class after class; those of a dataset on executors arrive in groups
   */
  public static <T> Iterator<T> perClass(LabelledDataset dataset, ClassFunction<T> function) {
    return of(dataset)
        .map(spread -> spread.values(function))
        .orElseGet(
            () ->
                IntStream.range(0, dataset.classCount())
                    .mapToObj(c -> function.of(c, dataset.get(c)))
                    .iterator());
  }

  /**
   * Releases the classes on the executors, which assemble them again if the dataset is used again.
   * Without a call Spark releases them when the driver has no reference to the dataset any more.
   */
  public void release() {
    of.release();
  }

  /**
   * The classes by their places in the dataset, computed from those that were read.
   *
   * @return a record per class, in no particular order
   */
  public JavaPairRDD<Integer, LabelledClass> classes() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(of.records().context());
    Broadcast<byte[]> sent = spark.broadcast(serialized(parts));
    return of.records().mapPartitionsToPair(records -> made(records, deserialized(sent.value())));
  }

  private static Iterator<Tuple2<Integer, LabelledClass>> made(
      Iterator<ClassRows> records, Part[] parts) {
    return new Iterator<>() {
      private ClassRows next = find();

      private ClassRows find() {
        while (records.hasNext()) {
          ClassRows rows = records.next();
          if (parts[rows.number()] != null) {
            return rows;
          }
        }
        return null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Tuple2<Integer, LabelledClass> next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        Part part = parts[next.number()];
        LabelledClass c = part.made(next);
        next = find();
        return new Tuple2<>(part.number, c);
      }
    };
  }

  /** As Spark does with functions: the serializer of a session may not know derivations. */
  private static byte[] serialized(Part[] parts) {
    ByteBuffer bytes =
        SparkEnv.get().closureSerializer().newInstance().serialize(parts, partsTag());
    byte[] out = new byte[bytes.remaining()];
    bytes.get(out);
    return out;
  }

  private static Part[] deserialized(byte[] bytes) {
    return SparkEnv.get()
        .closureSerializer()
        .newInstance()
        .deserialize(
            ByteBuffer.wrap(bytes), Thread.currentThread().getContextClassLoader(), partsTag());
  }

  private static ClassTag<Part[]> partsTag() {
    return ClassTag$.MODULE$.apply(Part[].class);
  }

  private <T> Iterator<T> values(ClassFunction<T> function) {
    var values = classes().map(c -> new Tuple2<>(c._1(), function.of(c._1(), c._2())));
    boolean inOrder =
        IntStream.range(1, of.layout().classCount())
            .allMatch(
                c ->
                    parts[c] == null
                        || parts[c - 1] == null
                        || parts[c - 1].number < parts[c].number);
    int partitions = of.layout().partitions();
    int atOnce =
        inOrder
            ? PARTITIONS_PER_CORE * Math.max(1, of.records().context().defaultParallelism())
            : partitions;
    return IntStream.iterate(0, p -> p < partitions, p -> p + atOnce)
        .mapToObj(p -> IntStream.range(p, Math.min(partitions, p + atOnce)).toArray())
        .flatMap(
            group -> {
              List<Tuple2<Integer, T>> all = new ArrayList<>();
              Arrays.stream(values.collectPartitions(group)).forEach(all::addAll);
              all.sort((one, other) -> Integer.compare(one._1(), other._1()));
              return all.stream();
            })
        .map(Tuple2::_2)
        .iterator();
  }
}
