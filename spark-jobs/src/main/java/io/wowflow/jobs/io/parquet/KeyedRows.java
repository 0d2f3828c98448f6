package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.image.ImageCollector;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.KnownNames;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
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
  private static final float MOST_BYTE = 255f;

  private final RowColumns columns;
  private final RowColumns.Form sent;
  private final Dataset<Row> keyed;
  private final LongFunction<String> rowName;
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
    this.report = report;
  }

  /** Counts the rows and reads them. */
  LoadedDataset collect(ReadOptions options) {
    return collect(options, keyed.count());
  }

  /** Reads the rows, whose number is known. */
  LoadedDataset collect(ReadOptions options, long count) {
    if (count > RowTable.MOST_ROWS) {
      throw JobException.input(
          columns.where() + " has " + count + " rows; at most " + RowTable.MOST_ROWS + " are read");
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
    checkLabels(distinct, keys, labels, options.unlabelled());
    if (distinct.size() == 1 && !options.unlabelled()) {
      report =
          report.withNotice(
              "all samples have the label '"
                  + KnownNames.shortened(labels[0])
                  + "' of column '"
                  + columns.label().name()
                  + "'");
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
    return switch (sent) {
      case PICTURES -> readImages(plan, sorted, options);
      case FLOATS -> readFloats(plan, sorted);
      case DOUBLES, VECTORS -> readDoubles(plan, sorted);
    };
  }

  /** Refuses labels that are no classes, or no labels. */
  private void checkLabels(Set<String> distinct, long[] keys, String[] labels, boolean unlabelled) {
    String name = columns.label().name();
    if (columns.label().mayBeFraction() && LabelKind.of(distinct) != LabelKind.INTEGER) {
      for (int i = 0; i < keys.length; i++) {
        if (LabelKind.of(List.of(labels[i])) != LabelKind.INTEGER) {
          throw JobException.input(
              String.format(
                  Locale.ROOT,
                  "%s, %s: label %s in column '%s' is not an integer; labels are integers or text:"
                      + " cast it, or name another column with --label-column",
                  columns.where(),
                  rowName.apply(keys[i]),
                  labels[i],
                  name));
        }
      }
    }
    if (!unlabelled && distinct.equals(Set.of("-1")) && !columns.label().isGiven()) {
      throw JobException.input(
          columns.where()
              + ": all labels in column '"
              + name
              + "' are -1, as in test splits without labels; read another split, or name the column"
              + " of the labels with --label-column NAME (this one too, if -1 is a class)");
    }
    if (columns.label().isGuessed() && distinct.size() == labels.length && labels.length > 1) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: column '%s' has a value of its own in each of the %d rows, so that it is not a"
                  + " class; name the column of the labels with --label-column NAME (this one too, if"
                  + " it is)%s",
              columns.where(),
              name,
              labels.length,
              unlabelled ? KnownNames.OR_A_FEATURE : ""));
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
      if (columns.origin().isPresent()) {
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
    return distinct.keySet();
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

  private LoadedDataset readFloats(RowPlan plan, long[] sorted) {
    Dataset<Row> wanted = wanted(plan, sorted);
    int dimension = dimension(wanted, plan, sorted);
    ClassBuffers buffers = new ClassBuffers(plan, dimension).named(this::nameOf);
    Counting counting = new Counting(dimension);
    Column features = col(RowColumns.FEATURES);
    Iterator<FeatureRow> rows =
        spread(wanted, plan, dimension, Float.BYTES)
            .select(
                col(RowColumns.KEY),
                problem(features, features, lit(Float.NaN)).as("problem"),
                whenWhole(features, features, lit(Float.NaN)).as(RowColumns.FEATURES))
            .as(Encoders.bean(FeatureRow.class))
            .toLocalIterator();
    while (rows.hasNext()) {
      FeatureRow next = rows.next();
      int row = rowOf(next.getKey(), sorted);
      checkWhole(next.getProblem(), row, next.getKey(), plan.rows());
      float[] values = next.getFeatures();
      checkDimension(values.length, row, dimension, plan.rows());
      if (columns.features().areBytes()) {
        for (int j = 0; j < dimension; j++) {
          values[j] /= MOST_BYTE;
        }
      }
      counting.look(row, j -> values[j]);
      buffers.put(row, values);
    }
    return buffers.build(Optional.empty(), counting.noticed(report));
  }

  private LoadedDataset readDoubles(RowPlan plan, long[] sorted) {
    Dataset<Row> wanted = wanted(plan, sorted);
    int dimension = dimension(wanted, plan, sorted);
    ClassBuffers buffers = new ClassBuffers(plan, dimension).named(this::nameOf);
    Counting counting = new Counting(dimension);
    boolean vectors = sent == RowColumns.Form.VECTORS;
    Column features = col(RowColumns.FEATURES);
    Column values = vectors ? features.getField("values") : features;
    Column sparse = vectors ? features.getField("type").equalTo(0) : lit(false);
    Column size = vectors ? features.getField("size") : lit(null).cast("int");
    Column indices = vectors ? features.getField("indices") : lit(null).cast("array<int>");
    Iterator<WideRow> rows =
        spread(wanted, plan, dimension, Double.BYTES)
            .select(
                col(RowColumns.KEY),
                problem(features, values, lit(Double.NaN)).as("problem"),
                coalesce(when(sparse, size), lit(-1)).as("size"),
                when(sparse, indices).as("indices"),
                whenWhole(features, values, lit(Double.NaN)).as("values"))
            .as(Encoders.bean(WideRow.class))
            .toLocalIterator();
    while (rows.hasNext()) {
      WideRow next = rows.next();
      int row = rowOf(next.getKey(), sorted);
      checkWhole(next.getProblem(), row, next.getKey(), plan.rows());
      checkDimension(next.dimension(), row, dimension, plan.rows());
      double[] all = next.features();
      if (all == null) {
        throw plan.rows()
            .invalid(row, "its sparse vector has wrong indices", "write the row again");
      }
      counting.look(row, j -> all[j]);
      buffers.put(row, all);
    }
    return buffers.build(Optional.empty(), counting.noticed(report));
  }

  private String nameOf(int feature) {
    return columns.features().areColumns()
        ? "column '" + columns.features().names().get(feature) + "'"
        : "feature " + feature;
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
   * The problem of features with a null, which a primitive array cannot hold, or a NaN. The search
   * for a NaN is null exactly if an element is, unless a NaN comes with it, and that is refused
   * too.
   */
  private static Column problem(Column features, Column values, Column nan) {
    Column hasNan = array_contains(values, nan);
    return when(features.isNull(), lit("features are null"))
        .when(hasNan.isNull(), lit("features hold a null"))
        .when(hasNan, lit("features hold a NaN"));
  }

  private static Column whenWhole(Column features, Column values, Column nan) {
    return when(features.isNotNull().and(array_contains(values, nan).equalTo(false)), values);
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
      return column < 0 || rows < 3
          ? read
          : read.withNotice(
              "column '"
                  + columns.features().names().get(column)
                  + "' counts the rows and was read as a feature; leave it out with --drop-columns '"
                  + columns.features().names().get(column)
                  + "'");
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

  private int dimension(Dataset<Row> wanted, RowPlan plan, long[] sorted) {
    Column features = col(RowColumns.FEATURES);
    Column length =
        sent == RowColumns.Form.VECTORS
            ? when(features.getField("type").equalTo(0), features.getField("size"))
                .otherwise(size(features.getField("values")))
            : size(features);
    List<Row> first = wanted.select(col(RowColumns.KEY), length).takeAsList(1);
    if (first.isEmpty()) {
      throw changed("it has fewer rows now");
    }
    Row row = first.get(0);
    if (row.isNullAt(1) || row.getInt(1) < 0) {
      throw invalid(plan.rows(), rowOf(row.getLong(0), sorted), "features are null");
    }
    return row.getInt(1);
  }

  private int rowOf(long key, long[] sorted) {
    int row = Arrays.binarySearch(sorted, key);
    if (row < 0) {
      throw changed(rowName.apply(key) + " is new");
    }
    return row;
  }

  private void checkWhole(String problem, int row, long key, RowTable rows) {
    if (problem == null) {
      return;
    }
    throw invalid(rows, row, columns.features().areColumns() ? ofColumn(problem, key) : problem);
  }

  /** The problem with the name of the column that has it, for which the row is read again. */
  private String ofColumn(String problem, long key) {
    List<Row> again =
        keyed
            .filter(col(RowColumns.KEY).equalTo(key))
            .select(col(RowColumns.FEATURES).cast("array<double>"))
            .takeAsList(1);
    List<Double> values = again.isEmpty() ? List.of() : again.get(0).getList(0);
    for (int j = 0; j < values.size(); j++) {
      Double value = values.get(j);
      if (value == null || value.isNaN()) {
        return "column '"
            + columns.features().names().get(j)
            + "' is "
            + (value == null ? "null" : "NaN");
      }
    }
    return problem;
  }

  private static void checkDimension(int found, int row, int dimension, RowTable rows) {
    if (found != dimension) {
      throw rows.invalid(
          row,
          "it has " + found + " features, another row has " + dimension,
          "all rows need equally many");
    }
  }

  private static JobException invalid(RowTable rows, int row, String problem) {
    return rows.invalid(row, problem, "clean the row or leave it out");
  }
}
