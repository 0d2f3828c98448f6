package io.wowflow.jobs.main;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One line of a terminal, written over and over from the beginning of the flow. */
final class ProgressBarObserver extends ProgressObserver {
  private final int lastStep;
  private final PrintStream terminal;
  private final int columns;
  private Optional<ProgressBar> bar = Optional.empty();

  ProgressBarObserver(int lastStep, PrintStream terminal, int columns) {
    this.lastStep = lastStep;
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public void begin(int firstStep, StateSource flow) {
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName("flow")
                .setUnit(" steps", 1)
                .setInitialMax(lastStep)
                .startsFrom(firstStep, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .showSpeed()
                // Given the width, the bar queries no terminal, and no library for that is
                // shipped. The last column stays free: some terminals wrap when it is written.
                .setConsumer(new DelegatingProgressBarConsumer(this::overwrite, columns - 1))
                .build());
  }

  private void overwrite(String text) {
    terminal.print("\r" + text);
    terminal.flush();
  }

  @Override
  public void objective(int step, double objective) {
    bar.ifPresent(
        shown -> {
          shown.stepTo(step);
          shown.setExtraMessage(String.format(Locale.ROOT, "  objective %.6g", objective));
        });
  }

  @Override
  public void moved(int step, StateSource flow) {
    bar.ifPresent(shown -> shown.stepTo(step));
  }

  @Override
  public void close() {
    bar.ifPresent(
        shown -> {
          shown.close();
          terminal.println();
        });
  }
}
