package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.image.ImageCollector;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Rows with a key that gives their canonical order, brought to the driver in two passes, or kept on
 * executors, see {@link SpreadRows}. Rows are placed by key, never by arrival.
 */
final class KeyedRows {
  // Beyond this, or an eighth of the heap, features are spread over partitions of a quarter of it
  // before they are fetched.
  private static final long FETCH_BYTES = 256L << 20;
  private static final String KEPT = "kept";

  private final RowColumns columns;
  private final RowColumns.Form sent;
  private final Dataset<Row> keyed;
  private final LongFunction<String> rowName;
  private final RowFaults faults;
  private ReadReport report;

  /**
   * Keyed rows.
   *
   * @param columns the columns they come from
   * @param sent the form of the features in {@code keyed}
   * @param keyed the columns of {@link RowColumns#keyedBy}; two readings must agree
   * @param rowName names the row of a key in messages
   * @param report what is read
   */
  KeyedRows(
      RowColumns columns,
      RowColumns.Form sent,
      Dataset<Row> keyed,
      LongFunction<String> rowName,
      ReadReport report) {
    this.columns = columns;
    this.sent = sent;
    this.keyed = keyed;
    this.rowName = rowName;
    this.faults = new RowFaults(columns, keyed, rowName);
    this.report = report;
  }

  /** Counts the rows and reads them. */
  LoadedDataset collect(ReadOptions options) {
    return collect(options, keyed.count());
  }

  /** Reads the rows, whose number is known. */
  LoadedDataset collect(ReadOptions options, long count) {
    if (options.place().onExecutors() && sent != RowColumns.Form.PICTURES) {
      return new SpreadRows(columns, sent, keyed, faults, report).read(options, count);
    }
    if (count > RowTable.MOST_ROWS) {
      throw faults.tooManyRows(count);
    }
    long[] keys = new long[(int) count];
    String[] labels = new String[keys.length];
    double[] weights = new double[columns.hasWeight() ? keys.length : 0];
    String[] sources = new String[columns.origin().isPresent() ? keys.length : 0];
    long[] origins = new long[sources.length];
    Set<String> distinct = readLabels(keys, labels, weights, sources, origins);
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    checkDistinct(sorted);
    LabelKind kind = columns.label().kind().orElseGet(() -> LabelKind.of(distinct));
    RowTable rows =
        new RowTable(columns.where(), kind, keys.length, row -> rowName.apply(sorted[row]));
    checkFractions(distinct, keys, labels);
    faults.checkLabels(distinct, keys.length, options.unlabelled());
    if (distinct.size() == 1 && !options.unlabelled()) {
      report = report.withNotice(faults.oneLabel(labels[0]));
    }
    columns.origin().ifPresent(origin -> rows.hasOrigins(origin.kind()));
    for (int i = 0; i < keys.length; i++) {
      int row = Arrays.binarySearch(sorted, keys[i]);
      rows.label(row, labels[i]);
      if (columns.origin().isPresent()) {
        rows.origin(row, sources[i], origins[i]);
      }
      if (columns.hasWeight()) {
        rows.weight(row, weights[i]);
      }
    }
    if (columns.hasId()) {
      rows.ids(sorted);
    }
    RowPlan plan = RowPlan.of(rows, options);
    return sent == RowColumns.Form.PICTURES
        ? readImages(plan, sorted, options)
        : readFeatures(plan, sorted);
  }

  private void checkFractions(Set<String> distinct, long[] keys, String[] labels) {
    if (!faults.hasFractions(distinct)) {
      return;
    }
    for (int i = 0; i < keys.length; i++) {
      if (LabelKind.of(List.of(labels[i])) != LabelKind.INTEGER) {
        throw faults.fraction(keys[i], labels[i]);
      }
    }
  }

