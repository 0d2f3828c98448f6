package io.wowflow.jobs.session;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work with a limit of time. */
final class Bounded {
  private static final Logger LOG = LoggerFactory.getLogger(Bounded.class);

  private Bounded() {}

  /**
   * Runs work on a daemon thread and waits for a limited time; an interrupt ends the wait, too.
   * Either way the work is left to its thread, which is interrupted if the time is over.
   *
   * @param name of the thread
   * @param work the work
   * @param seconds the longest wait
   * @return true if the work was done in time
   * @throws CompletionException if the work throws
   */
  static boolean run(String name, Runnable work, int seconds) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      task.cancel(true);
      LOG.warn("{} has not ended in {} seconds and is left to its thread", name, seconds);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
