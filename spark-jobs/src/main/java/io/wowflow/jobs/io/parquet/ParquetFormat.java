package io.wowflow.jobs.io.parquet;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet: a file, or a directory of files of which {@link ParquetParts} decides which are read and
 * {@link RowColumns} which of their columns. The canonical order is by {@code id}, else by file
 * path and row in the file.
 */
public final class ParquetFormat implements DatasetFormat {
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
    return "parquet: a file that starts with PAR1, or a directory of them, or one with data/";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    return ParquetParts.isIn(input);
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    refuseOptionsOfText(input, options);
    ParquetParts all = ParquetParts.of(input);
    ParquetParts parts =
        all.committed(
            input, () -> spark.get().read().parquet(PartTables.escaped(all.root())).inputFiles());
    List<PartFooters.Footer> footers = PartFooters.read(input, parts.files());
    try {
      return PartTables.of(
              input, parts, footers, options.columns(), options.unlabelled(), spark.get())
          .keyed()
          .collect(options, footers.stream().mapToLong(PartFooters.Footer::rows).sum());
    } catch (JobException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws checked exceptions that its signatures do not declare.
      throw explained(input, e);
    }
  }

  private static void refuseOptionsOfText(InputPath input, ReadOptions options) {
    String option =
        options.columns().delimiter().isPresent()
            ? "--delimiter"
            : options.columns().header().isPresent() ? "--header" : null;
    if (option != null) {
      throw JobException.usage(
          input.name() + " is Parquet, and " + option + " is an option of CSV: leave it out");
    }
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
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 197) + "...";
  }
}
