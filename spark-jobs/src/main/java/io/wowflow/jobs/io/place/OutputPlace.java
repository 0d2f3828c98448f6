package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Checks of the place of an output: its name, the directories above it, the inputs around it. */
public final class OutputPlace {
  private OutputPlace() {}

  /**
   * The full path, without the slash that a path made from a URI may end in.
   *
   * @param fs the file system of the path
   * @param path any path on it
   * @return scheme, authority and absolute path
   */
  public static Path qualify(FileSystem fs, Path path) {
    URI uri = fs.makeQualified(path).toUri();
    return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath());
  }

  /**
   * Refuses the name of a file that Hadoop would read as a scheme and a path, as in {@code
   * run-12:30.npz}. Directories may be called so.
   *
   * @param file where to write
   * @throws JobException (usage) naming it
   */
  public static void checkName(Path file) {
    if (file.getName().contains(":")) {
      throw JobException.usage(
          UserInfo.cut(file)
              + " has a colon in its name, which Hadoop does not accept in files: choose another"
              + " output, such as "
              + UserInfo.cut(file.getName().replace(':', '-')));
    }
  }

  /**
   * Refuses an output file below something that is not a directory, or with a colon in its name.
   *
   * @param fs the file system of the output
   * @param file where to write
   * @throws JobException as {@link #checkAbove} and {@link #checkName}
   * @throws IOException if the file system fails
   */
  public static void checkFile(FileSystem fs, Path file) throws IOException {
    checkName(file);
    checkAbove(fs, file);
  }

  /**
   * Refuses an output below something that is not a directory.
   *
   * @param fs the file system of the output
   * @param output where to write
   * @throws JobException (output) naming what is above
   * @throws IOException if the file system fails
   */
  public static void checkAbove(FileSystem fs, Path output) throws IOException {
    Deque<Path> fromRoot = new ArrayDeque<>();
    for (Path p = output.getParent(); p != null; p = p.getParent()) {
      fromRoot.push(p);
    }
    for (Path above : fromRoot) {
      try {
        if (fs.getFileStatus(above).isFile()) {
          throw JobException.output(
              UserInfo.cut(output)
                  + " cannot be written: "
                  + UserInfo.cut(above)
                  + " is a regular file, not a directory. Choose another output");
        }
      } catch (FileNotFoundException e) {
        // Nothing is here yet, so nothing is below it either.
        return;
      }
    }
  }

  /**
   * Refuses an output that is, holds or is inside an input; {@code ..}, mount points and, on local
   * file systems, symbolic links are resolved first.
   *
   * @param conf where the file systems are configured
   * @param output where to write
   * @param input an input, or another output
   * @param role the name of the latter in messages
   * @throws JobException (usage) naming both
   * @throws IOException if a file system fails
   */
  public static void checkApart(Configuration conf, Path output, Path input, String role)
      throws IOException {
    Path out = resolve(conf, output);
    Path in = resolve(conf, input);
    if (!isSameFileSystem(conf, out, in)) {
      return;
    }
    String outPath = out.toUri().getPath();
    String inPath = in.toUri().getPath();
    String relation = null;
    if (outPath.equals(inPath)) {
      relation = "is the ";
    } else if (isInside(outPath, inPath)) {
      relation = "is inside the ";
    } else if (isInside(inPath, outPath)) {
      relation = "holds the ";
    }
    if (relation != null) {
      throw JobException.usage(
          "The output "
              + UserInfo.cut(output)
              + " "
              + relation
              + role
              + " "
              + UserInfo.cut(input)
              + ": choose another output");
    }
  }

  private static boolean isInside(String path, String directory) {
    return path.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  private static boolean isSameFileSystem(Configuration conf, Path a, Path b) {
    if (!a.toUri().getScheme().equalsIgnoreCase(b.toUri().getScheme())) {
      return false;
    }
    // The service names of hdfs://host and hdfs://host:8020 are one.
    return Objects.equals(a.toUri().getAuthority(), b.toUri().getAuthority())
        || Objects.equals(
            FileSystems.of(a, conf).getCanonicalServiceName(),
            FileSystems.of(b, conf).getCanonicalServiceName());
  }

  /** The path behind mount points, {@code ..} and, on local file systems, symbolic links. */
  private static Path resolve(Configuration conf, Path path) throws IOException {
    FileSystem fs = FileSystems.of(path, conf);
    Path existing = qualify(fs, path);
    Deque<String> missing = new ArrayDeque<>();
    while (existing.getParent() != null && !fs.exists(existing)) {
      missing.push(existing.getName());
      existing = existing.getParent();
    }
    Path resolved = fs.exists(existing) ? fs.resolvePath(existing) : existing;
    if (isLocal(resolved)) {
      java.nio.file.Path local = java.nio.file.Path.of(resolved.toUri().getPath());
      resolved = new Path("file", null, local.toRealPath().toString());
    }
    for (String name : missing) {
      resolved = FileSystems.child(resolved, name);
    }
    return resolved;
  }

  /**
   * Refuses an output that only the driver's machine would see. Reads nothing.
   *
   * @param output where to write
   * @param master Spark's master, or null for a local one
   * @param sharedFileSystem whether the user has declared that all machines see the path
   * @throws JobException (usage) with the remedy
   */
  public static void checkReachable(Path output, String master, boolean sharedFileSystem) {
    boolean oneMachine = master == null || master.matches("local(-cluster)?(\\[.*])?");
    if (isLocal(output) && !oneMachine && !sharedFileSystem) {
      throw JobException.usage(
          "The output "
              + UserInfo.cut(output)
              + " is on the local file system, but the executors of "
              + UserInfo.cut(master)
              + " are other machines, whose files nobody would find. Give a path that all of them "
              + "see, such as hdfs://, or --shared-filesystem if this one is mounted on all");
    }
  }

  private static boolean isLocal(Path path) {
    return "file".equals(path.toUri().getScheme());
  }
}
