package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.Golden;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtddTest {
  static List<JsonNode> golden() {
    return Golden.cases("otdd");
  }

  private static LabelledDataset dataset(JsonNode classes) {
    List<LabelledClass> out = new ArrayList<>();
    for (JsonNode samples : classes) {
      double[] wide = Golden.flat(samples);
      float[] values = new float[wide.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) wide[i];
      }
      out.add(
          LabelledClass.of(
              "c" + out.size(), new FloatMatrix(samples.size(), samples.get(0).size(), values)));
    }
    return LabelledDataset.of(out);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithGoldenValuesForSamplesStoredAsFloat(JsonNode golden) {
    Otdd distance = Otdd.between(dataset(golden.get("x")), dataset(golden.get("y")), 2);

    assertThat(distance.squared())
        .isCloseTo(golden.get("otdd_squared").doubleValue(), Percentage.withPercentage(1e-2));
    assertThat(Arrays.stream(distance.classMass().values()).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aDatasetIsAtDistanceZeroFromItselfAndEveryClassStays() {
    LabelledDataset data = WassersteinTest.dataset(3, 12, 5);

    Otdd distance = Otdd.between(data, data, 1);

    assertThat(distance.squared()).isZero();
    for (int c = 0; c < 3; c++) {
      assertThat(distance.classMass().get(c, c)).isCloseTo(1.0 / 3, within(1e-12));
    }
  }

  @Test
  void aTranslationCostsItsSquaredLengthTwice() {
    LabelledDataset data = WassersteinTest.dataset(2, 10, 1);
    List<LabelledClass> moved = new ArrayList<>();
    for (LabelledClass c : data.classes()) {
      float[] values = c.samples().values().clone();
      for (int i = 0; i < values.length; i += 3) {
        values[i] += 64;
      }
      moved.add(c.withSamples(new FloatMatrix(10, 3, values)));
    }

    // Once for the samples and once for the classes; storing at magnitude 64 rounds at 1e-6.
    assertThat(Otdd.between(data, data.withClasses(moved), 1).squared())
        .isCloseTo(2 * 4096, within(2 * 4096 * 1e-5));
  }

  @Test
  void theMassOfAClassIsItsShareOfTheSamples() {
    LabelledClass few = LabelledClass.of("few", WassersteinTest.normal(2, 3, 1));
    LabelledClass many = LabelledClass.of("many", WassersteinTest.normal(6, 3, 2));
    LabelledDataset source = LabelledDataset.weighted(List.of(few, many), new double[] {5, 1});

    Otdd distance = Otdd.between(source, LabelledDataset.of(List.of(many)), 1);

    assertThat(distance.classMass().get(0, 0)).isCloseTo(0.25, within(1e-12));
    assertThat(distance.classMass().get(1, 0)).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void tooManySamplesAreRefused() {
    LabelledDataset large =
        LabelledDataset.of(
            List.of(LabelledClass.of("a", new FloatMatrix(50_000, 1, new float[50_000]))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Otdd.between(large, large, 1))
        .withMessageContaining("between 50000 and 50000 samples")
        .withMessageContaining("draw fewer");
  }
}
