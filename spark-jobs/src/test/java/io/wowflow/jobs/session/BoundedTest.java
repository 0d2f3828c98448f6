package io.wowflow.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BoundedTest {
  @Test
  void workThatEndsIsWaitedFor() {
    AtomicBoolean done = new AtomicBoolean();
    assertThat(Bounded.run("work", () -> done.set(true), 60)).isTrue();
    assertThat(done).isTrue();
  }

  @Test
  void workThatDoesNotEndIsInterruptedAndLeft() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean daemon = new AtomicBoolean();
    assertThat(
            Bounded.run(
                "stuck",
                () -> {
                  daemon.set(Thread.currentThread().isDaemon());
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    Thread.currentThread().interrupt();
                  }
                },
                1))
        .isFalse();
    assertThat(daemon).as("it keeps no process alive").isTrue();
    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatTheWorkThrowsIsThrown() {
    assertThatThrownBy(
            () ->
                Bounded.run(
                    "failing",
                    () -> {
                      throw new IllegalStateException("no");
                    },
                    60))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("no");
  }
}
