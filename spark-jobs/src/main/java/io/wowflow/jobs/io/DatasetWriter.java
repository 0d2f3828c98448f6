package io.wowflow.jobs.io;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
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
    this.name = DatasetUri.redact(output.toString());
  }

  /**
   * A writer, its output checked, so that a job that cannot end is not begun.
   *
   * @param output where to write
   * @param mode what happens to an output that exists
   * @param configuration where the file systems are configured
   * @return the writer
   * @throws JobException (usage) if the name asks for a format that is not written; (output) if the
   *     output exists and may not be replaced; (failure) if the file system fails
   */
  public static DatasetWriter open(String output, OutputMode mode, Configuration configuration) {
    Path path = DatasetUri.plainPath(output);
    String redacted = DatasetUri.redact(output);
    if (path.isRoot() || path.getName().isEmpty()) {
      throw JobException.usage(redacted + " is a root; name a file or a directory below it");
    }
    String lower = path.getName().toLowerCase(Locale.ROOT);
    if (NOT_WRITTEN.contains(lower.substring(lower.lastIndexOf('.') + 1)) && lower.contains(".")) {
      throw JobException.usage(
          redacted + ": this format is not written; name a .npz file, or a directory for Parquet");
    }
    try {
      FileSystem files = InputPath.fileSystem(path, configuration);
      DatasetWriter writer = new DatasetWriter(files, files.makeQualified(path), mode);
      writer.checkReplaceable();
      return writer;
    } catch (IOException e) {
      throw failed(redacted, e);
    }
  }

  /**
   * Refuses an output that is an input, lies in it, or holds it.
   *
   * @param output a path that is to be written
   * @param input a dataset that is read, or another output
   * @param configuration where the file systems are configured
   * @throws JobException (usage) if the paths overlap; (failure) if the file system fails
   */
  public static void refuseOverlap(String output, DatasetUri input, Configuration configuration) {
    if (input.synthetic().isPresent()) {
      return;
    }
    Path written = qualified(DatasetUri.plainPath(output), configuration);
    Path read = qualified(input.path(), configuration);
    if (holds(read, written) || holds(written, read)) {
      throw JobException.usage(
          String.format(
              "%s is to be written, and overlaps with %s; write somewhere else",
              DatasetUri.redact(output), input.redacted()));
    }
  }

  private static Path qualified(Path path, Configuration configuration) {
    try {
      return InputPath.fileSystem(path, configuration).makeQualified(path);
    } catch (IOException e) {
      throw failed(DatasetUri.redact(path.toString()), e);
    }
  }

  private static boolean holds(Path outer, Path inner) {
    for (Path path = inner; path != null; path = path.getParent()) {
      if (path.equals(outer)) {
        return true;
      }
    }
    return false;
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
   * @throws JobException (output) if the output came to exist meanwhile; (failure) if the file
   *     system fails; nothing half written stays under the output's name
   */
  public void write(LoadedDataset loaded) {
    // The name of an attempt only has to be new; no datum depends on it.
    Path attempt =
        new Path(output.getParent(), "_" + output.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try {
        writeTo(attempt, loaded);
        commit(attempt);
      } finally {
        files.delete(attempt, true);
      }
    } catch (IOException e) {
      throw failed(name, e);
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
        ExitCode.FAILURE,
        name + " cannot be written: " + DatasetUri.redact(String.valueOf(e.getMessage())),
        e);
  }
}
