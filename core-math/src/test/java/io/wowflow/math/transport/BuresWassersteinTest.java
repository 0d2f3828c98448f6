package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.Golden;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.random.CounterRandom;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuresWassersteinTest {
  static List<JsonNode> golden() {
    return Golden.cases("bures_wasserstein");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithGoldenValues(JsonNode golden) {
    double found =
        BuresWasserstein.squared(
            Golden.flat(golden.get("mean1")),
            Golden.doubles(golden.get("cov1")),
            Golden.flat(golden.get("mean2")),
            Golden.doubles(golden.get("cov2")));

    assertThat(found)
        .isCloseTo(golden.get("w2_squared").doubleValue(), Percentage.withPercentage(1e-7));
  }

  private static DoubleMatrix diagonal(double... values) {
    DoubleMatrix out = DoubleMatrix.zeros(values.length, values.length);
    for (int i = 0; i < values.length; i++) {
      out.set(i, i, values[i]);
    }
    return out;
  }

  @Test
  void commutingCovariancesDifferByTheirDeviations() {
    assertThat(
            BuresWasserstein.squared(
                new double[] {1, 0}, diagonal(4, 9), new double[] {0, 2}, diagonal(1, 0)))
        .isCloseTo(1 + 4 + 1 + 9, within(1e-12));
  }

  @Test
  void aRankDeficientGaussianIsAtDistanceZeroFromItself() {
    CounterRandom random = CounterRandom.at(3, 5, 0);
    DoubleMatrix s = DoubleMatrix.zeros(6, 6);
    for (int r = 0; r < 2; r++) {
      double[] x = gaussian(random);
      for (int i = 0; i < 36; i++) {
        s.values()[i] += x[i / 6] * x[i % 6];
      }
    }
    // A root loses half the digits of an eigenvalue that rounding leaves near 0.
    assertThat(BuresWasserstein.squared(new double[6], s, new double[6], s))
        .isCloseTo(0, within(1e-6));
  }

  private static double[] gaussian(CounterRandom random) {
    double[] out = new double[6];
    for (int i = 0; i < 6; i++) {
      out[i] = random.nextGaussian();
    }
    return out;
  }

  @Test
  void refusesWhatIsNoCovariance() {
    DoubleMatrix skew = new DoubleMatrix(2, 2, new double[] {1, 0.5, -0.5, 1});
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> BuresWasserstein.squared(new double[2], diagonal(1, 1), new double[2], skew))
        .withMessageContaining("second covariance is not finite and symmetric at (1, 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BuresWasserstein.squared(
                    new double[2], diagonal(1, -1), new double[2], diagonal(1, 1)))
        .withMessageContaining("eigenvalue -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BuresWasserstein.squared(
                    new double[2], diagonal(1, 1), new double[3], diagonal(1, 1, 1)))
        .withMessageContaining("second mean must be 2, was 3");
  }
}
