package io.wowflow.jobs.io.parquet;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.ReadReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a DataFrame that make a labelled dataset, their types checked.
 *
 * @param where the DataFrame's name in messages
 * @param frame the rows
 * @param kind the type of the labels
 * @param image the column of encoded images, in the place of {@code features}; empty if there is
 *     none
 * @param hasWeight whether there is a {@code weight}
 * @param hasId whether there is an {@code id}
 * @param sourceKind the type of {@code source_class}, in the output of a flow or an augmentation;
 *     empty if there is no such column of integers or text
 */
public record RowColumns(
    String where,
    Dataset<Row> frame,
    LabelKind kind,
    Optional<String> image,
    boolean hasWeight,
    boolean hasId,
    Optional<LabelKind> sourceKind) {
  static final String KEY = "key";
  public static final String LABEL = "label";
  static final String FEATURES = "features";
  public static final String WEIGHT = "weight";
  public static final String ID = "id";
  static final String BYTES = "bytes";
  static final String SOURCE_CLASS = "source_class";
  static final String ORIGIN_ID = "origin_id";

  // As the datasets of Hugging Face call them.
  private static final List<String> IMAGES = List.of("image", "img");

  static RowColumns of(String where, Dataset<Row> frame) {
    List<String> names = Arrays.asList(frame.schema().fieldNames());
    Optional<String> image =
        names.contains(FEATURES)
            ? Optional.empty()
            : IMAGES.stream().filter(name -> isImage(frame, name)).findFirst();
    for (String required : image.isPresent() ? List.of(LABEL) : List.of(LABEL, FEATURES)) {
      if (!names.contains(required)) {
        throw JobException.input(
            where + " has no column '" + required + "'; its columns are " + names);
      }
    }
    DataType label = typeOf(frame, LABEL);
    if (!isInteger(label) && !(label instanceof StringType)) {
      throw wrongType(where, LABEL, label, "an integer or a string type: cast it");
    }
    if (image.isEmpty()) {
      checkFeatures(where, typeOf(frame, FEATURES));
    }
    boolean hasWeight = names.contains(WEIGHT);
    if (hasWeight && !(typeOf(frame, WEIGHT) instanceof NumericType)) {
      throw wrongType(where, WEIGHT, typeOf(frame, WEIGHT), "a numeric type: cast it or drop it");
    }
    boolean hasId = names.contains(ID);
    if (hasId && !isInteger(typeOf(frame, ID))) {
      throw wrongType(where, ID, typeOf(frame, ID), "an integer type: cast it or drop it");
    }
    LabelKind kind = isInteger(label) ? LabelKind.INTEGER : LabelKind.STRING;
    return new RowColumns(where, frame, kind, image, hasWeight, hasId, sourceKind(frame, names));
  }

  /** What is read of the rows. */
  ReadReport report() {
    return ReadReport.of(
            "parquet", "column '" + LABEL + "'", "column '" + image.orElse(FEATURES) + "'")
        .withWeight(hasWeight ? Optional.of("column '" + WEIGHT + "'") : Optional.empty())
        .withId(hasId ? Optional.of("column '" + ID + "'") : Optional.empty());
  }

  /** Only outputs of ours have ids that are origins; a column of another meaning stays aside. */
  private static Optional<LabelKind> sourceKind(Dataset<Row> frame, List<String> names) {
    boolean ids = names.contains(ID) && isInteger(typeOf(frame, ID));
    if (!names.contains(SOURCE_CLASS) || !ids) {
      return Optional.empty();
    }
    if (names.contains(ORIGIN_ID) && !isInteger(typeOf(frame, ORIGIN_ID))) {
      return Optional.empty();
    }
    DataType type = typeOf(frame, SOURCE_CLASS);
    if (isInteger(type)) {
      return Optional.of(LabelKind.INTEGER);
    }
    return type instanceof StringType ? Optional.of(LabelKind.STRING) : Optional.empty();
  }

  private static boolean isImage(Dataset<Row> frame, String name) {
    return Arrays.asList(frame.schema().fieldNames()).contains(name)
        && typeOf(frame, name) instanceof StructType struct
        && Arrays.asList(struct.fieldNames()).contains(BYTES)
        && struct.apply(BYTES).dataType() instanceof BinaryType;
  }

  private static void checkFeatures(String where, DataType features) {
    if (!(features instanceof ArrayType array
        && (array.elementType() instanceof FloatType
            || array.elementType() instanceof DoubleType))) {
      throw wrongType(
          where, FEATURES, features, "array<float> or array<double>: cast it, or vector_to_array");
    }
  }

  private static DataType typeOf(Dataset<Row> frame, String column) {
    return frame.schema().apply(column).dataType();
  }

  private static boolean isInteger(DataType type) {
    return type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType;
  }

  private static JobException wrongType(
      String where, String column, DataType type, String expected) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s: column '%s' is of type %s; expected %s",
            where,
            column,
            type.catalogString(),
            expected));
  }

  /** Key, label as text, features as floats or encoded images, and weight, if any, as double. */
  Dataset<Row> keyedBy(Column key) {
    List<Column> columns = new ArrayList<>();
    columns.add(key.cast("bigint").as(KEY));
    columns.add(frame.col(LABEL).cast("string").as(LABEL));
    columns.add(
        image
            .map(name -> frame.col(name).getField(BYTES).as(BYTES))
            .orElseGet(() -> frame.col(FEATURES).cast("array<float>").as(FEATURES)));
    if (hasWeight) {
      columns.add(frame.col(WEIGHT).cast("double").as(WEIGHT));
    }
    if (sourceKind.isPresent()) {
      boolean own = Arrays.asList(frame.schema().fieldNames()).contains(ORIGIN_ID);
      columns.add(frame.col(SOURCE_CLASS).cast("string").as(SOURCE_CLASS));
      columns.add(frame.col(own ? ORIGIN_ID : ID).cast("bigint").as(ORIGIN_ID));
    }
    return frame.select(columns.toArray(Column[]::new));
  }
}
