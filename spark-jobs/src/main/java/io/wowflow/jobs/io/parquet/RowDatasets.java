package io.wowflow.jobs.io.parquet;

import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.Resize;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Labelled datasets and DataFrames. The columns are those of {@link RowColumns}: {@code label}
 * (integers or text), {@code features} (a list of numbers, or a column per feature), optionally
 * {@code weight} (a number, normalised in its class) and {@code id} (an integer); options name
 * others.
 */
public final class RowDatasets {
  // A slice travels inside its task, and Spark limits the size of a task.
  private static final long SLICE_BYTES = 32L << 20;
  private static final long ROW_BYTES = 64;

  /** The lowest bit of the number of a partition in the numbers that Spark gives to rows. */
  private static final int PARTITION_BIT = 33;

  private static final String PARTITION = "wowflow_partition";
  private static final String OFFSET = "wowflow_offset";

  private RowDatasets() {}

  /**
   * Reads the samples of a DataFrame in two passes: labels, weights and ids of all rows, then the
   * features of the rows that the options draw; only those features are checked. They come to the
   * driver, or stay on the executors where the options prefer that.
   *
   * <p>The canonical order of the rows is by {@code id}. Without that column it is the order of
   * partitions and of rows in them, which Spark repeats only for DataFrames that do not come out of
   * a shuffle: give an {@code id} where a draw has to be repeatable. A DataFrame with an {@code id}
   * is evaluated twice and must give the same rows.
   *
   * @param frame the rows
   * @param options which columns are what, how to draw, shape and resize; format and stream are not
   *     used
   * @return the dataset
   * @throws io.wowflow.jobs.conf.JobException (input) if a column is missing or of a wrong type, a
   *     value is null or not finite, a weight not positive, an id given twice, features are of
   *     different lengths, or a class has fewer samples than are drawn; (usage) if the shape does
   *     not fit; (failure) if the rows changed between the passes
   */
  public static LoadedDataset collect(Dataset<Row> frame, ReadOptions options) {
    String where = FrameOptions.FRAME;
    RowColumns columns =
        RowColumns.of(
            where, frame.schema(), Set.of(), Set.of(), options.columns(), options.unlabelled());
    RowColumns.Form form = columns.features().form();
    ReadReport report = columns.report();
    if (columns.hasId()) {
      Dataset<Row> keyed =
          columns.keyedBy(frame, RowColumns.quoted(columns.id().orElseThrow()), form);
      KeyedRows rows = new KeyedRows(columns, form, keyed, key -> "id " + key, report);
      return Resize.apply(rows.collect(options), options, where);
    }
    // All passes must see the same numbers, and a shuffle may be planned differently for each.
    Dataset<Row> numbered =
        columns
            .keyedBy(frame, functions.monotonically_increasing_id(), form)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      NavigableMap<Long, Long> partitionAt = new TreeMap<>();
      Dataset<Row> placed = placed(numbered, partitionAt);
      KeyedRows rows =
          new KeyedRows(
              columns, form, placed, key -> name(partitionAt.floorEntry(key), key), report);
      return Resize.apply(rows.collect(options), options, where);
    } finally {
      numbered.unpersist();
    }
  }

  /** Rows whose numbers are their places: Spark numbers them in each partition. */
  private static Dataset<Row> placed(Dataset<Row> numbered, NavigableMap<Long, Long> partitionAt) {
    Column number = functions.col(RowColumns.KEY);
    Column partition = functions.shiftright(number, PARTITION_BIT);
    List<Row> offsets = new ArrayList<>();
    long offset = 0;
    for (Row size :
        numbered.groupBy(partition.as(PARTITION)).count().sort(PARTITION).collectAsList()) {
      partitionAt.put(offset, size.getLong(0));
      offsets.add(RowFactory.create(size.getLong(0), offset));
      offset += size.getLong(1);
    }
    Dataset<Row> offsetOf =
        numbered
            .sparkSession()
            .createDataFrame(
                offsets,
                new StructType()
                    .add(PARTITION, DataTypes.LongType)
                    .add(OFFSET, DataTypes.LongType));
    Column inPartition = number.bitwiseAND(functions.lit((1L << PARTITION_BIT) - 1));
    return numbered
        .join(functions.broadcast(offsetOf), partition.equalTo(offsetOf.col(PARTITION)))
        .withColumn(RowColumns.KEY, offsetOf.col(OFFSET).plus(inPartition))
        .drop(PARTITION, OFFSET);
  }

  private static String name(Map.Entry<Long, Long> partition, long key) {
    return "row " + (key - partition.getKey()) + " of partition " + partition.getValue();
  }

  /**
   * A dataset as rows: {@code label} (bigint or string), {@code id} (bigint), {@code features}
   * (array of float, or of double where the samples are centred, see {@link Units}) and, if some
   * class is not uniform, {@code weight} (double, normalised in its class). Weights of classes have
   * no column.
   *
   * @param spark the session
   * @param loaded the dataset, copied
   * @return its rows, class after class, in partitions of at most 32 MB of features
   */
  public static Dataset<Row> toRows(SparkSession spark, LoadedDataset loaded) {
    LabelledDataset dataset = loaded.dataset();
    boolean weighted = isWeighted(dataset);
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < dataset.classCount(); c++) {
      LabelledClass samples = dataset.get(c);
      float[] features = samples.samples().values();
      Object label =
          loaded.labelKind() == LabelKind.INTEGER
              ? (Object) Long.valueOf(samples.label())
              : samples.label();
      for (int i = 0; i < samples.size(); i++) {
        Object[] values = new Object[weighted ? 4 : 3];
        values[0] = label;
        values[1] = loaded.ids().get(c)[i];
        int at = i * samples.dimension();
        values[2] = features(features, at, samples.dimension(), loaded.units());
        if (weighted) {
          values[3] = samples.weight(i);
        }
        rows.add(RowFactory.create(values));
      }
    }
    long bytes = dataset.sampleCount() * rowBytes(dataset.dimension());
    int slices = (int) Math.min(rows.size(), 1 + bytes / SLICE_BYTES);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, slices), schema(loaded, weighted));
  }

  /** One sample in the units of its input: {@code float[]}, or {@code double[]} if centred. */
  static Object features(float[] kept, int at, int dimension, Units units) {
    if (units.isAsRead()) {
      return Arrays.copyOfRange(kept, at, at + dimension);
    }
    double[] values = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      values[j] = units.value(j, kept[at + j]);
    }
    return values;
  }

  /** The type of {@link #features}. */
  static DataType featuresType(Units units) {
    return DataTypes.createArrayType(
        units.isAsRead() ? DataTypes.FloatType : DataTypes.DoubleType, false);
  }

  /** Bytes of a row on its way to a task: its features, and the objects around them. */
  static long rowBytes(int dimension) {
    return (long) dimension * Float.BYTES + ROW_BYTES;
  }

  private static StructType schema(LoadedDataset loaded, boolean weighted) {
    StructType schema =
        new StructType()
            .add(
                RowColumns.LABEL,
                loaded.labelKind() == LabelKind.INTEGER ? DataTypes.LongType : DataTypes.StringType,
                false)
            .add(RowColumns.ID, DataTypes.LongType, false)
            .add(RowColumns.FEATURES, featuresType(loaded.units()), false);
    return weighted ? schema.add(RowColumns.WEIGHT, DataTypes.DoubleType, false) : schema;
  }

  /** Whether some class has samples of different weights. */
  public static boolean isWeighted(LabelledDataset dataset) {
    return dataset.classes().stream().anyMatch(c -> !c.isUniform());
  }
}
