package io.wowflow.jobs.io.spread;

import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.spread.RowFault.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Checks the rows of a task, brings their features into the units of the dataset and packs them by
 * the partition of their class; what it notes of them goes to a partition of its own, the last one.
 * A task that is repeated sends the same records.
 *
 * @param <R> a row as it was read
 */
public final class RowPacker<R> implements Iterator<Tuple2<Integer, Packed>> {
  /** The room of rows that wait in a task until they are sent. */
  private static final long MOST_BYTES = 32L << 20;

  private static final int FIRST_ROWS = 4;

  private final Iterator<R> rows;
  private final SpreadClasses.RowReader<R> reader;
  private final PackPlan plan;
  private final ClassLayout layout;
  private final int dimension;
  private final Units units;
  private final RowNotes notes;
  private final Filling[] filling;
  private final double[] wide;
  private final float[] kept;
  private final Deque<Tuple2<Integer, Packed>> ready = new ArrayDeque<>();
  private long room;
  private boolean ended;

  /** Rows of one partition that wait. */
  private static final class Filling {
    private int[] classes = new int[FIRST_ROWS];
    private long[] keys = new long[FIRST_ROWS];
    private float[] values;
    private double[] weights;
    private int[] sourceClasses;
    private long[] originIds;
    private int size;

    Filling(PackPlan plan, int dimension) {
      values = new float[FIRST_ROWS * dimension];
      weights = new double[plan.weighted() ? FIRST_ROWS : 0];
      sourceClasses = new int[plan.withOrigins() ? FIRST_ROWS : 0];
      originIds = new long[sourceClasses.length];
    }

    void grow() {
      int more = 2 * classes.length;
      int d = values.length / classes.length;
      classes = Arrays.copyOf(classes, more);
      keys = Arrays.copyOf(keys, more);
      values = Arrays.copyOf(values, Math.multiplyExact(more, d));
      weights = Arrays.copyOf(weights, 2 * weights.length);
      sourceClasses = Arrays.copyOf(sourceClasses, 2 * sourceClasses.length);
      originIds = Arrays.copyOf(originIds, 2 * originIds.length);
    }

    RowChunk chunk() {
      int d = values.length / classes.length;
      return new RowChunk(
          Arrays.copyOf(classes, size),
          Arrays.copyOf(keys, size),
          Arrays.copyOf(values, size * d),
          Arrays.copyOf(weights, Math.min(weights.length, size)),
          Arrays.copyOf(sourceClasses, Math.min(sourceClasses.length, size)),
          Arrays.copyOf(originIds, Math.min(originIds.length, size)));
    }
  }

  /**
   * A packer of the rows of one task.
   *
   * @param rows the rows
   * @param plan where they go
   * @param reader passes each row to {@link #refuse}, {@link #put}
   */
  RowPacker(Iterator<R> rows, PackPlan plan, SpreadClasses.RowReader<R> reader) {
    this.rows = rows;
    this.reader = reader;
    this.plan = plan;
    this.layout = plan.layout();
    this.units = plan.units();
    this.dimension = layout.dimension();
    this.notes = new RowNotes(dimension, plan.counting());
    this.filling = new Filling[layout.partitions()];
    this.wide = new double[dimension];
    this.kept = new float[dimension];
  }

  /** Notes a row that cannot be used. */
  public void refuse(RowFault fault) {
    notes.refuse(fault);
  }

  /**
   * Takes a row of 32-bit floats.
   *
   * @param row its class, key, weight and origin
   * @param features as many as the row has, not modified
   */
  public void put(PlacedRow row, float[] features) {
    if (!fits(row, features.length)) {
      return;
    }
    for (int j = 0; j < dimension; j++) {
      wide[j] = features[j];
    }
    keep(row, features, false);
  }

  /**
   * Takes a row of values that a 32-bit float may not hold.
   *
   * @param row its class, key, weight and origin
   * @param features as many as the row has, not modified
   */
  public void put(PlacedRow row, double[] features) {
    if (!fits(row, features.length)) {
      return;
    }
    for (int j = 0; j < dimension; j++) {
      wide[j] = features[j];
    }
    keep(row, null, true);
  }

  private boolean fits(PlacedRow row, int found) {
    if (found == dimension) {
      return true;
    }
    refuse(new RowFault(row.key(), Kind.DIMENSION, "", found, 0));
    return false;
  }

  private void keep(PlacedRow row, float[] features, boolean isWide) {
    boolean asRead = units.isAsRead();
    for (int j = 0; j < dimension; j++) {
      kept[j] = asRead ? (float) wide[j] : units.kept(j, wide[j]);
      // Of 32-bit floats the value that was read counts, of wider ones the value that is kept.
      if (!(isWide ? Float.isFinite(kept[j]) : Float.isFinite(features[j]))) {
        refuse(new RowFault(row.key(), Kind.NOT_FINITE, "", j, wide[j]));
        return;
      }
    }
    for (int j = 0; j < dimension; j++) {
      notes.value(j, wide[j], isWide && (float) wide[j] != wide[j]);
    }
    if (plan.counting()) {
      notes.counted(row.key(), wide);
    }
    notes.row();
    add(row);
  }

  private void add(PlacedRow row) {
    int partition = layout.partitionOf(row.number());
    Filling to = filling[partition];
    if (to == null) {
      to = new Filling(plan, dimension);
      filling[partition] = to;
      room += bytes(FIRST_ROWS);
    }
    if (to.size == to.classes.length) {
      room += bytes(to.size);
      to.grow();
    }
    int at = to.size++;
    to.classes[at] = row.number();
    to.keys[at] = row.key();
    System.arraycopy(kept, 0, to.values, at * dimension, dimension);
    if (plan.weighted()) {
      to.weights[at] = row.weight();
    }
    if (plan.withOrigins()) {
      to.sourceClasses[at] = row.sourceClass();
      to.originIds[at] = row.originId();
    }
    if (room >= MOST_BYTES) {
      sendAll();
    }
  }

  private long bytes(int rows) {
    return rows * ((long) dimension * Float.BYTES + 2L * Long.BYTES);
  }

  private void sendAll() {
    for (int p = 0; p < filling.length; p++) {
      if (filling[p] != null) {
        ready.add(new Tuple2<>(p, filling[p].chunk()));
        filling[p] = null;
      }
    }
    room = 0;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      reader.read(rows.next(), this);
    }
    if (ready.isEmpty() && !ended) {
      sendAll();
      ready.add(new Tuple2<>(layout.partitions(), notes));
      ended = true;
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<Integer, Packed> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }
}
