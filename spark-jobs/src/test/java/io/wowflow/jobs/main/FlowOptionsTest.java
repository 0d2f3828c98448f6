package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.LoggedEvents;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option does what its help says, seen from outside. */
class FlowOptionsTest {
  private static final String SOURCE = "synthetic:gaussians?classes=4&samples=12&dimension=4";
  private static final String TARGET = SOURCE + "&shift=2";

  @TempDir Path temp;

  private Path flow(String folder, String... options) {
    return flowOnto(TARGET, folder, options);
  }

  private Path flowOnto(String target, String folder, String... options) {
    List<String> args = new ArrayList<>(List.of("flow", "--source=" + SOURCE));
    args.add("--target=" + target);
    args.addAll(List.of(options));
    for (String otherwise : List.of("--steps=12", "--report-every=1")) {
      String name = otherwise.substring(0, otherwise.indexOf('='));
      if (args.stream().noneMatch(arg -> arg.startsWith(name))) {
        args.add(otherwise);
      }
    }
    Path output = temp.resolve(folder);
    args.add("--output=" + output);
    CommandLines.run(args.toArray(String[]::new)).succeeded();
    return output;
  }

  private static List<ObjectiveLog.Row> objectives(Path output) throws IOException {
    String csv = Files.readString(output.resolve("objective.csv"));
    return ObjectiveLog.parse(csv, "objective.csv").rows();
  }

