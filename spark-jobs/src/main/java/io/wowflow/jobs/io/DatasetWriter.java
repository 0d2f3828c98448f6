package io.wowflow.jobs.io;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.math.array.Guard;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a dataset to one output: an NPZ file if its name ends in {@code .npz}, else a directory of
 * Parquet files. It is written beside its final name and renamed when it is whole.
 */
public final class DatasetWriter {
  private static final String NPZ = ".npz";
  // A directory of Parquet under one of these names would surprise whoever asked for it.
  private static final Set<String> NOT_WRITTEN =
      Set.of("csv", "gz", "json", "jpg", "npy", "pkl", "png", "pt", "tsv", "txt", "zip");

  private final FileSystem files;
  private final Path output;
  private final OutputMode mode;
  private final String name;

  private DatasetWriter(FileSystem files, Path output, OutputMode mode) {
    this.files = files;
    this.output = output;
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
   *     output exists and may not be replaced, or lies below a file; (failure) if the file system
   *     fails
   * @throws IllegalArgumentException for the mode {@code RESUME}
   */
  public static DatasetWriter open(String output, OutputMode mode, Configuration configuration) {
    Guard.that(mode != OutputMode.RESUME, "a dataset is written at once: nothing can be resumed");
    Path path = DatasetUri.plainPath(output);
    String redacted = UserInfo.cut(output);
    if (path.isRoot() || path.getName().isEmpty()) {
      throw JobException.usage(redacted + " is a root; name a file or a directory below it");
    }
    String lower = path.getName().toLowerCase(Locale.ROOT);
    if (NOT_WRITTEN.contains(lower.substring(lower.lastIndexOf('.') + 1)) && lower.contains(".")) {
      throw JobException.usage(
          redacted + ": this format is not written; name a .npz file, or a directory for Parquet");
    }
    try {
      FileSystem files = FileSystems.of(path, configuration);
      DatasetWriter writer = new DatasetWriter(files, OutputPlace.qualify(files, path), mode);
      OutputPlace.checkAbove(files, writer.output);
      writer.checkReplaceable();
      return writer;
    } catch (IOException e) {
      throw failed(redacted, e);
    }
  }

  private boolean isNpz() {
    return output.getName().toLowerCase(Locale.ROOT).endsWith(NPZ);
  }

  private void checkReplaceable() throws IOException {
    if (!files.exists(output)) {
      return;
    }
    if (mode == OutputMode.ERROR) {
      throw JobException.output(name + " exists; choose another output, or mode overwrite");
    }
    boolean directory = files.getFileStatus(output).isDirectory();
    if (directory == isNpz()) {
      throw JobException.output(
          name + " exists and is a " + (directory ? "directory" : "file") + "; remove it first");
    }
    if (directory) {
      for (FileStatus child : files.listStatus(output)) {
        String file = child.getPath().getName();
        if (child.isDirectory() || !(file.matches("[._].*") || file.endsWith(".parquet"))) {
          throw JobException.output(
              name
                  + " holds more than Parquet files ('"
                  + file
                  + "'); it is not replaced, remove it");
        }
      }
    }
  }

  /**
   * Writes a dataset.
   *
   * @param loaded the dataset
   * @throws JobException (output) if the output came to exist meanwhile or its place cannot be
   *     written; (failure) if the file system fails; nothing half written stays under the output's
   *     name
   */
  public void write(LoadedDataset loaded) {
    // The name of an attempt only has to be new; no datum depends on it.
    Path attempt =
        new Path(output.getParent(), "_" + output.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try {
        makePlace(attempt);
        writeTo(attempt, loaded);
        commit(attempt);
      } finally {
        files.delete(attempt, true);
      }
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /** What fails here fails before a byte is written, and another output may do. */
  private void makePlace(Path attempt) {
    try {
      if (isNpz()) {
        PlainFiles.create(files, attempt).close();
      } else if (!files.mkdirs(attempt)) {
        throw new IOException("its directory cannot be made");
      }
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.OUTPUT,
          name + " cannot be written: " + UserInfo.cut(e.getMessage()) + ". Choose another output",
          e);
    }
  }

  private void writeTo(Path attempt, LoadedDataset loaded) throws IOException {
    if (!isNpz()) {
      ParquetFiles.write(loaded, attempt, files.getConf());
      return;
    }
    try (OutputStream out = PlainFiles.create(files, attempt)) {
      NpzDatasets.write(loaded, out);
    }
  }

  private void commit(Path attempt) throws IOException {
    checkReplaceable();
    if (mode == OutputMode.OVERWRITE) {
      files.delete(output, true);
    }
    if (!files.rename(attempt, output)) {
      throw new IOException("cannot rename " + attempt.getName() + " to " + output.getName());
    }
  }

  private static JobException failed(String name, IOException e) {
    return JobException.of(
        ExitCode.FAILURE, name + " cannot be written: " + UserInfo.cut(e.getMessage()), e);
  }
}
