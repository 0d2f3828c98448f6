package io.wowflow.jobs.main;

import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.npz.NpyBytes.floats;
import static io.wowflow.jobs.io.npz.NpyBytes.npy;
import static io.wowflow.jobs.main.CommandLines.BLOBS;
import static io.wowflow.jobs.main.CommandLines.RINGS;
import static io.wowflow.jobs.main.CommandLines.files;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that resume from what is damaged, finished or made otherwise. */
class BadResumeTest {
  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void nameTheOutput() {
    output = folder.resolve("out");
  }

  private String[] resume(String... more) {
    String[] all = Arrays.copyOf(more, more.length + 2);
    all[more.length] = "--mode";
    all[more.length + 1] = "resume";
    return flow(output, all);
  }

  /** The output of a run that stopped after step 4: snapshots of steps 2 and 4. */
  private void interrupted(String... more) throws IOException {
    String[] all = Arrays.copyOf(more, more.length + 4);
    System.arraycopy(
        new String[] {"--steps", "4", "--snapshot-every", "2"}, 0, all, more.length, 4);
    run(flow(output, all)).succeeded();
    leaveSnapshotsOnly();
  }

  private void leaveSnapshotsOnly() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      for (Path path : files.filter(p -> !p.endsWith("snapshots")).toList()) {
        delete(path);
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> children = Files.list(path)) {
        for (Path child : children.toList()) {
          delete(child);
        }
      }
    }
    Files.delete(path);
  }

  @Test
  void snapshotsNeedAMode() throws IOException {
    interrupted();
    refused(ExitCode.OUTPUT, folder, flow(output))
        .contains("snapshots of an unfinished run", "--mode resume", "--mode overwrite");
  }

  @ParameterizedTest
  @CsvSource({
    "--step-size, 0.2, step-size was",
    "--seed, 7, seed was 0",
    "--momentum, 0.5, momentum was 0.9",
    "--source, synthetic:gaussians?classes=3&samples=80&dimension=2, source was",
    "--samples-per-class, 40, fingerprint of the source data was",
  })
  void otherSettings(String option, String value, String message) throws IOException {
    interrupted();
    String[] args = resume("--steps", "6", option, value);
    if (option.equals("--source")) {
      args = flow(value, RINGS, output, "--steps", "6", "--mode", "resume");
    }
    refused(ExitCode.USAGE, folder, args)
        .contains(message, "is now", "start again with --mode overwrite");
  }

  @Test
  void otherDataUnderTheSameName() throws IOException {
    Path source = folder.resolve("source.npz");
    run("convert", "--source", BLOBS, "--output", source.toString()).succeeded();
    String[] first =
        flow(source.toString(), RINGS, output, "--steps", "4", "--snapshot-every", "2");
    run(first).succeeded();
    run(
            "convert",
            "--source",
            BLOBS,
            "--seed",
            "1",
            "--mode",
            "overwrite",
            "--output",
            source.toString())
        .succeeded();
    String[] again = flow(source.toString(), RINGS, output, "--steps", "4", "--mode", "resume");
    refused(ExitCode.USAGE, folder, again).contains("the data of the source have changed");
    Files.delete(output.resolve("_SUCCESS"));
    refused(ExitCode.USAGE, folder, again).contains("fingerprint of the source data was");
  }

  @Test
  void otherDirectionsUnderTheSameName() throws IOException {
    Path file = Files.write(folder.resolve("d.npy"), directions(1, 0, 0, 1));
    String[] first = {"--directions", file.toString(), "--steps", "4", "--snapshot-every", "2"};
    run(flow(output, first)).succeeded();
    assertThat(Files.readString(output.resolve("_MANIFEST.json")))
        .contains("\"role\" : \"directions\"", "d.npy");
    String[] again = {"--directions", file.toString(), "--steps", "4", "--mode", "resume"};
    run(flow(output, again)).succeeded();
    Files.write(file, directions(1, 0, 0.6, 0.8));
    refused(ExitCode.USAGE, folder, flow(output, again))
        .contains("the data of the directions have changed");
    Files.delete(output.resolve("_SUCCESS"));
    refused(ExitCode.USAGE, folder, flow(output, again))
        .contains("fingerprint of the directions was");
  }

  private static byte[] directions(double... values) {
    return npy("<f4", "(2, 2)", floats(values));
  }

  @Test
  void aResumedRunReportsTheStepOfItsSnapshot() throws IOException {
    interrupted();
    run(resume("--steps", "6", "--report-every", "2")).succeeded();
    assertThat(Files.readAllLines(output.resolve("objective.csv")).stream())
        .extracting(row -> row.substring(0, row.indexOf(',')))
        .containsExactly("step", "0", "4", "6");
  }

  /** A flow judges its objective by the steps before the snapshot too. */
  @Test
  void aResumedFlowConvergesAtTheStepOfOneThatWasNotInterrupted() throws IOException {
    List<String> words = List.of("--kernel", "gaussian", "--snapshot-every", "60", "--steps");
    Path whole = folder.resolve("whole");
    run(flow(whole, with(words, "900"))).succeeded();
    String converged = lastRow(whole);
    assertThat(converged).matches("[1-8][0-9]{2},.*");

    run(flow(output, with(words, "130"))).succeeded();
    leaveSnapshotsOnly();
    CommandLines.Outcome outcome = run(resume(with(words, "900")));

    outcome.succeeded();
    assertThat(lastRow(output)).isEqualTo(converged);
    assertThat(outcome.out()).contains("converged at step " + converged.split(",", -1)[0]);
  }

  private static String[] with(List<String> words, String last) {
    return Stream.concat(words.stream(), Stream.of(last)).toArray(String[]::new);
  }

  /** Step and objective. */
  private static String lastRow(Path output) throws IOException {
    List<String> rows = Files.readAllLines(output.resolve("objective.csv"));
    String last = rows.get(rows.size() - 1);
    return last.substring(0, last.lastIndexOf(','));
  }

  /** The plan in use at step 4 is that of step 3, whose state is gone. */
  @Test
  void aFlowOfTheWowDistanceResumesWithItsPlan() throws IOException {
    resumesToTheSameState("--functional", "wow", "--rematch", "3", "--state-hash");
  }

  /** The weights at step 4 are those of step 3. */
  @Test
  void aFlowThatReweightsClassesResumesWithItsWeights() throws IOException {
    resumesToTheSameState("--reweight", "every=3,rate=1", "--state-hash");
  }

  private void resumesToTheSameState(String... options) throws IOException {
    interrupted(options);
    String[] eight = Arrays.copyOf(options, options.length + 4);
    System.arraycopy(
        new String[] {"--steps", "8", "--snapshot-every", "2"}, 0, eight, options.length, 4);
    run(resume(eight)).succeeded();
    Path whole = folder.resolve("whole");
    run(flow(whole, eight)).succeeded();
    assertThat(lastHash(output)).isEqualTo(lastHash(whole));
  }

  private static String lastHash(Path output) throws IOException {
    List<String> rows = Files.readAllLines(output.resolve("objective.csv"));
    String last = rows.get(rows.size() - 1);
    assertThat(last).startsWith("8,");
    return last.substring(last.lastIndexOf(',') + 1);
  }

  @Test
  void fewerStepsThanWereMade() throws IOException {
    interrupted();
    refused(ExitCode.USAGE, folder, resume("--steps", "3"))
        .contains("step=00000004 is of step 4, beyond --steps 3");
  }

  @Test
  void aFinishedOutput() throws IOException {
    run(flow(output, "--snapshot-every", "1")).succeeded();
    Map<String, String> before = files(folder);
    CommandLines.Outcome again = run(resume("--snapshot-every", "1"));
    again.succeeded();
    assertThat(again.err()).contains("out is finished already: nothing to resume");
    assertThat(files(folder)).isEqualTo(before);
    refused(ExitCode.USAGE, folder, resume("--momentum", "0.5"))
        .contains("is finished", "momentum was 0.9, is now 0.5", "--mode overwrite");
    refused(ExitCode.USAGE, folder, resume("--steps", "9")).contains("steps was 2, is now 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "null", "[]", "{\"run\": 3}", "{\"inputs\": []}"})
  void aFinishedOutputWhoseManifestIsNone(String manifest) throws IOException {
    run(flow(output)).succeeded();
    Files.writeString(output.resolve("_MANIFEST.json"), manifest);
    refused(ExitCode.INPUT, folder, resume()).contains("_MANIFEST.json is not a manifest");
  }

  @Test
  void aFinishedOutputWhoseManifestNamesNoInputs() throws IOException {
    run(flow(output)).succeeded();
    Path manifest = output.resolve("_MANIFEST.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest,
        text.replaceFirst(
            "(?s)\"inputs\" : \\[.*?\\n  \\]|\"inputs\" : \\[.*?\\} \\]", "\"inputs\" : []"));
    refused(ExitCode.USAGE, folder, resume()).contains("the data of the source have changed");
  }

  @Test
  void theNewestSnapshotIsTruncated() throws IOException {
    interrupted();
    Path block = output.resolve("snapshots/step=00000004/block-00000.bin");
    byte[] whole = Files.readAllBytes(block);
    Files.write(block, Arrays.copyOf(whole, whole.length - 1));
    CommandLines.Outcome outcome = run(resume("--steps", "4"));
    outcome.succeeded();
    assertThat(outcome.err())
        .contains("step=00000004 is rejected: block-00000.bin has", "resuming from step 2");
    Path undisturbed = folder.resolve("undisturbed");
    run(flow(undisturbed, "--steps", "4")).succeeded();
    assertSameSamples(Readings.read(output), Readings.read(undisturbed));
  }

  @Test
  void everySnapshotIsDamaged() throws IOException {
    interrupted();
    Files.write(output.resolve("snapshots/step=00000004/_SNAPSHOT.json"), new byte[0]);
    Files.delete(output.resolve("snapshots/step=00000002/_SNAPSHOT.json"));
    CommandLines.Outcome outcome = run(resume("--steps", "4"));
    outcome.succeeded();
    assertThat(outcome.err())
        .contains("step=00000004 is rejected", "step=00000002 is rejected")
        .contains("no snapshot to resume from: starting at step 0");
  }

  @Test
  void aFlowThatDivergesNamesTheLastGoodSnapshot() {
    String[] args = flow(output, "--steps", "90", "--snapshot-every", "1", "--step-size", "1000");
    CommandLines.Outcome outcome = run(args);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.DIVERGED.code());
    Matcher message =
        Pattern.compile("diverged at step (\\d+): class '0' .*last good snapshot is (\\S+)")
            .matcher(outcome.err());
    assertThat(message.find()).as(outcome.err()).isTrue();
    int step = Integer.parseInt(message.group(1));
    assertThat(message.group(2)).endsWith(String.format(Locale.ROOT, "step=%08d", step - 1));
    assertThat(output.resolve("snapshots").resolve(Path.of(message.group(2)).getFileName()))
        .isDirectory();
    assertThat(output.resolve("_SUCCESS")).doesNotExist();
    assertThat(output.resolve("data")).doesNotExist();
  }

  @Test
  void aFlowThatDivergesWithoutSnapshotsLeavesNothing() {
    refused(ExitCode.DIVERGED, folder, flow(output, "--steps", "50", "--step-size", "1e6"))
        .contains("diverged at step 1", "Lower --step-size", "there is no snapshot");
    refused(ExitCode.DIVERGED, folder, flow(output, "--steps", "50", "--step-size", "1e38"))
        .contains("diverged at step 1", "Lower --step-size");
  }
}
