package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share numbered tasks. Which thread takes a task is left to chance; tasks write to
 * places of their own, so results do not depend on it.
 */
public final class WorkPool implements AutoCloseable {
  /** One of many tasks that may run side by side. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs the task.
     *
     * @param task its number
     * @param work scratch of the thread
     */
    void run(int task, Workspace work);
  }

  private final List<Workspace> workspaces = new ArrayList<>();
  private final ExecutorService helpers;

  /**
   * Threads, started at once.
   *
   * @param threads how many, the calling one included; at least 1
   */
  public WorkPool(int threads) {
    Guard.positive("threads", threads);
    for (int t = 0; t < threads; t++) {
      workspaces.add(new Workspace());
    }
    helpers =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                runnable -> {
                  Thread thread = new Thread(runnable, "wowflow-worker");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /**
   * Runs tasks 0 to count - 1 and returns when all are done.
   *
   * @param count how many
   * @param task the task
   * @throws IllegalStateException if a task on another thread failed
   */
  public void run(int count, Task task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int t = 1; t < Math.min(workspaces.size(), count); t++) {
      Workspace own = workspaces.get(t);
      running.add(helpers.submit(() -> drain(next, count, task, own)));
    }
    try {
      drain(next, count, task, workspaces.get(0));
    } finally {
      next.set(count);
      await(running);
    }
  }

  private static void drain(AtomicInteger next, int count, Task task, Workspace work) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      task.run(i, work);
    }
  }

  private static void await(List<Future<?>> running) {
    boolean interrupted = false;
    RuntimeException failure = null;
    for (Future<?> future : running) {
      boolean done = false;
      while (!done) {
        try {
          future.get();
          done = true;
        } catch (InterruptedException e) {
          // The tasks write into shared arrays: they must end before anybody goes on.
          interrupted = true;
        } catch (ExecutionException e) {
          failure = new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
          done = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdownNow();
    }
  }
}
