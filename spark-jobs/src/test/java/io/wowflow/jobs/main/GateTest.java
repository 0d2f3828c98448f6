package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.LoggedEvents;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.math.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate on vectors, through the command line: what adds nothing does not pass, and what helps
 * does. Four classes around means that differ a little, with six directions of large deviation that
 * all classes share: three shots per class do not show these directions, a hundred samples do.
 */
class GateTest {
  private static final int CLASSES = 4;
  private static final int DIMENSION = 40;
  private static final int WIDE = 6;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path inputs;
  @TempDir Path temp;
  private Path folder;
  private static String target;
  private static String shifted;

  @BeforeAll
  static void data() throws IOException {
    SparkTest.session();
    target = csv("target", samples(203, 1, 0));
    shifted = csv("shifted", samples(100, 2, 2));
  }

  @BeforeEach
  void output() throws IOException {
    folder = Files.createDirectory(temp.resolve("out"));
  }

  /** Samples of all classes, the label first; the wide directions are oblique. */
  private static List<double[]> samples(int count, long stream, double shift) {
    List<double[]> out = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      CounterRandom means = CounterRandom.at(7, 1000, c);
      double[] mean = new double[DIMENSION];
      Arrays.setAll(mean, f -> 0.6 * means.nextGaussian());
      CounterRandom random = CounterRandom.at(7, 2000 + stream, c);
      for (int i = 0; i < count; i++) {
        double[] row = new double[DIMENSION + 1];
        row[0] = c;
        double[] off = new double[DIMENSION];
        Arrays.setAll(off, f -> (f < WIDE ? 4 : 0.6) * random.nextGaussian());
        turn(off);
        for (int f = 0; f < DIMENSION; f++) {
          row[f + 1] = mean[f] + shift + off[f];
        }
        out.add(row);
      }
    }
    return out;
  }

  /** Reflections, so that the wide directions are along no feature. */
  private static void turn(double[] x) {
    for (int reflection = 0; reflection < 4; reflection++) {
      CounterRandom random = CounterRandom.at(7, 4000, reflection);
      double[] v = new double[DIMENSION];
      Arrays.setAll(v, f -> random.nextGaussian());
      double length = Arrays.stream(v).map(a -> a * a).sum();
      double along = 0;
      for (int f = 0; f < DIMENSION; f++) {
        along += v[f] * x[f];
      }
      for (int f = 0; f < DIMENSION; f++) {
        x[f] -= 2 * along / length * v[f];
      }
    }
  }

  private static String csv(String name, List<double[]> rows) throws IOException {
    StringBuilder text = new StringBuilder("label");
    for (int f = 0; f < rows.get(0).length - 1; f++) {
      text.append(",f").append(f);
    }
    for (double[] row : rows) {
      text.append('\n').append((int) row[0]);
      for (int f = 1; f < row.length; f++) {
        text.append(',').append((float) row[f]);
      }
    }
    Path file = inputs.resolve(name + ".csv");
    return Files.writeString(file, text.append('\n')).toString();
  }

  private String[] augment(String source, String... more) {
    return Stream.concat(
            Stream.of(
                "augment",
                "--source",
                source,
                "--target",
                target,
                "--shots",
                "3",
                "--step-rule",
                "matched",
                "--training-steps",
                "150",
                "--run-date",
                "2026-11-28",
                "--output",
                folder.resolve("table").toString()),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  /** The shots that the draw of augment takes, as a dataset of their own. */
  private String shots(String name) {
    String file = inputs.resolve(name + ".csv").toString();
    run(
            "convert",
            "--source",
            target,
            "--samples-per-class",
            "3",
            "--output",
            file,
            "--mode",
            "overwrite")
        .succeeded();
    return file;
  }

  private JsonNode published(String file) throws IOException {
    Path partition = folder.resolve("table/run_date=2026-11-28");
    return JSON.readTree(Files.readString(partition.resolve(file)));
  }

  @Test
  void aShiftedCopyOfUnseenDataHelps() throws IOException {
    CommandLines.Outcome outcome =
        run(augment(shifted, "--steps", "2", "--own-share", "0.2", "--require-improvement"));

    outcome.succeeded();
    assertThat(outcome.out()).contains("helps: ", " points, 95 % interval +");
    JsonNode comparison = published("_MANIFEST.json").get("comparison");
    assertThat(comparison).isEqualTo(published("_ACCURACY.json"));
    assertThat(comparison.get("verdict").get("word").asText()).isEqualTo("helps");
    assertThat(comparison.get("verdict").get("low").asDouble()).isPositive();
    assertThat(comparison.get("verdict").get("optimiser_steps").asInt()).isEqualTo(150);
    assertThat(comparison.get("verdict").get("own_share").asDouble()).isEqualTo(0.2);
    assertThat(comparison.get("tested_samples").asInt()).isEqualTo(800);
    assertThat(comparison.get("own_samples").get("samples").asInt()).isEqualTo(12);
    assertThat(comparison.get("own_and_flowed_samples").get("samples").asInt()).isEqualTo(412);
    assertThat(comparison.get("published_because").asText()).isEqualTo("the flowed samples help");
    assertThat(published("_report.json").get("worth").get("verdict").asText()).isEqualTo("helps");
  }

  /** Also the first night: no folder is left. */
  @Test
  void copiesOfTheShotsDoNotPass() {
    String copies = shots("copies");

    for (String classifier : List.of("linear", "knn")) {
      refused(
              ExitCode.VERDICT,
              folder,
              augment(copies, "--steps", "0", "--require-improvement", "--classifier", classifier))
          .contains("Nothing was published, since the flowed samples do not help: ")
          .containsPattern("undecided|harms");
    }
  }

  @Test
  void noiseAroundTheShotsDoesNotPass() throws IOException {
    List<double[]> noisy = new ArrayList<>();
    CounterRandom random = CounterRandom.at(7, 3000, 0);
    List<String> lines = Files.readAllLines(Path.of(shots("shots")));
    List<String> header = List.of(lines.get(0).split(",", -1));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      for (int copy = 0; copy < 20; copy++) {
        double[] row = new double[DIMENSION + 1];
        int at = 1;
        for (int column = 0; column < cells.length; column++) {
          if (header.get(column).equals("label")) {
            row[0] = Double.parseDouble(cells[column]);
          } else if (!header.get(column).equals("id")) {
            row[at++] = Double.parseDouble(cells[column]) + 0.05 * random.nextGaussian();
          }
        }
        noisy.add(row);
      }
    }

    refused(
            ExitCode.VERDICT,
            folder,
            augment(csv("noisy", noisy), "--steps", "0", "--require-improvement"))
        .contains("do not help: ");
  }

  /** With 20 held-out samples nothing is known, whatever the difference happens to be. */
  @Test
  void twentySamplesDoNotProveThatLittleIsLost() throws IOException {
    List<double[]> shuffled = samples(100, 2, 2);
    for (int i = 0; i < shuffled.size(); i++) {
      shuffled.get(i)[0] = i % CLASSES;
    }
    shuffled.sort((a, b) -> Double.compare(a[0], b[0]));

    for (String source : List.of(shots("few"), csv("mixed", shuffled))) {
      refused(
              ExitCode.VERDICT,
              folder,
              augment(source, "--steps", "0", "--tolerate", "2", "--held-out", "5"))
          .contains("since the flowed samples may lose more than 2 points: ");
    }
  }

  /** Mixed classes at the places of the classes of the target. */
  @Test
  void shuffledLabelsDoNotPass() throws IOException {
    List<double[]> shuffled = samples(100, 2, 0);
    for (int i = 0; i < shuffled.size(); i++) {
      shuffled.get(i)[0] = i % CLASSES;
    }
    shuffled.sort((a, b) -> Double.compare(a[0], b[0]));

    refused(
            ExitCode.VERDICT,
            folder,
            augment(csv("shuffled", shuffled), "--steps", "0", "--require-improvement"))
        .contains("do not help: ");
  }

  @Test
  void whatLosesLittleIsPublishedWithinATolerance() throws IOException {
    String same = shots("same");
    List<String> lines;
    try (LoggedEvents events = new LoggedEvents(Level.INFO)) {
      run(augment(same, "--steps", "0", "--tolerate", "20")).succeeded();
      lines = events.lines();
    }

    JsonNode comparison = published("_MANIFEST.json").get("comparison");
    assertThat(comparison.get("published_because").asText())
        .startsWith(
            "no loss of more than 20 points (non-inferiority; the lower end of the interval");
    assertThat(comparison.get("verdict").get("word").asText()).isEqualTo("undecided");
    assertThat(lines).filteredOn(line -> line.startsWith("event=verdict")).hasSize(1);
    assertThat(String.join("\n", lines)).contains(" verdict=undecided published=true ");
  }

  @Test
  void evaluateComparesTheSame() throws IOException {
    Path json = folder.resolve("verdict.json");
    String[] compared = {
      "evaluate",
      "--train",
      target,
      "--train-first",
      "3",
      "--add",
      shifted,
      "--test",
      target,
      "--test-skip",
      "3",
      "--steps",
      "60",
      "--output",
      json.toString()
    };

    CommandLines.Outcome outcome = run(compared);
    assertThat(outcome.out()).contains("points, 95 % interval", "60 optimiser steps");
    assertThat(outcome.err()).doesNotContain("does not have");
    JsonNode found = JSON.readTree(Files.readString(json));
    assertThat(found.get("trained_samples").asInt()).isEqualTo(412);
    assertThat(found.get("against").get("trained_samples").asInt()).isEqualTo(12);
    assertThat(found.get("verdict").get("repeats").asInt()).isEqualTo(5);
    assertThat(found.get("verdict").get("own_share").asDouble()).isEqualTo(0.5);
  }
}
