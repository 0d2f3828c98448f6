package io.wowflow.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.snapshot.Samples;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static LabelledClass of(String label, int rows, float... values) {
    return LabelledClass.of(label, new FloatMatrix(rows, values.length / rows, values));
  }

  private static LabelledClass weighted(String label, double[] weights, float... values) {
    FloatMatrix samples = new FloatMatrix(weights.length, values.length / weights.length, values);
    return LabelledClass.weighted(label, samples, weights);
  }

  @Test
  void equalDataHaveEqualFingerprints() {
    assertThat(Fingerprint.of(Samples.dataset(1))).isEqualTo(Fingerprint.of(Samples.dataset(1)));
    assertThat(Fingerprint.of(Samples.state(1, 3, 2, 2)))
        .isEqualTo(Fingerprint.of(Samples.state(1, 3, 2, 2)));
  }

  @Test
  void theBytesAreThoseOfTheContract() {
    ByteBuffer expected = ByteBuffer.allocate(4 + 4 + 8 + 4 + 2 + 4 + 1 + 8);
    expected.putInt(1).putInt(2).putDouble(1.0).putInt(2).put((byte) 0xc3).put((byte) 0xa9);
    expected.putInt(1).put((byte) 1).order(ByteOrder.LITTLE_ENDIAN).putFloat(-0f).putFloat(1e-5f);
    assertThat(Fingerprint.of(LabelledDataset.of(List.of(of("\u00e9", 1, -0f, 1e-5f)))))
        .isEqualTo(Sha256.of(expected.array()));
  }

  @Test
  void anyDifferenceMakesAnother() {
    LabelledClass b = of("b", 1, 5, 6);
    List<LabelledDataset> all = new ArrayList<>();
    all.add(LabelledDataset.of(List.of(of("a", 2, 1, 2, 3, 0f), b)));
    all.add(LabelledDataset.of(List.of(of("a", 2, 1, 2, 3, -0f), b)));
    all.add(LabelledDataset.of(List.of(of("A", 2, 1, 2, 3, 0f), b)));
    all.add(LabelledDataset.of(List.of(b, of("a", 2, 1, 2, 3, 0f))));
    all.add(LabelledDataset.of(List.of(of("a", 1, 1, 2), b)));
    all.add(LabelledDataset.of(List.of(of("a", 4, 1, 2, 3, 0f), of("b", 2, 5, 6))));
    all.add(LabelledDataset.of(List.of(weighted("a", new double[] {1, 2}, 1, 2, 3, 0f), b)));
    all.add(LabelledDataset.of(List.of(weighted("a", new double[] {1, 3}, 1, 2, 3, 0f), b)));
    all.add(LabelledDataset.weighted(List.of(of("a", 2, 1, 2, 3, 0f), b), new double[] {1, 2}));
    Set<String> fingerprints = new HashSet<>();
    all.forEach(dataset -> fingerprints.add(Fingerprint.of(dataset)));
    assertThat(fingerprints).hasSameSizeAs(all).allMatch(f -> f.matches("[0-9a-f]{64}"));
  }

  @Test
  void aStatesFingerprintIsThatOfItsClasses() {
    FlowState state = Samples.state(4, 3, 2, 5);
    List<String> classes = new ArrayList<>();
    for (int c = 0; c < 2; c++) {
      classes.add(Fingerprint.ofClass(state.positions().get(c), state.velocities().get(c)));
    }
    assertThat(Fingerprint.of(state))
        .isEqualTo(Fingerprint.ofClasses(4, classes))
        .isNotEqualTo(Fingerprint.ofClasses(5, classes));
    assertThat(Fingerprint.ofClass(state.positions().get(0), state.velocities().get(0)))
        .isNotEqualTo(Fingerprint.ofClass(state.velocities().get(0), state.positions().get(0)));
  }
}
