package io.wowflow.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {

  /** Samples with the deviations 3, 2 and 0.1 along the rows of a rotation. */
  private static FloatMatrix planted(double[][] rotation) {
    SplittableRandom random = new SplittableRandom(5);
    double[] deviations = {3, 2, 0.1};
    float[] values = new float[4000 * 3];
    for (int i = 0; i < 4000; i++) {
      for (int a = 0; a < 3; a++) {
        double along = deviations[a] * random.nextGaussian();
        for (int k = 0; k < 3; k++) {
          values[3 * i + k] += (float) (along * rotation[a][k] + (a == 0 ? 10 * k : 0));
        }
      }
    }
    return new FloatMatrix(4000, 3, values);
  }

  private static final double[][] ROTATION = {
    {0.6, 0.8, 0}, {-0.8 * 0.6, 0.6 * 0.6, 0.8}, {0.8 * 0.8, -0.6 * 0.8, 0.6}
  };

  @Test
  void findsThePlantedAxesAndTheirShares() {
    PrincipalAxes axes = PrincipalAxes.of(planted(ROTATION), 2);

    for (int a = 0; a < 2; a++) {
      double[] found = axes.axis(a);
      double along = 0;
      for (int k = 0; k < 3; k++) {
        along += found[k] * ROTATION[a][k];
      }
      assertThat(Math.abs(along)).isCloseTo(1, within(0.002));
    }
    assertThat(axes.share(0)).isCloseTo(9 / 13.01, within(0.02));
    assertThat(axes.share(1)).isCloseTo(4 / 13.01, within(0.02));
  }

  @Test
  void projectionsAreCentredWithTheVariancesOfTheAxes() {
    FloatMatrix samples = planted(ROTATION);
    PrincipalAxes axes = PrincipalAxes.of(samples, 3);
    FloatMatrix plane = axes.project(samples);

    double[] sum = new double[3];
    double[] squares = new double[3];
    double mixed = 0;
    for (int i = 0; i < plane.rows(); i++) {
      for (int a = 0; a < 3; a++) {
        sum[a] += plane.get(i, a);
        squares[a] += plane.get(i, a) * plane.get(i, a);
      }
      mixed += plane.get(i, 0) * plane.get(i, 1);
    }
    double all = squares[0] + squares[1] + squares[2];
    for (int a = 0; a < 3; a++) {
      assertThat(sum[a] / plane.rows()).isCloseTo(0, within(1e-4));
      assertThat(squares[a] / all).isCloseTo(axes.share(a), within(1e-4));
    }
    assertThat(mixed / plane.rows()).as("coordinates are uncorrelated").isCloseTo(0, within(1e-3));
    assertThat(axes.share(0) + axes.share(1) + axes.share(2)).isCloseTo(1, within(1e-6));
  }

  @Test
  void samplesWithoutVarianceHaveAxesNevertheless() {
    PrincipalAxes axes = PrincipalAxes.of(new FloatMatrix(2, 3, new float[] {1, 2, 3, 1, 2, 3}), 3);
    for (int a = 0; a < 3; a++) {
      assertThat(axes.share(a)).isZero();
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int k = 0; k < 3; k++) {
          dot += axes.axis(a)[k] * axes.axis(b)[k];
        }
        assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-12));
      }
    }
    assertThat(axes.project(new FloatMatrix(1, 3, new float[] {1, 2, 3})).values())
        .containsOnly(0f);
  }

  @Test
  void refusesWhatDoesNotFit() {
    FloatMatrix samples = FloatMatrix.zeros(4, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalAxes.of(samples, 3))
        .withMessageContaining("3 axes in 2 dimensions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalAxes.of(FloatMatrix.zeros(0, 2), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalAxes.of(samples, 1).project(FloatMatrix.zeros(1, 3)));
  }
}
