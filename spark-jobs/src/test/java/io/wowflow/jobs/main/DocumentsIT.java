package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.Ran;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command that the documents show, document by document and one after the other, made short:
 * fewer steps, samples and trainings. Only what decides by accuracies, which such a result has not,
 * and what goes to a cluster is run as a dry run instead.
 */
class DocumentsIT {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  private static final Map<String, Integer> MOST =
      Map.of(
          "--steps", 12,
          "--snapshot-every", 5,
          "--evaluate-every", 6,
          "--samples-per-class", 12,
          "--source-samples-per-class", 12,
          "--held-out", 12,
          "--passes", 1,
          "--repeats", 1,
          "--direction-count", 40);

  /** Commands of others, and what runs them. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "mvn( |$).*", "the build itself",
          "git .*", "nothing: they are not about this software",
          "submit/standalone-cluster .*", "StandaloneClusterIT",
          "submit/nightly/.*", "NightlyIT",
          "submit/experiments/.*", "ExperimentsIT",
          "source <\\(submit/wowflow completion\\)", "CompletionTest",
          "submit/wowflow completion >.*", "CompletionTest",
          "man .*", "ManPagesIT",
          "(docker|kubectl|systemctl|mkdir|cp|export) .*",
              "nothing here: it needs what is not here");

  private static final List<String> SETS =
      List.of("MNIST", "FashionMNIST", "KMNIST", "CIFAR10", "CLINC150", "Banking77", "Glyphs");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/tutorial.md",
        "docs/thousand-classes.md",
        "docs/math.md",
        "docs/operations.md"
      })
  void everyCommandWorks(String document) throws IOException, InterruptedException {
    ShownCommands shown = ShownCommands.of(document);
    Path data = fewClasses(Needs.data(SETS.toArray(String[]::new)));
    SparkTest.session();
    assertThat(shown.ofLauncher()).isNotEmpty();
    for (List<String> command : shown.ofLauncher()) {
      if (isElsewhere("submit/wowflow " + String.join(" ", command))) {
        continue;
      }
      int dashes = command.indexOf("--");
      if (dashes >= 0) {
        planned(command, dashes);
      } else {
        List<String> words = shortened(ShownCommands.in(folder, data, MOST, command));
        CommandLines.Outcome outcome = CommandLines.run(words.toArray(String[]::new));
        assertThat(outcome.code()).as("%s: %s", command, outcome.err()).isZero();
      }
    }
  }

  /** The datasets, of which those of a thousand classes have ten. */
  private Path fewClasses(Path data) throws IOException {
    Path few = Files.createDirectory(folder.resolve("datasets"));
    for (String set : SETS) {
      if (!set.equals("Glyphs")) {
        Files.createSymbolicLink(few.resolve(set), data.resolve(set));
        continue;
      }
      for (String file : List.of("printed.npz", "hand.npz")) {
        String from = data.resolve(set).resolve(file).toString();
        String to = Files.createDirectories(few.resolve(set)).resolve(file).toString();
        CommandLines.run("convert", "--source", from, "--first-classes", "10", "--output", to)
            .succeeded();
      }
    }
    return few;
  }

  private static List<String> shortened(List<String> words) {
    List<String> out = new ArrayList<>(words);
    if (List.of("flow", "augment").contains(words.get(0))) {
      if (!words.contains("--steps")) {
        out.addAll(List.of("--steps", String.valueOf(MOST.get("--steps"))));
      }
      if (words.contains("--require-improvement")) {
        out.add("--dry-run");
      }
    }
    if (words.get(0).equals("evaluate")
        && !words.contains("--passes")
        && !words.contains("--steps")) {
      out.addAll(List.of("--passes", "1"));
    }
    return out;
  }

  /** The commands for a cluster, run as plans on local datasets. */
  private void planned(List<String> command, int dashes) throws IOException, InterruptedException {
    assertThat(command.get(0)).isIn("flow", "doctor");
    List<String> words = new ArrayList<>(List.of(ROOT.resolve("submit/wowflow").toString()));
    for (String word : command.subList(0, dashes)) {
      words.add(word.matches("hdfs:///data/(source|target)") ? "synthetic:rings" : word);
    }
    boolean plans = command.get(0).equals("flow");
    if (plans && !words.contains("--dry-run")) {
      words.add("--dry-run");
    }
    words.addAll(command.subList(dashes, command.size()));
    Ran ran = Ran.of(folder, Map.of(), words);
    assertThat(ran.code()).as("%s: %s", words, ran.err()).isEqualTo(plans ? 0 : 1);
    assertThat(ran.out()).contains(plans ? "engine: " : "fails    master");
  }

  private static boolean isElsewhere(String command) {
    return ELSEWHERE.keySet().stream().anyMatch(pattern -> Pattern.matches(pattern, command));
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      List<Path> out = new ArrayList<>(files.filter(f -> f.toString().endsWith(".md")).toList());
      out.add(ROOT.resolve("README.md"));
      return out;
    }
  }

  @Test
  void noCommandIsShownThatNothingRuns() throws IOException {
    for (Path document : documents()) {
      for (String command : ShownCommands.of(ROOT.relativize(document).toString()).all()) {
        assertThat(command.startsWith("submit/wowflow ") || isElsewhere(command))
            .as("%s: %s", document.getFileName(), command)
            .isTrue();
      }
    }
  }

  @Test
  void everyOptionNamedInTheTextExists() throws IOException {
    TreeSet<String> known = new TreeSet<>();
    Reference.commands()
        .keySet()
        .forEach(c -> Reference.options(c).forEach(option -> known.add(option.display())));
    known.addAll(OF_OTHERS);
    known.addAll(ofExperiments());
    for (Path document : documents()) {
      ShownCommands shown = ShownCommands.of(ROOT.relativize(document).toString());
      assertThat(known).as(shown.toString()).containsAll(shown.options());
    }
  }

  /** Of the command line as a whole, of spark-submit and of the other scripts. */
  private static final List<String> OF_OTHERS =
      List.of(
          "--config",
          "--help",
          "--version",
          "--master",
          "--deploy-mode",
          "--conf",
          "--jars",
          "--files",
          "--name",
          "--properties-file",
          "--driver-memory",
          "--executor-memory",
          "--executor-cores",
          "--num-executors",
          "--total-executor-cores",
          "--rest-port",
          "--host",
          "--add-modules");

  /** The options that the experiments name in their usage line. */
  private static List<String> ofExperiments() throws IOException {
    List<String> out = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("submit/experiments"))) {
      for (Path script : files.filter(Files::isExecutable).toList()) {
        String usage = Files.readAllLines(script).get(1);
        Pattern.compile("--[a-z-]+").matcher(usage).results().forEach(o -> out.add(o.group()));
      }
    }
    assertThat(out).contains("--data", "--quick", "--methods");
    return out;
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Pattern link = Pattern.compile("]\\((?!https?:)([^)#]+)[^)]*\\)");
    for (Path document : documents()) {
      link.matcher(Files.readString(document))
          .results()
          .map(found -> document.resolveSibling(found.group(1)).normalize())
          .forEach(to -> assertThat(to).as("in %s", document).exists());
    }
  }

  @Test
  void picturesAreSmall() throws IOException {
    try (Stream<Path> pictures = Files.list(ROOT.resolve("docs/pictures"))) {
      assertThat(pictures.toList())
          .isNotEmpty()
          .allSatisfy(
              picture -> {
                assertThat(Files.size(picture)).isLessThan(150_000);
                assertThat(picture.toString()).endsWith(".png");
              });
    }
  }
}
