package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.record.CopyLog;
import io.wowflow.jobs.record.Redaction;
import io.wowflow.jobs.record.RunId;
import io.wowflow.math.flow.FlowObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of a flow for a log collector: one line per event at INFO from the logger {@code
 * io.wowflow.flow}, as {@code event=report run=... step=10 objective=0.25 seconds=1.5}. A value
 * with white space, quotes or an equals sign is quoted, with backslashes before quotes, backslashes
 * and ends of lines.
 *
 * <p>Of the reports of the objective the first and the last are logged, and of those between at
 * most one in ten seconds; all of them where the level of the logger is DEBUG. All are in {@code
 * objective.csv}.
 */
final class FlowLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.wowflow.flow");
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final RunId run;
  private final LongSupplier nanoTime;
  private final Redaction redaction = Secrets.redaction();
  private OptionalLong reported = OptionalLong.empty();
  private Optional<String> held = Optional.empty();

  FlowLog(RunId run, LongSupplier nanoTime) {
    this.run = run;
    this.nanoTime = nanoTime;
  }

  void start(FlowSetting setting) {
    LOG.info(
        line(
            "start",
            "source",
            redaction.text(setting.conf().source().uri()),
            "target",
            redaction.text(setting.conf().target().uri()),
            "output",
            redaction.text(setting.conf().output().uri()),
            "steps",
            setting.conf().descent().steps(),
            "seed",
            setting.conf().seed(),
            "engine",
            setting.plan().engine()));
  }

  void resume(int step, Path snapshot) {
    LOG.info(line("resume", "step", step, "snapshot", redaction.text(snapshot.toString())));
  }

  /** Logs the reports of a flow; the last of them with the event of its end. */
  FlowObserver reports(DoubleSupplier seconds, Optional<CopyLog> copying) {
    return new FlowObserver() {
      @Override
      public void objective(int step, double objective) {
        String time = rounded(seconds.getAsDouble());
        List<Object> values =
            new ArrayList<>(List.of("step", step, "objective", objective, "seconds", time));
        copying.flatMap(log -> log.at(step)).ifPresent(row -> add(row, values));
        held = Optional.of(line("report", values.toArray()));
        long now = nanoTime.getAsLong();
        if (reported.isEmpty()
            || now - reported.getAsLong() >= PAUSE_NANOS
            || LOG.isDebugEnabled()) {
          logHeld();
          reported = OptionalLong.of(now);
        }
      }
    };
  }

  private static void add(CopyLog.Row row, List<Object> values) {
    values.addAll(List.of("copy_share", row.share(), "band_low", row.low()));
    values.addAll(List.of("band_high", row.high(), "held_sw2", row.heldDistance()));
  }

  private void logHeld() {
    held.ifPresent(LOG::info);
    held = Optional.empty();
  }

  void snapshot(int step, Path directory, double seconds) {
    LOG.info(
        line(
            "snapshot",
            "step",
            step,
            "snapshot",
            redaction.text(directory.toString()),
            "seconds",
            rounded(seconds)));
  }

  /** The figures of a comparison: those that are single words or numbers. */
  void verdict(Map<String, Object> comparison, boolean published) {
    logHeld();
    LOG.info(
        line(
            "verdict",
            "verdict",
            comparison.get("word"),
            "published",
            published,
            "difference",
            comparison.get("difference"),
            "low",
            comparison.get("low"),
            "high",
            comparison.get("high"),
            "tested_samples",
            comparison.get("tested_samples"),
            "samples_needed",
            comparison.get("samples_needed"),
            "repeats",
            comparison.get("repeats"),
            "classifier",
            comparison.get("classifier"),
            "optimiser_steps",
            comparison.get("optimiser_steps"),
            "sentence",
            comparison.get("sentence")));
  }

  void end(FlowOutcome made, double seconds) {
    logHeld();
    List<Object> values =
        new ArrayList<>(
            List.of(
                "outcome",
                name(ExitCode.DONE),
                "exit_code",
                ExitCode.DONE.code(),
                "step",
                made.steps(),
                "objective",
                made.finalObjective(),
                "seconds",
                rounded(seconds),
                "reason",
                made.stopReason(),
                "trend",
                made.trend().text()));
    made.copying().ifPresent(log -> values.addAll(List.of("copying", log.text(made.steps()))));
    made.weights()
        .ifPresent(table -> values.addAll(List.of("class_weights", redaction.words(table.text()))));
    LOG.info(line("end", values.toArray()));
  }

  void failed(Exception thrown) {
    logHeld();
    ExitCode code = thrown instanceof JobException job ? job.exitCode() : ExitCode.FAILURE;
    LOG.info(
        line(
            "end",
            "outcome",
            name(code),
            "exit_code",
            code.code(),
            "reason",
            redaction.words(thrown.getMessage())));
  }

  private static String name(ExitCode code) {
    return code.name().toLowerCase(Locale.ROOT);
  }

  private static String rounded(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private String line(String event, Object... keysAndValues) {
    StringBuilder out = new StringBuilder("event=" + event + " run=" + run.value());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      out.append(' ').append(keysAndValues[i]).append('=');
      out.append(quoted(String.valueOf(keysAndValues[i + 1])));
    }
    return out.toString();
  }

  static String quoted(String value) {
    if (value.matches("[^\\s\"\\\\=\\p{Cntrl}]+")) {
      return value;
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> out.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return out.append('"').toString();
  }
}
