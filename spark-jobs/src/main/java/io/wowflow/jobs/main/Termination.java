package io.wowflow.jobs.main;

import io.wowflow.jobs.context.Interruption;
import java.io.PrintStream;
import org.apache.spark.util.SignalUtils;

/**
 * Makes SIGTERM end a flow after the step in progress, on the flow's own thread: the shutdown of
 * the JVM, in which Hadoop and Spark close what a snapshot needs, begins only after that. Where no
 * steps are made, and when it is sent again, the signal ends the process as ever.
 */
final class Termination {
  private Termination() {}

  static Interruption bySignal(PrintStream err) {
    Interruption interruption = new Interruption();
    // Spark's, because javac has no way to accept sun.misc.Signal without a warning.
    SignalUtils.register(
        "TERM",
        () -> {
          boolean heeded = interruption.ask();
          if (heeded) {
            err.println(
                "wowflow: SIGTERM: ending after the step in progress; a second one ends at once");
          }
          return heeded;
        });
    return interruption;
  }
}
