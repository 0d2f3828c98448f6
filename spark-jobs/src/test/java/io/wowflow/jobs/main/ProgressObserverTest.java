package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressObserverTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now;

  private ProgressObserver lines(int firstStep, int lastStep) {
    ProgressObserver observer = ProgressObserver.lines(lastStep, stream, () -> now);
    observer.begin(firstStep, null);
    return observer;
  }

  private void pass(double seconds) {
    now += Duration.ofMillis(Math.round(seconds * 1000)).toNanos();
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theFirstAndTheLastReportAndOneInTenSeconds() {
    try (ProgressObserver observer = lines(0, 100)) {
      observer.objective(0, 2);
      pass(6);
      observer.objective(10, 1);
      pass(4);
      observer.objective(20, 0.5);
      pass(6);
      observer.objective(100, 0.25);
    }

    assertThat(written().lines())
        .containsExactly(
            "step 0/100  objective 2.00000",
            "step 20/100  objective 0.500000  2.00 steps/s  0:00:40 left",
            "step 100/100  objective 0.250000  6.25 steps/s  0:00:00 left");
  }

  @Test
  void theLastReportOfAFlowThatStopsEarly() {
    try (ProgressObserver observer = lines(0, 100)) {
      observer.objective(0, 2);
      pass(1);
      observer.objective(10, Double.NaN);
    }

    assertThat(written().lines())
        .containsExactly(
            "step 0/100  objective 2.00000",
            "step 10/100  objective NaN  10.0 steps/s  0:00:09 left");
  }

  @Test
  void aResumedFlowCountsItsOwnSteps() {
    try (ProgressObserver observer = lines(50, 100)) {
      observer.objective(50, 2);
      pass(10);
      observer.objective(60, 1);
    }

    assertThat(written()).contains("step 60/100  objective 1.00000  1.00 steps/s  0:00:40 left");
  }

  @Test
  void aFlowOfNoSteps() {
    try (ProgressObserver observer = lines(0, 0)) {
      observer.objective(0, 2);
    }

    assertThat(written().lines()).containsExactly("step 0/0  objective 2.00000");
  }

  @Test
  void aFlowThatNeverBegan() {
    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of(ProgressObserver.TERMINAL_COLUMNS, "90"))) {
      ProgressObserver.of(10, stream, environment).close();
    }

    assertThat(written()).isEmpty();
  }

  @Test
  void aBarOnATerminalWithinItsWidth() {
    Map<String, String> terminal = Map.of(ProgressObserver.TERMINAL_COLUMNS, "90");
    try (ProgressObserver observer = ProgressObserver.of(10, stream, terminal)) {
      observer.begin(0, null);
      for (int step = 0; step < 10; step++) {
        observer.objective(step, 0.5);
        observer.moved(step + 1, null);
      }
    }

    String last = written().substring(written().lastIndexOf('\r') + 1);
    assertThat(last).contains("100%", "10/10", "objective 0.5").endsWith(System.lineSeparator());
    assertThat(written().split("[\r\n]")).allMatch(line -> line.length() < 90);
  }

  @Test
  void linesWithoutATerminal() {
    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of(ProgressObserver.TERMINAL_COLUMNS, "wide"))) {
      bytes.reset();
      try (ProgressObserver observer = ProgressObserver.of(10, stream, environment)) {
        observer.begin(0, null);
        observer.objective(0, 0.5);
      }
      assertThat(written()).isEqualTo("step 0/10  objective 0.500000" + System.lineSeparator());
    }
  }
}
