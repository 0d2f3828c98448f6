package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.BLOBS;
import static io.wowflow.jobs.main.CommandLines.RINGS;
import static io.wowflow.jobs.main.CommandLines.files;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static io.wowflow.jobs.main.CommandLines.runOnFullDisk;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.binary.IdxBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs that exist, are held, or lie where none may be. */
class BadOutputTest {
  private static final String MASTER = "spark.master";

  @TempDir Path folder;

  private static String[] convert(String source, Object output, String... more) {
    String[] args = {"convert", "--source", source, "--output", output.toString()};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  private Path source() {
    Path source = folder.resolve("in/source.npz");
    run(convert(BLOBS, source)).succeeded();
    return source;
  }

  private void refusedByAll(ExitCode code, String source, Path output, String... message) {
    refused(code, folder, convert(source, output)).contains(message);
    refused(code, folder, convert(source, output, "--mode", "overwrite")).contains(message);
    refused(code, folder, flow(source, RINGS, output)).contains(message);
    refused(code, folder, flow(RINGS, source, output, "--mode", "overwrite")).contains(message);
    refused(code, folder, flow(RINGS, source, output, "--mode", "resume")).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "out.npz"})
  void anOutputThatExists(String name) {
    Path output = folder.resolve(name);
    run(flow(output, "--snapshot-every", "1")).succeeded();
    refused(ExitCode.OUTPUT, folder, flow(output)).contains(name + " exists", "--mode overwrite");
    refused(ExitCode.OUTPUT, folder, convert(RINGS, output)).contains(name + " exists");
    refused(ExitCode.OUTPUT, folder, "synth", "rings", "--output", output.toString())
        .contains(name + " exists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "out.npz"})
  void whatIsRefusedInOverwritingLeavesTheOldOutputAlone(String name) {
    Path output = folder.resolve(name);
    run(flow(output, "--snapshot-every", "1")).succeeded();
    String[] overwrite = {"--mode", "overwrite"};
    refused(ExitCode.INPUT, folder, flow(folder + "/nowhere", RINGS, output, overwrite));
    refused(
        ExitCode.USAGE,
        folder,
        flow(output, "--mode", "overwrite", "--kernel", "gaussian", "--target-batch", "81"));
    String one = "synthetic:gaussians?classes=1&samples=4&dimension=2&stream=0";
    refused(
            ExitCode.USAGE,
            folder,
            flow(one, one, output, "--mode", "overwrite", "--kernel", "gaussian"))
        .contains("--kernel-parameter");
  }

  @Test
  void aFlowThatDivergesLeavesTheOldResult() throws IOException {
    Path output = folder.resolve("out");
    run(flow(output)).succeeded();
    Map<String, String> before = files(folder);
    refused(
            ExitCode.DIVERGED,
            folder,
            flow(output, "--mode", "overwrite", "--step-size", "1e6", "--steps", "50"))
        .contains("diverged at step 1", "Lower --step-size (it is 1000000.0)", "no snapshot");
    assertThat(files(folder)).isEqualTo(before);
  }

  /** Hadoop's local file system throws an Error there, which nothing above it expects. */
  @ParameterizedTest
  @ValueSource(strings = {"block-", "part-", "objective.csv", "report.html", "_MANIFEST.json"})
  void aFullDiskEndsAFlowInOneLineAndLeavesTheOldResult(String name) {
    Path output = folder.resolve("out");
    run(flow(output)).succeeded();
    Map<String, String> before = files(folder);

    CommandLines.Outcome outcome =
        runOnFullDisk(name, 10, flow(output, "--mode", "overwrite", "--snapshot-every", "1"));

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.FAILURE.code());
    assertThat(outcome.err())
        .containsPattern(
            "\\nwowflow: (The flow failed|The snapshot of step 1 cannot be written)"
                + ": No space left on device\\n$")
        .doesNotContain("unexpected")
        .doesNotContain("\tat ");
    Map<String, String> after = files(folder);
    after.keySet().removeIf(file -> file.contains("snapshots"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aFullDiskWhereThePageOfARunningFlowGoesDoesNotEndIt() {
    CommandLines.Outcome outcome =
        runOnFullDisk("report.json", 2000, flow(folder.resolve("out"), "--report-every", "1"));

    assertThat(outcome.err()).contains("No space left on device").doesNotContain("\tat ");
  }

  @Test
  void whatNoRunWroteIsNotReplaced() throws IOException {
    Path output = Files.createDirectory(folder.resolve("home"));
    Files.writeString(output.resolve("letter.txt"), "precious");
    refusedByAll(ExitCode.OUTPUT, RINGS, output, "home");
    refused(ExitCode.OUTPUT, folder, flow(output, "--mode", "overwrite")).contains("letter.txt");
    refused(ExitCode.OUTPUT, folder, convert(RINGS, output, "--mode", "overwrite"))
        .contains("letter.txt");
  }

  @Test
  void aFileWhereADirectoryShouldBeAndTheReverse() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    refused(ExitCode.OUTPUT, folder, flow(file, "--mode", "overwrite")).contains("regular file");
    refused(ExitCode.OUTPUT, folder, convert(RINGS, file, "--mode", "overwrite"))
        .contains("is a file");
    Path directory = Files.createDirectory(folder.resolve("d.npz"));
    refused(ExitCode.OUTPUT, folder, flow(directory, "--mode", "overwrite"))
        .contains("is a directory");
    refused(ExitCode.OUTPUT, folder, convert(RINGS, directory, "--mode", "overwrite"))
        .contains("is a directory");
  }

  @Test
  void anOutputBelowARegularFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    refusedByAll(ExitCode.OUTPUT, RINGS, file.resolve("a/out"), "file is a regular file");
    refusedByAll(ExitCode.OUTPUT, RINGS, file.resolve("out.npz"), "file is a regular file");
    refused(ExitCode.OUTPUT, folder, "synth", "rings", "--output", file + "/x.npz")
        .contains("file is a regular file");
  }

  @Test
  void aFileWithAColonInItsName() {
    refusedByAll(
        ExitCode.USAGE,
        RINGS,
        folder.resolve("on/12:30.npz"),
        "12:30.npz has a colon in its name",
        "12-30.npz");
    String report = folder.resolve("on/12:30.json").toString();
    refused(
            ExitCode.USAGE,
            folder,
            "distance",
            "--source",
            RINGS,
            "--target",
            RINGS,
            "--output",
            report)
        .contains("12:30.json has a colon in its name");
  }

  /** Schedulers name what they make by the time. */
  @Test
  void aDirectoryWithAColonInItsName() {
    Path out = folder.resolve("run=2026-11-26T06:00:00+00:00");
    run(flow(out, "--snapshot-every", "1")).succeeded();
    run(flow(out, "--mode", "resume")).succeeded();
    run(flow(out, "--mode", "overwrite", "--snapshot-every", "1")).succeeded();
    run(flow(RINGS, out.toString(), folder.resolve("again"))).succeeded();
    run(convert(RINGS, folder.resolve("12:30"))).succeeded();
    run(convert(folder.resolve("12:30").toString(), folder.resolve("12:31"))).succeeded();
    run("report", out.toString()).succeeded();
  }

  @Test
  void namesWithColonsBesideTheOutput() throws IOException {
    Path beside = Files.createDirectories(folder.resolve("at 12:30/all/b:c")).getParent();
    Files.writeString(beside.resolve("x:y"), "precious");
    run(flow(beside.resolve("out"))).succeeded();
    run(flow(beside.resolve("out.npz"))).succeeded();
    run(flow(beside.resolve("out.npz"), "--mode", "overwrite")).succeeded();
    refused(ExitCode.OUTPUT, folder, flow(beside, "--mode", "overwrite")).contains("b:c");
  }

  @Test
  void anOutputWhereNothingCanBeWritten() {
    Path readOnly = Path.of("/proc/wowflow");
    Needs.that(Files.isDirectory(Path.of("/proc/self")), "no Linux: /proc is absent");
    refusedByAll(ExitCode.OUTPUT, RINGS, readOnly.resolve("out"), "/proc/wowflow", "another");
    refusedByAll(ExitCode.OUTPUT, RINGS, Path.of("/proc/out.npz"), "/proc", "another");
  }

  @Test
  void anOutputThatIsAnInputLiesInOneOrHoldsOne() throws IOException {
    String source = source().toString();
    refusedByAll(ExitCode.USAGE, source, Path.of(source), "source.npz");
    refusedByAll(ExitCode.USAGE, source, folder.resolve("in"), "source.npz");
    refusedByAll(ExitCode.USAGE, source, folder.resolve("in/../in"), "source.npz");
    refusedByAll(ExitCode.USAGE, "file:" + source, folder, "source.npz");
    run(convert(BLOBS, folder.resolve("table"))).succeeded();
    refusedByAll(ExitCode.USAGE, folder + "/table", folder.resolve("table/out"), "table/out");
    refusedByAll(ExitCode.USAGE, folder + "/table", folder.resolve("table/o.npz"), "table/o.npz");
    Path weights = Files.writeString(folder.resolve("weights.json"), "{}");
    refused(
            ExitCode.USAGE,
            folder,
            flow(weights, "--class-weights", weights.toString(), "--mode", "overwrite"))
        .contains("is the input", "weights.json");
  }

  @Test
  void anOutputThatIsAnInputThroughLinks() throws IOException {
    String source = source().toString();
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in"));
    refusedByAll(ExitCode.USAGE, source, link.resolve("source.npz"), "link/source.npz");
    refusedByAll(ExitCode.USAGE, source, link, "link");
    run(convert(BLOBS, folder.resolve("table"))).succeeded();
    Path other = Files.createSymbolicLink(folder.resolve("other"), folder.resolve("table"));
    refusedByAll(ExitCode.USAGE, other.toString(), folder.resolve("table/out"), "table/out");
    refusedByAll(ExitCode.USAGE, folder + "/table", other.resolve("out.npz"), "other/out.npz");
  }

  @Test
  void aPreviewThatIsAnInputOrTheOutput() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    IdxBytes.writeTiny(images, "");
    String[] preview = {"--preview", images + "/sheet.png"};
    refused(ExitCode.USAGE, folder, convert(images.toString(), folder + "/o.npz", preview))
        .contains("images/sheet.png");
    refused(
            ExitCode.USAGE,
            folder,
            convert(images.toString(), folder + "/o", "--preview", folder + "/o/sheet.png"))
        .contains("o/sheet.png");
    Path link = Files.createSymbolicLink(folder.resolve("link"), images);
    refused(
            ExitCode.USAGE,
            folder,
            convert(images.toString(), folder + "/o.npz", "--preview", link + "/sheet.png"))
        .contains("link/sheet.png");
    refused(
            ExitCode.OUTPUT,
            folder,
            convert(
                images.toString(),
                folder + "/o.npz",
                "--mode",
                "overwrite",
                "--preview",
                Files.createDirectory(folder.resolve("d.png")).toString()))
        .contains("d.png", "is a directory");
    refused(
            ExitCode.OUTPUT,
            folder,
            convert(
                images.toString(),
                folder + "/o.npz",
                "--preview",
                Files.writeString(folder.resolve("f"), "") + "/x.png"))
        .contains("f is a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"synthetic:rings", "a:b", "gopher://host/out", "s3a://k:hidden@b/out"})
  void outputsThatAreNoPaths(String output) {
    refused(ExitCode.USAGE, folder, convert(RINGS, output)).doesNotContain("hidden");
    refused(ExitCode.USAGE, folder, flow(output)).doesNotContain("hidden");
  }

  @Test
  void aFragmentIsPartOfAnOutputsName() {
    run(flow(folder.resolve("out#train"))).succeeded();
    assertThat(folder.resolve("out#train/_SUCCESS")).exists();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "out.npz"})
  void anOutputThatAnotherRunHolds(String name) throws Exception {
    Path output = folder.resolve(name);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    // The first report of a flow is printed while the flow holds its lock.
    ByteArrayOutputStream blocking =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            if (toString(StandardCharsets.UTF_8).contains("step 0/2")) {
              begun.countDown();
              CommandLines.await(refused);
            }
          }
        };
    CompletableFuture<CommandLines.Outcome> first =
        CompletableFuture.supplyAsync(() -> run(blocking, flow(output)));
    CommandLines.await(begun);
    try {
      for (String mode : new String[] {"error", "overwrite", "resume"}) {
        refused(ExitCode.OUTPUT, folder, flow(output, "--mode", mode))
            .contains("The output is held by run", "wait for it to end");
      }
    } finally {
      refused.countDown();
    }
    first.get().succeeded();
  }

