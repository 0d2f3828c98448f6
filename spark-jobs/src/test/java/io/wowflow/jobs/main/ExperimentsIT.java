package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick form of the experiments. */
class ExperimentsIT {
  private static final Path EXPERIMENTS =
      Path.of(System.getProperty("wowflow.root"), "submit/experiments");

  @TempDir Path folder;

  private record Outcome(int code, String said) {}

  private Outcome run(String name, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(EXPERIMENTS.resolve(name).toString()));
    command.addAll(List.of(args));
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(variable -> variable.matches("SPARK_.*|MASTER"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(15, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(said));
  }

  private Outcome quick(String name, String... table) throws IOException, InterruptedException {
    Path data = Path.of(System.getProperty("wowflow.data", ""));
    assumeThat(data.resolve("MNIST")).as("wowflow.data names a directory with it").exists();
    String results = folder.resolve("results").toString();
    List<String> args = new ArrayList<>(List.of(table));
    args.addAll(List.of("--data", data.toString(), "--results", results, "--quick"));
    return run(name, args.toArray(String[]::new));
  }

  @Test
  void fewShotGoesOnWhereItWasStopped() throws IOException, InterruptedException {
    Outcome first = quick("few-shot", "kmnist");
    assertThat(first.code).as(first.said).isZero();
    Path results = folder.resolve("results-quick");
    String table = Files.readString(results.resolve("results.md"));
    assertThat(table).contains("# Results", "## MNIST to KMNIST", "A quick run", "seeds 0 to 0");
    assertThat(table)
        .containsPattern(
            "\\| 10 \\| [0-9.]+ \\| 44.7±1.8 \\| 34.1±0.9 \\| 44.1±1.2 \\| [0-9.]+ \\| 30.9±4.6 \\|");
    String csv = Files.readString(results.resolve("few-shot-kmnist.csv"));
    assertThat(csv.lines()).hasSize(2);
    Files.delete(results.resolve("few-shot-kmnist-k10-seed0.flows.x1.json"));

    Outcome second = quick("few-shot", "kmnist");

    assertThat(second.code).as(second.said).isZero();
    assertThat(second.said)
        .contains("k10-seed0.flows")
        .doesNotContain("k10-seed0.shots", "k10-seed0.cell");
    assertThat(Files.readString(results.resolve("few-shot-kmnist.csv"))).isEqualTo(csv);
  }

  @Test
  void adaptation() throws IOException, InterruptedException {
    Outcome outcome = quick("adaptation", "matched");

    assertThat(outcome.code).as(outcome.said).isZero();
    assertThat(folder.resolve("results-quick/results.md"))
        .content()
        .containsPattern("\\| 20 \\| [0-9.]+ \\| - \\| - \\| [0-9.]+ \\| [0-9.]+ \\|");
  }

  @Test
  void variantsOfTheMatchedRule() throws IOException, InterruptedException {
    Outcome outcome = quick("matched");

    assertThat(outcome.code).as(outcome.said).isZero();
    assertThat(folder.resolve("results-quick/results.md"))
        .content()
        .contains("another | step 10 | step 20 | nearest", "Made with wowflow ")
        .containsPattern(
            "\\| nothing \\| [0-9.]+ \\| [0-9.]+ \\| [0-9.]+ \\| [0-9.]+ \\| [0-9]+ \\|")
        .containsPattern("\\| no `--clip` \\| [0-9.]+ \\| [0-9.]+ \\|");
  }

  @Test
  void distillation() throws IOException, InterruptedException {
    Outcome outcome = quick("distill", "mnist");

    assertThat(outcome.code).as(outcome.said).isZero();
    assertThat(folder.resolve("results-quick/results.md"))
        .content()
        .contains("3 steps of size 1", "ConvNet, 2 passes")
        .containsPattern("\\| 1 \\| flow \\| [0-9.]+ \\| 66.5±5.5 \\| [0-9.]+ \\|")
        .containsPattern("\\| 1 \\| random \\| [0-9.]+ \\| 55.8±2.0 \\| [0-9.]+ \\|");
  }

  @Test
  void distillationByFeatures() throws IOException, InterruptedException {
    Outcome outcome = quick("distill", "embedded", "--methods", "flow-embed-augment");

    assertThat(outcome.code).as(outcome.said).isZero();
    assertThat(folder.resolve("results-quick/results.md"))
        .content()
        .contains("Made with wowflow ")
        .doesNotContain("an unknown version")
        .containsPattern("\\| 1 \\| flow, embed, augment \\| [0-9.]+ \\| 60.3±3.4 \\| [0-9.]+ \\|");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException, InterruptedException {
    assertThat(run("few-shot", "fashion").said).contains("--data DIR");
    Outcome other = run("matched", "--data", folder.toString(), "--variants", "none");
    assertThat(other.said).contains("unknown variant none; there are as-it-is");
    Outcome unknown = run("adaptation", "quickly", "--data", folder.toString());
    assertThat(unknown.code).isEqualTo(2);
    assertThat(unknown.said).contains("fixed or matched?");
  }
}
