package io.wowflow.jobs.record;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.AtomicFile;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.OutputPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A result that is one JSON file: checked before the work, written or replaced after it. */
public final class JsonFile {
  private final FileSystem files;
  private final Path path;

  private JsonFile(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * A file that may be written.
   *
   * @param output any Hadoop path
   * @param mode whether a file that is there may be replaced
   * @param inputs the inputs of the job, none of which the file may be
   * @param hadoop where the file systems are configured
   * @return the file
   * @throws JobException (usage) if it is an input; (output) if it exists, is a directory, or is
   *     below a file; (failure) if a file system fails
   */
  public static JsonFile open(
      String output, OutputMode mode, List<Path> inputs, Configuration hadoop) {
    Path path = DatasetUri.plainPath(output);
    String name = UserInfo.cut(output);
    try {
      FileSystem files = FileSystems.of(path, hadoop);
      Path qualified = OutputPlace.qualify(files, path);
      for (Path input : inputs) {
        OutputPlace.checkApart(hadoop, qualified, input, "input");
      }
      OutputPlace.checkFile(files, qualified);
      if (files.exists(qualified)) {
        if (files.getFileStatus(qualified).isDirectory()) {
          throw JobException.output(name + " is a directory; choose another output");
        }
        if (mode == OutputMode.ERROR) {
          throw JobException.output(
              name + " exists. To replace it give --mode overwrite, else choose another output");
        }
      }
      return new JsonFile(files, qualified);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /**
   * Content as it is written.
   *
   * @param content maps, lists, text, numbers and null; keys are sorted
   * @return indented JSON, ending in a line feed
   */
  public static String text(Map<String, ?> content) {
    return new String(Json.pretty(content), StandardCharsets.UTF_8);
  }

  /**
   * Writes the file.
   *
   * @param content maps, lists, text, numbers and null; keys are sorted
   * @throws JobException (failure) if it cannot be written; nothing half written stays, and an
   *     older file does, as {@link AtomicFile} keeps it
   */
  public void write(Map<String, ?> content) {
    try {
      AtomicFile.write(files, path, Json.pretty(content));
    } catch (IOException e) {
      throw failed(UserInfo.cut(path), e);
    }
  }

  private static JobException failed(String name, IOException e) {
    return JobException.of(
        ExitCode.FAILURE, name + " cannot be written: " + UserInfo.cut(e.getMessage()), e);
  }
}
