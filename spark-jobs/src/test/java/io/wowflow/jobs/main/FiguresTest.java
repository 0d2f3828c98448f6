package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the experiments' tables, from known files. */
class FiguresTest {
  private static final Path FIGURES =
      Path.of(System.getProperty("wowflow.root"), "submit/experiments/figures.py");

  private static final String CSV =
      """
      method,seed,step,accuracy,deviation,seconds
      flow,0,10,0.5,0.02,60
      flow,1,10,0.75,0.04,120
      flow,2,10,1.0,0.03,181
      flow,0,100,0.125,,1
      flow,1,100,0.25,0.5,2
      random,0,10,0.87654,,0.0
      random,0,20,many,0,0
      """;

  @TempDir Path folder;

  @BeforeEach
  void needsPython() throws IOException {
    Needs.program("python3");
    Files.writeString(folder.resolve("known.csv"), CSV);
  }

  private Ran figures(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", FIGURES.toString()));
    command.addAll(words);
    return Ran.of(folder, Map.of(), command);
  }

  private String figure(String... words) throws IOException, InterruptedException {
    Ran ran = figures(List.of(words));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).endsWith("\n");
    return ran.out().stripTrailing();
  }

  /** The sample's deviation: of 50, 75 and 100 it is 25. */
  @ParameterizedTest
  @CsvSource({
    "percent known.csv accuracy method=flow step=10, 75.0 ± 25.0",
    "percent known.csv accuracy method=flow step=100, 18.8 ± 8.8",
    "percent known.csv accuracy method=random step=10, 87.7",
    "percent known.csv accuracy method=none, -",
    "percent known.csv deviation step=10, -",
    "mean known.csv accuracy 3 step=10 seed=0, 0.688",
    "mean known.csv accuracy 0 method=flow seed=2, 1",
    "mean --unit percent known.csv deviation 1 method=flow step=10, 3.0",
    "mean --unit percent known.csv deviation 1 method=flow step=100, -",
    "mean --unit minutes known.csv seconds 2 method=flow step=10, 2.01",
    "mean known.csv accuracy 2 step=1, -",
    "inverse 3, 0.333333",
    "inverse 50, 0.02",
    "inverse 1, 1",
  })
  void ofAKnownTable(String words, String expected) throws IOException, InterruptedException {
    assertThat(figure(words.split(" ", -1))).isEqualTo(expected);
  }

  @Test
  void trainingsOfEvaluate() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("a.json"),
        "{\"accuracy\" : {\"mean\" : 0.5, \"repeats\" : [ 0.25, 0.750 ]}, \"repeats\" : 7}");
    Files.writeString(folder.resolve("b.json"), "{\"accuracy\": {\"repeats\": [1.0E-4, 1]}}");
    Files.writeString(folder.resolve("c.json"), "{\"accuracy\": {\"repeats\": [1]}}");

    assertThat(figure("trainings", "a.json")).isEqualTo("0,0.25\n1,0.750");
    assertThat(figure("trainings", "a.json", "b.json")).isEqualTo("0,0.25,1.0E-4\n1,0.750,1");
    assertThat(figures(List.of("trainings", "a.json", "c.json")).err())
        .contains("a.json, c.json: not the same number of repeats");
  }

  @Test
  void comparisonsOfEvaluate() throws IOException, InterruptedException {
    String both =
        "{\"accuracy\": {\"repeats\": [0.5]}, \"against\": {\"accuracy\": {\"repeats\": [0.75]}},";
    Files.writeString(
        folder.resolve("a.json"),
        both
            + "\"verdict\": {\"word\": \"harms\", \"difference\": -2.04, \"low\": -3, \"high\": -1.08}}");
    Files.writeString(
        folder.resolve("b.json"),
        both
            + "\"verdict\": {\"word\": \"undecided\", \"difference\": 1, \"low\": null, \"high\": null}}");

    assertThat(figure("trainings", "a.json", "a.json#against")).isEqualTo("0,0.5,0.75");
    assertThat(figure("verdicts", "a.json")).isEqualTo("-2.0: harms [-3.0, -1.1]");
    assertThat(figure("verdicts", "a.json", "b.json"))
        .isEqualTo("-0.5: harms [-3.0, -1.1], undecided");
    Files.writeString(folder.resolve("c.json"), "{\"accuracy\": {\"repeats\": [1]}}");
    assertThat(figures(List.of("verdicts", "c.json")).err())
        .contains("c.json: no verdict: not a comparison of evaluate");
    assertThat(figures(List.of("trainings", "c.json#against")).err())
        .contains("c.json#against: no accuracies");
  }

  @Test
  void classesThatAreMatchedToTheirOwnLabel() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("matching.csv"),
        "source_class,label,cost\n\"a,b\",\"a,b\",1\nb,a,1\nc,c,2\nd,c,3\n");

    assertThat(figure("own", "matching.csv")).isEqualTo("0.5");
    assertThat(figures(List.of("own", "known.csv")).err())
        .contains("known.csv: no rows with source_class and label");
  }

  @Test
  void minutesAreRoundedUp() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("a"), "59\n");
    Files.writeString(folder.resolve("b"), "2\n");

    assertThat(figure("minutes", "a", "missing", "b")).isEqualTo("2");
    assertThat(figure("minutes", "a")).isEqualTo("1");
    assertThat(figure("minutes", "missing")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "percent known.csv speed, 1, known.csv: no column speed; there are method",
    "percent known.csv accuracy kind=flow, 1, known.csv: no column kind",
    "percent known.csv accuracy method=random, 1, could not convert string to float: 'many'",
    "percent missing.csv accuracy, 1, missing.csv",
    "trainings known.csv, 1, figures.py: ",
    "percent known.csv accuracy flow, 2, 'flow' is not NAME=VALUE",
    "mean known.csv accuracy, 2, digits",
  })
  void whatCannotBeComputedIsRefused(String words, int code, String message)
      throws IOException, InterruptedException {
    Ran ran = figures(List.of(words.split(" ", -1)));

    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.err()).contains(message).doesNotContain("Traceback");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void lineOfAStandIn() throws IOException, InterruptedException {
    String test =
        "{'trained_on_synthetic': {'mean': 0.5}, 'trained_on_real': {'mean': 0.75}}"
            .replace('\'', '"');
    String figures =
        "{\"outcome\": {\"steps\": 5}, \"comparison\": {\"copying\": {\"share\": SHARE},"
            + " \"train_on_synthetic_test_on_real\": {\"linear\": TEST, \"knn\": TEST}}}";
    String manifest = figures.replace("TEST", test);
    Files.writeString(folder.resolve("m.json"), manifest.replace("SHARE", "0.625"));
    assertThat(figure("stand-in", "m.json")).isEqualTo("5,0.625,0.5,0.75,0.5,0.75");
    Files.writeString(folder.resolve("few.json"), manifest.replace("SHARE", "null"));
    assertThat(figure("stand-in", "few.json")).isEqualTo("5,,0.5,0.75,0.5,0.75");
    Files.writeString(folder.resolve("other.json"), "{}");
    assertThat(figures(List.of("stand-in", "other.json")).err())
        .contains("other.json: not the manifest of a stand-in");
  }
}
