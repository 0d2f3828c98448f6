package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkException;
import org.apache.spark.memory.SparkOutOfMemoryError;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class OutOfMemoryTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<Integer> halted = new ArrayList<>();

  private void dies(RuntimeException orNull, Error error) throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              if (orNull != null) {
                throw orNull;
              }
              throw error;
            },
            "task-result-getter-2");
    thread.setUncaughtExceptionHandler(watch());
    thread.start();
    thread.join();
  }

  @Test
  void aThreadWithoutMemoryEndsTheProcessWithTheRemedy() throws InterruptedException {
    dies(null, new OutOfMemoryError("Java heap space"));
    assertThat(halted).containsExactly(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith(
            "wowflow: thread task-result-getter-2: java.lang.OutOfMemoryError: Java heap space")
        .contains("wowflow: the driver ran out of its " + (Runtime.getRuntime().maxMemory() >> 20))
        .contains("raise -- --driver-memory");
  }

  @Test
  void theMemoryMayBeTheCauseOfSomethingElse() throws InterruptedException {
    dies(new IllegalStateException("no result", new OutOfMemoryError("Java heap space")), null);
    assertThat(halted).containsExactly(1);
  }

  @Test
  void anyOtherThreadMayDie() throws InterruptedException {
    dies(new IllegalStateException("a thread"), null);
    assertThat(halted).isEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("Exception in thread \"task-result-getter-2\"")
        .doesNotContain("wowflow:");
  }

  private OutOfMemory watch() {
    return new OutOfMemory(new PrintStream(said, true, StandardCharsets.UTF_8), halted::add);
  }

  @Test
  void whatAThreadLogsAndSurvivesEndsTheProcess() {
    Logger logger = LoggerFactory.getLogger("io.netty.channel.nio");
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    assertThat(context.getConfiguration().getFilter()).isNull();
    watch().watchLog();
    try {
      OutOfMemoryError error = new OutOfMemoryError("Java heap space");
      logger.trace("a failure of a test", new IllegalStateException("closed"));
      logger.trace("a failure of {}", "a test");
      assertThat(halted).isEmpty();
      // Whatever the level of the log.
      logger.trace("a failure of a test", error);
      assertThat(halted).containsExactly(1);
      logger.trace("a failure of {}", "a test", error);
      assertThat(halted).containsExactly(1, 1);
    } finally {
      context.removeFilter(context.getConfiguration().getFilter());
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("wowflow: thread " + Thread.currentThread().getName())
        .contains("--driver-memory");
  }

  @Test
  void aMessageThatCannotBePrintedIsNoReasonToGoOn() throws InterruptedException {
    PrintStream broken =
        new PrintStream(said, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String text) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    Thread thread =
        new Thread(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });
    thread.setUncaughtExceptionHandler(new OutOfMemory(broken, halted::add));
    thread.start();
    thread.join();
    assertThat(halted).containsExactly(1);
  }

  @Test
  void whatATaskLacksIsNoReasonToEndTheDriver() throws InterruptedException {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    dies(new IllegalStateException(new SparkException("Lost task 0.3 (executor 1)", error)), null);
    dies(
        null,
        new SparkOutOfMemoryError(
            "UNABLE_TO_ACQUIRE_MEMORY", Map.of("requestedBytes", "8", "receivedBytes", "0")));
    assertThat(halted).isEmpty();
  }

  @Test
  void theRemedyNamesWhoRanOut() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    assertThat(OutOfMemory.remedy(new SparkException("Lost task 0.3 (executor 1)", error)))
        .startsWith("an executor ran out of memory")
        .contains("--executor-memory");
    assertThat(OutOfMemory.remedy(new SparkException("Lost task (executor driver)", error)))
        .contains("--driver-memory");
    assertThat(OutOfMemory.remedy(new SparkException("Exception thrown in awaitResult: ", error)))
        .contains("--driver-memory");
    assertThat(OutOfMemory.remedy(new IllegalStateException(error))).contains("--driver-memory");
    assertThat(OutOfMemory.remedy(new SparkException("Lost task 0.3 (executor 1)"))).isNull();
    assertThat(OutOfMemory.remedy(new OutOfMemoryError("unable to create native thread")))
        .contains("unable to create native thread")
        .doesNotContain("--driver-memory");
  }
}
