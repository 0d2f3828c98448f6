package io.wowflow.jobs.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything that a launch depends on besides its words.
 *
 * @param root the folder of the project
 * @param directory the working directory, against which relative names are resolved
 * @param environment the variables
 * @param system the root of the file system with {@code /proc} and {@code /sys}
 */
public record Surroundings(
    Path root, Path directory, Map<String, String> environment, Path system) {

  /**
   * The surroundings of this process.
   *
   * @param root the folder of the project
   * @return its working directory, variables and machine
   */
  public static Surroundings ofThisProcess(Path root) {
    return new Surroundings(root, Path.of("").toAbsolutePath(), System.getenv(), Path.of("/"));
  }

  /** A variable; empty if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** A file that is named on the command line. */
  File file(String name) {
    // Not a Path: a name that the locale cannot express has none.
    File file = new File(name);
    return file.isAbsolute() ? file : new File(directory.toFile(), name);
  }

  Path target() {
    return root.resolve("spark-jobs/target");
  }

  /** The folder of Spark's configuration. */
  File sparkConfiguration() {
    String named = variable("SPARK_CONF_DIR");
    return file(named.isEmpty() ? variable("SPARK_HOME") + "/conf" : named);
  }
}
