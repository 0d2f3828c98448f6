package io.wowflow.jobs.main;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One line of a terminal, written over and over. */
final class ProgressBarObserver extends ProgressObserver {
  private final ProgressBar bar;
  private final PrintStream terminal;

  ProgressBarObserver(int firstStep, int lastStep, PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("flow")
            .setUnit(" steps", 1)
            .setInitialMax(lastStep)
            .startsFrom(firstStep, Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .showSpeed()
            // Given the width, the bar asks no terminal, and no library for that is shipped. The
            // last column stays free: some terminals wrap when it is written.
            .setConsumer(new DelegatingProgressBarConsumer(this::overwrite, columns - 1))
            .build();
  }

  private void overwrite(String text) {
    terminal.print("\r" + text);
    terminal.flush();
  }

  @Override
  public void objective(int step, double objective) {
    bar.stepTo(step);
    bar.setExtraMessage(String.format(Locale.ROOT, "  objective %.6g", objective));
  }

  @Override
  public void moved(int step, StateSource flow) {
    bar.stepTo(step);
  }

  @Override
  public void close() {
    bar.close();
    terminal.println();
  }
}
