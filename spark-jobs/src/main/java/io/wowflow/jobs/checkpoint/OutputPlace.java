package io.wowflow.jobs.checkpoint;

import io.wowflow.jobs.conf.JobException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whether the place of an output can hold one: where it lies, and what lies around it. */
final class OutputPlace {
  private OutputPlace() {}

  /** The full path, without the slash that a path made from a URI may end in. */
  static Path qualify(FileSystem fs, Path path) {
    URI uri = fs.makeQualified(path).toUri();
    return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath());
  }

  /** Refuses an output below something that is no directory. */
  static void checkAbove(FileSystem fs, Path output) throws IOException {
    Deque<Path> fromRoot = new ArrayDeque<>();
    for (Path p = output.getParent(); p != null; p = p.getParent()) {
      fromRoot.push(p);
    }
    for (Path above : fromRoot) {
      try {
        if (fs.getFileStatus(above).isFile()) {
          throw JobException.output(
              shown(output)
                  + " cannot be written: "
                  + shown(above)
                  + " is a regular file, not a directory. Choose another output");
        }
      } catch (FileNotFoundException e) {
        // Nothing is here yet, so nothing is below it either.
        return;
      }
    }
  }

  /** Refuses an output that is, holds or lies inside an input. */
  static void checkApart(Configuration conf, Path output, Path input) throws IOException {
    Path out = resolve(conf, output);
    Path in = resolve(conf, input);
    if (!isSameFileSystem(conf, out, in)) {
      return;
    }
    String outPath = out.toUri().getPath();
    String inPath = in.toUri().getPath();
    String relation = null;
    if (outPath.equals(inPath)) {
      relation = "is the input ";
    } else if (isInside(outPath, inPath)) {
      relation = "lies inside the input ";
    } else if (isInside(inPath, outPath)) {
      relation = "holds the input ";
    }
    if (relation != null) {
      throw JobException.usage(
          "The output "
              + shown(output)
              + " "
              + relation
              + shown(input)
              + ": choose another output");
    }
  }

  private static boolean isInside(String path, String directory) {
    return path.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  private static boolean isSameFileSystem(Configuration conf, Path a, Path b) throws IOException {
    if (!a.toUri().getScheme().equalsIgnoreCase(b.toUri().getScheme())) {
      return false;
    }
    // The service name also tells that hdfs://host and hdfs://host:8020 are one.
    return Objects.equals(a.toUri().getAuthority(), b.toUri().getAuthority())
        || Objects.equals(
            a.getFileSystem(conf).getCanonicalServiceName(),
            b.getFileSystem(conf).getCanonicalServiceName());
  }

  /** The path behind mount points, {@code ..} and, on local file systems, symbolic links. */
  private static Path resolve(Configuration conf, Path path) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
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
      resolved = new Path(resolved, name);
    }
    return resolved;
  }

  /** Refuses an output that only the driver's machine would see. */
  static void checkReachable(Path output, String master, boolean sharedFileSystem) {
    boolean oneMachine = master == null || master.matches("local(-cluster)?(\\[.*])?");
    if (isLocal(output) && !oneMachine && !sharedFileSystem) {
      throw JobException.usage(
          "The output "
              + shown(output)
              + " is on the local file system, but the executors of "
              + Redaction.withoutUserInfo(master)
              + " are other machines, whose files nobody would find. Give a path that all of them "
              + "see, such as hdfs://, or --shared-filesystem if this one is mounted on all");
    }
  }

  private static boolean isLocal(Path path) {
    return "file".equals(path.toUri().getScheme());
  }

  static String shown(Path path) {
    return Redaction.withoutUserInfo(path);
  }

  static String listed(List<String> names) {
    int most = 5;
    String first = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? first + " and " + (names.size() - most) + " more" : first;
  }
}
