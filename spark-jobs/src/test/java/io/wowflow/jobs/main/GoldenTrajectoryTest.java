package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.npz.NpyArray;
import io.wowflow.jobs.io.npz.NpzWriter;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.math.array.FloatMatrix;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trajectories of an independent implementation, followed from file to file. */
class GoldenTrajectoryTest {
  private static final double FLOAT_PATH = 1e-4;

  @TempDir Path temp;

  static Stream<JsonNode> trajectories() {
    Path file =
        Path.of(
            System.getProperty("wowflow.root"),
            "core-math/src/test/resources/golden/flow_trajectory.json");
    try {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(file.toFile()).get("cases").forEach(cases::add);
      return cases.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theCommandFollowsTheGoldenTrajectory(JsonNode golden) throws IOException {
    Path source = npz("source.npz", golden.get("x0"));
    Path target = npz("target.npz", golden.get("y"));
    Path directions = temp.resolve("directions.npy");
    List<Integer> shape = List.of(15, 20, 2);
    try (OutputStream out = Files.newOutputStream(directions)) {
      NpyArray.doubles(shape, List.of(flat(golden.get("directions")))).writeTo(out);
    }
    String[] options = {
      "flow",
      "--source=" + source,
      "--target=" + target,
      "--directions=" + directions,
      "--kernel=" + golden.get("kernel").asText(),
      "--kernel-parameter=" + golden.get("parameter").asText(),
      "--step-size=" + golden.get("step_size").asText(),
      "--momentum=" + golden.get("momentum").asText(),
      "--steps=15",
      "--report-every=1"
    };

    Path file = temp.resolve("flowed.npz");
    CommandLines.run(with(options, "--output=" + file)).succeeded();
    double[] expected = flat(golden.get("x_final"));
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    LoadedDataset flowed = Readings.read(file);
    List<Double> actual = new ArrayList<>();
    // Classes come back in the order of their matched labels: here each class keeps its own.
    for (var c : flowed.dataset().classes()) {
      for (float v : c.samples().values()) {
        actual.add((double) v);
      }
    }
    assertThat(sortedRows(actual))
        .containsExactly(sortedRows(boxed(expected)), within(FLOAT_PATH * largest));

    Path directory = temp.resolve("flowed");
    CommandLines.run(with(options, "--output=" + directory)).succeeded();
    String csv = Files.readString(directory.resolve("objective.csv"));
    List<ObjectiveLog.Row> rows = ObjectiveLog.parse(csv, "objective.csv").rows();
    assertThat(rows).hasSize(16);
    double[] losses = flat(golden.get("losses"));
    for (int k = 0; k < losses.length; k++) {
      assertThat(rows.get(k).step()).isEqualTo(k);
      assertThat(rows.get(k).objective()).isCloseTo(losses[k], within(FLOAT_PATH * losses[0]));
    }
    assertThat(Readings.read(directory.resolve("data")).dataset().sampleCount()).isEqualTo(30);
  }

  private Path npz(String name, JsonNode classes) throws IOException {
    Path file = temp.resolve(name);
    double[] values = flat(classes);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      NpzWriter npz = new NpzWriter(out);
      npz.write("x", NpyArray.floats(List.of(3, 10, 2), List.of(new FloatMatrix(30, 2, floats))));
      npz.finish();
    }
    return file;
  }

  private static String[] with(String[] options, String last) {
    String[] out = Arrays.copyOf(options, options.length + 1);
    out[options.length] = last;
    return out;
  }

  private static double[] flat(JsonNode node) {
    if (!node.isArray()) {
      return new double[] {node.asDouble()};
    }
    List<double[]> parts = new ArrayList<>();
    node.forEach(child -> parts.add(flat(child)));
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** Points of the plane in an order that does not depend on the class they are in. */
  private static double[] sortedRows(List<Double> values) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i += 2) {
      rows.add(new double[] {values.get(i), values.get(i + 1)});
    }
    rows.sort((a, b) -> Double.compare(a[0], b[0]));
    return rows.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
