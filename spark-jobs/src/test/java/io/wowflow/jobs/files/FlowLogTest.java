package io.wowflow.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.LoggedEvents;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.record.RunId;
import io.wowflow.math.flow.FlowObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowLogTest {
  private long now;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "hdfs://h:8020/a/b, hdfs://h:8020/a/b",
        "0.25, 0.25",
        "~a b~, ~\"a b\"~",
        "~~, ~\"\"~",
        "~synthetic:g?c=3~, ~\"synthetic:g?c=3\"~",
        "~say \"no\"~, ~\"say \\\"no\\\"\"~",
        "~C:\\x~, ~\"C:\\\\x\"~",
      })
  void aValueIsOneWordOrQuoted(String value, String quoted) {
    assertThat(FlowLog.quoted(value)).isEqualTo(quoted);
  }

  @Test
  void noValueBreaksALine() {
    assertThat(FlowLog.quoted("a\nlevel=ERROR\r\u001b[31m")).isEqualTo("\"a\\nlevel=ERROR  [31m\"");
  }

  /** A report every four seconds, six in all. */
  private void reports(FlowLog log) {
    FlowObserver reports = log.reports(() -> now / 1e9, Optional.empty());
    for (int step = 0; step <= 5; step++) {
      reports.objective(step, 0.5);
      now += Duration.ofSeconds(4).toNanos();
    }
    log.failed(JobException.usage("the end"));
  }

  private FlowLog log() {
    return new FlowLog(RunId.create(Instant.EPOCH), () -> now);
  }

  @Test
  void theFirstAndTheLastReportAndOneInTenSeconds() {
    try (LoggedEvents events = new LoggedEvents(Level.INFO)) {
      reports(log());

      assertThat(events.lines())
          .hasSize(4)
          .satisfiesExactly(
              line -> assertThat(line).contains("event=report", "step=0 ", "seconds=0.000"),
              line -> assertThat(line).contains("event=report", "step=3 ", "seconds=12.000"),
              line -> assertThat(line).contains("event=report", "step=5 ", "seconds=20.000"),
              line -> assertThat(line).contains("event=end", "outcome=usage"));
    }
  }

  @Test
  void everyReportForWhoeverDebugs() {
    try (LoggedEvents events = new LoggedEvents(Level.DEBUG)) {
      reports(log());

      assertThat(events.lines()).hasSize(7);
    }
  }
}
