package io.wowflow.jobs.main;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line from time to time, for logs. */
final class ProgressLines extends ProgressObserver {
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final int lastStep;
  private final PrintStream out;
  private final LongSupplier nanoTime;

  private int firstStep;
  private long began;
  private boolean printed;
  private long printedAt;
  private String held = "";

  ProgressLines(int lastStep, PrintStream out, LongSupplier nanoTime) {
    this.lastStep = lastStep;
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public void begin(int step, StateSource flow) {
    firstStep = step;
    began = nanoTime.getAsLong();
  }

  @Override
  public void objective(int step, double objective) {
    long now = nanoTime.getAsLong();
    held = line(step, objective, now - began);
    if (!printed || step == lastStep || now - printedAt >= PAUSE_NANOS) {
      print(now);
    }
  }

  private void print(long now) {
    out.println(held);
    held = "";
    printed = true;
    printedAt = now;
  }

  private String line(int step, double objective, long elapsedNanos) {
    String line =
        String.format(Locale.ROOT, "step %d/%d  objective %.6g", step, lastStep, objective);
    if (step == firstStep || elapsedNanos <= 0) {
      return line;
    }
    double stepsPerSecond = (step - firstStep) * 1e9 / elapsedNanos;
    double secondsLeft = (lastStep - step) / stepsPerSecond;
    return line
        + String.format(
            Locale.ROOT, "  %.3g steps/s  %s left", stepsPerSecond, clock(Math.round(secondsLeft)));
  }

  private static String clock(long seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Prints the last report of a flow that stopped early, which was not known to be the last. */
  @Override
  public void close() {
    if (!held.isEmpty()) {
      print(nanoTime.getAsLong());
    }
  }
}
