package io.wowflow.math.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share numbered tasks. Which thread runs a task is left to chance; tasks write to
 * places of their own, so results do not depend on it.
 *
 * <p>The calling thread works too. The other threads are daemons: they never keep a JVM alive.
 */
public final class WorkPool implements AutoCloseable {
  /** One of many tasks that may run at the same time. */
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
   * A pool; its threads start with the first tasks.
   *
   * @param threads how many, the calling one included; at least 1
   * @throws IllegalArgumentException if {@code threads < 1}
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
   * <p>When a task fails, no further task begins, the other threads are interrupted, and once they
   * have ended the exception or error that was thrown first is thrown again, as it is; what other
   * tasks threw is suppressed in it. When the calling thread is interrupted while it waits, the
   * interrupt is passed on to the other threads, so that tasks that heed it end early; the calling
   * thread's interrupt status is set on return.
   *
   * @param count how many
   * @param task the task; whatever it throws ends the run
   */
  public void run(int count, Task task) {
    Run run = new Run(count, task);
    for (int t = 1; t < Math.min(workspaces.size(), count); t++) {
      Workspace own = workspaces.get(t);
      helpers.execute(() -> run.help(own));
    }
    run.drain(workspaces.get(0));
    run.await();
    run.rethrow();
  }

  /** One call of {@link #run(int, Task)}: its tasks, and the threads that are at work on them. */
  private static final class Run {
    private final int count;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Thread> helping = new HashSet<>();
    private volatile boolean isOver;
    private Throwable failure;

    Run(int count, Task task) {
      this.count = count;
      this.task = task;
    }

    void drain(Workspace work) {
      try {
        while (!isOver) {
          int i = next.getAndIncrement();
          if (i >= count) {
            return;
          }
          task.run(i, work);
        }
      } catch (Throwable e) {
        fail(e);
      }
    }

    void help(Workspace work) {
      // A thread that comes late must not touch the workspace, which the next run may be using.
      if (begins(Thread.currentThread())) {
        drain(work);
        ended(Thread.currentThread());
      }
    }

    private synchronized boolean begins(Thread helper) {
      return !isOver && helping.add(helper);
    }

    private synchronized void ended(Thread helper) {
      helping.remove(helper);
      // An interrupt of this run must not reach the thread's next run.
      Thread.interrupted();
      notifyAll();
    }

    private synchronized void fail(Throwable thrown) {
      isOver = true;
      if (failure == null) {
        failure = thrown;
        helping.forEach(Thread::interrupt);
      } else if (failure != thrown) {
        failure.addSuppressed(thrown);
      }
    }

    /** Waits for the other threads: their tasks write into arrays that the caller reads. */
    synchronized void await() {
      isOver = true;
      boolean interrupted = false;
      while (!helping.isEmpty()) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
          helping.forEach(Thread::interrupt);
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    synchronized void rethrow() {
      if (failure != null) {
        WorkPool.<RuntimeException>rethrow(failure);
      }
    }
  }

  /** Throws as it is, unchecked or not, what a task threw. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdownNow();
    }
  }
}
