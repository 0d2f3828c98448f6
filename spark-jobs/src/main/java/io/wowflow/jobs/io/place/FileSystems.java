package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the file system of a path. */
public final class FileSystems {
  private FileSystems() {}

  /**
   * The file system of a path, which is not looked at.
   *
   * @param path any path
   * @param configuration where the file systems are configured
   * @return its file system
   * @throws JobException (usage) if the scheme is unknown, its connector is missing, or the host of
   *     the path is none
   */
  public static FileSystem of(Path path, Configuration configuration) {
    try {
      FileSystem files = path.getFileSystem(configuration);
      // Refuses a host that the file system does not have.
      files.makeQualified(path);
      return files;
    } catch (IOException e) {
      throw none(path, e.getMessage(), e);
    } catch (RuntimeException e) {
      // Hadoop wraps what is wrong with a URI, a host or a connector into these.
      throw none(path, String.valueOf(e.getCause() == null ? e : e.getCause()), e);
    }
  }

  /**
   * An entry of a directory.
   *
   * @param parent the directory
   * @param name any name, such as one with a colon
   * @return its path
   */
  public static Path child(Path parent, String name) {
    // A bare name with a colon would be taken for a scheme and a path.
    return new Path(parent, "./" + name);
  }

  private static JobException none(Path path, String reason, Exception cause) {
    return JobException.of(
        ExitCode.USAGE,
        UserInfo.cut(path)
            + ": no file system for this path ("
            + UserInfo.cut(reason)
            + "); check the URI, and that its connector is among Spark's jars",
        cause);
  }
}
