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
 * Ends the process when a thread of Spark or of its network dies of a lack of memory, or logs such
 * a failure: the results that the thread was to fetch never arrive, and the job would wait for them
 * for ever. The process is halted, because an orderly shutdown needs memory, too; snapshots are
 * whole at every moment.
 */
final class OutOfMemory implements UncaughtExceptionHandler {
  private final PrintStream err;
  private final IntConsumer halt;

  /** Freed before the remedy is printed, because printing needs memory. */
  @SuppressWarnings("UnusedVariable") // It only occupies memory.
  private byte[] reserve = new byte[1 << 20];

  OutOfMemory(PrintStream err, IntConsumer halt) {
    this.err = err;
    this.halt = halt;
    // Loads, while there is memory, the classes that are needed when there is none.
    isFatal(new SparkException("", new SparkException("", new OutOfMemoryError())));
  }

  /** Handles the uncaught exceptions of all threads of this process without another handler. */
  static OutOfMemory watch(PrintStream err) {
    OutOfMemory watch = new OutOfMemory(err, code -> Runtime.getRuntime().halt(code));
    Thread.setDefaultUncaughtExceptionHandler(watch);
    return watch;
  }

  /**
   * Watches the log, too, at all levels: Netty's threads log their errors and continue. To be
   * called after the start of Spark, which configures the log again; without effect on logs other
   * than Log4j's.
   */
  void watchLog() {
    if (LogManager.getContext(SparkException.class.getClassLoader(), false)
        instanceof LoggerContext context) {
      context.addFilter(new LogWatch());
    }
  }

  /** The remedy of a failure for lack of memory; null for any other failure. */
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
      return "the driver got no memory (" + said + "): check the limits of its machine";
    }
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "the driver ran out of its " + megabytes + " MB of memory: raise -- --driver-memory";
  }

  private static String ofExecutor() {
    return "an executor ran out of memory: raise -- --executor-memory, or lower"
        + " --executor-cores, which share it";
  }

  /** Recognises a thread of this process without memory; Spark itself handles a task without. */
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

  /** Spark's message about a lost task names its executor; in local mode that is this process. */
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
    // The output of a thread without a handler.
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

  /** Inspects every event before it is formatted. */
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
