package io.wowflow.jobs.io;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.csv.CsvDatasets;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.image.ImageFolders;
import io.wowflow.jobs.io.npz.NpzDatasets;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.place.AtomicFile;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.DiskErrors;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.math.internal.Guard;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a dataset to one output: in the format that was requested, else NPZ or CSV if its name
 * ends in {@code .npz}, {@code .csv} or {@code .csv.gz}, else a directory of Parquet files. The
 * dataset is written under a temporary name next to the output and renamed when it is whole.
 */
public final class DatasetWriter {
  private static final String GZIP = ".gz";
  // A directory of Parquet under one of these names would be a surprise.
  private static final Set<String> NOT_WRITTEN =
      Set.of("gz", "json", "jpg", "npy", "pkl", "png", "pt", "tsv", "txt", "zip");

  private final FileSystem files;
  private final Path output;
  private final OutputConf.Format format;
  private final OutputMode mode;
  private final String name;

  private DatasetWriter(FileSystem files, Path output, OutputConf.Format format, OutputMode mode) {
    this.files = files;
    this.output = output;
    this.format = format;
    this.mode = mode;
    this.name = UserInfo.cut(output);
  }

  /**
   * A writer, its output checked, so that a job that cannot end is not begun.
   *
   * @param output where to write
   * @param mode what happens to an output that exists; there is nothing to resume
   * @param configuration where the file systems are configured
   * @return the writer
   * @throws JobException (usage) if the name asks for a format that is not written; (output) if the
   *     output exists and may not be replaced, or is below a file; (failure) if the file system
   *     fails
   * @throws IllegalArgumentException for the mode {@code RESUME}
   */
  public static DatasetWriter open(String output, OutputMode mode, Configuration configuration) {
    return open(output, Optional.empty(), mode, configuration);
  }

  /**
   * A writer of a format, its output checked likewise.
   *
   * @param output where to write
   * @param asked the format, or empty for the one of the output's name
   * @param mode what happens to an output that exists; there is nothing to resume
   * @param configuration where the file systems are configured
   * @return the writer
   * @throws JobException as {@link #open(String, OutputMode, Configuration)}
   * @throws IllegalArgumentException for the mode {@code RESUME}
   */
  public static DatasetWriter open(
      String output,
      Optional<OutputConf.Format> asked,
      OutputMode mode,
      Configuration configuration) {
    Guard.that(mode != OutputMode.RESUME, "a dataset is written at once: nothing can be resumed");
    Path path = DatasetUri.plainPath(output);
    String redacted = UserInfo.cut(output);
    if (path.isRoot() || path.getName().isEmpty()) {
      throw JobException.usage(redacted + " is a root; name a file or a directory below it");
    }
    OutputConf.Format format = asked.orElseGet(() -> named(path.getName(), redacted));
    try {
      FileSystem files = FileSystems.of(path, configuration);
      DatasetWriter writer =
          new DatasetWriter(files, OutputPlace.qualify(files, path), format, mode);
      if (format.isFile()) {
        OutputPlace.checkName(writer.output);
      }
      OutputPlace.checkAbove(files, writer.output);
      writer.checkReplaceable();
      return writer;
    } catch (IOException e) {
      throw failed(redacted, e);
    }
  }

