package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of Spark that make a labelled dataset, their types checked.
 *
 * <table>
 *   <caption>Columns, where no option names them</caption>
 *   <tr><td>label</td><td>the first known name of {@link KnownNames}: integers, text, booleans as 0
 *       and 1, floating-point numbers or decimals that are integers</td></tr>
 *   <tr><td>features</td><td>{@code features}; else the pictures {@code image} or {@code img}; else
 *       the only column of lists; else the only one of pictures; else all columns of numbers, one
 *       feature per column</td></tr>
 *   <tr><td>weight</td><td>{@code weight}, a number</td></tr>
 *   <tr><td>id</td><td>{@code id}, an integer</td></tr>
 * </table>
 *
 * @param where the table's name in messages
 * @param label the column of the labels
 * @param features the columns of the features
 * @param weight the column of the weights
 * @param id the column of the ids
 * @param origin the columns from which the origin of a flowed sample is known, in the output of a
 *     flow or an augmentation
 * @param report which columns were chosen and why
 */
public record RowColumns(
    String where,
    Label label,
    Features features,
    Optional<String> weight,
    Optional<String> id,
    Optional<Origin> origin,
    ReadReport report) {
  static final String KEY = "key";

  /** The column of the labels in the output of this software. */
  public static final String LABEL = KnownNames.LABEL;

  static final String FEATURES = "features";

  /** The column of the weights in the output of this software. */
  public static final String WEIGHT = KnownNames.WEIGHT;

  /** The column of the ids in the output of this software. */
  public static final String ID = KnownNames.ID;

  static final String BYTES = "bytes";
  static final String SOURCE_CLASS = "source_class";
  static final String ORIGIN_ID = "origin_id";

  /** A vector of Spark ML as it is stored: sparse if its type is 0, dense if it is 1. */
  private static final StructType VECTOR =
      new StructType()
          .add("type", DataTypes.ByteType)
          .add("size", DataTypes.IntegerType)
          .add("indices", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("values", DataTypes.createArrayType(DataTypes.DoubleType));

  /** The types that the columns of features have on their way to the driver. */
  enum Form {
    /** Numbers that a 32-bit float holds. */
    FLOATS,
    /** Wider numbers. */
    DOUBLES,
    /** Vectors of Spark ML. */
    VECTORS,
    /** Encoded pictures. */
    PICTURES
  }

  /**
   * The column of the labels.
   *
   * @param name its name
   * @param type its type
   * @param isPartition whether the values are names of folders, in which integers are those that
   *     are written as such: {@code 01} is text
   * @param isGiven whether an option named it
   */
  record Label(String name, DataType type, boolean isPartition, boolean isGiven) {
    /** In the place of a column: every row has the label {@link ReadOptions#NO_LABEL}. */
    static final Label NONE = new Label("", DataTypes.LongType, false, true);

    boolean isNone() {
      return name.isEmpty();
    }

    /** Whether its name is a known one, but not that which is never doubted. */
    boolean isGuessed() {
      return !isGiven && !KnownNames.isLabel(name);
    }

    /** The kind of the labels; empty where it depends on the values. */
    Optional<LabelKind> kind() {
      if (isPartition) {
        return Optional.empty();
      }
      return Optional.of(isNumber(type) ? LabelKind.INTEGER : LabelKind.STRING);
    }

    /** Whether the type holds fractions, which are no labels. */
    boolean mayBeFraction() {
      return type instanceof NumericType && !isInteger(type);
    }

    private Column text() {
      if (isNone()) {
        return lit(ReadOptions.NO_LABEL);
      }
      Column column = quoted(name);
      if (type instanceof BooleanType) {
        return column.cast("int").cast("string");
      }
      if (!mayBeFraction()) {
        return column.cast("string");
      }
      Column integer = column.try_cast("bigint");
      return when(integer.equalTo(column), integer.cast("string")).otherwise(column.cast("string"));
    }
  }

  /**
   * The columns of the features.
   *
   * @param form their type on the way to the driver
   * @param names one column of lists, vectors or pictures, or several of numbers
   * @param nesting lists of numbers: 1; lists of lists: 2; a column per feature: 0
   * @param areBytes whether the file declares them as unsigned bytes, which become 0 to 1
   */
  record Features(Form form, List<String> names, int nesting, boolean areBytes) {
    /** Whether each feature has a column. */
    boolean areColumns() {
      return nesting == 0 && form != Form.VECTORS && form != Form.PICTURES;
    }

    private String described() {
      return switch (form) {
        case PICTURES -> "pictures in '" + names.get(0) + "'";
        case VECTORS -> "vectors in '" + names.get(0) + "'";
        case FLOATS, DOUBLES ->
            areColumns()
                ? "a feature per column"
                : (areBytes ? "bytes in '" : "lists in '") + names.get(0) + "'";
      };
    }

    private Column as(Form sent, Predicate<String> isStruct) {
      Column column = quoted(names.get(0));
      return switch (sent) {
        case PICTURES ->
            isStruct.test(names.get(0)) ? column.getField(BYTES).as(BYTES) : column.as(BYTES);
        case VECTORS -> column.as(FEATURES);
        case FLOATS -> numbers().cast("array<float>").as(FEATURES);
        case DOUBLES -> numbers().cast("array<double>").as(FEATURES);
      };
    }

    private Column numbers() {
      if (areColumns()) {
        return array(
            names.stream()
                .map(name -> quoted(name).cast(form == Form.FLOATS ? "float" : "double"))
                .toArray(Column[]::new));
      }
      Column lists = quoted(names.get(0));
      for (int level = 1; level < nesting; level++) {
        lists = flatten(lists);
      }
      return lists;
    }
  }

  /** The origin of flowed samples. */
  record Origin(LabelKind kind, String idColumn) {}

  /**
   * Chooses the columns.
   *
   * @param where the table's name in messages
   * @param schema its columns
   * @param partitions those of them whose values are names of folders
   * @param bytes those of them that are lists of unsigned bytes
   * @param given the options that name columns
   * @param unlabelled whether the table may have no labels
   * @throws JobException (input) if a column is missing or of another type; (usage) if an option
   *     names a column that is not there
   */
  static RowColumns of(
      String where,
      StructType schema,
      Set<String> partitions,
      Set<String> bytes,
      InputConf.Columns given,
      boolean unlabelled) {
    return new ColumnChoice(where, schema, partitions, bytes, given, unlabelled).made();
  }

  boolean hasWeight() {
    return weight.isPresent();
  }

  boolean hasId() {
    return id.isPresent();
  }

  boolean isImage() {
    return features.form == Form.PICTURES;
  }

  /** The columns that are read. */
  List<String> names() {
    List<String> used = new ArrayList<>(features.names);
    if (!label.isNone()) {
      used.add(label.name);
    }
    weight.ifPresent(used::add);
    id.ifPresent(used::add);
    if (origin.isPresent()) {
      used.add(SOURCE_CLASS);
      used.add(origin.get().idColumn);
    }
    return used.stream().distinct().toList();
  }

  /**
   * Compares the columns of two parts of one table.
   *
   * @param other the columns of another part
   * @return what this part has and what the other has in its place, if they are not one dataset
   *     therefore; empty if they are
   */
  Optional<List<String>> difference(RowColumns other) {
    List<String> own = described(other);
    List<String> others = other.described(this);
    return IntStream.range(0, own.size())
        .filter(i -> !own.get(i).equals(others.get(i)))
        .mapToObj(i -> List.of(own.get(i), others.get(i)))
        .findFirst();
  }

  private List<String> described(RowColumns other) {
    boolean sameKind = label.kind().equals(other.label.kind());
    String type = sameKind ? "" : " of type " + label.type.catalogString();
    Optional<String> only =
        onlyIn(features.names, other.features.names)
            .map(name -> "the feature '" + name + "'")
            .or(
                () ->
                    onlyIn(other.features.names, features.names)
                        .map(n -> "no feature '" + n + "'"));
    return List.of(
        "the label '" + label.name + "'" + type,
        weight.map(name -> "weights in '" + name + "'").orElse("no weights"),
        id.map(name -> "ids in '" + name + "'").orElse("no integer ids"),
        features.described(),
        only.orElse(""),
        origin.map(from -> "source_class").orElse("no source_class"));
  }

  private static Optional<String> onlyIn(List<String> names, List<String> others) {
    Set<String> known = Set.copyOf(others);
    return names.stream().filter(name -> !known.contains(name)).findFirst();
  }

  /** The same columns with the features in the order of another part. */
  RowColumns inOrderOf(RowColumns other) {
    Features ordered =
        new Features(features.form, other.features.names, features.nesting, features.areBytes);
    return new RowColumns(where, label, ordered, weight, id, origin, report);
  }

  /**
   * Key, label as text, features as {@link Form} defines, and weight, if any, as double.
   *
   * @param frame the rows
   * @param key gives the order of the rows
   * @param sent the form of the features on their way
   */
  Dataset<Row> keyedBy(Dataset<Row> frame, Column key, Form sent) {
    List<Column> columns = new ArrayList<>();
    columns.add(key.cast("bigint").as(KEY));
    columns.add(label.text().as(LABEL));
    columns.add(features.as(sent, name -> isStruct(frame.schema(), name)));
    weight.ifPresent(name -> columns.add(quoted(name).cast("double").as(WEIGHT)));
    if (origin.isPresent()) {
      columns.add(quoted(SOURCE_CLASS).cast("string").as(SOURCE_CLASS));
      columns.add(quoted(origin.get().idColumn).cast("bigint").as(ORIGIN_ID));
    }
    return frame.select(columns.toArray(Column[]::new));
  }

  private static boolean isStruct(StructType schema, String name) {
    return schema.apply(name).dataType() instanceof StructType;
  }

  /** The column of a name, which may contain a point. */
  static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  static boolean isInteger(DataType type) {
    return type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType;
  }

  static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  static boolean fitsFloat(DataType type) {
    return type instanceof FloatType
        || type instanceof ShortType
        || type instanceof ByteType
        || type instanceof BooleanType;
  }

  static boolean isPicture(DataType type) {
    return type instanceof BinaryType
        || (type instanceof StructType struct
            && Arrays.asList(struct.fieldNames()).contains(BYTES)
            && struct.apply(BYTES).dataType() instanceof BinaryType);
  }

  static boolean isVector(DataType type) {
    return type instanceof StructType struct && struct.asNullable().equals(VECTOR.asNullable());
  }

  /** Lists of numbers, or lists of such lists; 0 for anything else. */
  static int nesting(DataType type) {
    int levels = 0;
    DataType inner = type;
    while (inner instanceof ArrayType list) {
      inner = list.elementType();
      levels++;
    }
    return isNumber(inner) ? levels : 0;
  }

  static String shortened(DataType type) {
    String name = type.catalogString();
    return name.length() <= 60 ? name : name.substring(0, 57) + "...";
  }

  static DataType innermost(DataType type) {
    return type instanceof ArrayType list ? innermost(list.elementType()) : type;
  }
}