  @Test
  void aStaleLockIsTakenOver() throws IOException {
    Path output = Files.createDirectory(folder.resolve("out"));
    Path lock =
        Files.writeString(
            output.resolve("_LOCK"),
            "{\"runId\": \"20200101T000000000Z-0123abcd\", \"host\": \"elsewhere\","
                + " \"processSpace\": \"\", \"pid\": 1, \"processStart\": \"\","
                + " \"heartbeat\": \"2020-01-01T00:00:00Z\"}");
    refused(ExitCode.OUTPUT, folder, flow(output)).contains("20200101T000000000Z-0123abcd");
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(61)));
    CommandLines.Outcome outcome = run(flow(output));
    outcome.succeeded();
    assertThat(outcome.err())
        .contains("Taking over the lock", "20200101T000000000Z-0123abcd", "was not renewed for");
    assertThat(lock).doesNotExist();
  }

  @Test
  void aLocalOutputOfAClusterNeedsASharedFileSystem() {
    SparkTest.session();
    String before = System.getProperty(MASTER);
    System.setProperty(MASTER, "spark://no-such-host.invalid:7077");
    try {
      AbstractStringAssert<?> message =
          refused(ExitCode.USAGE, folder, flow(folder.resolve("out")));
      message.contains("/out is on the local file system", "--shared-filesystem", "hdfs://");
      run(flow(folder.resolve("out"), "--shared-filesystem")).succeeded();
    } finally {
      if (before == null) {
        System.clearProperty(MASTER);
      } else {
        System.setProperty(MASTER, before);
      }
    }
  }
}
