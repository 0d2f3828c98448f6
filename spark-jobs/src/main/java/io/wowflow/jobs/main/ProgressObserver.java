package io.wowflow.jobs.main;

import io.wowflow.jobs.context.JobContext;
import java.io.PrintStream;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Tells a person how far a flow is: a bar on a terminal, else a line from time to time. Closed when
 * the flow ends, however it ends.
 */
public abstract class ProgressObserver implements JobContext.Progress {
  /**
   * The environment variable by which the launcher says that standard error is a terminal, and how
   * many columns it has: a JVM cannot tell.
   */
  public static final String TERMINAL_COLUMNS = "WOWFLOW_TERMINAL_COLUMNS";

  ProgressObserver() {}

  /**
   * A bar if the launcher has found a terminal, else lines.
   *
   * @param firstStep where the flow begins: 0, or the step it resumes from
   * @param lastStep where it ends unless it is stopped
   * @param err where to write
   * @param environment the variables of the process
   * @return the observer
   */
  public static ProgressObserver of(
      int firstStep, int lastStep, PrintStream err, Map<String, String> environment) {
    OptionalInt columns = columns(environment.get(TERMINAL_COLUMNS));
    return columns.isPresent()
        ? new ProgressBarObserver(firstStep, lastStep, err, columns.getAsInt())
        : lines(firstStep, lastStep, err, System::nanoTime);
  }

  /**
   * Plain lines: the first and the last report always, of those between at most one every five
   * seconds.
   *
   * @param firstStep where the flow begins
   * @param lastStep where it ends unless it is stopped
   * @param out where to write
   * @param nanoTime a clock in nanoseconds
   * @return the observer
   */
  public static ProgressObserver lines(
      int firstStep, int lastStep, PrintStream out, LongSupplier nanoTime) {
    return new ProgressLines(firstStep, lastStep, out, nanoTime);
  }

  private static OptionalInt columns(String text) {
    return text != null && text.matches("[1-9][0-9]{0,3}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  @Override
  public abstract void close();
}