  private static OutputConf.Format named(String name, String redacted) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".npz")) {
      return OutputConf.Format.NPZ;
    }
    if (lower.endsWith(".csv") || lower.endsWith(".csv" + GZIP)) {
      return OutputConf.Format.CSV;
    }
    if (NOT_WRITTEN.contains(lower.substring(lower.lastIndexOf('.') + 1)) && lower.contains(".")) {
      throw JobException.usage(
          redacted
              + ": this format is not written; name a .npz, .csv or .csv.gz file, or a directory"
              + " for Parquet");
    }
    return OutputConf.Format.PARQUET;
  }

  private void checkReplaceable() throws IOException {
    if (!files.exists(output)) {
      return;
    }
    if (mode == OutputMode.ERROR) {
      throw JobException.output(name + " exists; choose another output, or mode overwrite");
    }
    boolean directory = files.getFileStatus(output).isDirectory();
    if (directory == format.isFile()) {
      throw JobException.output(
          name + " exists and is a " + (directory ? "directory" : "file") + "; remove it first");
    }
    if (directory) {
      checkOwn(output, format == OutputConf.Format.IMAGES);
    }
  }

  /** Refuses to replace a directory that holds anything but the files of its format. */
  private void checkOwn(Path directory, boolean folders) throws IOException {
    String ending = format == OutputConf.Format.IMAGES ? ".png" : ".parquet";
    for (FileStatus child : files.listStatus(directory)) {
      String file = child.getPath().getName();
      if (child.isDirectory() && folders) {
        checkOwn(child.getPath(), false);
      } else if (child.isDirectory() || !(file.matches("[._].*") || file.endsWith(ending))) {
        throw JobException.output(
            name
                + " holds more than "
                + (format == OutputConf.Format.IMAGES ? "folders of PNG" : "Parquet")
                + " files ('"
                + file
                + "'); it is not replaced, remove it");
      }
    }
  }

  /**
   * Writes a dataset. An older one is replaced when the new one is whole: a file in one operation
   * where the file system has one, see {@link AtomicFile}; a directory by two renames, the older
   * one first being renamed to {@code _NAME.UUID.old} next to it, where it stays if the process is
   * killed between the two.
   *
   * @param loaded the dataset
   * @throws JobException (usage) if the format cannot hold it; (output) if the output came to exist
   *     meanwhile or its place cannot be written; (failure) if the file system fails: nothing half
   *     written then stays under the output's name, and an older dataset does; where it could not
   *     get its name back the message has the one under which it is kept
   */
  public void write(LoadedDataset loaded) {
    if (format == OutputConf.Format.IMAGES) {
      ImageFolders.check(loaded, name);
    }
    try {
      if (format.isFile()) {
        writeFile(loaded);
      } else {
        writeDirectory(loaded);
      }
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  private void writeFile(LoadedDataset loaded) throws IOException {
    try (AtomicFile file = begin(() -> AtomicFile.create(files, output))) {
      try (OutputStream out = compressed(file.stream())) {
        if (format == OutputConf.Format.NPZ) {
          NpzDatasets.write(loaded, out);
        } else {
          CsvDatasets.write(loaded, out);
        }
      }
      checkReplaceable();
      file.commit();
    }
  }

  private void writeDirectory(LoadedDataset loaded) throws IOException {
    // These names only have to be new; no datum depends on them.
    String unique = "_" + output.getName() + "." + UUID.randomUUID();
    Path attempt = FileSystems.child(output.getParent(), unique + ".tmp");
    try {
      begin(() -> made(attempt));
      if (format == OutputConf.Format.PARQUET) {
        ParquetFiles.write(loaded, attempt, files.getConf());
      } else {
        ImageFolders.write(loaded, attempt, files);
      }
      checkReplaceable();
      replace(attempt, FileSystems.child(output.getParent(), unique + ".old"));
    } catch (NotRestoredException e) {
      // The new dataset is kept until a person has put one of the two in its place.
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      deleteAfter(e, attempt);
      throw e;
    }
  }

  /** The older dataset could not get its name back. */
  private static final class NotRestoredException extends IOException {
    private static final long serialVersionUID = 1L;

    NotRestoredException(IOException failure, Path old) {
      super(failure.getMessage() + "; the older dataset is now " + old.getName(), failure);
    }
  }

  private void replace(Path attempt, Path old) throws IOException {
    boolean replaces = files.exists(output);
    if (replaces) {
      checkFree(output, old);
      rename(output, old);
    }
    try {
      checkFree(attempt, output);
      renameWhole(attempt);
    } catch (IOException e) {
      if (replaces) {
        restore(old, e);
      }
      throw e;
    }
    if (replaces) {
      try {
        files.delete(old, true);
      } catch (IOException e) {
        // The new dataset is in its place: what is left of the older one is no failure of the job.
      }
    }
  }

  private void renameWhole(Path attempt) throws IOException {
    try {
      rename(attempt, output);
    } catch (IOException e) {
      // Where a rename is a copy, a part of the files may have got there.
      deleteAfter(e, output);
      throw e;
    }
  }

  private void restore(Path old, IOException failure) throws NotRestoredException {
    try {
      checkFree(old, output);
      rename(old, output);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw new NotRestoredException(failure, old);
    }
  }

  private void deleteAfter(Throwable failure, Path directory) {
    try {
      files.delete(directory, true);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** A directory in the way would get the other one inside it. */
  private void checkFree(Path from, Path to) throws IOException {
    if (files.exists(to)) {
      throw new IOException(
          "cannot rename " + from.getName() + " to " + to.getName() + ", which exists");
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from.getName() + " to " + to.getName());
    }
  }

  private Path made(Path directory) throws IOException {
    if (!files.mkdirs(directory)) {
      throw new IOException("its directory cannot be made");
    }
    return directory;
  }

  /** A failure here comes before a byte is written, and another output may do. */
  private <T> T begin(DiskErrors.Work<T> first) {
    try {
      return first.run();
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.OUTPUT,
          name + " cannot be written: " + UserInfo.cut(e.getMessage()) + ". Choose another output",
          e);
    }
  }

  private OutputStream compressed(OutputStream raw) throws IOException {
    return output.getName().toLowerCase(Locale.ROOT).endsWith(GZIP)
        ? new GZIPOutputStream(raw)
        : raw;
  }

  private static JobException failed(String name, IOException e) {
    return JobException.of(
        ExitCode.FAILURE, name + " cannot be written: " + UserInfo.cut(e.getMessage()), e);
  }
}
