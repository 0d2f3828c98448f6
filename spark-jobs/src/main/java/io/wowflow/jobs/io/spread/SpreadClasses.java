package io.wowflow.jobs.io.spread;

import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.internal.LazyList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The classes of a dataset on the executors of a cluster. The driver has their sizes, and fetches
 * some consecutive classes when the samples of one are read there.
 *
 * <p>Used by any number of threads of the driver.
 */
public final class SpreadClasses {
  /** Samples in one fetch, one class at least. */
  private static final long FETCH_BYTES = 32L << 20;

  private final JavaRDD<ClassRows> classes;
  private final ClassLayout layout;
  private final RowNotes notes;
  private final BitSet weighted = new BitSet();
  private List<ClassRows> fetched = List.of();

  private SpreadClasses(JavaRDD<ClassRows> classes, ClassLayout layout, RowNotes notes) {
    this.classes = classes;
    this.layout = layout;
    this.notes = notes;
  }

  /**
   * Passes a row to a packer, on an executor.
   *
   * @param <R> a row as it was read
   */
  @FunctionalInterface
  public interface RowReader<R> extends Serializable {
    /**
     * Reads a row.
     *
     * @param row the row
     * @param packer receives its features, or its fault
     */
    void read(R row, RowPacker<R> packer);
  }

  /**
   * Reads rows where they are and moves them to the executors of their classes. Returns when all
   * rows are read and checked; classes are assembled when they are first needed, and again should
   * an executor be lost.
   *
   * @param rows the rows, the same whenever they are computed
   * @param plan the partitions of the classes, the units, and what a row has
   * @param reader passes rows to the packer
   * @param <R> a row as it was read
   * @return the classes, which must not be used if {@link #notes} has a fault
   */
  public static <R> SpreadClasses of(JavaRDD<R> rows, PackPlan plan, RowReader<R> reader) {
    int last = plan.layout().partitions();
    JavaPairRDD<Integer, Packed> sent =
        rows.mapPartitionsToPair(part -> new RowPacker<>(part, plan, reader))
            .partitionBy(new NumberedPartitions(last + 1));
    RowNotes notes =
        sent.mapPartitions(SpreadClasses::merged).collectPartitions(new int[] {last})[0].stream()
            .reduce(new RowNotes(plan.layout().dimension(), plan.counting()), RowNotes::with);
    JavaRDD<ClassRows> classes =
        sent.mapPartitionsWithIndex(new AssembleClasses(plan), true)
            .setName("classes of a dataset");
    SpreadClasses made = new SpreadClasses(classes, plan.layout(), notes);
    if (notes.fault().isEmpty()) {
      classes.persist(StorageLevel.MEMORY_AND_DISK());
      if (plan.weighted()) {
        classes.filter(c -> c.weights().length > 0).map(ClassRows::number).collect().stream()
            .forEach(made.weighted::set);
      }
    }
    return made;
  }

  private static Iterator<RowNotes> merged(Iterator<Tuple2<Integer, Packed>> records) {
    RowNotes all = null;
    while (records.hasNext()) {
      if (records.next()._2() instanceof RowNotes notes) {
        all = all == null ? notes : all.with(notes);
      }
    }
    return all == null ? List.<RowNotes>of().iterator() : List.of(all).iterator();
  }

  /**
   * Observations of all rows.
   *
   * @return ranges, the number of rows, and the first fault
   */
  public RowNotes notes() {
    return notes;
  }

  /**
   * The samples of a class.
   *
   * @param c its place
   * @return a source that fetches them from an executor
   */
  public MatrixSource samples(int c) {
    return new SpreadSource(this, c, layout.size(c), layout.dimension(), List.of());
  }

  /**
   * The weights of the samples of a class.
   *
   * @param c its place
   * @return a source that fetches them from an executor; null if they are equal
   */
  public Supplier<double[]> weights(int c) {
    return weighted.get(c) ? new SpreadWeights(this, c) : null;
  }

  /** The weights of a class, which stay on its executor. */
  record SpreadWeights(SpreadClasses of, int number) implements Supplier<double[]> {
    @Override
    public double[] get() {
      return of.fetch(number).weights();
    }
  }

  /**
   * The ids of the samples of all classes.
   *
   * @return a list of one array per class, fetched on demand
   */
  public List<long[]> ids() {
    return list(ClassRows::ids);
  }

  /**
   * The places of the source classes of all samples.
   *
   * @return a list of one array per class, fetched on demand
   */
  public List<int[]> sourceClasses() {
    return list(ClassRows::sourceClasses);
  }

  /**
   * The ids that all samples have in the datasets they come from.
   *
   * @return a list of one array per class, fetched on demand
   */
  public List<long[]> originIds() {
    return list(ClassRows::originIds);
  }

  private <T> List<T> list(Function<ClassRows, T> part) {
    return LazyList.of(layout.classCount(), c -> part.apply(fetch(c)));
  }

  /** Some of the ids of a class, computed on an executor. */
  @FunctionalInterface
  public interface KeyChoice extends Serializable {
    /**
     * The choice.
     *
     * @param number the place of the class
     * @param ids of its samples in canonical order
     * @return those of them that are chosen
     */
    long[] of(int number, long[] ids);
  }

  /**
   * Some of the ids of all classes, which stay on the executors.
   *
   * @param choice computed once per class, or again should an executor be lost
   * @return the ids
   */
  public JavaRDD<Long> keys(KeyChoice choice) {
    return classes.flatMap(
        rows -> Arrays.stream(choice.of(rows.number(), rows.ids())).boxed().iterator());
  }

  /** Releases the classes on the executors, which assemble them again where they are needed. */
  public void release() {
    classes.unpersist(false);
  }

  /** The records, class after class. */
  JavaRDD<ClassRows> records() {
    return classes;
  }

  ClassLayout layout() {
    return layout;
  }

  /** A class, which the driver keeps until it fetches others. */
  synchronized ClassRows fetch(int c) {
    if (fetched.isEmpty()
        || c < fetched.get(0).number()
        || c > fetched.get(fetched.size() - 1).number()) {
      fetched = List.of();
      int partition = layout.partitionOf(c);
      int first = firstOfPiece(partition, c);
      int end = endOfPiece(first, layout.start(partition + 1));
      fetched =
          classes.mapPartitions(part -> between(part, first, end))
              .collectPartitions(new int[] {partition})[0];
    }
    return fetched.get(c - fetched.get(0).number());
  }

  private int firstOfPiece(int partition, int c) {
    int first = layout.start(partition);
    for (int end = endOfPiece(first, layout.start(partition + 1));
        end <= c;
        end = endOfPiece(first, layout.start(partition + 1))) {
      first = end;
    }
    return first;
  }

  private int endOfPiece(int first, int end) {
    long bytes = (long) layout.size(first) * layout.dimension() * Float.BYTES;
    int next = first + 1;
    while (next < end) {
      bytes += (long) layout.size(next) * layout.dimension() * Float.BYTES;
      if (bytes > FETCH_BYTES) {
        break;
      }
      next++;
    }
    return next;
  }

  private static Iterator<ClassRows> between(Iterator<ClassRows> part, int first, int end) {
    List<ClassRows> kept = new ArrayList<>();
    while (part.hasNext()) {
      ClassRows next = part.next();
      if (next.number() >= first && next.number() < end) {
        kept.add(next);
      }
    }
    return kept.iterator();
  }
}