  private static JsonNode manifest(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("_MANIFEST.json").toFile());
  }

  private static double mean(Path output) {
    LoadedDataset read = Readings.read(output.resolve("data"));
    double sum = 0;
    for (LabelledClass c : read.dataset().classes()) {
      for (float v : c.samples().values()) {
        sum += v / (read.dataset().sampleCount() * c.dimension());
      }
    }
    return sum;
  }

  @Test
  void clippedValuesStayInTheRangeAlsoWhenNormalised() {
    for (String normalise : List.of("0,1", "0.3,0.7")) {
      Path output = flow("clip" + normalise, "--clip=-0.5,0.75", "--normalise=" + normalise);
      for (LabelledClass c : Readings.read(output.resolve("data")).dataset().classes()) {
        for (float v : c.samples().values()) {
          assertThat(v).isBetween(-0.5f, 0.75f);
        }
      }
    }
  }

  @Test
  void normalisingChangesTheUnitsOfTheFlowButNotOfTheOutput() throws IOException {
    Path plain = flow("plain", "--steps=0");
    Path seen = flow("seen", "--steps=0", "--normalise=1,0.5");
    assertThat(mean(seen)).isCloseTo(mean(plain), within(1e-6));
    // Riesz with r = 1 is homogeneous of degree one.
    assertThat(objectives(seen).get(0).objective())
        .isCloseTo(2 * objectives(plain).get(0).objective(), within(1e-4));
  }

  @Test
  void stateHashesHaveAColumnAndComeBackInTheManifest() throws IOException {
    Path output = flow("hash", "--state-hash");
    assertThat(output.resolve("objective.csv"))
        .content()
        .startsWith("step,objective,seconds,state_hash\n");
    List<ObjectiveLog.Row> rows = objectives(output);
    assertThat(rows.get(12).stateHash())
        .isEqualTo(manifest(output).at("/outcome/stateHash").asText())
        .isNotEqualTo(rows.get(11).stateHash());
  }

  @Test
  void bandwidthsAreTheMedianAndRecorded() throws IOException {
    for (String kernel : List.of("gaussian", "imq", "laplace")) {
      JsonNode manifest = manifest(flow(kernel, "--kernel=" + kernel));
      assertThat(manifest.at("/numerics/kernel/name").asText()).isEqualTo(kernel);
      // Means 2 apart in each of 4 coordinates, plus the spread of the class means.
      double low = kernel.equals("laplace") ? 1 : 2;
      assertThat(manifest.at("/numerics/kernel/parameter").asDouble()).isBetween(low, 12.0);
    }
  }

  @Test
  void batchesFlowAndReportAFixedSampleOfClasses() throws IOException {
    Path output = flow("batch", "--class-batch=2", "--target-batch=6", "--step-size=0.5");
    List<ObjectiveLog.Row> rows = objectives(output);
    assertThat(rows.get(12).objective()).isLessThan(rows.get(0).objective());
    assertThat(manifest(output).at("/numerics/quantileLevels").asInt()).isEqualTo(12);
  }

  @Test
  void weightsFromAFileMoveTheObjective() throws IOException {
    Path weights = temp.resolve("weights.json");
    Files.writeString(weights, "{\"source\": {\"0\": 8, \"1\": 1, \"2\": 1, \"3\": 1}}");
    double weighted = objectives(flow("weighted", "--class-weights=" + weights)).get(0).objective();
    double uniform = objectives(flow("uniform")).get(0).objective();
    double proportional =
        objectives(flow("proportional", "--class-weights=proportional")).get(0).objective();
    assertThat(weighted).isNotCloseTo(uniform, within(1e-6));
    assertThat(proportional).isEqualTo(uniform);
  }

  @Test
  void flowsStopOnAPlateauAndOnTime() throws IOException {
    Path plateau = flowOnto(SOURCE + "&stream=0", "plateau", "--steps=4000", "--stop-plateau=3");
    assertThat(manifest(plateau).at("/outcome/stopReason").asText())
        .isEqualTo("the objective is on a plateau");
    assertThat(manifest(plateau).at("/outcome/steps").asInt()).isLessThan(4000);
    String[] endless = {"--steps=2000000000", "--stop-plateau=off", "--max-time=1s"};
    Path late = flow("late", endless);
    assertThat(manifest(late).at("/outcome/stopReason").asText())
        .isEqualTo("the time given by --max-time is over");
  }

  @Test
  void aFlowEndsWhereItHasConvergedHoweverOftenItReports() throws IOException {
    String[] quick = {"--steps=1000", "--kernel=gaussian", "--direction-count=4"};
    Path often = rings("often", with(quick, "--report-every=1"));
    Path seldom = rings("seldom", with(quick, "--report-every=1000"));

    JsonNode outcome = manifest(often).at("/outcome");
    int steps = outcome.at("/steps").asInt();
    assertThat(steps).isBetween(100, 999);
    assertThat(outcome.at("/stopReason").asText()).isEqualTo("the objective converged");
    assertThat(outcome.at("/convergence/verdict").asText()).isEqualTo("converged");
    assertThat(outcome.at("/convergence/step").asInt()).isEqualTo(steps);
    assertThat(manifest(seldom).at("/outcome")).isEqualTo(outcome);
    RunReport report = RunReport.parse(Files.readAllBytes(often.resolve("report.json")), "often");
    assertThat(report.run().trend())
        .isEqualTo(new RunReport.Trend("converged", "the objective converged at step " + steps));

    String[] all = with(quick, "--stop-plateau=off");
    all[0] = "--steps=" + (steps + 3);
    JsonNode longer = manifest(rings("all", all)).at("/outcome");
    assertThat(longer.at("/stopReason").asText()).isEqualTo("all steps made");
    assertThat(longer.at("/convergence")).isEqualTo(outcome.at("/convergence"));
  }

  private Path rings(String folder, String... options) {
    Path output = temp.resolve(folder);
    List<String> args = new ArrayList<>(List.of("flow", "--source=synthetic:rings-source"));
    args.addAll(List.of("--target=" + CommandLines.RINGS, "--output=" + output));
    args.addAll(List.of(options));
    CommandLines.run(args.toArray(String[]::new)).succeeded();
    return output;
  }

  private static String[] with(String[] options, String more) {
    String[] out = Arrays.copyOf(options, options.length + 1);
    out[options.length] = more;
    return out;
  }

  @Test
  void matchedStepsDecayAndSlicedMatchingRun() throws IOException {
    Path output =
        flow(
            "matched",
            "--step-rule=matched",
            "--step-decay=0.9",
            "--momentum=0",
            "--matching=sliced",
            "--levels=24",
            "--directions=orthonormal");
    assertThat(manifest(output).at("/numerics/stepSize").asDouble()).isEqualTo(0.3);
    assertThat(manifest(output).at("/numerics/quantileLevels").asInt()).isEqualTo(24);
    assertThat(output.resolve("matching.csv")).content().startsWith("source_class,label,cost\n");
    assertThat(objectives(output).get(12).objective())
        .isLessThan(0.5 * objectives(output).get(0).objective());
  }

  @Test
  void aFlowOfTheWowDistanceHasItsMatchingsInManifestAndPage() throws IOException {
    Path whole = flow("wow", "--functional=wow", "--rematch=5", "--state-hash");
    assertThat(manifest(whole).at("/numerics/rematch").asInt()).isEqualTo(5);
    assertThat(
            manifest(whole).at("/numerics/kernel").isMissingNode()
                || manifest(whole).at("/numerics/kernel").isNull())
        .isTrue();
    assertThat(manifest(whole).at("/numerics/stepSize").asDouble()).isEqualTo(0.3);
    assertThat(whole.resolve("report.html")).content().contains("classes matched every 5 steps");
    assertThat(objectives(whole).get(12).objective())
        .isLessThan(0.3 * objectives(whole).get(0).objective());
  }

  @Test
  void aFlowThatEndsAboveItsStartIsReportedAsNoSuccess() throws IOException {
    Path output = temp.resolve("above");
    String[] huge = {"--step-size=60", "--momentum=0"};
    CommandLines.Outcome outcome =
        CommandLines.run(CommandLines.flow(SOURCE, TARGET, output, huge));
    outcome.succeeded();
    assertThat(outcome.err())
        .containsPattern("WARNING: the objective ends .* per cent above its start: .*--step-size");
    assertThat(manifest(output).at("/outcome/convergence/verdict").asText()).isEqualTo("rising");
    assertThat(output.resolve("report.html")).content().contains("state rising\">finished");
  }

  @Test
  void aDryRunPrintsThePlanAndWritesNothing() throws IOException {
    CommandLines.Outcome outcome =
        CommandLines.run("flow", "--source=" + SOURCE, "--target=" + TARGET, "--dry-run");
    outcome.succeeded();
    assertThat(outcome.out())
        .contains(
            "4 classes, 48 samples",
            "directions: 64",
            "memory of the driver:",
            "engine: in-process");
    try (var files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }

  /** Off a terminal: a progress line and an event of a report in ten seconds, and the two ends. */
  @Test
  void aFlowOfFiveHundredQuickStepsIsNoFloodOfLines() {
    long began = System.nanoTime();
    String err;
    List<String> events;
    try (LoggedEvents log = new LoggedEvents(Level.INFO)) {
      String[] few = {"--steps", "500", "--direction-count", "32", "--stop-plateau", "off"};
      String[] args = CommandLines.flow(SOURCE, TARGET, temp.resolve("out"), few);
      CommandLines.Outcome outcome = CommandLines.run(args);
      outcome.succeeded();
      err = outcome.err();
      events = log.lines();
    }
    long tens = 1 + (System.nanoTime() - began) / 10_000_000_000L;

    assertThat(err.lines().filter(line -> line.startsWith("step ")))
        .hasSizeBetween(2, (int) (1 + tens))
        .first()
        .asString()
        .startsWith("step 0/500");
    assertThat(err).contains("\nstep 500/500");
    assertThat(events.get(0)).startsWith("event=start");
    List<String> reports = events.subList(1, events.size() - 1);
    assertThat(reports).hasSizeBetween(2, (int) (1 + tens));
    assertThat(reports).allSatisfy(line -> assertThat(line).startsWith("event=report"));
    assertThat(reports.get(reports.size() - 1)).contains(" step=500 ");
    assertThat(events.get(events.size() - 1)).startsWith("event=end").contains(" step=500 ");
  }
}
