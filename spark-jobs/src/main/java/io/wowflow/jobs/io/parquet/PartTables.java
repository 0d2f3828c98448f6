package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.KnownNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet files as one table of Spark. The schema that Spark reads them by is made of their
 * footers, so that files whose features are of different widths are read together, the names of
 * partitions stay text, and vectors of Spark ML need no classes of Spark ML: their type is the one
 * they are stored in.
 *
 * @param columns the columns of the first file
 * @param sent the form of the features, wide enough for all files
 * @param groups files that are read by the same schema
 * @param parts all files
 * @param footers their footers
 * @param spark the session
 */
record PartTables(
    RowColumns columns,
    RowColumns.Form sent,
    List<Group> groups,
    ParquetParts parts,
    List<PartFooters.Footer> footers,
    SparkSession spark) {
  private static final String FILE = "wowflow_file";
  private static final String ROW = "wowflow_row";
  private static final String OFFSET = "wowflow_offset";

  /** Files and the schema that Spark reads them by, of which only their own columns are used. */
  private record Group(RowColumns columns, StructType schema, List<Path> files) {}

  /**
   * The table of some files.
   *
   * @param input the input, named in messages
   * @param parts its files
   * @param footers their footers
   * @param given the options that name columns
   * @param unlabelled whether the files may have no labels
   * @param spark an open session
   * @throws JobException (input) if a column is missing or of another type, or two files differ in
   *     the columns that are read
   */
  static PartTables of(
      InputPath input,
      ParquetParts parts,
      List<PartFooters.Footer> footers,
      InputConf.Columns given,
      boolean unlabelled,
      SparkSession spark) {
    Set<String> partitions = parts.files().get(0).partitions().keySet();
    ParquetToSparkSchemaConverter converter =
        new ParquetToSparkSchemaConverter(spark.sessionState().conf());
    Map<MessageType, Group> groupOf = new HashMap<>();
    Map<StructType, Group> groups = new LinkedHashMap<>();
    RowColumns columns = null;
    RowColumns.Form sent = null;
    for (int i = 0; i < footers.size(); i++) {
      MessageType stored = footers.get(i).schema();
      if (!groupOf.containsKey(stored)) {
        StructType all = schema(stored, partitions, converter);
        RowColumns own =
            RowColumns.of(input.name(), all, partitions, listsOfBytes(stored), given, unlabelled);
        if (columns == null) {
          columns = own;
          sent = own.features().form();
        } else {
          checkAlike(input, parts.files().get(0), columns, parts.files().get(i), own);
          sent = own.features().form() == RowColumns.Form.DOUBLES ? RowColumns.Form.DOUBLES : sent;
          own = own.inOrderOf(columns);
        }
        RowColumns chosen = own;
        StructType read = only(all, own.names());
        groupOf.put(
            stored, groups.computeIfAbsent(read, of -> new Group(chosen, of, new ArrayList<>())));
      }
      groupOf.get(stored).files.add(parts.files().get(i).status().getPath());
    }
    return new PartTables(columns, sent, List.copyOf(groups.values()), parts, footers, spark);
  }

  private static void checkAlike(
      InputPath input,
      ParquetParts.Part first,
      RowColumns columns,
      ParquetParts.Part other,
      RowColumns own) {
    columns
        .difference(own)
        .ifPresent(
            difference -> {
              throw JobException.input(
                  String.format(
                      Locale.ROOT,
                      "%s: file %s has %s, file %s has %s; write all files with the same columns",
                      input.name(),
                      first.name(),
                      difference.get(0),
                      other.name(),
                      difference.get(1)));
            });
  }

  /** The columns of a file and of its folders; a column of a type that Spark lacks is void. */
  private static StructType schema(
      MessageType stored, Set<String> partitions, ParquetToSparkSchemaConverter converter) {
    StructType schema = new StructType();
    for (Type column : stored.getFields()) {
      if (!partitions.contains(column.getName())) {
        schema = schema.add(field(column, converter));
      }
    }
    for (String partition : partitions) {
      schema = schema.add(partition, DataTypes.StringType);
    }
    return schema;
  }

  private static StructField field(Type column, ParquetToSparkSchemaConverter converter) {
    try {
      return converter.convert(new MessageType("part", column)).fields()[0];
    } catch (Exception e) {
      // An AnalysisException, which is checked and undeclared. The column is refused where it is
      // needed.
      return DataTypes.createStructField(column.getName(), DataTypes.NullType, true);
    }
  }

  private static StructType only(StructType schema, List<String> names) {
    Set<String> wanted = Set.copyOf(names);
    return new StructType(
        Stream.of(schema.fields())
            .filter(field -> wanted.contains(field.name()))
            .toArray(StructField[]::new));
  }

  private static Set<String> listsOfBytes(MessageType stored) {
    Set<String> names = new HashSet<>();
    for (Type column : stored.getFields()) {
      Type inner = column;
      while (!inner.isPrimitive() && inner.asGroupType().getFieldCount() == 1) {
        inner = inner.asGroupType().getType(0);
      }
      if (!column.isPrimitive()
          && inner.isPrimitive()
          && inner.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation type
          && type.getBitWidth() == Byte.SIZE
          && !type.isSigned()) {
        names.add(column.getName());
      }
    }
    return names;
  }

  /** The rows of all files with their keys. */
  KeyedRows keyed() {
    if (columns.hasId()) {
      String id = columns.id().orElseThrow();
      Dataset<Row> rows = union((group, frame) -> keyed(group, frame, RowColumns.quoted(id)));
      return new KeyedRows(columns, sent, rows, key -> "id " + key, report());
    }
    // By the paths as Spark writes them, which differ from those of a listing on some paths.
    NavigableMap<String, Long> sizes = new TreeMap<>();
    for (Group group : groups) {
      Dataset<Row> largest = withPlace(frame(group)).groupBy(FILE).agg(max(ROW));
      for (Row size : largest.collectAsList()) {
        sizes.put(size.getString(0), size.getLong(1) + 1);
      }
    }
    NavigableMap<Long, String> fileAt = new TreeMap<>();
    List<Row> offsets = new ArrayList<>();
    long offset = 0;
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      fileAt.put(offset, new Path(file.getKey()).getName());
      offsets.add(RowFactory.create(file.getKey(), offset));
      offset += file.getValue();
    }
    Dataset<Row> offsetOfFile =
        spark.createDataFrame(
            offsets,
            new StructType().add(FILE, DataTypes.StringType).add(OFFSET, DataTypes.LongType));
    Dataset<Row> rows = union((group, frame) -> numbered(group, frame, offsetOfFile));
    return new KeyedRows(columns, sent, rows, key -> name(fileAt.floorEntry(key), key), report());
  }

  /** Numbers the rows by file, in the order of the paths, and by row in the file. */
  private Dataset<Row> numbered(Group group, Dataset<Row> frame, Dataset<Row> offsetOfFile) {
    Dataset<Row> rows = withPlace(frame).join(broadcast(offsetOfFile), FILE);
    return keyed(group, rows, col(OFFSET).plus(col(ROW)));
  }

  private static Dataset<Row> withPlace(Dataset<Row> frame) {
    return frame
        .withColumn(FILE, col("_metadata.file_path"))
        .withColumn(ROW, col("_metadata.row_index"));
  }

  private Dataset<Row> keyed(Group group, Dataset<Row> frame, Column key) {
    return group.columns.keyedBy(frame, key, sent);
  }

  private static String name(Map.Entry<Long, String> file, long key) {
    return "row " + (key - file.getKey()) + " of " + file.getValue();
  }

  private Dataset<Row> union(BiFunction<Group, Dataset<Row>, Dataset<Row>> keyed) {
    return groups.stream()
        .map(group -> keyed.apply(group, frame(group)))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private Dataset<Row> frame(Group group) {
    DataFrameReader reader = spark.read().schema(group.schema);
    if (parts.isAll() && groups.size() == 1) {
      // Spark lists one folder faster than it looks at many files.
      return reader.parquet(escaped(parts.root()));
    }
    return reader
        .option("basePath", parts.root().toString())
        .parquet(group.files.stream().map(PartTables::escaped).toArray(String[]::new));
  }

  /** A path in which Spark finds no pattern. */
  static String escaped(Path path) {
    return path.toString().replaceAll("[{}\\[\\]*?\\\\]", "\\\\$0");
  }

  private ReadReport report() {
    ReadReport read = columns.report();
    List<String> leftOut = new ArrayList<>(read.leftOut());
    if (!parts.leftOut().isEmpty()) {
      leftOut.add("files that are not Parquet: " + KnownNames.listed(parts.leftOut()));
    }
    String of = " of " + Amount.of(parts.files().size(), "file");
    return new ReadReport(
        read.format(),
        parts.split(),
        read.label(),
        read.features() + of,
        read.weight(),
        read.id(),
        read.values(),
        leftOut,
        read.notices(),
        read.made());
  }
}
