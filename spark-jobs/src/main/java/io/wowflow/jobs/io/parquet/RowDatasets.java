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
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
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

  private RowDatasets() {}

  /**
   * Brings the samples of a DataFrame to the driver, in two passes: labels, weights and ids of all
   * rows, then the features of the rows that the options draw; only those features are checked.
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
    // Both passes must see the same numbers, and a shuffle may be planned differently for each.
    Dataset<Row> numbered =
        columns
            .keyedBy(frame, functions.monotonically_increasing_id(), form)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      KeyedRows rows =
          new KeyedRows(
              columns,
              form,
              numbered,
              key -> "row " + (key & ((1L << 33) - 1)) + " of partition " + (key >>> 33),
              report);
      return Resize.apply(rows.collect(options), options, where);
    } finally {
      numbered.unpersist();
    }
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
