package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
