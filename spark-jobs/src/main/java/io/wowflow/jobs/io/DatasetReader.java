package io.wowflow.jobs.io;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.binary.CifarFormat;
import io.wowflow.jobs.io.binary.IdxFormat;
import io.wowflow.jobs.io.csv.CsvFormat;
import io.wowflow.jobs.io.csv.LibsvmFormat;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.image.ImageFolderFormat;
import io.wowflow.jobs.io.npz.NpyHeader;
import io.wowflow.jobs.io.npz.NpzFormat;
import io.wowflow.jobs.io.parquet.ParquetFormat;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.ForeignTables;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.Resize;
import io.wowflow.jobs.io.synthetic.SyntheticDatasets;
import io.wowflow.jobs.io.synthetic.SyntheticSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.SparkSession;

/**
 * Reads labelled datasets of any supported format from any Hadoop file system. The format is found
 * from the content, never from the extension.
 *
 * <p>Labels, ids and weights of all rows are checked; features are decoded and checked for the
 * samples that the options draw, and only those take memory.
 */
public final class DatasetReader {
  private final Configuration configuration;
  private final Consumer<String> notices;
  private final List<DatasetFormat> formats;

  /**
   * A reader that reports what it reads in the datasets only.
   *
   * @param configuration where the file systems are configured
   * @param spark opens a session; called only for Parquet
   */
  public DatasetReader(Configuration configuration, Supplier<SparkSession> spark) {
    this(configuration, spark, notice -> {});
  }

  /**
   * A reader.
   *
   * @param configuration where the file systems are configured
   * @param spark opens a session; called only for Parquet
   * @param notices receives a line for each dataset that was read, see {@link
   *     io.wowflow.jobs.io.dataset.ReadReport}, and one for each of its notices
   */
  public DatasetReader(
      Configuration configuration, Supplier<SparkSession> spark, Consumer<String> notices) {
    this.configuration = configuration;
    this.notices = notices;
    this.formats =
        List.of(
            new NpzFormat(),
            new ParquetFormat(spark),
            new IdxFormat(),
            new CifarFormat(),
            new ImageFolderFormat(),
            new LibsvmFormat(),
            new CsvFormat());
  }

  /**
   * Reads a dataset.
   *
   * @param uri where it is
   * @param options how to read it
   * @return the dataset, its labels, ids and shape
   * @throws JobException (usage) if the request is wrong: an unknown format, a fragment that is
   *     missing or does not apply, a shape that does not fit, more data than memory; (input) if the
   *     data are missing or invalid; (failure) if the file system fails
   */
  public LoadedDataset read(DatasetUri uri, ReadOptions options) {
    LoadedDataset loaded =
        uri.synthetic()
            .map(spec -> synthetic(uri, spec, options))
            .orElseGet(() -> readFiles(uri, options));
    LoadedDataset sized = Resize.apply(loaded, options, uri.redacted());
    if (options.units().isAsRead()) {
      // Other units are chosen after a first reading, which was reported.
      notices.accept("read " + uri.redacted() + ": " + sized.line());
      sized.report().notices().forEach(notice -> notices.accept(uri.redacted() + ": " + notice));
    }
    return sized;
  }

  private LoadedDataset synthetic(DatasetUri uri, SyntheticSpec spec, ReadOptions options) {
    options
        .format()
        .ifPresent(
            name -> {
              throw JobException.usage(
                  uri.redacted() + " has no file format; leave the format '" + name + "' out");
            });
    return SyntheticDatasets.make(uri.redacted(), spec, options);
  }

  private LoadedDataset readFiles(DatasetUri uri, ReadOptions options) {
    return opened(
        uri,
        input -> {
          ForeignTables.refuse(input);
          return format(input, options).read(input, options);
        });
  }

  private DatasetFormat format(InputPath input, ReadOptions options) throws IOException {
    Optional<DatasetFormat> forced = options.format().map(this::named);
    return forced.isPresent() ? checked(forced.get(), input) : find(input);
  }

  /** An operation on an input. */
  @FunctionalInterface
  private interface Use<T> {
    T of(InputPath input) throws IOException;
  }

  private <T> T opened(DatasetUri uri, Use<T> use) {
    try {
      return use.of(InputPath.open(uri, configuration));
    } catch (AccessControlException e) {
      throw JobException.of(
          ExitCode.INPUT,
          uri.redacted() + " may not be read by this user: " + UserInfo.cut(e.getMessage()),
          e);
    } catch (FileNotFoundException e) {
      // As Java opens a local file that the user may not read.
      String refused = String.valueOf(e.getMessage());
      throw JobException.of(
          ExitCode.INPUT,
          uri.redacted()
              + (refused.contains("Permission denied")
                  ? " may not be read by this user: "
                  : ": a file is missing: ")
              + UserInfo.cut(refused),
          e);
    } catch (ChecksumException e) {
      throw JobException.of(
          ExitCode.INPUT,
          uri.redacted()
              + " differs from the hidden .crc file next to it ("
              + UserInfo.cut(e.getMessage())
              + "); if it was changed on purpose, remove that file",
          e);
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, uri.redacted() + " cannot be read: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private DatasetFormat named(String name) {
    return formats.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(() -> JobException.usage("unknown format '" + name + "'; " + supported()));
  }

  private static DatasetFormat checked(DatasetFormat format, InputPath input) throws IOException {
    if (!format.recognises(input)) {
      throw JobException.input(
          input.name()
              + " is not of the format '"
              + format.name()
              + "', which is "
              + format.signature());
    }
    return format;
  }

  private DatasetFormat find(InputPath input) throws IOException {
    for (DatasetFormat format : formats) {
      if (format.recognises(input)) {
        return format;
      }
    }
    if (NpyHeader.startsWithMagic(input.head(NpyHeader.MAGIC_BYTES))) {
      throw JobException.input(
          input.name()
              + " is a single NPY array, without labels; write numpy.savez(FILE, x=samples,"
              + " y=labels)");
    }
    List<FileStatus> children = input.children();
    boolean empty = input.isDirectory() ? children.isEmpty() : input.length() == 0;
    throw JobException.input(
        input.name()
            + (input.isDirectory() ? ", a directory, " : " ")
            + (empty ? "is empty" : "holds no dataset that is recognised")
            + (children.isEmpty() ? "" : " in " + firstNames(children))
            + "; "
            + supported());
  }

  private static String firstNames(List<FileStatus> children) {
    return children.stream()
            .limit(3)
            .map(child -> KnownNames.shortened(child.getPath().getName()))
            .collect(Collectors.joining(", "))
        + (children.size() > 3 ? ", ..." : "");
  }

  private String supported() {
    return "supported are "
        + formats.stream().map(DatasetFormat::name).collect(Collectors.joining(", "));
  }
}
