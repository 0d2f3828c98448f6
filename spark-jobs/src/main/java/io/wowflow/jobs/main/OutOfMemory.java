package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.ExitCode;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.function.IntConsumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.message.Message;
import org.apache.spark.SparkException;
import org.apache.spark.memory.SparkOutOfMemoryError;

/**
 * Ends the process when a thread of Spark or of its network dies, or logs that it failed, for want
 * of memory: the results that the thread was to fetch never come, and the job would wait for them
 * for ever. The process is halted, since a shutdown in order needs memory, too; snapshots are whole
 * whenever it happens.
 */
final class OutOfMemory implements UncaughtExceptionHandler {
  private final PrintStream err;
  private final IntConsumer halt;

  /** Freed to tell the remedy: printing takes memory, too. */
  @SuppressWarnings("UnusedVariable") // Being there is its use.
  private byte[] reserve = new byte[1 << 20];

  OutOfMemory(PrintStream err, IntConsumer halt) {
    this.err = err;
    this.halt = halt;
    // Loads the classes that the answer needs while there is memory.
    isFatal(new SparkException("", new SparkException("", new OutOfMemoryError())));
  }

  /** Watches all threads of this process that nobody else watches. */
  static OutOfMemory watch(PrintStream err) {
    OutOfMemory watch = new OutOfMemory(err, code -> Runtime.getRuntime().halt(code));
    Thread.setDefaultUncaughtExceptionHandler(watch);
    return watch;
  }

  /**
   * Watches the log, too, whatever its levels: Netty's threads tell it of their errors and go on.
   * To be called when Spark is there, which sets the log up anew; does nothing where it is not
   * Log4j's own.
   */
  void watchLog() {
    if (LogManager.getContext(SparkException.class.getClassLoader(), false)
        instanceof LoggerContext context) {
      context.addFilter(new LogWatch());
    }
  }

  /** What is told of a failure for want of memory; null for any other. */
  static String remedy(Throwable thrown) {
    boolean there = false;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      there |= isOfAnExecutor(cause);
      if (cause instanceof OutOfMemoryError error) {
        return there ? ofExecutor() : ofDriver(error);
      }
    }
    return null;
  }

  private static String ofDriver(OutOfMemoryError error) {
    String said = String.valueOf(error.getMessage());
    if (said.contains("native thread") || said.contains("Metaspace")) {
      return "the driver got no memory (" + said + "): look at the limits of its machine";
    }
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "the driver ran out of its "
        + megabytes
        + " MB of memory: give more with -- --driver-memory";
  }

  private static String ofExecutor() {
    return "an executor ran out of memory: give more with -- --executor-memory, or fewer"
        + " --executor-cores that share it";
  }

  /** Whether a thread of this process got no memory; a task's want of its share is Spark's own. */
  private static boolean isFatal(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (isOfAnExecutor(cause) || cause instanceof SparkOutOfMemoryError) {
        return false;
      }
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** Spark says of a lost task where it ran; in local mode that is this process. */
  private static boolean isOfAnExecutor(Throwable thrown) {
    String message = thrown.getMessage();
    return thrown instanceof SparkException
        && message != null
        && message.contains("Lost task")
        && !message.contains("executor driver");
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (isFatal(thrown)) {
      end(thrown);
      return;
    }
    // What a thread without a handler prints.
    err.print("Exception in thread \"" + thread.getName() + "\" ");
    thrown.printStackTrace(err);
  }

  private void end(Throwable thrown) {
    try {
      reserve = null;
      err.println("wowflow: thread " + Thread.currentThread().getName() + ": " + thrown);
      err.println("wowflow: " + remedy(thrown));
      err.flush();
    } finally {
      halt.accept(ExitCode.FAILURE.code());
    }
  }

  /** Sees what is about to be logged, before anything is made of it. */
  private final class LogWatch extends AbstractFilter {
    private Result look(Object thrown) {
      if (thrown instanceof Throwable throwable && isFatal(throwable)) {
        end(throwable);
      }
      return Result.NEUTRAL;
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, Object text, Throwable thrown) {
      return look(thrown);
    }

    @Override
    public Result filter(
        Logger logger, Level level, Marker marker, Message text, Throwable thrown) {
      return look(thrown);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, String text, Object... values) {
      return look(values == null || values.length == 0 ? null : values[values.length - 1]);
    }
  }
}
