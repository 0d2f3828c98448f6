package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.main.CommandLines.Outcome;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that 32-bit floats do not hold as they are. */
class PrecisionTest {
  @TempDir Path folder;

  private String csv(String name, double scale, double offset, int seed) throws IOException {
    StringBuilder out = new StringBuilder("label,speed,time\n");
    Random random = new Random(seed);
    for (int i = 0; i < 24; i++) {
      out.append(i % 2)
          .append(',')
          .append(String.format(Locale.ROOT, "%.17g", scale * (random.nextGaussian() + seed)))
          .append(',')
          .append(
              String.format(
                  Locale.ROOT, "%.17g", scale * (random.nextInt(100) + 40 * (i % 2)) + offset))
          .append('\n');
    }
    return Files.writeString(folder.resolve(name + ".csv"), out).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "augment", "distill"})
  void valuesThatCannotBeSquaredAreNoMatterOfTheStepSize(String command) throws IOException {
    for (double scale : new double[] {1e18, 1e24, 1e-24}) {
      String source = csv("source", scale, 0, 1);
      String target = csv("target", scale, 0, 2);
      String[] args =
          command.equals("distill")
              ? new String[] {
                "distill", "--source", source, "--per-class", "2", "--output", folder + "/out"
              }
              : flow(source, target, folder.resolve("out"));
      args[0] = command;

      refused(ExitCode.INPUT, folder, args)
          .contains(scale > 1 ? "too large" : "too small", "to be squared as 32-bit floats")
          .contains("scale all datasets " + (scale > 1 ? "down" : "up"))
          .doesNotContain("step-size");
    }
  }

  /** Quarters and eighths, so that a shift by a whole number changes no difference. */
  private String formula(String name, boolean target, double scale, double offset)
      throws IOException {
    StringBuilder out = new StringBuilder("label,speed,time\n");
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < 20; i++) {
        double x =
            target ? (i * 29 + 3 * c) % 31 / 4.0 + 1 + 4 * c : (i * 37 + 11 * c) % 23 / 4.0 + 3 * c;
        double y = target ? (i * i + 7 * c) % 17 / 8.0 - 1 : (i * i + 5 * c) % 19 / 8.0;
        out.append(c)
            .append(',')
            .append(scale * x + offset)
            .append(',')
            .append(scale * y + offset)
            .append('\n');
      }
    }
    return Files.writeString(folder.resolve(name + ".csv"), out).toString();
  }

  private JsonNode distance(String metric, String source, String target) throws IOException {
    Path file = folder.resolve("distances.json");
    run(
            "distance",
            "--mode=overwrite",
            "--output=" + file,
            "--metric=" + metric,
            "--source=" + source,
            "--target=" + target)
        .succeeded();
    return new ObjectMapper().readTree(file.toFile()).get("distances").get(0);
  }

  private JsonNode distance(String metric, double scale, double offset) throws IOException {
    return distance(
        metric, formula("source", false, scale, offset), formula("target", true, scale, offset));
  }

  private static double value(JsonNode pair) {
    return pair.get("distance").doubleValue();
  }

  /**
   * Values of POT 0.8.2 (ot.emd2 on ot.dist; one-dimensional distances over 20,000 angles), at
   * offset 0 and scale 1.
   */
  @ParameterizedTest
  @CsvSource({"sw, 2.166418774, 1", "mmd, 1.607484952, 0.5", "wow, 3.120496755, 1", "otdd, 0, 1"})
  void distancesOfPotAtAnyOffsetAndScale(String metric, double pot, double degree)
      throws IOException {
    JsonNode here = distance(metric, 1, 0);
    double error = here.get("standard_error").asDouble(0);
    if (pot > 0) {
      assertThat(value(here)).isCloseTo(pot, within(4 * error + 1e-6));
    }

    for (double offset : new double[] {1e5, -1e6, 1e7, 1e8, 1e9, -1e13}) {
      JsonNode there = distance(metric, 1, offset);
      assertThat(value(there))
          .as("offset %s", offset)
          .isCloseTo(value(here), withinPercentage(1e-3));
      assertThat(there.get("standard_error").asDouble(0)).isCloseTo(error, within(1e-5));
    }
    for (double scale : new double[] {1e-25, 1e-18, 1e-7, 1e9, 1e15, 1e20, 1e36}) {
      JsonNode there = distance(metric, scale, 0);
      double factor = Math.pow(scale, degree);
      assertThat(value(there) / factor)
          .as("scale %s", scale)
          .isCloseTo(value(here), withinPercentage(1e-3));
      assertThat(there.get("standard_error").asDouble(0) / factor).isCloseTo(error, within(1e-5));
      for (int c = 0; c < here.get("matching").size(); c++) {
        double cost = there.get("matching").get(c).get("cost").doubleValue();
        assertThat(metric.equals("otdd") ? cost : cost / scale / scale)
            .isCloseTo(here.get("matching").get(c).get("cost").doubleValue(), within(1e-4));
      }
    }
  }

  @Test
  void aPowerOfTwoChangesNoDigit() throws IOException {
    for (String metric : new String[] {"sw", "mmd", "wow", "otdd"}) {
      double here = value(distance(metric, 1, 0));
      for (int exponent : new int[] {-90, -40, 8, 60, 100}) {
        double there = value(distance(metric, Math.scalb(1.0, exponent), 0));
        assertThat(there)
            .as(metric + " 2^" + exponent)
            .isEqualTo(Math.scalb(here, metric.equals("mmd") ? exponent / 2 : exponent));
      }
    }
  }

  /** A feature that is the same everywhere, but far away, would drown the others in projections. */
  @Test
  void aConstantFeatureFarAwayChangesNoDistance() throws IOException {
    String[] plain = {"a,0,1", "a,1,3", "b,2,8", "b,5,9"};
    String[] other = {"a,3,1", "a,1,7", "b,7,8", "b,5,2"};
    for (String metric : new String[] {"sw", "mmd", "wow", "otdd"}) {
      double expected = value(distance(metric, rows("p", plain, ",0"), rows("o", other, ",0")));
      double found =
          value(distance(metric, rows("p", plain, ",1700000001"), rows("o", other, ",1700000001")));
      assertThat(found).as(metric).isEqualTo(expected);
    }
  }

  private String rows(String name, String[] rows, String more) throws IOException {
    StringBuilder out = new StringBuilder("label,x,y,z\n");
    for (String row : rows) {
      out.append(row).append(more).append('\n');
    }
    return Files.writeString(folder.resolve(name + ".csv"), out).toString();
  }

  /** One line for each file, and one that names the column. */
  @Test
  void centringIsReported() throws IOException {
    String source = formula("source", false, 1, 1e9);
    String target = formula("target", true, 1, 1e9);

    Outcome outcome = run("distance", "--source=" + source, "--target=" + target);

    outcome.succeeded();
    assertThat(outcome.err())
        .containsOnlyOnce("read " + source)
        .containsOnlyOnce("read " + target)
        .contains("values of column 'speed' near 1.00000e+09 differ by 12.5")
        .contains("values of column 'time' near 1.00000e+09 differ by")
        .containsOnlyOnce("centred in 64 bits");
  }

  /** POT on the values less their common offset, with 100,000 directions. */
  @ParameterizedTest
  @CsvSource({
    "csv_epoch.csv, csv_epoch_b.csv, wow, 12",
    "n_a_epoch.npz, n_b_epoch.npz, sw, 0.485940",
    "n_a_epoch.npz, n_b_epoch.npz, mmd, 0.578427",
    "n_a_epoch.npz, n_b_epoch.npz, wow, 0.919496",
    "o_a_1e7.npz, o_b_1e7.npz, sw, 0.435176",
    "o_a_1e7.npz, o_b_1e7.npz, mmd, 0.542015",
    "o_a_1e7.npz, o_b_1e7.npz, wow, 0.800837",
    "o_a_1e8.npz, o_b_1e8.npz, sw, 0.435176",
    "o_a_1e8.npz, o_b_1e8.npz, mmd, 0.542015",
    "o_a_1e8.npz, o_b_1e8.npz, wow, 0.800837",
    "n_a_1e20.npz, n_b_1e20.npz, sw, 4.859397e19",
    "n_a_1e20.npz, n_b_1e20.npz, wow, 9.194955e19",
  })
  void distancesBetweenFilesOfTheField(String source, String target, String metric, double pot)
      throws IOException {
    Path inputs = Needs.fieldInputs();
    JsonNode pair =
        distance(metric, inputs.resolve(source).toString(), inputs.resolve(target).toString());

    double error = pair.get("standard_error").asDouble(0);
    assertThat(value(pair)).isCloseTo(pot, within(4 * error + 1e-5 * pot));
    if (source.equals("csv_epoch.csv")) {
      pair.get("matching")
          .forEach(row -> assertThat(row.get("cost").doubleValue()).isCloseTo(144, within(1e-9)));
    }
  }

  /** The features of a result, in the order of its samples. */
  private double[][] result(String output) throws IOException {
    run("convert", "--mode=overwrite", "--source=" + output, "--output=" + folder + "/read.csv")
        .succeeded();
    return Files.readAllLines(folder.resolve("read.csv")).stream()
        .skip(1)
        .map(line -> Arrays.stream(line.split(",")).skip(2))
        .map(cells -> cells.mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  private String flowed(String name, double[] scale, double[] offset, String... more)
      throws IOException {
    String source = affine("source", false, scale, offset);
    String target = affine("target", true, scale, offset);
    String output = folder.resolve(name + ".npz").toString();
    List<String> args =
        new ArrayList<>(
            List.of("flow", "--source=" + source, "--target=" + target, "--output=" + output));
    args.add("--steps=20");
    args.addAll(List.of("--mode=overwrite", "--direction-count=40", "--directions=gaussian"));
    args.addAll(List.of(more));
    last = run(args.toArray(String[]::new));
    last.succeeded();
    return output;
  }

  private Outcome last;

  private String affine(String name, boolean target, double[] scale, double[] offset)
      throws IOException {
    List<String> lines = Files.readAllLines(Path.of(formula(name, target, 1, 0)));
    StringBuilder out = new StringBuilder(lines.get(0)).append('\n');
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      out.append(cells[0]);
      for (int j = 0; j < 2; j++) {
        out.append(',').append(scale[j] * Double.parseDouble(cells[j + 1]) + offset[j]);
      }
      out.append('\n');
    }
    return Files.writeString(folder.resolve(name + ".csv"), out).toString();
  }

  private static final double[] ONES = {1, 1};
  private static final double[] NOWHERE = {0, 0};
  private static final double[] FAR = {0, 1_700_000_000};

  private void same(double[][] found, double[][] expected, double[] scale, double[] offset) {
    assertThat(found.length).isEqualTo(expected.length);
    for (int i = 0; i < found.length; i++) {
      for (int j = 0; j < 2; j++) {
        assertThat((found[i][j] - offset[j]) / scale[j]).isCloseTo(expected[i][j], within(1e-4));
      }
    }
  }

  /** The same flow, and its result at the same place, whatever the offset. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--clip=-1,7", "--normalise=2,3", "--standardise=target"})
  void aFlowFarFromZero(String option) throws IOException {
    String[] here = option.isEmpty() ? new String[0] : new String[] {option};
    String[] there = here.clone();
    if (option.startsWith("--clip")) {
      there[0] = "--clip=-1,1700000007";
    }
    double[][] near = result(flowed("near", ONES, NOWHERE, here));
    assertThat(new String(Files.readAllBytes(folder.resolve("near.npz")), ISO_8859_1))
        .contains("'<f4'");
    double[][] far = result(flowed("far", ONES, FAR, there));
    assertThat(new String(Files.readAllBytes(folder.resolve("far.npz")), ISO_8859_1))
        .contains("'<f8', 'fortran_order': False, 'shape': (2, 20, 2)");
    assertThat(last.err()).contains("values of column 'time' near 1.70000e+09 differ by 3.125");
    if (option.startsWith("--clip")) {
      // The two ranges agree above only.
      for (int i = 0; i < far.length; i++) {
        assertThat(far[i][1]).isLessThanOrEqualTo(1_700_000_007);
        assertThat(far[i][0]).isGreaterThanOrEqualTo(-1);
      }
    } else {
      same(far, near, ONES, FAR);
    }
  }

  @Test
  void standardisingUndoesAnyScaleOfAFeature() throws IOException {
    for (String by : new String[] {"target", "pooled"}) {
      double[][] plain = result(flowed("a", ONES, NOWHERE, "--standardise=" + by));
      double[] scale = {1024, 1 / 64.0};
      double[] offset = {-5, 3};
      double[][] scaled = result(flowed("b", scale, offset, "--standardise=" + by));
      same(scaled, plain, scale, offset);
      assertThat(plain).isDeepEqualTo(result(flowed("c", ONES, NOWHERE, "--standardise=" + by)));
    }
  }

  private JsonNode manifest(String output) throws IOException {
    return new ObjectMapper().readTree(Path.of(output.replace(".npz", ".manifest.json")).toFile());
  }

  /** Data that only look the same once they are centred or standardised are different data. */
  @Test
  void theIdentityOfARunKnowsOffsetAndScale() throws IOException {
    JsonNode near = manifest(flowed("a", ONES, FAR));
    JsonNode farther = manifest(flowed("b", ONES, new double[] {0, 1_800_000_000}));
    JsonNode again = manifest(flowed("c", ONES, FAR));
    String at = "/inputs/0/fingerprint";
    assertThat(farther.at(at)).isNotEqualTo(near.at(at));
    assertThat(again.at(at)).isEqualTo(near.at(at));
    assertThat(again.at("/outcome/stateHash")).isEqualTo(near.at("/outcome/stateHash"));

    JsonNode one = manifest(flowed("d", ONES, NOWHERE, "--standardise=target"));
    JsonNode two = manifest(flowed("e", new double[] {2, 2}, NOWHERE, "--standardise=target"));
    assertThat(two.at(at)).isNotEqualTo(one.at(at));
    assertThat(two.at("/outcome/stateHash")).isEqualTo(one.at("/outcome/stateHash"));
  }

  @Test
  void theResultIsComparedWithTheTarget() throws IOException {
    JsonNode still =
        manifest(flowed("a", ONES, NOWHERE, "--step-size=1e-9")).at("/outcome/features");
    // Column time is from 0 to 2.125, against -1 to 1.
    assertThat(still.get("count").intValue()).isEqualTo(2);
    assertThat(still.get("outside").intValue()).isEqualTo(1);
    assertThat(still.get("farthest").textValue()).isEqualTo("column 'time'");
    assertThat(still.get("excess").doubleValue()).isCloseTo(1.125 / 2, within(1e-6));
    assertThat(still.get("narrowest").textValue()).isEqualTo("column 'speed'");
    assertThat(still.get("smallestRatio").doubleValue()).isCloseTo(0.72186246, within(1e-6));
    assertThat(still.get("widest").textValue()).isEqualTo("column 'time'");
    assertThat(still.get("largestRatio").doubleValue()).isCloseTo(0.99820913, within(1e-6));
  }

  @Test
  void spreadsThatDifferMuchAreReported() throws IOException {
    double[] apart = {1000, 1};
    flowed("a", apart, NOWHERE);
    assertThat(last.err())
        .contains("column 'speed' has the deviation")
        .contains("and column 'time' 0.", "--standardise target");
    flowed("b", apart, NOWHERE, "--standardise=target");
    assertThat(last.err()).doesNotContain("has the deviation");
    flowed("c", ONES, NOWHERE);
    assertThat(last.err()).doesNotContain("has the deviation");
    flowed("d", apart, NOWHERE, "--shape=1x2x1");
    assertThat(last.err()).doesNotContain("has the deviation");
    Outcome distance =
        run(
            "distance",
            "--source=" + affine("s", false, apart, NOWHERE),
            "--target=" + affine("t", true, apart, NOWHERE));
    assertThat(distance.err()).contains("column 'speed' has the deviation");
  }

  /** POT on samples that numpy standardised. */
  @ParameterizedTest
  @CsvSource({
    "target, sw, 1.3392437364029977", "target, mmd, 1.4421022940401371",
        "target, wow, 1.9480543266536439",
    "pooled, sw, 1.1283364283559636", "pooled, mmd, 1.2970537077282864",
        "pooled, wow, 1.6423344502271906"
  })
  void aStandardisedDistance(String by, String metric, double pot) throws IOException {
    for (double scale : new double[] {1, 1e-3, 1e24}) {
      double[] scales = {scale, 1};
      double[] offsets = {0, scale == 1 ? 1e9 : 0};
      Path file = folder.resolve("distances.json");
      run(
              "distance",
              "--mode=overwrite",
              "--output=" + file,
              "--metric=" + metric,
              "--standardise=" + by,
              "--source=" + affine("s", false, scales, offsets),
              "--target=" + affine("t", true, scales, offsets))
          .succeeded();
      JsonNode pair = new ObjectMapper().readTree(file.toFile()).get("distances").get(0);
      double error = pair.get("standard_error").asDouble(0);
      assertThat(value(pair)).as("scale %s", scale).isCloseTo(pot, within(4 * error + 1e-5));
    }
  }

  @Test
  void aConstantFeatureIsNotScaled() throws IOException {
    String[] rows = {"a,0,1", "a,1,3", "b,2,8", "b,5,9"};
    Outcome outcome =
        run(
            "distance",
            "--standardise=target",
            "--source=" + rows("p", rows, ",5"),
            "--target=" + rows("o", rows, ",7"));
    outcome.succeeded();
    assertThat(outcome.err()).contains("constant and therefore not scaled: column 'z'");
    assertThat(outcome.out()).contains("2.0");
  }

  @Test
  void normalisingAndStandardisingExcludeEachOther() {
    for (String more : new String[] {"flow --target=b", "distill --per-class=2"}) {
      String[] words = more.split(" ", -1);
      Outcome outcome =
          run(
              words[0],
              words[1],
              "--source=a",
              "--output=c",
              "--normalise=0,1",
              "--standardise=target");
      assertThat(outcome.code()).isEqualTo(ExitCode.USAGE.code());
      assertThat(outcome.err()).contains("--normalise and --standardise both map the values");
    }
  }

  /** Values below 2^60, whose projections in many dimensions are not. */
  @Test
  void manyFeaturesThatCannotBeSquaredTogether() throws IOException {
    StringBuilder source = new StringBuilder("label");
    StringBuilder target = new StringBuilder();
    for (int j = 0; j < 1024; j++) {
      source.append(",f").append(j);
    }
    target.append(source);
    for (int i = 0; i < 300; i++) {
      source.append("\na").append((i % 2 == 0 ? ",1e18" : ",-1e18").repeat(1024));
      target.append("\nb").append((i % 3 == 0 ? ",1e18" : ",-1e18").repeat(1024));
    }
    refused(
            ExitCode.INPUT,
            folder,
            flow(
                Files.writeString(folder.resolve("s.csv"), source + "\n").toString(),
                Files.writeString(folder.resolve("t.csv"), target + "\n").toString(),
                folder.resolve("o"),
                "--directions=hadamard",
                "--matching=sliced"))
        .contains("Values of up to 1.0e+18", "are too large to be squared");
  }

  @Test
  void theFileOfTheField() {
    Path inputs = Needs.fieldInputs();
    refused(
            ExitCode.INPUT,
            folder,
            flow(
                inputs.resolve("n_a_1e20.npz").toString(),
                inputs.resolve("n_b_1e20.npz").toString(),
                folder.resolve("f"),
                "--steps",
                "5"))
        .contains("are too large to be squared as 32-bit floats; scale all datasets down");
  }
}
