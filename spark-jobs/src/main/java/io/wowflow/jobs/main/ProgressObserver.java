package io.wowflow.jobs.main;

import io.wowflow.jobs.context.JobContext;
import java.io.PrintStream;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a flow to a person: a bar on a terminal, else a line from time to time.
 * Closed when the flow ends, however it ends.
 */
public abstract class ProgressObserver implements JobContext.Progress {
  /**
   * The environment variable that the launcher sets where standard error is a terminal, to its
   * number of columns: a JVM cannot find out.
   */
  public static final String TERMINAL_COLUMNS = "WOWFLOW_TERMINAL_COLUMNS";

  ProgressObserver() {}

  /**
   * A bar if the launcher has found a terminal, else lines.
   *
   * @param lastStep where the flow ends unless it is stopped
   * @param err where to write
   * @param environment the variables of the process
   * @return the observer
   */
  public static ProgressObserver of(
      int lastStep, PrintStream err, Map<String, String> environment) {
    OptionalInt columns = columns(environment.get(TERMINAL_COLUMNS));
    return columns.isPresent()
        ? new ProgressBarObserver(lastStep, err, columns.getAsInt())
        : lines(lastStep, err, System::nanoTime);
  }

  /**
   * Plain lines: the first and the last report always, of those between at most one in ten seconds.
   *
   * @param lastStep where the flow ends unless it is stopped
   * @param out where to write
   * @param nanoTime a clock in nanoseconds
   * @return the observer
   */
  public static ProgressObserver lines(int lastStep, PrintStream out, LongSupplier nanoTime) {
    return new ProgressLines(lastStep, out, nanoTime);
  }

  private static OptionalInt columns(String text) {
    return text != null && text.matches("[1-9][0-9]{0,3}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  @Override
  public abstract void close();
}
