package io.wowflow.math.sliced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.DoubleOracle;
import io.wowflow.math.DoubleOracle.Cloud;
import io.wowflow.math.Golden;
import io.wowflow.math.Kernels;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlicedWassersteinTest {

  static Stream<JsonNode> golden() {
    return Golden.cases("sliced_wasserstein").stream();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void theOracleAgreesWithGolden(JsonNode golden) {
    int p = golden.get("p").asInt();
    int d = golden.get("x").get(0).size();
    Kernel kernel = Kernels.named(p == 2 ? "riesz" : "laplace", 1);
    double power =
        new DoubleOracle(d, Golden.flat(golden.get("directions")), kernel)
            .distance(
                Cloud.uniform(Golden.flat(golden.get("x")), d),
                Cloud.uniform(Golden.flat(golden.get("y")), d));
    double expected = golden.get("sw").asDouble();
    assertThat(p == 2 ? Math.sqrt(power) : power).isCloseTo(expected, within(1e-9 * expected));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void theFloatPathAgreesWithGolden(JsonNode golden) {
    FloatMatrix x = Golden.matrix(golden.get("x"));
    FloatMatrix y = Golden.matrix(golden.get("y"));
    double[] directions = Golden.flat(golden.get("directions"));
    Directions explicit =
        ExplicitDirections.of(1, directions.length / x.columns(), x.columns(), directions);
    double value =
        SlicedWasserstein.of(golden.get("p").asInt(), explicit)
            .distance(LabelledClass.of("x", x), LabelledClass.of("y", y));
    double expected = golden.get("sw").asDouble();
    assertThat(value).isCloseTo(expected, within(1e-4 * expected));
  }

  @Test
  void weightsAreMergedExactly() {
    for (int p = 1; p <= 2; p++) {
      LabelledClass mu = weighted(7, 1);
      LabelledClass nu = weighted(11, 2);
      double[] directions = {1, 0, 0, 1, 0.6, 0.8};
      double expected =
          new DoubleOracle(2, directions, Kernels.named(p == 2 ? "riesz" : "laplace", 1))
              .distance(Cloud.of(mu), Cloud.of(nu));
      double value =
          SlicedWasserstein.of(p, ExplicitDirections.of(1, 3, 2, directions)).power(mu, nu);
      assertThat(value).isCloseTo(expected, within(1e-5 * expected));
    }
  }

  @Test
  void translationMovesTheSquareByTheMeanSquaredProjectedShift() {
    LabelledClass mu = weighted(40, 3);
    float[] moved = mu.samples().values().clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += i % 2 == 0 ? 0.7f : -1.9f;
    }
    LabelledClass nu = mu.withSamples(new FloatMatrix(40, 2, moved));
    Directions directions = new GaussianDirections(6, 2, 333);
    float[] shift = new float[Panels.LEAF_DIRECTIONS];
    Workspace work = new Workspace();
    double expected = 0;
    for (int b = 0; b < directions.blockCount(); b++) {
      Projector block = directions.block(0, b);
      block.project(new float[] {0.7f, -1.9f}, 1, shift, work);
      for (float s : shift) {
        expected += s * s / 333;
      }
    }
    assertThat(SlicedWasserstein.of(2, directions).power(mu, nu))
        .isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void aClassIsAtDistanceZeroFromItself() {
    LabelledClass mu = weighted(9, 4);
    assertThat(SlicedWasserstein.of(2, new HadamardDirections(0, 2, 64)).distance(mu, mu)).isZero();
  }

  @Test
  void theDefaultsAreGaussianDirectionsOfTheDimension() {
    LabelledClass mu = weighted(9, 4);
    LabelledClass nu = weighted(12, 5);
    assertThat(SlicedWasserstein.withDefaults().distance(mu, nu))
        .isEqualTo(SlicedWasserstein.of(2, new GaussianDirections(0, 2, 500)).distance(mu, nu));
  }

  @Test
  void pointMassesAndNumbersThatAreNone() {
    LabelledClass origin = LabelledClass.of("o", new FloatMatrix(1, 2, new float[] {0, 0}));
    LabelledClass point = LabelledClass.of("p", new FloatMatrix(1, 2, new float[] {3, 4}));
    // |x - y| / sqrt(d), with an error of 3 %.
    assertThat(SlicedWasserstein.withDefaults().distance(origin, point))
        .isCloseTo(5 / Math.sqrt(2), within(0.4));
    FloatMatrix nan = new FloatMatrix(1, 2, new float[] {Float.NaN, 0});
    LabelledClass unread = LabelledClass.of("n", MatrixSource.of(1, 2, () -> nan));
    assertThat(SlicedWasserstein.withDefaults().distance(origin, unread)).isNaN();
  }

  @Test
  void badArgumentsAreRefused() {
    Directions directions = new GaussianDirections(0, 3, 4);
    assertThatThrownBy(() -> SlicedWasserstein.of(3, directions))
        .hasMessage("p must be 1 or 2, was 3");
    assertThatThrownBy(
            () -> SlicedWasserstein.of(1, directions).distance(weighted(3, 1), weighted(3, 1)))
        .hasMessageContaining("must be 3, was 2");
  }

  private static LabelledClass weighted(int n, int index) {
    CounterRandom random = CounterRandom.at(4, 4, index);
    float[] values = new float[2 * n];
    double[] weights = new double[n];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Arrays.setAll(weights, i -> 0.1 + random.nextDouble());
    return LabelledClass.weighted("c" + index, new FloatMatrix(n, 2, values), weights);
  }
}
