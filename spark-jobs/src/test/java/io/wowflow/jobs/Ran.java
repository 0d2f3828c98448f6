package io.wowflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The end of a program.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record Ran(int code, String out, String err) {

  /**
   * Runs a program to its end, without any variable of Spark's, on this JVM's Java.
   *
   * @param folder where it runs; its outputs are kept there while it does
   * @param environment more variables
   * @param command the program and its arguments
   */
  public static Ran of(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return of(folder, environment, command, 5);
  }

  /** The same for a program that may run for some minutes. */
  public static Ran of(
      Path folder, Map<String, String> environment, List<String> command, int minutes)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.matches("(SPARK|WOWFLOW)_.*|MASTER"));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.environment().put("JDK_JAVA_OPTIONS", Launched.QUICK);
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        assertThat(process.waitFor(minutes, TimeUnit.MINUTES)).as("%s ended", command).isTrue();
      } finally {
        process.destroyForcibly();
      }
      String errors = Files.readString(err).replaceAll("(?m)^NOTE: Picked up JDK_JAVA.*\\R", "");
      return new Ran(process.exitValue(), Files.readString(out), errors);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** A program of the PATH. */
  public static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
