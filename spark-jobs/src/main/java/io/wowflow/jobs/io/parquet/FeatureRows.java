package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Rows of keyed tables in the form in which their features are read. */
final class FeatureRows {
  private static final String PROBLEM = "problem";

  private FeatureRows() {}

  /**
   * Rows with their features.
   *
   * @param rows with the columns of {@link RowColumns#keyedBy}
   * @param columns the columns that they come from
   * @param sent the form of their features: all but pictures
   * @param whole whether labels, weights and origins are needed as well
   */
  static Dataset<FeatureRow> of(
      Dataset<Row> rows, RowColumns columns, RowColumns.Form sent, boolean whole) {
    Column features = col(RowColumns.FEATURES);
    boolean floats = sent == RowColumns.Form.FLOATS;
    boolean vectors = sent == RowColumns.Form.VECTORS;
    Column nan = floats ? lit(Float.NaN) : lit(Double.NaN);
    Column values = vectors ? features.getField("values") : features;
    Column sparse = vectors ? features.getField("type").equalTo(0) : lit(false);
    Column length = vectors ? features.getField("size") : lit(null).cast("int");
    Column indices = vectors ? features.getField("indices") : lit(null).cast("array<int>");
    Column numbers = whenWhole(features, values, nan);
    boolean weighted = whole && columns.hasWeight();
    boolean origins = whole && columns.origin().isPresent();
    return rows.select(
            col(RowColumns.KEY),
            problem(features, values, nan).as(PROBLEM),
            (whole ? col(RowColumns.LABEL) : lit(null).cast("string")).as("label"),
            (weighted ? col(RowColumns.WEIGHT) : lit(0.0)).as("weight"),
            (origins ? col(RowColumns.SOURCE_CLASS) : lit(null).cast("string")).as("sourceClass"),
            (origins ? coalesce(col(RowColumns.ORIGIN_ID), lit(-1L)) : lit(-1L)).as("originId"),
            (floats ? numbers : lit(null).cast("array<float>")).as("features"),
            coalesce(when(sparse, length), lit(-1)).as("size"),
            when(sparse, indices).as("indices"),
            (floats ? lit(null).cast("array<double>") : numbers).as("values"))
        .as(Encoders.bean(FeatureRow.class));
  }

  /**
   * The number of features of some row.
   *
   * @param rows with the columns of {@link RowColumns#keyedBy}
   * @param sent the form of their features: all but pictures
   * @param faults names a row without features
   */
  static int dimension(Dataset<Row> rows, RowColumns.Form sent, RowFaults faults) {
    Column features = col(RowColumns.FEATURES);
    Column length =
        sent == RowColumns.Form.VECTORS
            ? when(features.getField("type").equalTo(0), features.getField("size"))
                .otherwise(size(features.getField("values")))
            : size(features);
    List<Row> first = rows.select(col(RowColumns.KEY), length).takeAsList(1);
    Row row =
        Optional.ofNullable(first.isEmpty() ? null : first.get(0))
            .orElseThrow(() -> faults.changed("it has fewer rows now"));
    if (row.isNullAt(1) || row.getInt(1) < 0) {
      throw faults.features(row.getLong(0), "features are null");
    }
    return row.getInt(1);
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
}
