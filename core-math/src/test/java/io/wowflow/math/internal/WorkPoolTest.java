package io.wowflow.math.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkPoolTest {

  @Test
  void everyTaskRunsOnce() {
    try (WorkPool pool = new WorkPool(4)) {
      for (int count : new int[] {0, 1, 2, 3, 4, 5, 100, 1000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, count));
        pool.run(count, (task, work) -> runs.incrementAndGet(task));
        for (int task = 0; task < count; task++) {
          assertThat(runs.get(task)).as("task %s of %s", task, count).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void theFailureOfTheCallingThreadIsNotMaskedByThoseOfOthers() {
    // All three threads are at work when the calling one fails; the others fail after it.
    CyclicBarrier together = new CyclicBarrier(3);
    Thread caller = Thread.currentThread();
    try (WorkPool pool = new WorkPool(3)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      3,
                      (task, work) -> {
                        await(together);
                        if (Thread.currentThread() == caller) {
                          throw new IllegalStateException("of the caller");
                        }
                        awaitWaiting(caller);
                        throw new IllegalArgumentException("of a helper");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("of the caller")
          .satisfies(
              e ->
                  assertThat(e.getSuppressed())
                      .hasSize(2)
                      .allMatch(other -> other.getMessage().equals("of a helper")));
    }
  }

  @Test
  void anErrorOfAnotherThreadStaysAnError() {
    Thread caller = Thread.currentThread();
    CyclicBarrier together = new CyclicBarrier(2);
    try (WorkPool pool = new WorkPool(2)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      2,
                      (task, work) -> {
                        await(together);
                        if (Thread.currentThread() != caller) {
                          throw new OutOfMemoryError("of a helper");
                        }
                      }))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("of a helper");
    }
  }

  @Test
  void afterAFailureNoTaskBegins() {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    CyclicBarrier together = new CyclicBarrier(2);
    try (WorkPool pool = new WorkPool(2)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      1000,
                      (task, work) -> {
                        begun.incrementAndGet();
                        if (task < 2) {
                          await(together);
                        }
                        if (Thread.currentThread() != caller) {
                          failed.countDown();
                          throw new IllegalArgumentException("no");
                        }
                        assertThat(await(failed)).isTrue();
                        sleep();
                      }))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(begun.get()).isLessThan(100);
  }

  @Test
  void anInterruptReachesTasksThatHeedIt() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CyclicBarrier together = new CyclicBarrier(3);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> status = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try (WorkPool pool = new WorkPool(2)) {
                pool.run(
                    2,
                    (task, work) -> {
                      await(together);
                      if (Thread.currentThread().getName().equals("wowflow-worker")) {
                        await(never);
                      }
                    });
              } catch (Throwable e) {
                thrown.set(e);
              }
              status.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    await(together);
    awaitWaiting(caller);
    caller.interrupt();
    caller.join(30_000);
    assertThat(caller.isAlive()).isFalse();
    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessage("interrupted");
    assertThat(status.get()).as("interrupt status of the calling thread").isTrue();
  }

  @Test
  void theThreadsOfAPoolThatNobodyClosesAreDaemons() {
    WorkPool pool = new WorkPool(3);
    AtomicReference<Boolean> daemon = new AtomicReference<>();
    Thread caller = Thread.currentThread();
    CyclicBarrier together = new CyclicBarrier(2);
    pool.run(
        2,
        (task, work) -> {
          await(together);
          if (Thread.currentThread() != caller) {
            daemon.set(Thread.currentThread().isDaemon());
          }
        });
    pool.close();
    assertThat(daemon.get()).isTrue();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the threads did not meet", e);
    }
  }
}
