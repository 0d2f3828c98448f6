package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --reweight}, seen from outside. */
class ReweightTest {
  private static final String GAUSSIANS =
      "synthetic:gaussians?classes=2&samples=100&dimension=2&stream=";

  /** So short steps that the weights decide, not the positions. */
  private static final String[] SHORT_STEPS = {
    "--steps", "400", "--step-size", "0.0005", "--momentum", "0", "--stop-plateau", "off"
  };

  @TempDir Path folder;
  private Path out;
  private Path source;
  private Path target;

  @BeforeEach
  void writeDatasets() throws IOException {
    out = folder.resolve("out");
    source =
        csv("source.csv", "near,0,0", "near,0,0.2", "by,0,2", "by,0,2.2", "far,9,1", "far,9,1.2");
    target = csv("target.csv", "near,-1,0", "near,-1,0.2", "by,-1,2", "by,-1,2.2");
  }

  private Path csv(String name, String... rows) throws IOException {
    String text = "label,x,y\n" + String.join("\n", rows) + "\n";
    return Files.writeString(folder.resolve(name), text);
  }

  private static String[] all(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  private static JsonNode outcome(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("_MANIFEST.json").toFile()).get("outcome");
  }

  @Test
  void aClassWithoutCounterpartFadesAndIsNamedAndLeftOut() throws IOException {
    String[] options = all(SHORT_STEPS, "--reweight", "every=1,rate=1");
    CommandLines.Outcome found = run(flow("" + source, "" + target, out, options));
    found.succeeded();
    assertThat(found.err())
        .contains("class weights: changed in every step at rate 1.0")
        .containsPattern(
            "class weights at the end: 0\\.\\d+ to 0\\.\\d+; 1 of 3 source classes have faded \\(weight"
                + " below 1.0E-6\\) and are left out of the output: 'far'");
    assertThat(Readings.read(out.resolve("data")).dataset().classes())
        .extracting(LabelledClass::label)
        .containsExactly("by", "near");
    assertThat(Files.readAllLines(out.resolve("matching.csv")))
        .hasSize(3)
        .noneMatch(line -> line.startsWith("far"));
    List<String> weights = Files.readAllLines(out.resolve("weights.csv"));
    assertThat(weights.get(0)).isEqualTo("source_class,weight_at_start,weight_at_end,faded");
    assertThat(weights.get(1)).startsWith("by,0.333").endsWith(",false");
    assertThat(weights.get(2)).startsWith("far,0.333").endsWith(",true");
    JsonNode far = outcome(out).get("classWeights").get(1);
    assertThat(far.get("sourceClass").asText()).isEqualTo("far");
    assertThat(far.get("end").asDouble()).isBetween(0.99e-8, 1e-6);
    assertThat(far.get("faded").asBoolean()).isTrue();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains(
            "<h2 id=\"weights-name\">Class weights</h2>",
            "faded: left out",
            "left out of the output: &#39;far&#39;",
            "changed in every step at rate 1.0");
    assertThat(run("verify", out.toString()).code()).isZero();
    assertThat(Files.readString(out.resolve("_MANIFEST.json"))).contains("\"weights.csv\"");
  }

  @Test
  void anAugmentationLeavesAFadedClassOut() throws IOException {
    String[] options = all(SHORT_STEPS, "--reweight", "every=1,rate=1", "--output", out.toString());
    String[] command = {"augment", "--source", "" + source, "--target", "" + target};
    CommandLines.Outcome found = run(all(command, options));
    found.succeeded();
    assertThat(found.err()).contains("left out of the output: 'far'");
    assertThat(found.out()).startsWith("4 samples of the target and 4 flowed samples");
    assertThat(Files.readAllLines(out.resolve("_weights.csv"))).hasSize(4);
    assertThat(run("verify", out.toString()).code()).isZero();
  }

  @Test
  void reportsAndSnapshotsDoNotChangeTheResult() throws IOException {
    String[] options = {"--steps", "9", "--reweight", "every=4,rate=1", "--momentum", "0.5"};
    run(flow("" + source, "" + target, out, options)).succeeded();
    Path other = folder.resolve("other");
    String[] often = all(options, "--report-every", "1", "--snapshot-every", "2");
    run(flow("" + source, "" + target, other, often)).succeeded();
    assertThat(outcome(other).get("stateHash")).isEqualTo(outcome(out).get("stateHash"));
    assertThat(outcome(other).get("classWeights")).isEqualTo(outcome(out).get("classWeights"));
    assertThat(outcome(out).get("classWeights").get(0).get("end").asDouble()).isNotEqualTo(1.0 / 3);
  }

  @Test
  void theHashOfTheStateCoversTheWeightsAndOnlyWhereTheyChange() throws IOException {
    String[] options = {"--steps", "3", "--class-weights", "proportional"};
    run(flow("" + source, "" + target, out, options)).succeeded();
    Path other = folder.resolve("other");
    run(flow("" + source, "" + target, other, all(options, "--reweight", "every=99"))).succeeded();
    assertThat(outcome(out).get("classWeights").isNull()).isTrue();
    assertThat(outcome(other).get("finalObjective")).isEqualTo(outcome(out).get("finalObjective"));
    assertThat(outcome(other).get("stateHash")).isNotEqualTo(outcome(out).get("stateHash"));
  }

  /** The weights of the state to which the flow returns are those of that state. */
  @Test
  void aFlowThatStopsBeforeCopyingHasTheWeightsOfItsState() throws IOException {
    String[] options = {
      "--reweight=every=7,rate=1", "--hold-out=0.2", "--step-rule=matched", "--stop-plateau=off"
    };
    String[] stopping = all(options, "--steps", "80", "--stop-copying", "0.55");
    run(flow(GAUSSIANS + 0, GAUSSIANS + 1, out, stopping)).succeeded();
    int steps = outcome(out).get("steps").asInt();
    assertThat(outcome(out).get("stopReason").asText()).startsWith("stopped before copying");
    assertThat(steps).isBetween(10, 70);
    Path whole = folder.resolve("whole");
    String[] there = all(options, "--steps", "" + steps);
    run(flow(GAUSSIANS + 0, GAUSSIANS + 1, whole, there)).succeeded();
    assertThat(outcome(out).get("stateHash")).isEqualTo(outcome(whole).get("stateHash"));
    assertThat(outcome(out).get("classWeights")).isEqualTo(outcome(whole).get("classWeights"));
    assertThat(outcome(out).get("finalObjective")).isEqualTo(outcome(whole).get("finalObjective"));
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    String[] wow = {"--functional", "wow", "--reweight", "on"};
    refused(ExitCode.USAGE, folder, flow("" + source, "" + target, out, wow))
        .contains("--reweight", "--labels shared --unmatched drop");
    String[] batch = {"--class-batch", "2", "--reweight", "on"};
    refused(ExitCode.USAGE, folder, flow("" + source, "" + target, out, batch))
        .contains("--class-batch", "--reweight", "leave one of the two");
    String[] augment = {"augment", "--source", "" + source, "--target", "" + target, "--output=o"};
    refused(ExitCode.USAGE, folder, all(augment, wow)).contains("--labels shared --unmatched drop");
    String[] rate = {"--reweight", "rate=2"};
    refused(ExitCode.USAGE, folder, flow("" + source, "" + target, out, rate))
        .contains("--reweight: 'rate=2' is not off, on or every=J,rate=L");
  }
}
