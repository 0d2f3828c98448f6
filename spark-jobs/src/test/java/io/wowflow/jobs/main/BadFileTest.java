package io.wowflow.jobs.main;

import static io.wowflow.jobs.io.npz.NpyBytes.floats;
import static io.wowflow.jobs.io.npz.NpyBytes.npy;
import static io.wowflow.jobs.main.CommandLines.BLOBS;
import static io.wowflow.jobs.main.CommandLines.RINGS;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.npz.NpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files other than datasets: directions and weights of classes. */
class BadFileTest {
  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void nameTheOutput() {
    output = folder.resolve("out");
  }

  private AbstractStringAssert<?> refusedDirections(ExitCode code, byte[] content)
      throws IOException {
    Path file = Files.write(folder.resolve("d.npy"), content);
    return refused(code, folder, flow(output, "--directions", file.toString()));
  }

  private AbstractStringAssert<?> refusedWeights(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("weights.json"), json);
    return refused(ExitCode.USAGE, folder, flow(output, "--class-weights", file.toString()));
  }

  @Test
  void directionsOfAWrongShape() throws IOException {
    refusedDirections(ExitCode.INPUT, npy("<f4", "(2,)", floats(1, 0)))
        .contains("d.npy", "(2,)", "T x L x d or L x d");
    refusedDirections(ExitCode.INPUT, npy("<f4", "(1, 1, 1, 2)", floats(1, 0)))
        .contains("(1, 1, 1, 2)");
    refusedDirections(ExitCode.INPUT, npy("<f4", "(1, 3)", floats(1, 0, 0)))
        .contains("d.npy", "[1, 3]", "R^3", "the samples are in R^2");
    refusedDirections(ExitCode.INPUT, npy("<f4", "(0, 2)", floats())).contains("d.npy", "0");
    refusedDirections(ExitCode.INPUT, npy("<i8", "(1, 2)", new byte[16]))
        .contains("int64", "floats");
  }

  @Test
  void directionsThatAreNoUnitVectors() throws IOException {
    refusedDirections(ExitCode.INPUT, npy("<f4", "(2, 2)", floats(1, 0, 1, 1)))
        .contains("d.npy", "direction 1 of set 0 has norm 1.41", "divide each row by its norm");
    refusedDirections(ExitCode.INPUT, npy("<f4", "(1, 2)", floats(Double.NaN, 0)))
        .contains("direction 0", "NaN");
  }

  @Test
  void fewerSetsOfDirectionsThanSteps() throws IOException {
    byte[] two = npy("<f4", "(2, 1, 2)", floats(1, 0, 0, 1));
    Path file = Files.write(folder.resolve("d.npy"), two);
    refused(ExitCode.USAGE, folder, flow(output, "--directions", file.toString(), "--steps", "3"))
        .contains("d.npy", "directions of 2 steps, and --steps is 3", "at most 2");
    run(flow(output, "--directions", file.toString(), "--steps", "2")).succeeded();
  }

  @Test
  void directionsThatCannotBeRead() throws IOException {
    byte[] whole = npy("<f4", "(1, 2)", floats(1, 0));
    refusedDirections(ExitCode.INPUT, Arrays.copyOf(whole, whole.length - 1))
        .contains("d.npy", "truncated");
    refusedDirections(ExitCode.INPUT, new byte[0]).contains("d.npy", "not an NPY array");
    String missing = folder + "/nowhere.npy";
    refused(ExitCode.INPUT, folder, flow(output, "--directions", missing))
        .contains("nowhere.npy does not exist");
    Files.createDirectory(folder.resolve("directory.npy"));
    refused(ExitCode.INPUT, folder, flow(output, "--directions", folder + "/directory.npy"))
        .contains("directory.npy is a directory");
    refused(
            ExitCode.USAGE,
            folder,
            flow(output, "--directions", folder + "/d.npy", "--direction-count", "3"))
        .contains("--direction-count");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | weights.json",
        "[] | weights.json",
        "not json | weights.json",
        "{\"sauce\": {}} | 'sauce' is neither \"source\" nor \"target\"",
        "{\"source\": 3} | weights.json",
        "{\"source\": null} | weights.json",
        "{\"source\": {\"0\": 1, \"1\": 1}} | class '2' of the source needs a positive weight",
        "{\"target\": {\"0\": 1, \"1\": 1, \"2\": -1}} | 32-bit float, has -1",
        "{\"source\": {\"0\": 1, \"1\": 1, \"2\": 0}} | has 0",
        "{\"source\": {\"0\": 1, \"1\": 1, \"2\": 1e400}} | class '2'",
        "{\"source\": {\"0\": 1, \"1\": 1, \"2\": \"1\"}} | class '2'",
        "{\"source\": {\"0\": 1, \"1\": 1, \"2\": {\"a\": 1}}} | class '2'",
        "{\"source\": {\"0\": 1, \"1\": 1, \"2\": 1, \"cat\": 1}} | the source has no class 'cat'",
        "{\"source\": {\"0\": 1e308, \"1\": 1e308, \"2\": 1e308}} | weights.json",
        "{\"source\": {\"0\": 1e-300, \"1\": 1, \"2\": 1e300}} | weights.json",
        "{\"source\": {\"0\": 1, \"0\": 2, \"1\": 1, \"2\": 1}} | weights.json",
        "{\"source\": ${secret}} | weights.json",
      })
  void classWeightsThatAreNone(String json, String message) throws IOException {
    refusedWeights(json).contains("--class-weights", "weights.json", message);
  }

  @Test
  void classWeightsThatCannotBeRead() {
    refused(ExitCode.USAGE, folder, flow(output, "--class-weights", folder + "/nowhere.json"))
        .contains("--class-weights", "nowhere.json");
    Path directory = folder.resolve("directory");
    assertThat(directory.toFile().mkdir()).isTrue();
    refused(ExitCode.USAGE, folder, flow(output, "--class-weights", directory.toString()))
        .contains("--class-weights", "directory");
  }

  @Test
  void labelsWithCommasQuotesAndLineEnds() throws IOException {
    String label = "a,\"b\"\n,c";
    Path data = folder.resolve("text.npz");
    NpyBytes.write(
        data,
        Map.of(
            "x.npy", npy("<f4", "(1, 2, 2)", floats(1, 2, 3, 4)),
            "y.npy", npy("<U9", "(1,)", NpyBytes.texts(9, label))));
    run(flow(data.toString(), data.toString(), output)).succeeded();
    assertThat(output.resolve("matching.csv"))
        .content()
        .startsWith("source_class,label,cost\n\"a,\"\"b\"\"\n,c\",\"a,\"\"b\"\"\n,c\",");
    Path weights =
        Files.writeString(folder.resolve("w.json"), "{\"target\": {\"a,\\\"b\\\"\\n,c\": 2}}");
    run(flow(BLOBS, RINGS, folder.resolve("o2"), "--class-weights", "proportional")).succeeded();
    run(flow(
            data.toString(),
            data.toString(),
            folder.resolve("o3"),
            "--class-weights",
            weights.toString()))
        .succeeded();
  }
}
