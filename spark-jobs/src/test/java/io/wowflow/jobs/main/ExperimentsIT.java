package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.Ran;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The experiments: their quick form with real jobs, and their full form with jobs that only leave
 * results behind and whose command lines are checked.
 */
class ExperimentsIT {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  @TempDir Path folder;

  /**
   * Runs an experiment.
   *
   * @param submit the folder with the launcher and the experiments
   * @return its outcome; jobs print to standard error
   */
  private Ran run(Path submit, String name, String... args)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(submit.resolve("experiments/" + name).toString()));
    command.addAll(List.of(args));
    return Ran.of(folder, Map.of(), command, 15);
  }

  private String table(String results) throws IOException {
    return Files.readString(folder.resolve(results).resolve("results.md"));
  }

  /** Copies the experiments next to a launcher that is not the real one. */
  private Path besideOtherLauncher() throws IOException {
    Path submit = folder.resolve("submit");
    for (String name :
        List.of(
            "adaptation",
            "baselines",
            "distill",
            "few-shot",
            "figures.py",
            "functionals",
            "matched",
            "settings.bash",
            "synth",
            "synth-tables.py")) {
      EchoPrograms.executable(
          submit.resolve("experiments").resolve(name),
          Files.readString(ROOT.resolve("submit/experiments").resolve(name)));
    }
    return submit;
  }

  /** Every experiment with real jobs, one of them through the real launcher. */
  @Nested
  class Quick {
    private void succeeds(String name, String... words) throws IOException, InterruptedException {
      Path submit = besideOtherLauncher();
      try (ResidentLauncher launcher = ResidentLauncher.start(submit.resolve("wowflow"))) {
        succeedsWith(launcher.folder(), name, words);
      }
    }

    private void succeedsWith(Path submit, String name, String... words)
        throws IOException, InterruptedException {
      Path data = Needs.data("MNIST");
      String results = folder.resolve("results").toString();
      List<String> args = new ArrayList<>(List.of(words));
      args.addAll(List.of("--data", data.toString(), "--results", results, "--quick"));
      Ran ran = run(submit, name, args.toArray(String[]::new));
      assertThat(ran.code()).as(ran.err()).isZero();
    }

    @Test
    void fewShot() throws IOException, InterruptedException {
      succeeds("few-shot", "kmnist");

      assertThat(table("results-quick"))
          .contains("# Results", "## MNIST to KMNIST", "A quick run", "seeds 0 to 0")
          .contains("Made with wowflow ")
          .doesNotContain("an unknown version")
          .containsPattern(
              "\\| 10 \\| [0-9.]+ \\| 44.7±1.8 \\| 34.1±0.9 \\| 44.1±1.2 \\| [0-9.]+ \\| 30.9±4.6"
                  + " \\|")
          .containsPattern(
              "\\| 10 \\| 25 \\| [0-9.]+ \\| [0-9.]+ \\| [0-9.]+ \\| [+-][0-9.]+: undecided \\|"
                  + " [0-9.]+ \\| [0-9.]+ \\| [+-][0-9.]+: undecided \\|");
      assertThat(folder.resolve("results-quick/few-shot-kmnist.csv")).content().hasLineCount(2);
    }

    @Test
    void baselinesOfManyClasses() throws IOException, InterruptedException {
      Needs.data("Glyphs");
      succeeds("baselines", "glyphs");

      assertThat(table("results-quick"))
          .containsPattern("\\| 1 \\| shots \\| none \\| [0-9.]+ \\| - \\|")
          .containsPattern(
              "\\| 1 \\| shots and source \\| affine \\| [0-9.]+ \\| [+-][0-9.]+: undecided \\|")
          .containsPattern(
              "\\| 1 \\| shots and flowed \\| none \\| [0-9.]+ \\| [+-][0-9.]+: undecided \\|");
    }

    @Test
    void adaptation() throws IOException, InterruptedException {
      succeeds("adaptation", "matched");

      assertThat(table("results-quick"))
          .containsPattern("\\| flow, 20 steps \\| [0-9.]+ \\| - \\| - \\| [0-9.]+ \\| [0-9.]+ \\|")
          .containsPattern("\\| source only \\| [0-9.]+ \\| - \\| - \\| [0-9.]+ \\|")
          .containsPattern("\\| linear map, pooled \\| [0-9.]+ \\| - \\| - \\| [0-9.]+ \\|");
    }

    @Test
    void distillation() throws IOException, InterruptedException {
      succeedsWith(
          ROOT.resolve("submit"),
          "distill",
          "mnist",
          "--methods",
          "flow",
          "--classifier",
          "lenet5");

      assertThat(table("results-quick"))
          .contains("3 steps of size 1", "LeNet5, 2 passes")
          .containsPattern("\\| 1 \\| flow \\| [0-9.]+ \\| 66.5±5.5 \\| [0-9.]+ \\|");
    }

    @Test
    void distillationByOtherMethods() throws IOException, InterruptedException {
      succeeds(
          "distill", "mnist", "--methods", "wow matching random k-means", "--classifier", "lenet5");

      assertThat(table("results-quick"))
          .containsPattern("\\| 1 \\| wow \\| [0-9.]+ \\| - \\| [0-9.]+ \\|")
          .containsPattern("\\| 1 \\| matching \\| [0-9.]+ \\| [0-9.]+±[0-9.]+ \\| [0-9.]+ \\|")
          .containsPattern("\\| 1 \\| random \\| [0-9.]+ \\| [0-9.]+±[0-9.]+ \\| [0-9.]+ \\|")
          .containsPattern("\\| 1 \\| class means \\| [0-9.]+ \\| - \\| [0-9.]+ \\|");
    }

    @Test
    void distillationByFeatures() throws IOException, InterruptedException {
      succeeds("distill", "embedded", "--methods", "flow-embed-augment");

      assertThat(table("results-quick"))
          .containsPattern("\\| flow, embed, augment \\| [0-9.]+ \\|");
    }

    @Test
    void functionalsOnPictures() throws IOException, InterruptedException {
      succeeds("functionals", "pictures");

      assertThat(table("results-quick"))
          .containsPattern(
              "\\| FashionMNIST onto MNIST \\| 8 \\| wow \\|( [0-9.]+ \\|){3} [0-9.]+ \\| [0-9.]+"
                  + " \\| 0.[0-9]+ \\|");
    }

    @Test
    void functionalsOnCharacters() throws IOException, InterruptedException {
      Needs.data("Glyphs");
      succeeds("functionals", "characters");

      assertThat(table("results-quick"))
          .containsPattern("\\| wow \\| 0.[0-9]+ \\| 0.[0-9]+ \\| [0-9.]+ \\| 0.[0-9]+ \\|")
          .containsPattern("\\| wow, shared labels \\| 0.[0-9]+ \\| 0.[0-9]+ \\| 100.0 \\|")
          .containsPattern("\\| mmd, matched rule \\| 0.[0-9]+ \\|");
    }

    @Test
    void variantsOfTheMatchedRule() throws IOException, InterruptedException {
      succeeds("matched", "--variants", "as-it-is");

      assertThat(table("results-quick")).containsPattern("\\| nothing \\| [0-9.]+ \\|");
    }
  }

  /**
   * A launcher that keeps its words, and leaves results as the jobs do, which depend on the seed.
   */
  private static final String RESULTS_ONLY =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      if [[ $1 == --version ]]; then echo "wowflow of the test"; exit; fi
      printf '%s\\0' "$@" '' >>"${0%/*}/commands"
      command=$1 seed=0
      while (($#)); do
        case $1 in
          --output) output=$2 ;;
          --save-model) : >"$2" ;;
          --seed) seed=$2 ;;
        esac
        shift
      done
      if [[ $command == evaluate ]]; then
        made=$(printf '"accuracy" : { "repeats" : [ 0.%d, 0.%d ] }' $((5 + seed)) $((6 + seed)))
        printf '{ %s, "against" : { %s },\\n  "verdict" : { "word" : "helps", "difference" : %d.5, "low" : 0.25, "high" : 3.0 } }' \\
          "$made" "$made" $((1 + seed)) >"$output"
        exit
      fi
      mkdir -p "$output"
      : >"$output/_SUCCESS"
      side='"trained_on_synthetic" : { "mean" : 0.%d }, "trained_on_real" : { "mean" : 0.75 }'
      test=$(printf "{ $side }" $((5 + seed)))
      printf '{ "outcome" : { "steps" : %d }, "comparison" : { "copying" : { "share" : 0.5%d },\n "train_on_synthetic_test_on_real" : { "linear" : %s, "knn" : %s } } }' \\
        $((4 + seed)) $((2 * seed)) "$test" "$test" >"$output/_MANIFEST.json"
      printf 'step,objective,seconds\\n0,1.0,0.5\\n100,0.5,%d\\n' $((60 * (1 + seed))) >"$output/objective.csv"
      {
        echo step,accuracy,nearest_of_flowed,nearest_of_unseen,accuracy_deviation
        for ((step = 0; step <= 25000; step += 10)); do echo "$step,0.$((5 + seed)),$((1 + seed)).0,2.25,0.01"; done
      } >"$output/accuracy.csv"
      {
        echo step,copy_share,band_low,band_high,held_sw2
        for ((step = 0; step <= 60; step += 10)); do echo "$step,0.5$seed,0.4,0.6,1.0"; done
      } >"$output/copying.csv"
      printf 'source_class,label,cost\\n"a,b","a,b",0.5\\nc,"a,b",0.%d\\n' "$seed" >"$output/matching.csv"
      """;

  /** Two seeds of two trainings: 50, 60, 60 and 70 % have a deviation of 8.2 %. */
  @Nested
  class Full {
    private static final String MEAN = "60.0 ± 8.2";

    private Path submit;

    @BeforeEach
    void copy() throws IOException {
      submit = besideOtherLauncher();
      EchoPrograms.executable(submit.resolve("wowflow"), RESULTS_ONLY);
    }

    private Ran run(String name, String... words) throws IOException, InterruptedException {
      List<String> args = new ArrayList<>(List.of(words));
      args.addAll(List.of("--data", folder.toString(), "--results", folder + "/made"));
      args.addAll(List.of("--seeds", "2", "--trainings", "2"));
      Ran ran = ExperimentsIT.this.run(submit, name, args.toArray(String[]::new));
      assertThat(ran.code()).as(ran.err()).isZero();
      return ran;
    }

    /** The command lines of the jobs, after the real configuration has accepted them. */
    private List<String> commands() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readString(submit.resolve("commands")).split("\0\0", 0)) {
        StringWriter err = new StringWriter();
        Commands nothing =
            (Commands)
                Proxy.newProxyInstance(
                    Commands.class.getClassLoader(),
                    new Class<?>[] {Commands.class},
                    (proxy, method, values) -> null);
        int code =
            WowFlow.run(
                line.split("\0", -1),
                nothing,
                new PrintWriter(new StringWriter()),
                new PrintWriter(err));
        assertThat(code).as(line.replace('\0', ' ') + ": " + err).isZero();
        lines.add(line.replace('\0', ' '));
      }
      return lines;
    }

    @Test
    void fewShotResumesWhereItWasStopped() throws IOException, InterruptedException {
      Ran first = run("few-shot", "fashion", "--shots", "1 100");

      assertThat(first.err()).contains("few-shot: few-shot-fashion-k100-seed1.shots");
      assertThat(commands())
          .hasSize(24)
          .anyMatch(
              line ->
                  line.contains("--against-samples-per-class 1 ")
                      && line.contains("--steps 1600 --training-augmentation affine"))
          .anyMatch(line -> line.contains("--steps 2350 --training-augmentation noise"))
          .anyMatch(line -> line.contains("augment") && line.contains("--steps 20000"));
      assertThat(table("made"))
          .contains(
              "| 1 | " + MEAN + " | 40.5±4.7 | 30.5±4.2 | 36.4±3.3 | " + MEAN + " | 26.0±5.3 |")
          .contains("| 100 | " + MEAN + " | 74.7±0.8 | - | 73.5±0.7 | " + MEAN + " | 71.1±1.5 |")
          .contains(
              "| 1 | 1600 | "
                  + (MEAN + " | ").repeat(3)
                  + "+2.0: helps [0.2, 3.0], helps [0.2, 3.0] | "
                  + (MEAN + " | ").repeat(2)
                  + "+2.0: helps")
          .contains("Made with wowflow of the test on ", "seeds 0 to 1, trainings of each: 2.");
      Path csv = folder.resolve("made/few-shot-fashion.csv");
      String rows = Files.readString(csv);
      assertThat(rows.lines())
          .hasSize(9)
          .contains("1,0,5000,1" + ",0.6".repeat(7), "100,1,20000,0" + ",0.6".repeat(7));
      Files.delete(csv);
      Files.delete(folder.resolve("made/few-shot-fashion-k1-seed0.flows.x2.json"));
      Files.delete(folder.resolve("made/few-shot-fashion-k1-seed0.flows.version"));

      Ran second = run("few-shot", "fashion", "--shots", "1 100");

      assertThat(second.err())
          .contains("k1-seed0.flows")
          .doesNotContain("k1-seed0.shots", "k1-seed0.cell", "seed1");
      assertThat(commands()).hasSize(25);
      assertThat(csv).hasContent(rows);
    }

    @Test
    void theOriginOfEveryCellIsNamed() throws IOException, InterruptedException {
      run("few-shot", "kmnist", "--shots", "5");
      Files.writeString(
          folder.resolve("made/few-shot-kmnist-k5-seed0.cell.version"), "wowflow 0\n");
      Files.delete(folder.resolve("made/few-shot-kmnist-k5-seed0.shots.version"));

      run("few-shot", "kmnist", "--shots", "5");

      assertThat(table("made"))
          .contains("Made with an unknown version, wowflow 0, wowflow of the test on ");
    }

    @Test
    void adaptation() throws IOException, InterruptedException {
      run("adaptation", "fixed");
      run("adaptation", "matched");

      // The classifiers are trained, and the maps are made and judged, once for both.
      assertThat(commands())
          .hasSize(2 * (1 + 1 + 2 * 6) + 4)
          .anyMatch(line -> line.contains("--align coral --align-classes each --clip 0,1"));
      assertThat(table("made"))
          .contains("| flow, 25000 steps | 55.0 ± 7.1 | 1.0 | 95.8 | 1.50 | 2.25 |")
          .contains("| source only | 55.0 ± 7.1 | 1.0 | - | 1.50 | 2.25 |")
          .contains("| CORAL, per class | 55.0 ± 7.1 | 1.0 | - | 1.50 | 2.25 |")
          .contains("| flow, 100 steps | 55.0 ± 7.1 | 1.0 | - | 1.50 | 2.25 |");
    }

    @Test
    void standIns() throws IOException, InterruptedException {
      run("synth", "banking77");
      run("synth", "mnist", "--methods", "flow", "--per-class", "20", "--steps", "3");

      assertThat(commands())
          .hasSize(3 * 2 + 1 + 2)
          .anyMatch(line -> line.contains("--method smote --repeats 2"))
          .anyMatch(line -> line.contains("--method flow --steps 3") && line.contains("#test"));
      assertThat(table("made"))
          .contains("| real | 75.0 ± 0.0 | 75.0 ± 0.0 | - | - |")
          .contains("| SMOTE | 55.0 ± 7.1 | 55.0 ± 7.1 | 0.51 | 4.5 |");
    }

    @Test
    void variantsOfTheMatchedRule() throws IOException, InterruptedException {
      run("matched", "--variants", "as-it-is no-momentum gaussian-500 no-range");

      assertThat(commands())
          .hasSize(2 + 4 * 2)
          .anyMatch(line -> line.contains("--momentum 0 ") && line.contains("--clip 0,1"))
          .anyMatch(line -> line.contains("--momentum 0.9") && !line.contains("--clip"));
      assertThat(table("made"))
          .contains("| changed | step 40 | step 100 | step 200 | nearest, flowed |")
          .contains("Made with wowflow of the test on ")
          .containsPattern(
              "\\| nothing \\| 55.0 ± 7.1 \\| 55.0 ± 7.1 \\| 55.0 ± 7.1 \\| 1.50 \\| 2.25 \\| [0-9]+"
                  + " \\|")
          .contains(
              "| no `--clip` | 55.0 ± 7.1 |", "| `--directions gaussian --direction-count 500` |");
    }

    @Test
    void functionalsOnPictures() throws IOException, InterruptedException {
      run("functionals", "pictures", "--pairs", "KMNIST:MNIST MNIST:KMNIST", "--samples", "200");

      // Two parts of the set of one split, judges of each target and seed, flows.
      assertThat(commands())
          .hasSize(2 + 2 * 2 + 2 * 2 * 2)
          .anyMatch(line -> line.contains("convert") && line.contains("--skip 650"))
          .anyMatch(
              line ->
                  line.contains("--train " + folder + "/made/functionals-pictures-KMNIST-unseen")
                      && line.contains("--samples-per-class 350"))
          .anyMatch(
              line ->
                  line.contains("--target-samples-per-class 250 --hold-out 0.2")
                      && line.contains("--functional wow --steps 60"));
      assertThat(table("made"))
          .contains(
              "| MNIST onto KMNIST | 200 | wow | "
                  + "55.0 ± 7.1 | ".repeat(6)
                  + "1.50 | 2.25 | 0.51 |")
          .contains("| KMNIST onto MNIST | 200 | mmd, matched rule | 55.0 ± 7.1 |");
    }

    @Test
    void functionalsOnCharacters() throws IOException, InterruptedException {
      run("functionals", "characters");

      assertThat(commands())
          .hasSize(3 * 2)
          .anyMatch(line -> line.contains("--labels shared --steps 40"));
      assertThat(table("made"))
          .contains("| wow | 1.0000 | 0.50000 | 50.0 ± 0.0 | 0.2750 | 90 |")
          .contains("| wow, shared labels | 1.0000 |", "| mmd, matched rule | 1.0000 |");
    }

    @Test
    void distillation() throws IOException, InterruptedException {
      run("distill", "mnist", "--per-class", "50");

      assertThat(commands())
          .hasSize(5 * 2 * 2)
          .anyMatch(line -> line.contains("--steps 200 ") && line.contains("--functional wow"))
          .anyMatch(line -> line.contains("--method matching") && line.contains("--step-size 0.02"))
          .anyMatch(line -> line.contains("--method random") && !line.contains("--steps"));
      assertThat(table("made"))
          .contains("20000 steps of size 1", "ConvNet, 1000 passes")
          .contains("| 50 | flow | " + MEAN + " | 97.0±0.2 | 1.5 |")
          .contains("| 50 | wow | " + MEAN + " | - | 1.5 |")
          .contains("| 50 | matching | " + MEAN + " | 95.9±0.9 | 1.5 |")
          .contains("| 50 | random | " + MEAN + " | 97.6±0.2 | 1.5 |")
          .contains("| 50 | k-means | " + MEAN + " | - | 1.5 |");
    }

    @Test
    void distillationJudgedByAnotherNetworkIsAnotherTable()
        throws IOException, InterruptedException {
      run("distill", "mnist", "--per-class", "1", "--methods", "random k-means");
      run("distill", "mnist", "--per-class", "1", "--methods", "k-means", "--classifier", "lenet5");

      assertThat(commands())
          .hasSize(2 * 2 * 2 + 2)
          .anyMatch(line -> line.contains("--classifier lenet5"));
      assertThat(table("made"))
          .contains("| 1 | class means | " + MEAN + " | - | 1.5 |")
          .contains("## MNIST, a few samples per class, judged by lenet5", "LeNet5, 1000 passes")
          .contains("distill mnist --data DIR --classifier lenet5`");
    }

    @Test
    void baselines() throws IOException, InterruptedException {
      run("baselines", "glyphs", "--shots", "4");

      assertThat(commands())
          .hasSize(3 + 2 * (1 + 2 * 3))
          .anyMatch(line -> line.contains("--add ") && line.contains("--samples-per-class 4"));
      assertThat(table("made"))
          .contains("| 4 | shots | affine | " + MEAN + " | - |")
          .contains("| 4 | shots and source | none | " + MEAN + " | +2.0: helps [0.2, 3.0], helps")
          .contains("| 4 | shots and flowed | noise | " + MEAN + " | +2.0: helps");
    }

    @Test
    void distillationByFeatures() throws IOException, InterruptedException {
      run("distill", "embedded", "--methods", "flow-embed-augment matching-embed-augment");

      assertThat(commands())
          .hasSize(8)
          .anyMatch(
              line -> line.contains("--method matching") && line.contains("--embed --augment"));
      assertThat(table("made"))
          .contains("| 10 | flow, embed, augment | " + MEAN + " | 96.4±0.2 | 1.5 |");
    }
  }

  @Test
  void whatIsMissingIsReported() throws IOException, InterruptedException {
    Path submit = ROOT.resolve("submit");
    String data = folder.toString();

    assertThat(run(submit, "few-shot", "fashion").err()).contains("--data DIR");
    assertThat(run(submit, "matched", "--data", data, "--variants", "none").err())
        .contains("unknown variant none; there are as-it-is");
    Ran unknown = run(submit, "adaptation", "quickly", "--data", data);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("fixed or matched?");
  }
}
