package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.context.Interruption;
import io.wowflow.jobs.io.place.FullDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;

/** Whole command lines, run in this process over the real jobs. */
final class CommandLines {
  static final String RINGS = "synthetic:rings";
  static final String BLOBS = "synthetic:rings-source";

  private CommandLines() {}

  /**
   * The result of a command line.
   *
   * @param code the exit code
   * @param out what went to standard output
   * @param err what went to standard error: notices, progress, the failure
   */
  record Outcome(int code, String out, String err) {
    void succeeded() {
      assertThat(code).as(err).isZero();
    }
  }

  static Outcome run(String... args) {
    return run(new ByteArrayOutputStream(), args);
  }

  /** Runs a command line whose standard error goes through a stream of the caller's. */
  static Outcome run(OutputStream errors, String... args) {
    PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
    StringWriter out = new StringWriter();
    int code =
        WowFlow.run(
            args,
            new JobCommands(err),
            new PrintWriter(out),
            new PrintWriter(err, true, StandardCharsets.UTF_8));
    return new Outcome(code, out.toString(), errors.toString());
  }

  /**
   * Runs a command line on a local file system that becomes full: files whose name contains a text
   * have room for so many bytes, others for any number.
   */
  static Outcome runOnFullDisk(String name, long room, String... args) {
    Map<String, String> settings = new TreeMap<>();
    FullDisk.settings(room, name)
        .forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    settings.forEach(System::setProperty);
    try {
      return run(args);
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  /** A short flow with more options, which may repeat none of these. */
  static String[] flow(String source, String target, Object output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("flow", "--source", source, "--target", target, "--output", "" + output));
    args.addAll(Arrays.asList(more));
    if (!args.contains("--steps")) {
      args.addAll(List.of("--steps", "2"));
    }
    return args.toArray(String[]::new);
  }

  /** A short flow between synthetic datasets. */
  static String[] flow(Object output, String... more) {
    return flow(BLOBS, RINGS, output, more);
  }

  /** A dry run of a flow between synthetic datasets. */
  static String[] dryRun(String... more) {
    List<String> args = new ArrayList<>(List.of("flow", "--source", BLOBS, "--target", RINGS));
    args.add("--dry-run");
    args.addAll(Arrays.asList(more));
    return args.toArray(String[]::new);
  }

  /**
   * A command line that is refused: with this code, without a stack trace, and with every file of
   * the folder as it was, bit for bit.
   *
   * @return the message
   */
  static AbstractStringAssert<?> refused(ExitCode code, Path folder, String... args) {
    Map<String, String> before = files(folder);
    Outcome outcome = run(args);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code.code());
    assertThat(outcome.err())
        .contains("wowflow: ")
        .doesNotContain("unexpected")
        .doesNotContain("\tat ");
    assertThat(files(folder)).isEqualTo(before);
    return assertThat(outcome.err());
  }

  /** Waits for another thread of a test. */
  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.MINUTES)).as("the other thread came so far").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The files and directories below a folder, by name, with their content. */
  static Map<String, String> files(Path folder) {
    Map<String, String> out = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        out.put(folder.relativize(path).toString(), content(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  private static String content(Path path) throws IOException {
    return Files.isRegularFile(path)
        ? Base64.getEncoder().encodeToString(Files.readAllBytes(path))
        : "a directory";
  }

  /** Ends the command in the way of SIGTERM when it first reports progress. */
  static int interrupted(String... args) {
    Interruption interruption = new Interruption();
    ByteArrayOutputStream said =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            if (toString(StandardCharsets.UTF_8).contains("step 0/")) {
              interruption.ask();
            }
          }
        };
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    return WowFlow.run(
        args,
        new JobCommands(err, () -> interruption, () -> {}),
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true, StandardCharsets.UTF_8));
  }
}
