package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.conf.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistanceTest {
  private static final String HERE =
      "synthetic:gaussians?classes=3&samples=20&dimension=4&stream=1";
  private static final String FAR =
      "synthetic:gaussians?classes=3&samples=20&dimension=4&stream=1&shift=10";

  @TempDir Path folder;

  private JsonNode measured(String... more) throws IOException {
    Path file = folder.resolve("distances.json");
    String[] args = {"distance", "--mode", "overwrite", "--output", file.toString()};
    run(concat(args, more)).succeeded();
    return new ObjectMapper().readTree(file.toFile());
  }

  private JsonNode pair(String metric, String source, String target) throws IOException {
    return measured("--metric", metric, "--source", source, "--target", target)
        .get("distances")
        .get(0);
  }

  /** Every class moves by (10, 10, 10, 10). */
  @ParameterizedTest
  @ValueSource(strings = {"sw", "mmd", "wow", "otdd"})
  void aTranslation(String metric) throws IOException {
    JsonNode pair = pair(metric, HERE, FAR);
    double distance = pair.get("distance").doubleValue();

    switch (metric) {
      // The mean square of a direction's part in one dimension of four is 1/4.
      case "sw" -> assertThat(distance).isCloseTo(10, within(5 * error(pair)));
      case "wow" -> assertThat(distance).isCloseTo(20, within(1e-4));
      case "otdd" -> assertThat(distance).isCloseTo(20 * Math.sqrt(2), within(1e-4));
      default -> assertThat(distance).isPositive();
    }
    for (JsonNode row : pair.get("matching")) {
      assertThat(row.get("label").asText()).isEqualTo(row.get("source_class").asText());
    }
    assertThat(pair.get("matching")).hasSize(metric.equals("sw") ? 0 : 3);
  }

  private static double error(JsonNode pair) {
    return pair.get("standard_error").doubleValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sw", "mmd", "wow", "otdd"})
  void aDatasetFromItself(String metric) throws IOException {
    assertThat(pair(metric, HERE, HERE).get("distance").doubleValue()).isCloseTo(0, within(1e-3));
  }

  @Test
  void slicedWowIsBelowTheExactOne() throws IOException {
    JsonNode sliced =
        measured("--source", HERE, "--target", FAR, "--matching", "sliced").get("distances").get(0);

    assertThat(sliced.get("distance").doubleValue()).isCloseTo(10, within(5 * error(sliced)));
    assertThat(error(sliced)).isBetween(0.01, 1.0);
  }

  @Test
  void moreDirectionsMakeTheStandardErrorSmaller() throws IOException {
    JsonNode few = measured(pairOf("mmd", "100")).get("distances").get(0);
    JsonNode many = measured(pairOf("mmd", "10000")).get("distances").get(0);

    assertThat(error(many)).isBetween(error(few) / 30, error(few) / 3);
    assertThat(few.get("distance").doubleValue())
        .isCloseTo(many.get("distance").doubleValue(), within(5 * error(few)));
  }

  private static String[] pairOf(String metric, String directions) {
    return new String[] {
      "--metric", metric, "--source", HERE, "--target", FAR, "--direction-count", directions
    };
  }

  @Test
  void directionsThatTheExactMetricDoesNotUseAreReported() {
    String[] small = {"distance", "--source", HERE, "--target", FAR};
    String notice = "--direction-count 50 has no effect: the datasets are small";
    CommandLines.Outcome exact = run(concat(small, "--direction-count", "50"));
    exact.succeeded();
    assertThat(exact.err()).contains(notice).contains("--matching sliced");
    CommandLines.Outcome sliced =
        run(concat(small, "--direction-count", "50", "--matching", "sliced"));
    sliced.succeeded();
    assertThat(sliced.err()).doesNotContain("no effect");
    assertThat(run(small).err()).doesNotContain("no effect");
  }

  private static String[] concat(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  /** 997 and 1009 samples have no common multiple that a flow would take. */
  @Test
  void levelsAreFinerThanThoseOfAFlow() throws IOException {
    String one = "synthetic:gaussians?classes=1&samples=%d&dimension=1&stream=%d";
    JsonNode prime =
        pair(
            "sw",
            String.format(Locale.ROOT, one, 997, 1),
            String.format(Locale.ROOT, one, 1009, 2));
    assertThat(prime.get("quantile_levels").intValue()).isEqualTo(4096);
    assertThat(prime.get("exact_quantiles").booleanValue()).isFalse();
    JsonNode even =
        pair(
            "mmd",
            String.format(Locale.ROOT, one, 997, 1),
            String.format(Locale.ROOT, one, 1994, 2));
    assertThat(even.get("quantile_levels").intValue()).isEqualTo(1994);
    assertThat(even.get("exact_quantiles").booleanValue()).isTrue();
    assertThat(pair("otdd", HERE, FAR).get("quantile_levels").isNull()).isTrue();
  }

  @Test
  void theMatrixOfThree() throws IOException {
    CommandLines.Outcome outcome =
        run("distance", "--source", HERE, "--target", FAR, "--more", HERE);

    outcome.succeeded();
    assertThat(outcome.out()).contains("[2] " + HERE);
    assertThat(outcome.out().lines().filter(line -> line.strip().startsWith("[1]")).toList())
        .anySatisfy(line -> assertThat(line).containsPattern("20\\.0000 +0 +20\\.0000"));
  }

  @Test
  void theTableOfTwo() {
    assertThat(run("distance", "--source", HERE, "--target", FAR).out())
        .startsWith("wow distance 20.0000")
        .containsPattern("source class +target class +squared cost")
        .containsPattern("2 +2 +400\\.");
  }

  private String csv(String name, String... rows) throws IOException {
    Path file = folder.resolve(name + ".csv");
    Files.writeString(file, "label,x,y\n" + String.join("\n", rows) + "\n");
    return file.toString();
  }

  /** A class of one dimension, a sample a row, with a weight for each. */
  private static void rows(List<String> to, String label, double weight, double... values) {
    for (double value : values) {
      to.add(label + "," + value + "," + weight);
    }
  }

  private String weighted(String name, List<String> rows) throws IOException {
    Path file = folder.resolve(name + ".csv");
    return Files.writeString(file, "label,x,weight\n" + String.join("\n", rows) + "\n").toString();
  }

  private static double[] drawn(Random random, int count, double mean) {
    return random.doubles(count, mean, mean + 3).map(v -> (float) v).toArray();
  }

  /** W_2 of two lists of one length, by sorting: in one dimension SW_2 is W_2. */
  private static double bySorting(double[] x, double[] y) {
    Arrays.sort(x);
    Arrays.sort(y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(sum / x.length);
  }

  private static double[] joined(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Classes of 49 and 11 samples, and one of 59 and one of 1: each sample weighs 1/60. */
  @Test
  void labelsDoNotCountForSw() throws IOException {
    Random random = new Random(5);
    double[][] parts = {
      drawn(random, 49, 0), drawn(random, 11, 9), drawn(random, 59, 2), drawn(random, 1, 50)
    };
    List<List<String>> files = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      files.add(new ArrayList<>());
    }
    for (int part = 0; part < 4; part++) {
      rows(files.get(part / 2), "" + part, 1, parts[part]);
      rows(files.get(2 + part / 2), "same", 1, parts[part]);
    }
    double expected = bySorting(joined(parts[0], parts[1]), joined(parts[2], parts[3]));

    for (int i = 0; i < 4; i += 2) {
      String source = weighted("source" + i, files.get(i));
      JsonNode pair = pair("sw", source, weighted("target" + i, files.get(i + 1)));
      // Projections are floats: 6e-8 of values up to 53.
      assertThat(pair.get("distance").doubleValue()).isCloseTo(expected, within(1e-5));
      assertThat(pair.get("exact_quantiles").booleanValue()).isTrue();
      assertThat(pair.get("quantile_levels").intValue()).isEqualTo(60);
    }
  }

  /** Weights of samples are relative to their class, as in otdd: here 1, 3 and 2 sixteenths. */
  @Test
  void weightsOfSamplesCountForSwWithinTheirClass() throws IOException {
    List<String> source = new ArrayList<>();
    rows(source, "a", 10, 0);
    rows(source, "a", 30, 40);
    rows(source, "b", 1, 2, 9, 11, 17, 18, 30);
    double[] sixteenths = {0, 40, 40, 40, 2, 2, 9, 9, 11, 11, 17, 17, 18, 18, 30, 30};
    double[] sixteen = drawn(new Random(6), 16, 5);
    List<String> target = new ArrayList<>();
    rows(target, "c", 1, sixteen);

    JsonNode pair = pair("sw", weighted("source", source), weighted("target", target));
    assertThat(pair.get("distance").doubleValue())
        .isCloseTo(bySorting(sixteenths, sixteen), within(1e-5));
  }

  @Test
  void blanksAroundTheNamesOfMoreAreNoPartOfThem() throws IOException {
    JsonNode names = measured("--source", HERE, "--target", FAR, "--more", HERE + " , " + FAR);
    assertThat(names.get("datasets")).hasSize(4);
    assertThat(names.get("read")).hasSize(4);
    assertThat(names.at("/read/0/label").asText()).isEqualTo("the classes");
    assertThat(names.get("datasets").get(2).asText()).isEqualTo(HERE);
    assertThat(names.get("datasets").get(3).asText()).isEqualTo(FAR);
  }

  /** Finite as floats, their squares are not; resized pictures keep their scale. */
  @ParameterizedTest
  @ValueSource(strings = {"sw", "mmd", "wow"})
  void squaresThatOverflow(String metric) throws IOException {
    String small = csv("small", "a,0,0", "a,1,0", "b,2,1", "b,3,1");
    String large = csv("large", "c,0,0", "c,1,0", "d,2,1e30", "d,3,1");
    List<String> args = new ArrayList<>(List.of("distance", "--metric", metric));
    args.addAll(List.of("--source", small, "--target", large));
    run(args.toArray(String[]::new)).succeeded();
    args.addAll(List.of("--shape", "1x2x1", "--resize", "1x4"));
    String pair = small + " and " + large;
    if (!metric.equals("sw")) {
      pair = "class 'a' of " + small + " and class 'c' of " + large;
    }
    if (metric.equals("wow")) {
      run(args.toArray(String[]::new)).succeeded();
      args.addAll(List.of("--matching", "sliced"));
    }

    refused(ExitCode.INPUT, folder, args.toArray(String[]::new))
        .contains("The sliced distance between " + pair + " is not a finite number")
        .contains("values of up to 1.0e+30 (class 'd' of " + large + ") are too large")
        .contains("scale all datasets down")
        .doesNotContain("--samples-per-class");
  }

  @Test
  void refusals() {
    refused(ExitCode.USAGE, folder, "distance", "--source", HERE, "--target", FAR, "--metric", "x")
        .contains("--metric: 'x' is not one of sw, mmd, wow, otdd");
    refused(
            ExitCode.USAGE,
            folder,
            "distance",
            "--source",
            HERE,
            "--target",
            FAR,
            "--metric",
            "sw",
            "--matching",
            "exact")
        .contains("--matching chooses the cost of --metric wow");
    refused(ExitCode.INPUT, folder, "distance", "--source", HERE, "--target", "synthetic:rings")
        .contains("dimension 4", "dimension 2");
    String large = "synthetic:gaussians?classes=1&samples=50000&dimension=1";
    refused(
            ExitCode.USAGE,
            folder,
            "distance",
            "--source",
            large,
            "--target",
            large,
            "--metric",
            "otdd")
        .contains("50000 and 50000 samples", "--samples-per-class");
  }

  private String points(String name, String... labelled) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "label,x\n" + String.join("\n", labelled) + "\n");
    return file.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wow", "sw"})
  void equalLabelsAreComparedWithEachOther(String metric) throws IOException {
    String source = points("source.csv", "a,0", "a,0", "b,3", "b,3");
    String target = points("target.csv", "a,3", "a,3", "b,1", "b,1");
    assertThat(pair("wow", source, target).get("distance").doubleValue())
        .isCloseTo(Math.sqrt(0.5), within(1e-6));

    JsonNode shared =
        measured("--metric", metric, "--source", source, "--target", target, "--labels", "shared");

    assertThat(shared.get("labels").asText()).isEqualTo("shared");
    JsonNode pair = shared.get("distances").get(0);
    // In R every direction is 1 or -1: sliced distances are exact.
    assertThat(pair.get("distance").doubleValue())
        .isCloseTo(Math.sqrt((9 + 4) / 2.0), within(1e-6));
    assertThat(pair.get("unmatched_source_classes").intValue()).isZero();
    assertThat(pair.get("unmatched_target_classes").intValue()).isZero();
    assertThat(pair.get("matching").get(0).get("label").asText()).isEqualTo("a");
    assertThat(pair.get("matching").get(0).get("cost").doubleValue()).isCloseTo(9, within(1e-5));
  }

  @Test
  void classesOfOneSideAreAssignedOrLeftOut() throws IOException {
    String source = points("source.csv", "a,0", "b,3", "c,10");
    String target = points("target.csv", "d,8", "a,2", "e,50");
    String[] args = {"--source", source, "--target", target, "--labels", "shared"};

    JsonNode assigned = measured(args).get("distances").get(0);
    // a to a, b to d, c to e: the optimal assignment of the rest.
    assertThat(assigned.get("distance").doubleValue())
        .isCloseTo(Math.sqrt((4 + 25 + 1600) / 3.0), within(1e-5));
    assertThat(assigned.get("unmatched_source_classes").intValue()).isEqualTo(2);
    assertThat(assigned.get("unmatched_target_classes").intValue()).isEqualTo(2);

    JsonNode dropped = measured(concat(args, "--unmatched", "drop")).get("distances").get(0);
    assertThat(dropped.get("distance").doubleValue()).isCloseTo(2, within(1e-6));
    assertThat(dropped.get("matching")).hasSize(1);

    CommandLines.Outcome outcome =
        run(concat(new String[] {"distance", "--unmatched", "drop"}, args));
    assertThat(outcome.err())
        .contains("2 classes of " + source + " have labels that " + target)
        .contains("'b', 'c'; left out");
    refused(
            ExitCode.INPUT,
            folder,
            concat(new String[] {"distance", "--unmatched", "refuse"}, args))
        .contains("'b', 'c'")
        .contains("--unmatched drop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmd", "otdd"})
  void metricsOfAllClassesHaveNoSharedLabels(String metric) {
    refused(
            ExitCode.USAGE,
            folder,
            "distance",
            "--source",
            HERE,
            "--target",
            FAR,
            "--labels",
            "shared",
            "--metric",
            metric)
        .contains("give --metric wow or sw");
  }

  @Test
  void datasetsWithoutLabelsAreClustered() throws IOException {
    Path bare = folder.resolve("bare.csv");
    Files.writeString(bare, "a,b\n0,1\n1,2\n0,1\n20,3\n21,4\n20,3\n19,2\n");
    Path file = folder.resolve("labelled.csv");
    Files.writeString(file, "label,a,b\np,0,1\np,1,2\np,0,1\nq,20,3\nq,21,4\nq,20,3\nq,19,2\n");
    String labelled = file.toString();
    CommandLines.Outcome outcome =
        run(
            "distance",
            "--source",
            bare.toString(),
            "--source-labels",
            "cluster:2",
            "--target",
            labelled);
    outcome.succeeded();
    assertThat(outcome.out()).startsWith("wow distance 0");
    assertThat(outcome.err())
        .contains("bare.csv: labels from 2 clusters (k-means++ on standardised features")
        .contains("sizes 0: 4, 1: 3");
    JsonNode measured =
        measured("--source", labelled, "--target", bare.toString(), "--target-labels", "cluster:2");
    assertThat(measured.get("read").get(1).get("label_source").asText()).isEqualTo("cluster");
    assertThat(measured.get("read").get(0).has("label_source")).isFalse();
    assertThat(measured.get("distances").get(0).get("distance").doubleValue()).isZero();
  }
}
