package io.wowflow.jobs.main;

import io.wowflow.jobs.context.Interruption;
import java.io.PrintStream;
import org.apache.spark.util.SignalUtils;

/**
 * Makes SIGTERM end a flow after the step in progress, on the flow's own thread: the shutdown of
 * the JVM, in which Hadoop and Spark close the resources that a snapshot needs, begins only after
 * that. When no flow makes steps, and when it is sent again, the signal ends the process at once.
 */
final class Termination {
  private Termination() {}

  static Interruption bySignal(PrintStream err) {
    Interruption interruption = new Interruption();
    // Through Spark, because javac always warns about sun.misc.Signal.
    SignalUtils.register(
        "TERM",
        () -> {
          boolean heeded = interruption.ask();
          if (heeded) {
            err.println(
                "wowflow: SIGTERM: ending after the step in progress; a second SIGTERM ends at once");
          }
          return heeded;
        });
    return interruption;
  }
}
