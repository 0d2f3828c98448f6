package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the file system of a path, and knows how file systems differ. */
public final class FileSystems {
  private static final Set<String> ATOMIC_RENAME =
      Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");

  private FileSystems() {}

  /**
   * The file system of a path, which is not looked at.
   *
   * @param path any path
   * @param configuration where the file systems are configured
   * @return its file system
   * @throws JobException (usage) if the scheme is unknown, its connector is missing, or the path
   *     names no valid host
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
    // A bare name with a colon would be read as a scheme and a path.
    return new Path(parent, "./" + name);
  }

  /**
   * Knows the file systems that rename in one operation; object stores copy and delete.
   *
   * @param files the file system
   * @return true for those that are known to
   */
  public static boolean renamesAtomically(FileSystem files) {
    return renamesAtomically(files.getUri().getScheme());
  }

  /**
   * Knows the schemes whose file systems rename in one operation.
   *
   * @param scheme scheme of URIs, such as {@code hdfs}
   * @return true for those that are known to
   */
  public static boolean renamesAtomically(String scheme) {
    return ATOMIC_RENAME.contains(scheme);
  }

  /**
   * Creates a file in a directory that no reader knows yet, or truncates it; {@link AtomicFile} is
   * for files under their final names. On the local file system no hidden checksum file is written
   * next to it: after another program has changed the file, Hadoop would refuse to read it.
   *
   * @param files the file system of the path
   * @param path the file
   * @return where to write
   * @throws IOException if the file system fails
   */
  public static OutputStream create(FileSystem files, Path path) throws IOException {
    if (files instanceof LocalFileSystem local) {
      // Deletes the checksum of an older file, too.
      local.delete(path, false);
      return DiskErrors.converted(local.getRawFileSystem().create(path, true));
    }
    return DiskErrors.converted(files.create(path, true));
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
