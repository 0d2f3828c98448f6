package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.dryRun;
import static io.wowflow.jobs.main.CommandLines.files;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static io.wowflow.jobs.main.CommandLines.runOnFullDisk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.LoggedEvents;
import io.wowflow.jobs.conf.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows with held samples, and flows that stop before they copy. */
class CopyingTest {
  private static final String SOURCE =
      "synthetic:gaussians?classes=2&samples=100&dimension=2&stream=0";
  private static final String TARGET =
      "synthetic:gaussians?classes=2&samples=100&dimension=2&stream=1";

  @TempDir Path folder;

  /** A flow that begins to copy after some tens of steps. */
  private static String[] copying(Path output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("--hold-out", "0.2", "--stop-plateau", "off", "--step-rule", "matched"));
    args.addAll(List.of(more));
    return flow(SOURCE, TARGET, output, args.toArray(String[]::new));
  }

  private static JsonNode outcome(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("_MANIFEST.json").toFile()).get("outcome");
  }

  /** The rows of a table without the column of the seconds. */
  private static List<String> rows(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .map(line -> line.replaceFirst("^([^,]*,[^,]*),[^,]*,", "$1,"))
        .toList();
  }

  private static Map<String, String> data(Path output) {
    Map<String, String> all = files(output.resolve("data"));
    all.keySet().removeIf(name -> name.startsWith("."));
    return all;
  }

  private static List<Integer> steps(Path output) throws IOException {
    return Files.readAllLines(output.resolve("copying.csv")).stream()
        .skip(1)
        .map(line -> Integer.valueOf(line.split(",", -1)[0]))
        .toList();
  }

  @Test
  void aStoppedFlowIsTheFlowOfTheStepsBeforeItCopied() throws IOException {
    Path out = folder.resolve("out");
    CommandLines.Outcome stopped =
        run(copying(out, "--steps", "80", "--state-hash", "--stop-copying", "0.55"));
    stopped.succeeded();

    JsonNode made = outcome(out);
    int step = made.get("steps").intValue();
    int report = step + 10;
    assertThat(step).isBetween(10, 60);
    assertThat(steps(out)).endsWith(step, report).startsWith(0, 10).doesNotHaveDuplicates();
    String[] last =
        Files.readAllLines(out.resolve("copying.csv")).get(report / 10 + 1).split(",", -1);
    double share = Double.parseDouble(last[1]);
    assertThat(share).isGreaterThan(0.55).isGreaterThan(Double.parseDouble(last[3]));
    assertThat(made.get("stopReason").textValue())
        .startsWith("stopped before copying: the copy share was 0.")
        .endsWith("at step " + report);
    JsonNode copying = made.get("copying");
    assertThat(copying.get("held").intValue()).isEqualTo(40);
    assertThat(copying.get("decidable").booleanValue()).isTrue();
    assertThat(copying.get("step").intValue()).isEqualTo(step);
    assertThat(copying.get("stopStep").intValue()).isEqualTo(report);
    assertThat(copying.get("share").doubleValue()).isLessThan(share);
    assertThat(copying.get("text").textValue())
        .matches("copy share 0\\.\\d\\d \\(0\\.50 is none; band 0\\.\\d\\d to 0\\.\\d\\d\\)");
    assertThat(stopped.out())
        .startsWith(step + " steps (stopped before copying")
        .contains(copying.get("text").textValue() + "; written to");
    assertThat(stopped.err()).contains("held out: 40 of 200 samples of the target");
    assertThat(out.resolve("report.html"))
        .content()
        .contains(
            "id=\"copying\"",
            "class=\"band\"",
            "Copy share",
            copying.get("text").textValue().substring(1))
        .contains("rose at step " + report);
    assertThat(run("verify", out.toString()).code()).isZero();

    Path shorter = folder.resolve("shorter");
    run(copying(shorter, "--steps", Integer.toString(step), "--state-hash")).succeeded();
    assertThat(data(out)).isEqualTo(data(shorter));
    assertThat(rows(out.resolve("objective.csv")))
        .isEqualTo(rows(shorter.resolve("objective.csv")));
    assertThat(made.get("stateHash")).isEqualTo(outcome(shorter).get("stateHash"));
    assertThat(made.get("finalObjective")).isEqualTo(outcome(shorter).get("finalObjective"));
    assertThat(made.get("convergence")).isEqualTo(outcome(shorter).get("convergence"));
    assertThat(Files.readAllLines(out.resolve("copying.csv")))
        .startsWith(Files.readAllLines(shorter.resolve("copying.csv")).toArray(String[]::new));

    Path distributed = folder.resolve("distributed");
    run(copying(
            distributed,
            "--steps",
            "80",
            "--state-hash",
            "--stop-copying",
            "0.55",
            "--engine",
            "distributed"))
        .succeeded();
    assertThat(rows(distributed.resolve("objective.csv")))
        .isEqualTo(rows(out.resolve("objective.csv")));
    assertThat(Files.readString(distributed.resolve("copying.csv")))
        .isEqualTo(Files.readString(out.resolve("copying.csv")));
    assertThat(data(distributed)).isEqualTo(data(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmd", "wow"})
  void aResumedFlowReturnsToTheReportBeforeItsSnapshot(String functional) throws IOException {
    Path whole = folder.resolve("whole");
    String[] options = {"--steps", "80", "--stop-copying", "0.55", "--functional", functional};
    run(copying(whole, options)).succeeded();
    int step = outcome(whole).get("steps").intValue();

    // Ends between the report that is kept and the one that stops the flow.
    Path out = folder.resolve("out");
    String[] before = {
      "--stop-copying",
      "0.55",
      "--snapshot-every",
      "3",
      "--steps",
      Integer.toString(step + 8),
      "--functional",
      functional
    };
    assertThat(runOnFullDisk("matching.csv", 10, copying(out, before)).code()).isNotZero();
    List<Integer> kept = snapshots(out);
    assertThat(kept).contains(step).anyMatch(s -> s > step).hasSizeBetween(2, 3);

    Path copy = folder.resolve("copy");
    for (Map.Entry<String, String> file : files(out).entrySet()) {
      Path to = copy.resolve(file.getKey());
      if (file.getValue().equals("a directory")) {
        Files.createDirectories(to);
      } else {
        Files.copy(out.resolve(file.getKey()), to);
      }
    }
    CommandLines.Outcome again = run(copying(out, resumed(options)));
    again.succeeded();
    assertThat(again.err()).contains("resuming from step ").doesNotContain("last report before");
    assertThat(data(out)).isEqualTo(data(whole));
    assertThat(Files.readString(out.resolve("copying.csv")))
        .isEqualTo(Files.readString(whole.resolve("copying.csv")));
    assertThat(outcome(out).get("stateHash")).isEqualTo(outcome(whole).get("stateHash"));
    assertThat(outcome(out).get("convergence")).isEqualTo(outcome(whole).get("convergence"));

    // Without that snapshot the notice names the state that is kept in its place.
    try (Stream<Path> gone =
        Files.walk(copy.resolve(String.format(Locale.ROOT, "snapshots/step=%08d", step)))) {
      for (Path file : gone.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    int newest = kept.get(kept.size() - 1);
    CommandLines.Outcome less = run(copying(copy, resumed(options)));
    less.succeeded();
    assertThat(less.err())
        .contains(
            "the state of the last report before step " + newest + " is not in the snapshots");
    assertThat(outcome(copy).get("steps").intValue()).isEqualTo(newest);
  }

  private static String[] resumed(String... options) {
    return Stream.concat(Stream.of(options), Stream.of("--mode", "resume")).toArray(String[]::new);
  }

  private static List<Integer> snapshots(Path output) throws IOException {
    try (Stream<Path> all = Files.list(output.resolve("snapshots"))) {
      return all.map(path -> Integer.valueOf(path.getFileName().toString().substring(5)))
          .sorted()
          .toList();
    }
  }

  @Test
  void aFlowThatIsNotStoppedHasTheSameStatesWithAndWithoutTheStop() throws IOException {
    Path out = folder.resolve("out");
    String[] args = copying(out, "--steps", "13", "--state-hash");
    try (LoggedEvents events = new LoggedEvents(Level.INFO)) {
      run(args).succeeded();
      assertThat(events.lines())
          .anyMatch(
              line ->
                  line.startsWith("event=report")
                      && line.matches(
                          ".* copy_share=\\S+ band_low=\\S+ band_high=\\S+ held_sw2=.*"))
          .anyMatch(line -> line.startsWith("event=end") && line.contains("copying=\"copy share"));
    }
    assertThat(steps(out)).containsExactly(0, 10, 13);
    assertThat(outcome(out).get("copying").get("stopStep").isNull()).isTrue();
    Path stopping = folder.resolve("stopping");
    run(copying(stopping, "--steps", "13", "--state-hash", "--stop-copying", "0.9")).succeeded();
    assertThat(rows(stopping.resolve("objective.csv")))
        .isEqualTo(rows(out.resolve("objective.csv")));
    // The particles came nearer to all samples of the target, those that are held too.
    List<String> rows = Files.readAllLines(out.resolve("copying.csv"));
    assertThat(Double.parseDouble(rows.get(3).split(",", -1)[4]))
        .isLessThan(Double.parseDouble(rows.get(1).split(",", -1)[4]));
  }

  @Test
  void aTargetOntoItselfHasAFloorAndFewHeldSamplesDecideNothing() throws IOException {
    Path same = folder.resolve("same");
    run(flow(TARGET, TARGET, same, "--hold-out", "0.5", "--stop-copying", "0.5")).succeeded();
    JsonNode copying = outcome(same).get("copying");
    // Every sample of the target is a particle, so half of the copies are of held samples.
    assertThat(copying.get("atStart").doubleValue()).isCloseTo(0.5, within(1e-9));
    assertThat(copying.get("held").intValue()).isEqualTo(100);

    Path few = folder.resolve("few");
    String target = TARGET.replace("samples=100", "samples=10");
    CommandLines.Outcome outcome =
        run(
            flow(
                SOURCE,
                target,
                few,
                "--hold-out",
                "0.2",
                "--stop-copying",
                "0.5",
                "--steps",
                "20"));
    outcome.succeeded();
    assertThat(outcome.err())
        .contains("held out: 4 of 20 samples of the target")
        .contains("it needs 20 to decide anything");
    assertThat(outcome.out())
        .startsWith("20 steps")
        .contains("copy share not decidable: 4 held samples, 20 are needed; written to");
    assertThat(outcome(few).get("copying").get("decidable").booleanValue()).isFalse();

    Path none = folder.resolve("none");
    run(flow(SOURCE, TARGET.replace("samples=100", "samples=1"), none, "--hold-out", "0.2"))
        .succeeded();
    assertThat(Files.readAllLines(none.resolve("copying.csv"))).contains("0,,,,");
    assertThat(outcome(none).get("copying").get("share").isNull()).isTrue();
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    refused(ExitCode.USAGE, folder, dryRun("--hold-out", "0.6"))
        .contains("--hold-out: '0.6' is not a number above 0 and at most 0.5");
    refused(ExitCode.USAGE, folder, dryRun("--hold-out", "0.2", "--stop-copying", "0.4"))
        .contains("--stop-copying: '0.4' is not a number from 0.5 to 1");
    refused(ExitCode.USAGE, folder, dryRun("--stop-copying", "0.6"))
        .contains("--stop-copying", "--hold-out");
  }

  @Test
  void anAugmentationWritesHeldSamplesAndShares() throws IOException {
    Path out = folder.resolve("out");
    CommandLines.Outcome outcome =
        run(
            "augment",
            "--source",
            SOURCE,
            "--target",
            TARGET,
            "--steps",
            "3",
            "--hold-out",
            "0.2",
            "--output",
            out.toString());
    outcome.succeeded();
    assertThat(outcome.out()).startsWith("200 samples of the target and 200 flowed samples");
    assertThat(outcome.err()).contains("held out: 40 of 200 samples", "copy share 0.");
    assertThat(Files.readAllLines(out.resolve("_copying.csv"))).hasSize(3);
    assertThat(outcome(out).get("copying").get("held").intValue()).isEqualTo(40);
    assertThat(run("verify", out.toString()).code()).isZero();
  }
}
