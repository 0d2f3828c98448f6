package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    thread.setUncaughtExceptionHandler(
        new OutOfMemory(new PrintStream(said, true, StandardCharsets.UTF_8), halted::add));
    thread.start();
    thread.join();
  }

  @Test
  void aThreadWithoutMemoryEndsTheProcessWithTheRemedy() throws InterruptedException {
    dies(null, new OutOfMemoryError("Java heap space"));
    assertThat(halted).containsExactly(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith(
            "Exception in thread \"task-result-getter-2\" java.lang.OutOfMemoryError: Java heap"
                + " space")
        .contains("wowflow: the driver ran out of its " + (Runtime.getRuntime().maxMemory() >> 20))
        .contains("give more with -- --driver-memory");
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
}