  private Set<String> readLabels(
      long[] keys, String[] labels, double[] weights, String[] sources, long[] origins) {
    List<String> wanted = new ArrayList<>(List.of(RowColumns.LABEL));
    if (columns.hasWeight()) {
      wanted.add(RowColumns.WEIGHT);
    }
    int required = 1 + wanted.size();
    if (columns.origin().isPresent()) {
      wanted.addAll(List.of(RowColumns.SOURCE_CLASS, RowColumns.ORIGIN_ID));
    }
    Dataset<Row> narrow = keyed.select(RowColumns.KEY, wanted.toArray(String[]::new));
    Map<String, String> distinct = new HashMap<>();
    Map<String, String> distinctSources = new HashMap<>();
    Iterator<Row> rows = narrow.toLocalIterator();
    int count = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (count == keys.length) {
        throw faults.changed("it has more rows now");
      }
      checkNoNull(row, required);
      keys[count] = row.getLong(0);
      labels[count] = distinct.computeIfAbsent(row.getString(1), label -> label);
      if (distinct.size() > RowTable.MOST_LABELS) {
        throw RowTable.tooManyLabels(columns.where());
      }
      if (columns.hasWeight()) {
        weights[count] = row.getDouble(2);
      }
      if (columns.origin().isPresent()) {
        String source = row.getString(required);
        sources[count] =
            source == null ? null : distinctSources.computeIfAbsent(source, label -> label);
        origins[count] = row.isNullAt(required + 1) ? -1 : row.getLong(required + 1);
      }
      count++;
    }
    if (count < keys.length) {
      throw faults.changed("it has fewer rows now");
    }
    return distinct.keySet();
  }

  private void checkNoNull(Row row, int required) {
    if (row.isNullAt(0)) {
      throw faults.nullId(row.getString(1));
    }
    for (int column = 1; column < required; column++) {
      if (row.isNullAt(column)) {
        throw faults.nullValue(row.getLong(0), row.schema().apply(column).name());
      }
    }
  }

  private void checkDistinct(long[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw faults.twice(sorted[i]);
      }
    }
  }

  private LoadedDataset readFeatures(RowPlan plan, long[] sorted) {
    Dataset<Row> wanted = wanted(plan, sorted);
    int dimension = FeatureRows.dimension(wanted, sent, faults);
    boolean floats = sent == RowColumns.Form.FLOATS;
    ClassBuffers buffers = new ClassBuffers(plan, dimension).named(faults::feature);
    Counting counting = new Counting(dimension);
    Dataset<Row> spread = spread(wanted, plan, dimension, floats ? Float.BYTES : Double.BYTES);
    Iterator<FeatureRow> rows = FeatureRows.of(spread, columns, sent, false).toLocalIterator();
    while (rows.hasNext()) {
      FeatureRow next = rows.next();
      int row = rowOf(next.getKey(), sorted);
      if (next.getProblem() != null) {
        throw faults.features(next.getKey(), next.getProblem());
      }
      int found = floats ? next.getFeatures().length : next.dimension();
      if (found != dimension) {
        throw faults.dimension(next.getKey(), found, dimension);
      }
      if (floats) {
        float[] values = next.narrow(columns.features().areBytes());
        counting.look(row, j -> values[j]);
        buffers.put(row, values);
      } else {
        double[] values = next.wide();
        if (values == null) {
          throw faults.indices(next.getKey());
        }
        counting.look(row, j -> values[j]);
        buffers.put(row, values);
      }
    }
    return buffers.build(Optional.empty(), counting.noticed(report));
  }

  /** Rows in partitions that can travel to the driver as one result, which Spark limits in size. */
  private static Dataset<Row> spread(
      Dataset<Row> wanted, RowPlan plan, int dimension, int bytesOfNumber) {
    long bytes = (long) plan.keptCount() * dimension * bytesOfNumber;
    long atOnce = Math.min(FETCH_BYTES, Runtime.getRuntime().maxMemory() / 8);
    if (bytes <= atOnce) {
      return wanted;
    }
    int partitions = (int) Math.min(RowTable.MOST_ROWS, 4 * bytes / atOnce);
    return wanted.repartition(partitions, col(RowColumns.KEY));
  }

  /**
   * Finds columns of numbers that count the rows, from 0 or from 1: mostly the index of a table
   * that was written with it.
   */
  private final class Counting {
    private final BitSet from0 = new BitSet();
    private final BitSet from1 = new BitSet();
    private int rows;

    Counting(int dimension) {
      if (columns.features().areColumns()) {
        from0.set(0, dimension);
        from1.set(0, dimension);
      }
    }

    void look(int row, IntToDoubleFunction value) {
      rows++;
      for (int j = from0.nextSetBit(0); j >= 0; j = from0.nextSetBit(j + 1)) {
        from0.set(j, value.applyAsDouble(j) == row);
      }
      for (int j = from1.nextSetBit(0); j >= 0; j = from1.nextSetBit(j + 1)) {
        from1.set(j, value.applyAsDouble(j) == row + 1);
      }
    }

    ReadReport noticed(ReadReport read) {
      from0.or(from1);
      int column = from0.nextSetBit(0);
      return column < 0 || rows < 3 ? read : read.withNotice(faults.counts(column));
    }
  }

  private LoadedDataset readImages(RowPlan plan, long[] sorted, ReadOptions options) {
    ImageCollector images =
        new ImageCollector(
            plan, row -> columns.where() + ", " + rowName.apply(sorted[row]), options);
    try {
      Iterator<Row> rows =
          wanted(plan, sorted).select(RowColumns.KEY, RowColumns.BYTES).toLocalIterator();
      while (rows.hasNext()) {
        Row next = rows.next();
        int row = rowOf(next.getLong(0), sorted);
        if (next.isNullAt(1)) {
          throw plan.rows()
              .invalid(row, "its image holds no bytes", "only images within the file are read");
        }
        if (plan.keeps(row)) {
          byte[] encoded = next.getAs(1);
          images.put(row, () -> encoded);
        }
      }
      return images.build(report);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
  }

  /** The rows that the plan keeps, and maybe others, unless they are many. */
  private Dataset<Row> wanted(RowPlan plan, long[] sorted) {
    if (2L * plan.keptCount() > sorted.length) {
      return keyed;
    }
    List<Long> kept = new ArrayList<>(plan.keptCount());
    for (int row = 0; row < sorted.length; row++) {
      if (plan.keeps(row)) {
        kept.add(sorted[row]);
      }
    }
    Dataset<Row> keys = keyed.sparkSession().createDataset(kept, Encoders.LONG()).toDF(KEPT);
    return keyed.join(
        broadcast(keys), keyed.col(RowColumns.KEY).equalTo(keys.col(KEPT)), "left_semi");
  }

  private int rowOf(long key, long[] sorted) {
    int row = Arrays.binarySearch(sorted, key);
    if (row < 0) {
      throw faults.isNew(key);
    }
    return row;
  }
}
