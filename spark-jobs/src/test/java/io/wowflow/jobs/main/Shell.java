package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** The whole command line, in this process. */
final class Shell {
  private Shell() {}

  /** What a command ended with. */
  record Outcome(int code, String out, String err) {}

  static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    ByteArrayOutputStream notices = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(notices, true, StandardCharsets.UTF_8);
    int code =
        WowFlow.run(
            args,
            new JobCommands(err),
            new PrintWriter(out),
            new PrintWriter(err, true, StandardCharsets.UTF_8));
    return new Outcome(code, out.toString(), notices.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command that must end well. */
  static Outcome done(String... args) {
    Outcome outcome = run(args);
    assertThat(outcome.code).as(outcome.err).isZero();
    return outcome;
  }
}
