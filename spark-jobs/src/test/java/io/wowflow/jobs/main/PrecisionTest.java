package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
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
