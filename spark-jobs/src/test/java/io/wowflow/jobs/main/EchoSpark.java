package io.wowflow.jobs.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A SPARK_HOME whose spark-submit says what it was given, and ends with 5. */
final class EchoSpark {
  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      printf '<%s>\\n' "$@"
      echo "memory=${SPARK_DRIVER_MEMORY:-none}"
      echo "options=${SPARK_SUBMIT_OPTS:-none}"
      echo "locale=${LC_ALL:-none}"
      exit 5
      """;

  private EchoSpark() {}

  /**
   * Makes one.
   *
   * @param core name of the jar that tells its version
   * @return the variables that name it
   */
  static Map<String, String> in(Path home, String core) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("jars"));
    Path submit = Files.writeString(home.resolve("bin/spark-submit"), SUBMIT);
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("jars").resolve(core), "");
    return Map.of("SPARK_HOME", home.toString());
  }
}
