package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where the messages of Spark and of this software go by {@code conf/log4j2.properties}. */
class LogFileTest {
  @TempDir Path folder;

  /** Logs as Spark does when a task fails. */
  public static final class FailingTask {
    private FailingTask() {}

    /** Entry point of a process of its own, whose log is configured by a property. */
    public static void main(String[] args) {
      LoggerFactory.getLogger("org.apache.spark.scheduler.TaskSetManager")
          .error("Task 0 failed", new IllegalStateException("trace"));
      LoggerFactory.getLogger("org.apache.spark.scheduler.TaskSchedulerImpl").warn("Lost executor");
      LoggerFactory.getLogger("io.wowflow.jobs.io.Reader").warn("a notice");
    }
  }

  private Ran logs(Map<String, String> environment) throws IOException, InterruptedException {
    Path configuration = Path.of(System.getProperty("wowflow.root"), "conf/log4j2.properties");
    return Ran.of(
        folder,
        environment,
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx64m",
            "-Dlog4j2.configurationFile=" + configuration.toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            FailingTask.class.getName()));
  }

  @Test
  void tracesOfSparkGoToTheFile() throws IOException, InterruptedException {
    Path log = folder.resolve("logs/spark.log");
    Ran ran = logs(Map.of("WOWFLOW_SPARK_LOG", "file", "WOWFLOW_LOG", log.toString()));
    assertThat(ran.err())
        .contains("Lost executor", "a notice")
        .doesNotContain("Task 0 failed", "IllegalStateException");
    assertThat(Files.readString(log)).contains("Task 0 failed", "IllegalStateException: trace");
  }

  @Test
  void withoutTheLauncherAllGoesToStandardError() throws IOException, InterruptedException {
    Ran ran = logs(Map.of());
    assertThat(ran.err()).contains("Task 0 failed", "Lost executor", "a notice");
    assertThat(folder).isEmptyDirectory();
  }
}
