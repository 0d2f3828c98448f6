package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.BLOBS;
import static io.wowflow.jobs.main.CommandLines.RINGS;
import static io.wowflow.jobs.main.CommandLines.dryRun;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.binary.IdxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and configuration files that make no sense, or none with these data. */
class BadOptionTest {
  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void nameTheOutput() {
    output = folder.resolve("out");
  }

  private AbstractStringAssert<?> refusedFlow(String... options) {
    return refused(ExitCode.USAGE, folder, flow(output, options));
  }

  private AbstractStringAssert<?> refusedConfig(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("run.conf"), content);
    return refusedFlow("--config", file.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps | -1 | --steps: '-1' is not an integer from 0",
        "--steps | 2147483648 | an integer from 0 to 2147483647",
        "--steps | 1.5 | --steps: '1.5'",
        "--steps | 1e400 | --steps: '1e400'",
        "--steps | '' | --steps: ''",
        "--direction-count | 0 | --direction-count: '0' is not an integer from 1",
        "--levels | 0 | --levels: '0' is not an integer from 1",
        "--report-every | 0 | an integer from 1",
        "--step-size | NaN | --step-size: 'NaN' is not a finite number above 0",
        "--step-size | 1e400 | a finite number above 0",
        "--step-size | 1e-400 | a finite number above 0",
        "--step-size | 0 | a finite number above 0",
        "--step-decay | 1.1 | at most 1",
        "--momentum | 1 | below 1",
        "--momentum | -0.1 | at least 0",
        "--kernel | rieß | one of riesz, gaussian, laplace, imq",
        "--kernel-parameter | 2 | --kernel-parameter",
        "--seed | 9223372036854775808 | a 64-bit integer",
        "--threads | 0 | --threads: '0'",
        "--threads | 2147483647 | --threads: '2147483647'",
        "--stop-plateau | 2147483647 | --stop-plateau: '2147483647'",
        "--max-time | 10 | a time such as 90s",
        "--clip | 1,0 | --clip: '1,0' is not two finite numbers LO,HI with LO below HI",
        "--clip | 0 | two finite numbers",
        "--clip | 0,0 | with LO below HI",
        "--clip | 0,NaN | two finite numbers",
        "--clip | 0,1e39 | --clip",
        "--clip | 0,1e-50 | --clip",
        "--normalise | 0.5,0 | STD above 0",
        "--normalise | 0.5,1e-50 | --normalise",
        "--normalise | 1e39,1 | --normalise",
        "--normalise | 1:2,1:2:3 | numbers of channels differ",
        "--resize | 0x5 | --resize: '0x5'",
        "--shape | 28x28 | a number of channels",
        "--mode | Overwrite | one of error, overwrite, resume (did you mean overwrite?)",
        "--samples-per-class | 1000000 | 1000000",
        "--target-batch | 81 | 81",
        "--class-weights | unifrom | did you mean uniform?",
        "--matching | exactly | one of exact, sliced (did you mean exact?)",
      })
  void valuesThatMakeNoSense(String option, String value, String message) {
    ExitCode code = option.equals("--samples-per-class") ? ExitCode.INPUT : ExitCode.USAGE;
    refused(code, folder, flow(output, option, value)).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flow --evaluate-every 5 | --evaluate-every has no effect without --evaluate-with",
        "evaluate --steps 5 --passes 3 | --passes has no effect with --steps",
        "augment --shots 2 --passes 3 | --passes has no effect without --require-improvement",
        "augment --shots 2 --classifier cnn | --classifier has no effect without",
        "distance --metric otdd --direction-count 9 | no effect with --metric otdd: leave it out",
        "distance --matching exact --direction-count 9 | no effect with --matching exact",
      })
  void whatWouldChangeNothingIsSaid(String command, String message) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    String from = args.get(0).equals("evaluate") ? "--train" : "--source";
    String onto = args.get(0).equals("evaluate") ? "--test" : "--target";
    args.addAll(List.of(from, "synthetic:rings", onto, "synthetic:rings"));
    args.addAll(List.of("--output", output.toString()));
    refused(ExitCode.USAGE, folder, args.toArray(String[]::new)).contains(message);
  }

  @Test
  void hugeNumbersThatMakeSenseAreTaken() {
    String most = String.valueOf(Integer.MAX_VALUE);
    run(flow(
            output,
            "--max-time",
            "999999999d",
            "--stop-plateau",
            "1000000000",
            "--report-every",
            most,
            "--snapshot-every",
            most,
            "--class-batch",
            most,
            "--seed",
            "-9223372036854775808"))
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hadamard", "gaussian", "orthonormal"})
  void moreDirectionsThanMemory(String kind) {
    refusedFlow("--directions", kind, "--direction-count", "2147483647")
        .contains("GB of memory", "--direction-count");
    refusedFlow("--directions", kind, "--direction-count", "9999999", "--levels", "2147483647")
        .contains("2147483647 quantile levels", "--levels");
  }

  @Test
  void unknownOptionsAndRepeatedOnes() {
    refusedFlow("--stpes", "3").contains("'--stpes'", "--steps");
    refusedFlow("--seed", "1", "--seed", "2").contains("--seed", "only once");
    refusedFlow("--seed").contains("--seed");
    refusedFlow("more").contains("more");
    refused(ExitCode.USAGE, folder, "flow", "--source", "", "--target", " ", "--output", "")
        .contains("--source: ''", "--target: ' '", "--output: ''");
  }

  @Test
  void unknownKeysAndWrongTypes() throws IOException {
    refusedConfig("wowflow.flow.momentm = 0.5")
        .contains("unknown key wowflow.flow.momentm", "run.conf: 1", "did you mean momentum?");
    refusedConfig("wowflow.flow.levels = many").contains("--levels", "run.conf: 1", "'many'");
    refusedConfig("wowflow.flow.momentum = {a = 1}").contains("--momentum");
    refusedConfig("wowflow.flow.class-weights = {a.b = 1}").contains("--class-weights");
    refusedConfig("wowflow.flow.state-hash = yes please").contains("true or false");
    refusedConfig("wowflow.flow = 3").contains("wowflow.flow", "must be a section");
    refusedConfig("wowflow = []").contains("wowflow", "must be a section");
    refusedConfig("spark.executor.memory = 4g").contains("settings of Spark go after --");
    refusedConfig("wowflow.flow.steps = ${steps}").contains("run.conf", "steps");
    refusedConfig("wowflow { flow {").contains("run.conf");
    refusedConfig("include \"run.conf\"").contains("run.conf");
    refusedConfig("include required(file(\"/nowhere.conf\"))").contains("nowhere.conf");
  }

  @Test
  void configurationsThatAreReadAllTheSame() throws IOException {
    Files.writeString(folder.resolve("more.conf"), "wowflow.flow.steps = 1");
    Path file =
        Files.writeString(
            folder.resolve("bom ü.conf"), "\uFEFFinclude \"more\"\nwowflow.flow.seed = 1e3\n");
    String[] args = flow(output, "--config", file.toString(), "--steps", "3", "--dry-run");
    run(args).succeeded();
    assertThat(output).doesNotExist();
    CommandLines.Outcome outcome =
        run(
            "flow",
            "--config=" + file,
            "--source=" + BLOBS,
            "--target=" + RINGS,
            "--output=" + output);
    outcome.succeeded();
    assertThat(outcome.out()).startsWith("1 step (");
  }

  @Test
  void configurationFilesThatAreNone() throws IOException {
    refusedFlow("--config", folder.toString()).contains("--config " + folder);
    refusedFlow("--config", "").contains("--config");
    refusedFlow("--config", "nowhere://x/y").contains("--config nowhere://x/y cannot be read");
    refusedFlow("--config", "s3a://key:hidden@bucket/x").doesNotContain("hidden");
    byte[] binary = {0, 1, 2, (byte) 0xFF, '{'};
    Path file = Files.write(folder.resolve("binary.conf"), binary);
    refusedFlow("--config", file.toString()).contains("binary.conf");
  }

  @Test
  void threeChannelsOfGreyImages() throws IOException {
    Path source = Files.createDirectory(folder.resolve("grey"));
    IdxBytes.writeTiny(source, "");
    refused(
            ExitCode.USAGE,
            folder,
            flow(source.toString(), source.toString(), output, "--normalise", "0:0:0,1:1:1"))
        .contains("--normalise", "names 3 channels, the samples have 1");
    refusedFlow("--normalise", "0:0:0,1:1:1").contains("no known shape", "--shape HxWxC");
    refusedFlow("--shape", "1x1x3").contains("dimension 2", "1x1x3");
    refusedFlow("--resize", "4x4").contains("cannot be resized to 4x4");
    refused(
            ExitCode.USAGE,
            folder,
            flow(source.toString(), source.toString(), output, "--resize", "99999x99999"))
        .contains("99999x99999", "too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "laplace", "imq", "riesz"})
  void aTargetBatchLargerThanAClass(String kernel) {
    refusedFlow("--target-batch", "81", "--kernel", kernel).contains("81", "80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "laplace", "imq"})
  void aMedianDistanceOfZeroIsNoBandwidth(String kernel) throws IOException {
    Path one = folder.resolve("one.npz");
    run(
            "convert",
            "--source",
            "synthetic:gaussians?classes=1&samples=4&dimension=2",
            "--output",
            one.toString())
        .succeeded();
    refused(
            ExitCode.USAGE,
            folder,
            flow(one.toString(), one.toString(), output, "--kernel", kernel))
        .contains("median distance", "is 0.0", "give --kernel-parameter");
  }

  @Test
  void exactMatchingOfClassesTooLargeForIt() {
    String large = "synthetic:gaussians?classes=1&samples=60000&dimension=1";
    refused(ExitCode.USAGE, folder, flow(large, large, output, "--matching", "exact"))
        .contains("--matching exact", "60000", "--matching sliced");
  }

  @Test
  void aDryRunThatCannotBe() {
    refused(ExitCode.USAGE, folder, dryRun("--target-batch", "81")).contains("81", "80");
    refused(ExitCode.USAGE, folder, dryRun("--class-weights", "a:b.json")).contains("a:b.json");
  }

  @Test
  void syntheticDatasetsThatAreNone() {
    refused(ExitCode.USAGE, folder, "synth", "ring", "--output", output.toString())
        .contains("NAME: 'ring'", "did you mean rings?");
    refused(ExitCode.USAGE, folder, "synth", "rings", "--output", RINGS)
        .contains("'synthetic:rings' is not a path");
    refused(ExitCode.USAGE, folder, "synth", "gaussians", "--output", output.toString())
        .contains("--classes is required", "--dimension is required");
    refused(
            ExitCode.USAGE,
            folder,
            "synth",
            "gaussians",
            "--classes=1",
            "--samples=1",
            "--dimension=1",
            "--shift=1e39",
            "--output=" + output)
        .contains("shift must be a finite number");
    refused(ExitCode.USAGE, folder, "synth", "rings", "--shift=1", "--output=" + output)
        .contains("--shift belongs to gaussians");
  }
}
