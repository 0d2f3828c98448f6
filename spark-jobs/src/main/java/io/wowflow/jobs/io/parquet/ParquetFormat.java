package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet: a file, a directory of files, maybe partitioned by columns, or a directory with such a
 * {@code data} directory in it, which is what a flow writes (on an object store in the directory of
 * its run, which the manifest names). Where the files of a directory are called {@code train-...}
 * and {@code test-...}, each is a split. The canonical order is by {@code id}, else by file path
 * and row in the file.
 */
public final class ParquetFormat implements DatasetFormat {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final String DATA = "data";
  private static final String MANIFEST = "_MANIFEST.json";
  private static final int MOST_MANIFEST_BYTES = 1 << 24;
  private static final ObjectMapper JSON = new ObjectMapper();
  // A directory of a million pictures is not opened file by file.
  private static final int FILES_LOOKED_AT = 16;
  private static final String FILE = "wowflow_file";
  private static final String ROW = "wowflow_row";
  private static final String OFFSET = "wowflow_offset";
  private static final Pattern OF_SPLIT = Pattern.compile("(train|test|validation)-.*\\.parquet");
  private static final Pattern UNREADABLE =
      Pattern.compile(
          "^(FAILED_READ_FILE|CANNOT_READ_FILE|UNABLE_TO_INFER_SCHEMA|CANNOT_MERGE"
              + "|COLUMN_ALREADY_EXISTS)");

  private final Supplier<SparkSession> spark;

  /**
   * The format.
   *
   * @param spark opens a session
   */
  public ParquetFormat(Supplier<SparkSession> spark) {
    this.spark = spark;
  }

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public String signature() {
    return "parquet: a file that starts with PAR1, or a directory of them, or one with "
        + DATA
        + "/";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    return locate(input).isPresent();
  }

  private static Optional<Path> locate(InputPath input) throws IOException {
    if (!input.isDirectory()) {
      boolean parquet = Arrays.equals(input.head(MAGIC.length), MAGIC);
      return parquet ? Optional.of(input.path()) : Optional.empty();
    }
    if (holdsParquet(input, input.path())) {
      return Optional.of(input.path());
    }
    Optional<Path> data = dataIn(input, input.path());
    return data.isPresent() ? data : ofRun(input);
  }

  private static Optional<Path> dataIn(InputPath input, Path directory) throws IOException {
    for (FileStatus child : input.children(directory)) {
      if (child.isDirectory()
          && child.getPath().getName().equals(DATA)
          && holdsParquet(input, child.getPath())) {
        return Optional.of(child.getPath());
      }
    }
    return Optional.empty();
  }

