package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import org.junit.jupiter.api.Test;

class NearestSamplesTest {
  @Test
  void agreesWithAPlainSearchAcrossTilesOfPointsAndSamples() {
    FloatMatrix points = WassersteinTest.normal(4100, 5, 1);
    FloatMatrix samples = WassersteinTest.normal(600, 5, 2);

    double[] found = NearestSamples.distances(points, samples);

    for (int i = 0; i < 4100; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < 600; j++) {
        double sum = 0;
        for (int k = 0; k < 5; k++) {
          double difference = (double) points.get(i, k) - samples.get(j, k);
          sum += difference * difference;
        }
        least = Math.min(least, Math.sqrt(sum));
      }
      assertThat(found[i]).isCloseTo(least, within(1e-6));
    }
  }

  @Test
  void aCopyIsAtDistanceZeroEvenFarFromTheOrigin() {
    FloatMatrix samples = WassersteinTest.normal(600, 4, 3);
    for (int e = 0; e < samples.values().length; e++) {
      samples.values()[e] = 1000 * samples.values()[e];
    }

    assertThat(NearestSamples.distances(samples, samples)).containsOnly(0);
  }

  @Test
  void namesTheSampleThatIsNearest() {
    FloatMatrix samples = new FloatMatrix(3, 1, new float[] {0, 10, 20});
    FloatMatrix points = new FloatMatrix(4, 1, new float[] {19, 1, 11, 12});

    NearestSamples.Nearest found = NearestSamples.of(points, samples);

    assertThat(found.indices()).containsExactly(2, 0, 1, 1);
    assertThat(found.distances()).containsExactly(1, 1, 1, 2);
  }

  @Test
  void amongThemselvesNoSampleIsItsOwnNeighbour() {
    FloatMatrix samples = new FloatMatrix(4, 1, new float[] {0, 1, 10, 10});

    NearestSamples.Nearest found = NearestSamples.amongThemselves(samples, new int[] {0, 1, 2, 3});

    assertThat(found.indices()).containsExactly(1, 0, 3, 2);
    assertThat(found.distances()).containsExactly(1, 1, 0, 0);
    assertThat(NearestSamples.amongThemselves(samples, new int[] {2}).indices()).containsExactly(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NearestSamples.amongThemselves(FloatMatrix.zeros(1, 1), new int[] {0}))
        .withMessageContaining("no neighbour");
  }

  @Test
  void refusesWhatDoesNotFit() {
    FloatMatrix points = FloatMatrix.zeros(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NearestSamples.distances(points, FloatMatrix.zeros(2, 4)))
        .withMessageContaining("must be 3, was 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NearestSamples.distances(points, FloatMatrix.zeros(0, 3)))
        .withMessageContaining("number of samples");
  }
}
