package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.ExitCode;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.function.IntConsumer;

/**
 * Ends the process when a thread of Spark dies for want of memory: the results that the thread was
 * to fetch never come, and the job would wait for them for ever. The process is halted, since a
 * shutdown in order needs memory, too; snapshots are whole whenever it happens.
 */
final class OutOfMemory implements UncaughtExceptionHandler {
  private final PrintStream err;
  private final IntConsumer halt;

  OutOfMemory(PrintStream err, IntConsumer halt) {
    this.err = err;
    this.halt = halt;
  }

  /** Watches all threads of this process that nobody else watches. */
  static void watch(PrintStream err) {
    Thread.setDefaultUncaughtExceptionHandler(
        new OutOfMemory(err, code -> Runtime.getRuntime().halt(code)));
  }

  /** The remedy, if something failed for want of memory; else null. */
  static String remedy(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return "the driver ran out of its "
            + megabytes
            + " MB of memory: give more with -- --driver-memory";
      }
    }
    return null;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    String remedy = remedy(thrown);
    // What a thread without a handler prints.
    err.print("Exception in thread \"" + thread.getName() + "\" ");
    thrown.printStackTrace(err);
    if (remedy != null) {
      err.println("wowflow: " + remedy);
      err.flush();
      halt.accept(ExitCode.FAILURE.code());
    }
  }
}
