package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.DescentConf.Clip;
import io.wowflow.jobs.conf.DescentConf.Normalise;
import io.wowflow.jobs.conf.DescentConf.StepRule;
import io.wowflow.math.mmd.Reweighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowConfTest {
  @TempDir Path folder;

  private static FlowConf flow(String... options) {
    return FlowConf.of(Settings.resolve("flow", given(options), Optional.empty()));
  }

  private static Map<String, String> given(String... options) {
    Map<String, String> given = new HashMap<>(Map.of("source", "a", "target", "b", "output", "c"));
    for (int i = 0; i < options.length; i += 2) {
      given.put(options[i], options[i + 1]);
    }
    return given;
  }

  private FlowConf fromFile(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("run.conf"), text);
    return FlowConf.of(Settings.resolve("flow", given(), Optional.of(file.toString())));
  }

  @Test
  void defaults() {
    FlowConf flow = flow();

    assertThat(flow.source()).isEqualTo(new InputConf("a"));
    assertThat(flow.output().uri()).isEqualTo("c");
    assertThat(flow.output().mode()).isEqualTo(OutputMode.ERROR);
    assertThat(flow.descent())
        .isEqualTo(
            new DescentConf(
                1000,
                DescentConf.Functional.MMD,
                Optional.empty(),
                DescentConf.Reweight.parse("off"),
                StepRule.FIXED,
                OptionalDouble.empty(),
                1,
                0.9,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(flow.kernel())
        .isEqualTo(new KernelConf(KernelConf.Kernel.RIESZ, OptionalDouble.of(1)));
    assertThat(flow.directions().directions().name()).contains(DirectionsConf.Kind.HADAMARD);
    assertThat(flow.directions().directionCount()).isEmpty();
    assertThat(flow.report()).isEqualTo(new FlowConf.Report(10, 0, false, Optional.empty()));
    assertThat(flow.stop().stopPlateau().whenConverged()).isTrue();
    assertThat(flow.stop().maxTime()).isEmpty();
    assertThat(flow.engine().engine()).isEqualTo(EngineConf.Engine.AUTO);
    assertThat(flow.samples().ofSource()).isEmpty();
    assertThat(flow.seed()).isZero();
    assertThat(flow.dryRun()).isFalse();
  }

  @Test
  void aFlowOfTheWowDistanceHasItsOwnDefaults() {
    FlowConf flow = flow("functional", "wow");

    assertThat(flow.descent().stepRule()).isEqualTo(StepRule.MATCHED);
    assertThat(flow.settings()).containsEntry("step-rule", "matched");
    assertThat(flow.settings()).containsEntry("step-size", 0.3);
    assertThat(flow.descent().planRule(999, 10).every()).isEqualTo(1);
    assertThat(flow.descent().planRule(10, 1000).every()).isEqualTo(10);
    assertThat(flow("functional", "wow", "rematch", "once").descent().planRule(9, 9).every())
        .isZero();
    assertThatThrownBy(() -> flow("functional", "wow", "class-batch", "3"))
        .hasMessageContaining("--functional wow uses matched pairs only");
    assertThatThrownBy(() -> flow("functional", "wow", "kernel", "gaussian"))
        .hasMessageContaining("--kernel has no effect with --functional wow");
    assertThatThrownBy(() -> flow("rematch", "2"))
        .hasMessageContaining("--rematch has no effect without --functional wow");
    assertThatThrownBy(() -> flow("functional", "wow", "rematch", "never"))
        .hasMessageContaining("'never' is not once or ");
  }

  @Test
  void theChangeOfClassWeights() {
    assertThat(flow().descent().reweight().rule()).isEmpty();
    assertThat(flow("reweight", "on").descent().reweight().rule())
        .contains(new Reweighting(10, 0.5));
    assertThat(flow("reweight", "rate=1").descent().reweight().rule())
        .contains(new Reweighting(10, 1));
    assertThat(flow("reweight", "rate=0.25,every=3").settings())
        .containsEntry("reweight", "every=3,rate=0.25");
    assertThat(flow("reweight", "on").resultKeys())
        .containsEntry("reweight", "every=10,rate=0.5")
        .isEqualTo(flow("reweight", "every=10,rate=0.5").resultKeys());
    assertThat(flow().resultKeys()).doesNotContainKey("reweight");
    for (String wrong :
        List.of("yes", "every=0", "rate=0", "rate=1.5", "every=2,every=3", "every", "rate=1,")) {
      assertThatThrownBy(() -> flow("reweight", wrong))
          .as(wrong)
          .hasMessageContaining("'" + wrong + "' is not off, on or every=J,rate=L");
    }
    assertThatThrownBy(() -> flow("reweight", "on", "functional", "wow"))
        .hasMessageContaining("--reweight changes class weights by the MMD")
        .hasMessageContaining("--unmatched drop");
    assertThatThrownBy(() -> flow("reweight", "on", "class-batch", "2"))
        .hasMessageContaining("--reweight needs them all");
  }

  @Test
  void theMmdIsNamedByNoResultKey() {
    assertThat(flow().resultKeys()).doesNotContainKeys("functional", "rematch");
    assertThat(flow("functional", "wow").resultKeys()).containsEntry("functional", "wow");
  }

  @Test
  void defaultsThatFollowFromOtherOptions() {
    assertThat(flow("step-rule", "matched").descent().stepSize()).isEmpty();
    assertThat(flow("step-rule", "matched", "step-size", "1").descent().stepSize()).hasValue(1);
    assertThat(flow("kernel", "imq").kernel().kernelParameter()).isEmpty();
    assertThat(flow("directions", "gaussian").directions().directionCount()).hasValue(500);
    assertThat(flow("directions", "orthonormal").settings()).containsEntry("direction-count", 500);
    assertThat(flow("directions", "d/t.npy").directions())
        .isEqualTo(
            new DirectionsConf(
                new OrFile<DirectionsConf.Kind>(Optional.empty(), Optional.of("d/t.npy")),
                OptionalInt.empty(),
                OptionalInt.empty()));
  }

  @Test
  void structuredValues() {
    assertThat(flow("clip", "-1,1e2").descent().clip()).contains(new Clip(-1, 100));
    assertThat(flow("normalise", "0.5,0.2").descent().normalise())
        .contains(new Normalise(List.of(0.5), List.of(0.2)));
    assertThat(flow("normalise", "0.1:0.2:0.3,1").descent().normalise())
        .contains(new Normalise(List.of(0.1, 0.2, 0.3), List.of(1.0)));
    assertThat(flow("resize", "28x32").pictures().resize()).contains(new ImageSize(28, 32));
    assertThat(flow("shape", "32x30x3").pictures().shape()).contains(new ImageShape(32, 30, 3));
    assertThat(flow("max-time", "10m").stop().maxTime()).contains(Duration.ofMinutes(10));
    assertThat(flow("class-weights", "weights.csv").samples().classWeights().file())
        .contains("weights.csv");
    assertThat(flow("samples-per-class", "5").samples().ofTarget()).hasValue(5);
    assertThat(flow("source-samples-per-class", "5").samples().ofTarget()).isEmpty();
    assertThat(flow("seed", "-9223372036854775808").seed()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aFileMayWriteListsAndNumbers() throws IOException {
    FlowConf flow =
        fromFile(
            "wowflow.flow { clip = [0, 1], normalise = [[0.5, 0.5, 0.5], [0.2, 0.2, 0.2]],"
                + " resize = 28x28, max-time = 90s, step-size = 5e-1, dry-run = true }");

    assertThat(flow.descent().clip()).contains(new Clip(0, 1));
    assertThat(flow.descent().normalise().orElseThrow().mean()).containsExactly(0.5, 0.5, 0.5);
    assertThat(flow.pictures().resize()).contains(new ImageSize(28, 28));
    assertThat(flow.stop().maxTime()).contains(Duration.ofSeconds(90));
    assertThat(flow.descent().stepSize()).hasValue(0.5);
    assertThat(flow.dryRun()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "steps; -1",
        "steps; 1.5",
        "steps; 99999999999",
        "steps; many",
        "step-size; NaN",
        "step-size; Infinity",
        "step-size; 1e400",
        "step-size; 0",
        "step-size; 0x1p3",
        "step-size; 1f",
        "step-decay; 0",
        "step-decay; 1.01",
        "momentum; 1",
        "momentum; -0.1",
        "momentum; NaN",
        "step-rule; matchd",
        "kernel; Riesz",
        "kernel-parameter; 2",
        "kernel-parameter; 0",
        "directions; gausian",
        "directions; dirs.npz",
        "direction-count; 0",
        "levels; 0",
        "samples-per-class; 0",
        "source-samples-per-class; -3",
        "class-weights; unifrom",
        "target-batch; 0",
        "class-batch; 0",
        "report-every; 0",
        "snapshot-every; -1",
        "stop-plateau; -1",
        "max-time; 10",
        "max-time; 0s",
        "max-time; 10 m",
        "max-time; -5m",
        "matching; fast",
        "state-hash; yes",
        "engine; in_process",
        "threads; 0",
        "class-partitions; 0",
        "direction-partitions; x",
        "normalise; 0.5",
        "normalise; 0.5,0",
        "normalise; 0.5:0.5,0.2:0.2:0.2",
        "normalise; 0.5,,0.2",
        "clip; 1,1",
        "clip; 2,1",
        "clip; 0,NaN",
        "clip; 0",
        "resize; 28",
        "resize; 0x28",
        "shape; 28x28",
        "mode; append",
        "seed; 9223372036854775808",
        "source; ''",
        "target-format; ' '",
      })
  void aBadValueIsNamedWithItsOption(String key, String text) {
    assertThatThrownBy(() -> flow(key, text))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("--" + key + ": '" + text + "' is not ")
        .hasMessageNotContaining("\n")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "samples-per-class, 5, source-samples-per-class, 5",
    "samples-per-class, 5, target-samples-per-class, 5",
    "step-rule, matched, class-batch, 5",
    "directions, a.npy, direction-count, 5",
    "engine, in-process, class-partitions, 2",
    "engine, in-process, direction-partitions, 2",
    "engine, distributed, threads, 2",
  })
  void optionsThatContradictEachOther(String first, String a, String second, String b) {
    assertThatThrownBy(() -> flow(first, a, second, b))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--" + first)
        .hasMessageContaining("--" + second)
        .hasMessageNotContaining("\n")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    assertThat(flow(first, a).settings()).containsKey(first);
  }

  @Test
  void allProblemsAreShownAtOnce() {
    assertThatThrownBy(
            () ->
                FlowConf.of(
                    Settings.resolve(
                        "flow",
                        Map.of("kernel", "gausian", "kernel-parameter", "5", "steps", "-1"),
                        Optional.empty())))
        .hasMessage(
            """
            5 problems in the configuration:
              - --kernel: 'gausian' is not one of riesz, gaussian, laplace, imq (did you mean gaussian?)
              - --output is required (PATH)
              - --source is required (DATASET)
              - --steps: '-1' is not an integer from 0 to 2147483647
              - --target is required (DATASET)""");
  }

  @Test
  void aDryRunNeedsNoOutput() {
    FlowConf flow =
        FlowConf.of(
            Settings.resolve(
                "flow", Map.of("source", "a", "target", "b", "dry-run", "true"), Optional.empty()));

    assertThat(flow.output().output()).isEmpty();
    assertThatThrownBy(() -> flow.output().uri()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearestKnownOne() {
    assertThatThrownBy(() -> fromFile("wowflow.flow {\n\n  stpe-size = 0.1\n}"))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("unknown key wowflow.flow.stpe-size (")
        .hasMessageContaining("run.conf: 3)")
        .hasMessageEndingWith("(did you mean step-size?)");
    assertThatThrownBy(() -> fromFile("wowflow.snyth.seed = 3"))
        .hasMessageContaining("unknown key wowflow.snyth")
        .hasMessageEndingWith("(did you mean synth?)");
    assertThatThrownBy(() -> fromFile("wowflow.synth.sede = 3"))
        .hasMessageContaining("unknown key wowflow.synth.sede");
    assertThatThrownBy(() -> fromFile("wowflow.flow.xyzzyxyzzy = 3"))
        .hasMessageNotContaining("did you mean");
    assertThatThrownBy(() -> fromFile("spark.master = local"))
        .hasMessageEndingWith("settings of Spark go after -- on the command line");
  }

  @Test
  void aBadValueInAFileIsNamedWithItsLine() {
    assertThatThrownBy(() -> fromFile("wowflow.flow {\n  momentum = [1, 2]\n}"))
        .hasMessageMatching("--momentum \\(.*run\\.conf: 2\\): '1,2' is not a number .*");
    assertThatThrownBy(() -> fromFile("wowflow.flow {\n  steps { a = 1 }\n}"))
        .hasMessageMatching(
            "--steps \\(.*run\\.conf: 2\\): a section .* is given where a value .*");
    assertThatThrownBy(() -> fromFile("wowflow.flow.steps = null"))
        .hasMessage("--steps is required (N)");
  }

  @Test
  void aValueInPlaceOfASectionIsRefused() {
    assertThatThrownBy(() -> fromFile("wowflow.convert = 3"))
        .hasMessageMatching("wowflow\\.convert \\(.*run\\.conf: 1\\) must be a section .*");
    assertThatThrownBy(() -> fromFile("wowflow = 3"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("must be a section");
  }

  @Test
  void whatDecidesTheResult() {
    FlowConf flow =
        flow(
            "standardise",
            "target",
            "functional",
            "wow",
            "rematch",
            "1",
            "labels",
            "shared",
            "hold-out",
            "0.2");
    var without = new TreeSet<>(flow.settings().keySet());
    without.removeAll(flow.resultKeys().keySet());
    // Not with the functional of this flow; results without it do not have its key.
    without.remove("reweight");
    // They decide which data are read, and fingerprints compare these.
    without.removeIf(
        key ->
            key.matches(
                "(.*-)?((label|weight|id)-column|(feature|drop)-columns|delimiter|header)|(source|target)-labels"));

    assertThat(without)
        .containsExactly(
            "channels",
            "class-partitions",
            "direction-partitions",
            "dry-run",
            "engine",
            "evaluate-every",
            "evaluate-with",
            "max-time",
            "mode",
            "output",
            "report-every",
            "shared-filesystem",
            "snapshot-every",
            "state-hash",
            "steps",
            "stop-copying",
            "stop-plateau",
            "threads");
  }

  @Test
  void theRuleOfThePlateau() {
    FlowConf.Plateau off = flow("stop-plateau", "off").stop().stopPlateau();
    assertThat(off.whenConverged()).isFalse();
    assertThat(off.reports()).isZero();
    assertThat(flow("stop-plateau", "0").stop().stopPlateau()).isEqualTo(off).hasToString("off");
    FlowConf.Plateau reports = flow("stop-plateau", "7").stop().stopPlateau();
    assertThat(reports.whenConverged()).isFalse();
    assertThat(reports.reports()).isEqualTo(7);
    assertThat(flow().stop().stopPlateau()).hasToString("auto").isNotEqualTo(off);
    assertThat(flow().stop().stopPlateau().reports()).isZero();
  }

  @Test
  void aKeyOfALaterVersionThatIsNotGivenDoesNotSetEarlierResultsApart() {
    assertThat(flow().resultKeys()).doesNotContainKey("standardise");
    assertThat(flow("standardise", "pooled").resultKeys()).containsEntry("standardise", "pooled");
  }

  @Test
  void theResultKeysDependOnMeaningNotOnSpelling() throws IOException {
    assertThat(flow("step-size", "0.10", "clip", "0,1", "seed", "1e1").resultKeys())
        .isEqualTo(fromFile("wowflow.flow { clip = [0.0, 1], seed = 10, steps = 3 }").resultKeys())
        .isNotEqualTo(flow("step-size", "0.2", "clip", "0,1", "seed", "10").resultKeys());
  }

  @Test
  void jsonHoldsEveryKeyAndNoSecret() {
    String json = flow("source", "s3a://key:sec/ret@bucket/path").toJson();

    assertThat(json)
        .contains("\"source\" : \"s3a://bucket/path\"", "\"steps\" : 1000", "\"levels\" : null")
        .doesNotContain("sec/ret");
  }
}
