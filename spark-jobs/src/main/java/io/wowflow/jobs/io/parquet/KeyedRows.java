package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.image.ImageCollector;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Rows with a key that gives their canonical order, brought to the driver in two passes. Rows are
 * placed by key, never by arrival.
 */
final class KeyedRows {
  // Beyond this, or an eighth of the heap, features are spread over partitions of a quarter of it
  // before they are fetched.
  private static final long FETCH_BYTES = 256L << 20;
  private static final String KEPT = "kept";

  private final RowColumns columns;
  private final Dataset<Row> keyed;
  private final LongFunction<String> rowName;

  /**
   * Keyed rows.
   *
   * @param columns the columns they come from
   * @param keyed the columns of {@link RowColumns#keyedBy}; two readings must agree
   * @param rowName names the row of a key in messages
   */
  KeyedRows(RowColumns columns, Dataset<Row> keyed, LongFunction<String> rowName) {
    this.columns = columns;
    this.keyed = keyed;
    this.rowName = rowName;
  }

  LoadedDataset collect(ReadOptions options) {
    long count = keyed.count();
    if (count > RowTable.MOST_ROWS) {
      throw JobException.input(
          columns.where() + " has " + count + " rows; at most " + RowTable.MOST_ROWS + " are read");
    }
    long[] keys = new long[(int) count];
    String[] labels = new String[keys.length];
    double[] weights = new double[columns.hasWeight() ? keys.length : 0];
    String[] sources = new String[columns.sourceKind().isPresent() ? keys.length : 0];
    long[] origins = new long[sources.length];
    readLabels(keys, labels, weights, sources, origins);
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    checkDistinct(sorted);
    RowTable rows =
        new RowTable(
            columns.where(), columns.kind(), keys.length, row -> rowName.apply(sorted[row]));
    columns.sourceKind().ifPresent(rows::hasOrigins);
    for (int i = 0; i < keys.length; i++) {
      int row = Arrays.binarySearch(sorted, keys[i]);
      rows.label(row, labels[i]);
      if (columns.sourceKind().isPresent()) {
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
    return columns.image().isPresent()
        ? readImages(plan, sorted, options)
        : readFeatures(plan, sorted);
  }

  private void readLabels(
      long[] keys, String[] labels, double[] weights, String[] sources, long[] origins) {
    List<String> wanted = new ArrayList<>(List.of(RowColumns.LABEL));
    if (columns.hasWeight()) {
      wanted.add(RowColumns.WEIGHT);
    }
    int required = 1 + wanted.size();
    if (columns.sourceKind().isPresent()) {
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
        throw changed("it has more rows now");
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
      if (columns.sourceKind().isPresent()) {
        String source = row.getString(required);
        sources[count] =
            source == null ? null : distinctSources.computeIfAbsent(source, label -> label);
        origins[count] = row.isNullAt(required + 1) ? -1 : row.getLong(required + 1);
      }
      count++;
    }
    if (count < keys.length) {
      throw changed("it has fewer rows now");
    }
  }

  private void checkNoNull(Row row, int required) {
    if (row.isNullAt(0)) {
      throw JobException.input(
          columns.where()
              + ": a row with label '"
              + row.get(1)
              + "' has a null id; fill or drop it");
    }
    for (int column = 1; column < required; column++) {
      if (row.isNullAt(column)) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s, %s: %s is null; fill it or leave the row out",
                columns.where(),
                rowName.apply(row.getLong(0)),
                row.schema().apply(column).name()));
      }
    }
  }

  private void checkDistinct(long[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw JobException.input(
            columns.where() + ": " + rowName.apply(sorted[i]) + " is given twice; ids are unique");
      }
    }
  }

  private JobException changed(String how) {
    return JobException.of(
        ExitCode.FAILURE, columns.where() + " changed while it was read (" + how + "); run again");
  }

  private LoadedDataset readFeatures(RowPlan plan, long[] sorted) {
    Dataset<Row> wanted = wanted(plan, sorted);
    int dimension = dimension(wanted, plan, sorted);
    ClassBuffers buffers = new ClassBuffers(plan, dimension);
    long bytes = (long) plan.keptCount() * dimension * Float.BYTES;
    long atOnce = Math.min(FETCH_BYTES, Runtime.getRuntime().maxMemory() / 8);
    if (bytes > atOnce) {
      // A partition travels to the driver as one result, which Spark limits in size.
      int partitions = (int) Math.min(RowTable.MOST_ROWS, 4 * bytes / atOnce);
      wanted = wanted.repartition(partitions, col(RowColumns.KEY));
    }
    Iterator<FeatureRow> rows =
        withProblems(wanted).as(Encoders.bean(FeatureRow.class)).toLocalIterator();
    while (rows.hasNext()) {
      FeatureRow features = rows.next();
      int row = rowOf(features.getKey(), sorted);
      check(features, row, dimension, plan.rows());
      buffers.put(row, features.getFeatures());
    }
    return buffers.build(Optional.empty(), columns.report());
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
      return images.build(columns.report());
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

  private int dimension(Dataset<Row> wanted, RowPlan plan, long[] sorted) {
    List<Row> first =
        wanted.select(col(RowColumns.KEY), size(col(RowColumns.FEATURES))).takeAsList(1);
    if (first.isEmpty()) {
      throw changed("it has fewer rows now");
    }
    Row row = first.get(0);
    if (row.isNullAt(1) || row.getInt(1) < 0) {
      throw nullFeatures(plan.rows(), rowOf(row.getLong(0), sorted), "features are null");
    }
    return row.getInt(1);
  }

  /**
   * Replaces features with a null, which a primitive array cannot hold, by a problem. The search
   * for a NaN is null exactly if an element is, unless a NaN comes with it, and that is refused
   * too.
   */
  private static Dataset<Row> withProblems(Dataset<Row> rows) {
    Column features = col(RowColumns.FEATURES);
    Column hasNan = array_contains(features, lit(Float.NaN));
    return rows.select(
        col(RowColumns.KEY),
        when(features.isNull(), lit("features are null"))
            .when(hasNan.isNull(), lit("features hold a null"))
            .when(hasNan, lit("features hold a NaN"))
            .as("problem"),
        when(hasNan.equalTo(false), features).as(RowColumns.FEATURES));
  }

  private int rowOf(long key, long[] sorted) {
    int row = Arrays.binarySearch(sorted, key);
    if (row < 0) {
      throw changed(rowName.apply(key) + " is new");
    }
    return row;
  }

  private static void check(FeatureRow features, int row, int dimension, RowTable rows) {
    if (features.getProblem() != null) {
      throw nullFeatures(rows, row, features.getProblem());
    }
    if (features.getFeatures().length != dimension) {
      throw rows.invalid(
          row,
          "it has " + features.getFeatures().length + " features, another row has " + dimension,
          "all rows need equally many");
    }
  }

  private static JobException nullFeatures(RowTable rows, int row, String problem) {
    return rows.invalid(row, problem, "clean the row or leave it out");
  }
}