  /** Where renames copy, a result stays in the directory of its run, which its manifest names. */
  private static Optional<Path> ofRun(InputPath input) throws IOException {
    for (FileStatus entry : input.entries(input.path())) {
      if (entry.isFile() && entry.getPath().getName().equals(MANIFEST)) {
        String name = "run=" + runIn(input.bytes(entry.getPath(), MOST_MANIFEST_BYTES));
        for (FileStatus child : input.children()) {
          if (child.isDirectory() && child.getPath().getName().equals(name)) {
            return dataIn(input, child.getPath());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String runIn(byte[] manifest) throws IOException {
    try {
      return JSON.readTree(manifest).at("/run/id").asText();
    } catch (JsonProcessingException e) {
      // Not a manifest of ours: then its directory is judged by what else is in it.
      return "";
    }
  }

  private static boolean holdsParquet(InputPath input, Path directory) throws IOException {
    List<FileStatus> children = input.children(directory);
    for (FileStatus child : children.subList(0, Math.min(FILES_LOOKED_AT, children.size()))) {
      boolean partition = child.isDirectory() && child.getPath().getName().contains("=");
      if (child.isFile()
          ? Arrays.equals(input.head(child.getPath(), MAGIC.length), MAGIC)
          : partition && holdsParquet(input, child.getPath())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    Path path =
        locate(input)
            .orElseThrow(
                () -> JobException.input(input.name() + " is not Parquet: " + signature()));
    try {
      Dataset<Row> frame = spark.get().read().parquet(files(input, path));
      RowColumns columns = RowColumns.of(input.name(), frame);
      return (columns.hasId() ? RowDatasets.byId(columns) : byFile(columns)).collect(options);
    } catch (JobException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws checked exceptions that its signatures do not declare.
      throw explained(input, e);
    }
  }

  /** The paths that Spark reads: the input, or the files of one split in it. */
  private static String[] files(InputPath input, Path path) throws IOException {
    NavigableMap<String, List<String>> bySplit = new TreeMap<>();
    for (FileStatus child : input.isDirectory() ? input.children(path) : List.<FileStatus>of()) {
      Matcher name = OF_SPLIT.matcher(child.getPath().getName());
      if (child.isFile() && name.matches()) {
        bySplit
            .computeIfAbsent("#" + name.group(1), split -> new ArrayList<>())
            .add(escaped(child.getPath()));
      }
    }
    if (input.split().isPresent()) {
      List<String> asked = bySplit.get(input.split().get().fragment());
      if (asked == null) {
        throw noSplit(input, bySplit.keySet());
      }
      return asked.toArray(String[]::new);
    }
    if (bySplit.size() > 1) {
      throw JobException.usage(
          input.name()
              + " holds files of the splits "
              + String.join(", ", bySplit.keySet())
              + "; name one: "
              + input.name()
              + Split.TRAIN.fragment()
              + " or "
              + input.name()
              + Split.TEST.fragment());
    }
    return new String[] {escaped(path)};
  }

  private static JobException noSplit(InputPath input, Set<String> there) {
    if (there.isEmpty()) {
      input.refuseSplit("Parquet");
    }
    return JobException.usage(
        input.uri().redacted()
            + ": this split is not in the directory, which holds files of "
            + String.join(", ", there));
  }

  private static RuntimeException explained(InputPath input, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && spark.getCondition() != null
          && UNREADABLE.matcher(spark.getCondition()).find()) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return JobException.of(
            ExitCode.INPUT,
            input.name() + " cannot be read as Parquet: " + UserInfo.cut(firstLine(root)),
            e);
      }
    }
    return e instanceof RuntimeException unchecked && !(e instanceof SparkThrowable)
        ? unchecked
        : JobException.of(ExitCode.FAILURE, input.name() + " cannot be read: " + firstLine(e), e);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** A path in which Spark finds no pattern. */
  private static String escaped(Path path) {
    return path.toString().replaceAll("[{}\\[\\]*?\\\\]", "\\\\$0");
  }

  /** Numbers the rows by file, in the order of the paths, and by row in the file. */
  private static KeyedRows byFile(RowColumns columns) {
    Dataset<Row> rows =
        columns
            .frame()
            .withColumn(FILE, col("_metadata.file_path"))
            .withColumn(ROW, col("_metadata.row_index"));
    NavigableMap<String, Long> sizes = new TreeMap<>();
    for (Row size : rows.groupBy(FILE).agg(max(ROW)).collectAsList()) {
      sizes.put(size.getString(0), size.getLong(1) + 1);
    }
    NavigableMap<Long, String> fileAt = new TreeMap<>();
    List<Row> offsets = new ArrayList<>();
    long offset = 0;
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      fileAt.put(offset, file.getKey());
      offsets.add(RowFactory.create(file.getKey(), offset));
      offset += file.getValue();
    }
    Dataset<Row> offsetOfFile =
        rows.sparkSession()
            .createDataFrame(
                offsets,
                new StructType().add(FILE, DataTypes.StringType).add(OFFSET, DataTypes.LongType));
    RowColumns joined = RowColumns.of(columns.where(), rows.join(broadcast(offsetOfFile), FILE));
    return new KeyedRows(
        joined,
        joined.keyedBy(col(OFFSET).plus(col(ROW))),
        key -> name(fileAt.floorEntry(key), key));
  }

  private static String name(Map.Entry<Long, String> file, long key) {
    return "row " + (key - file.getKey()) + " of " + new Path(file.getValue()).getName();
  }
}
