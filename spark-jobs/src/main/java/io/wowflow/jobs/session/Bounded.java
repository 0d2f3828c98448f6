package io.wowflow.jobs.session;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that may take too long. */
final class Bounded {
  private static final Logger LOG = LoggerFactory.getLogger(Bounded.class);

  private Bounded() {}

  /**
   * Waits for work on a daemon thread of its own, but not for ever; an interrupt ends the wait,
   * too.
   *
   * @param name of the thread
   * @param work what to do
   * @param seconds how long to wait
   * @return whether it was done
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
      LOG.warn("{} has not ended in {} seconds and is left", name, seconds);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
