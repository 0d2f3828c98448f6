package io.wowflow.jobs.io.parquet;

import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Results as DataFrames, with the columns and the order of rows of the Parquet that {@link
 * ParquetFiles} writes of them: {@code features} are arrays of float, or of double where the
 * samples are centred, see {@link Units}.
 */
public final class OutcomeRows {
  // A slice travels inside its task, and Spark limits the size of a task.
  private static final long SLICE_BYTES = 32L << 20;

  private OutcomeRows() {}

  /**
   * A flowed dataset as rows: {@code label} (of the matched target class, in the target's type),
   * {@code label_index} (int, the position of the target class), {@code source_class} (in the
   * source's type), {@code id}, {@code features} and, if some class is not uniform, {@code weight}.
   *
   * @param spark the session
   * @param flowed the dataset, copied
   * @return its rows, class after class, in partitions of at most 32 MB of features
   */
  public static Dataset<Row> flowed(SparkSession spark, FlowedDataset flowed) {
    LoadedDataset particles = flowed.particles();
    LabelledDataset dataset = particles.dataset();
    boolean weighted = RowDatasets.isWeighted(dataset);
    StructType schema =
        new StructType()
            .add(RowColumns.LABEL, type(flowed.labelKind()), false)
            .add(ParquetRows.LABEL_INDEX, DataTypes.IntegerType, false)
            .add(RowColumns.SOURCE_CLASS, type(particles.labelKind()), false);
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < dataset.classCount(); c++) {
      Object label = value(flowed.labelKind(), flowed.label(c));
      Object sourceClass = value(particles.labelKind(), dataset.get(c).label());
      float[] features = dataset.get(c).samples().values();
      for (int i = 0; i < dataset.get(c).size(); i++) {
        List<Object> row = new ArrayList<>(List.of(label, flowed.targetOf()[c], sourceClass));
        row.add(particles.ids().get(c)[i]);
        addSample(row, dataset.get(c), features, i, weighted, particles.units());
        rows.add(RowFactory.create(row.toArray()));
      }
    }
    return frame(spark, rows, withSample(schema, weighted, particles.units()), dataset);
  }

  /**
   * An enlarged dataset as rows: {@code label} (in the target's type), {@code provenance} ("target"
   * or "flowed"), {@code source_class} (in the source's type, null for the target's own samples),
   * {@code origin_id} (the id in the dataset that a sample comes from), {@code id} and {@code
   * features}.
   *
   * @param spark the session
   * @param augmented the dataset, copied
   * @return its rows, class after class, in partitions of at most 32 MB of features
   */
  public static Dataset<Row> augmented(SparkSession spark, AugmentedDataset augmented) {
    LoadedDataset enlarged = augmented.enlarged();
    LabelledDataset dataset = enlarged.dataset();
    StructType schema =
        new StructType()
            .add(RowColumns.LABEL, type(enlarged.labelKind()), false)
            .add(ParquetRows.PROVENANCE, DataTypes.StringType, false)
            .add(RowColumns.SOURCE_CLASS, type(augmented.sourceKind()), true)
            .add(RowColumns.ORIGIN_ID, DataTypes.LongType, false);
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < dataset.classCount(); c++) {
      Object label = value(enlarged.labelKind(), dataset.get(c).label());
      float[] features = dataset.get(c).samples().values();
      for (int i = 0; i < dataset.get(c).size(); i++) {
        int source = augmented.sourceOf().get(c)[i];
        List<Object> row = new ArrayList<>(List.of(label, source < 0 ? "target" : "flowed"));
        row.add(
            source < 0
                ? null
                : value(augmented.sourceKind(), augmented.sourceLabels().get(source)));
        row.add(augmented.originIds().get(c)[i]);
        row.add(enlarged.ids().get(c)[i]);
        addSample(row, dataset.get(c), features, i, false, enlarged.units());
        rows.add(RowFactory.create(row.toArray()));
      }
    }
    return frame(spark, rows, withSample(schema, false, enlarged.units()), dataset);
  }

  private static DataType type(LabelKind kind) {
    return kind == LabelKind.INTEGER ? DataTypes.LongType : DataTypes.StringType;
  }

  private static Object value(LabelKind kind, String label) {
    return kind == LabelKind.INTEGER ? (Object) Long.valueOf(label) : label;
  }

  private static StructType withSample(StructType schema, boolean weighted, Units units) {
    StructType all =
        schema
            .add(RowColumns.ID, DataTypes.LongType, false)
            .add(RowColumns.FEATURES, RowDatasets.featuresType(units), false);
    return weighted ? all.add(RowColumns.WEIGHT, DataTypes.DoubleType, false) : all;
  }

  private static void addSample(
      List<Object> row, LabelledClass of, float[] features, int i, boolean weighted, Units units) {
    row.add(RowDatasets.features(features, i * of.dimension(), of.dimension(), units));
    if (weighted) {
      row.add(of.weight(i));
    }
  }

  private static Dataset<Row> frame(
      SparkSession spark, List<Row> rows, StructType schema, LabelledDataset dataset) {
    long bytes = dataset.sampleCount() * RowDatasets.rowBytes(dataset.dimension());
    int slices = (int) Math.min(rows.size(), 1 + bytes / SLICE_BYTES);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, slices), schema);
  }
}
