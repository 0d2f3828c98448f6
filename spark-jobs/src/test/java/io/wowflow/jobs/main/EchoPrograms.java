package io.wowflow.jobs.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** A Spark and a Java that print what they were given, so that tests of scripts start neither. */
final class EchoPrograms {
  /** A spark-submit that prints what it was given, and ends with 5. */
  private static final String SPARK =
      """
      #!/usr/bin/env bash
      printf '<%s>\\n' "$@"
      echo "memory=${SPARK_DRIVER_MEMORY:-none}"
      echo "options=${SPARK_SUBMIT_OPTS:-none}"
      echo "locale=${LC_ALL:-none}"
      echo "terminal=${WOWFLOW_TERMINAL_COLUMNS:-none}"
      exit 5
      """;

  /**
   * A Java that stands in for our launcher and for Spark's, prints what it was given otherwise, and
   * ends with 6.
   */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      case "$*" in
        -version) echo 'openjdk version "17.0.1"' >&2 ;;
        *" io.wowflow.jobs.main.Launcher "*) printf 'a warning\\0run\\0PLANNED=a b\\0\\0planned\\0' ;;
        *" org.apache.spark.launcher.Main "*) printf '\\0\\n%s\\0Spark\\0%s\\0' "$0" "${@: -1}" ;;
        *)
          printf '<%s>\\n' "$@"
          echo "problem=${WOWFLOW_SPARK_HOME_PROBLEM-none}"
          echo "planned=${PLANNED:-none}"
          echo "spark=${SPARK_HOME:-none}"
          exit 6
          ;;
      esac
      """;

  private EchoPrograms() {}

  /**
   * Writes a Spark into a folder.
   *
   * @param core the name of its jar, which contains its version
   * @return the variable that names it
   */
  static Map<String, String> spark(Path folder, String core) throws IOException {
    Path home = folder.resolve("my spark");
    executable(home.resolve("bin/spark-submit"), SPARK);
    Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("jars").resolve(core), "");
    return Map.of("SPARK_HOME", home.toString());
  }

  /** Writes a Java into a folder, and returns the variable that names it. */
  static Map<String, String> java(Path folder) throws IOException {
    Path home = folder.resolve("my java");
    executable(home.resolve("bin/java"), JAVA);
    return Map.of("JAVA_HOME", home.toString());
  }

  /** Both. */
  static Map<String, String> both(Path folder, String core) throws IOException {
    Map<String, String> environment = new HashMap<>(spark(folder, core));
    environment.putAll(java(folder));
    return environment;
  }

  /** Writes a script. */
  static void executable(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
