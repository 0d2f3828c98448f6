package io.wowflow.jobs.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.Redaction;
import io.wowflow.jobs.record.RunId;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Values and small outputs that the tests of this package share. */
public final class Samples {
  /** Hadoop's defaults, which take a while to read. */
  public static final Configuration CONF = new Configuration();

  private Samples() {}

  public static RunId run() {
    return RunId.create(Instant.now());
  }

  public static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  public static Manifest manifest(RunId id) {
    return new Manifest(
        Manifest.Run.of(id, Instant.EPOCH, 1.5, null, Manifest.Environment.current("4.2.0")),
        Manifest.Settings.of(Map.of("steps", 10), 0, Redaction.ofSpark(Map.of())),
        List.of(),
        new Manifest.Numerics(null, null, null, null, null, null, null),
        new Manifest.Outcome("done", 10, null, 0.25, null, null, null, null, null));
  }

  /** A state whose numbers say where they belong. */
  public static FlowState state(int step, int dimension, int... sizes) {
    List<FloatMatrix> positions = new ArrayList<>();
    List<FloatMatrix> velocities = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      FloatMatrix x = FloatMatrix.zeros(sizes[c], dimension);
      FloatMatrix v = FloatMatrix.zeros(sizes[c], dimension);
      for (int i = 0; i < x.values().length; i++) {
        x.values()[i] = step + c / 8f + i;
        v.values()[i] = -(step + c / 16f + i);
      }
      positions.add(x);
      velocities.add(v);
    }
    return new FlowState(step, positions, velocities);
  }

  public static LabelledDataset dataset(float value) {
    return LabelledDataset.of(
        List.of(
            LabelledClass.of("a", new FloatMatrix(2, 2, new float[] {value, 1, 2, 3})),
            LabelledClass.of("b", new FloatMatrix(1, 2, new float[] {4, 5}))));
  }

  /** All files below a directory with their content. */
  public static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> out = new java.util.TreeMap<>();
    if (Files.isDirectory(root)) {
      try (var paths = Files.walk(root)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          out.put(root.relativize(path).toString(), Files.readString(path, ISO_8859_1));
        }
      }
    }
    return out;
  }
}
