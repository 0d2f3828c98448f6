package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {
  private static final float[] POINTS = {
    0, 0, 1, 0.5f, 0.25f, 1.5f, 8, 8, 9, 7.5f, 8.5f, 9.25f, 0.5f, 8, 1.5f, 9, 4, 4, 5, 4.5f
  };
  private static final LabelledClass TEN = LabelledClass.of("ten", new FloatMatrix(10, 2, POINTS));

  private static FloatMatrix rows(float... xy) {
    return new FloatMatrix(xy.length / 2, 2, xy);
  }

  private static DoubleSupplier random(long seed) {
    return CounterRandom.at(seed, 30, 0)::nextDouble;
  }

  private static LabelledClass cloud(int n, int d, double middle) {
    CounterRandom random = CounterRandom.at(5, 5, n);
    float[] values = new float[n * d];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (middle + random.nextGaussian() + 3 * (i / d % 4));
    }
    return LabelledClass.of("cloud", new FloatMatrix(n, d, values));
  }

  /** The inertia of sklearn.cluster.KMeans(3, init=..., n_init=1, tol=0), scikit-learn 1.2.1. */
  @ParameterizedTest
  @CsvSource({
    "0 0 8 8 0.5 8, 44.067708333333336, 0 0 0 1 1 1 2 2 2 1",
    "0 0 1 0.5 0.25 1.5, 97.54910714285712, 0 1 1 2 2 2 2 2 2 2"
  })
  void endsAtTheInertiaOfScikitLearn(String first, double inertia, String cells) {
    KMeans.Clusters found = KMeans.from(TEN, rows(floats(first)));

    assertThat(found.cost() * 10).isCloseTo(inertia, within(1e-5));
    assertThat(found.cellOf())
        .containsExactly(Arrays.stream(cells.split(" ", -1)).mapToInt(Integer::parseInt).toArray());
    assertThat(found.isConverged()).isTrue();
  }

  private static float[] floats(String text) {
    String[] words = text.split(" ", -1);
    float[] out = new float[words.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Float.parseFloat(words[i]);
    }
    return out;
  }

  /** The same with fit(X, sample_weight=...). */
  @Test
  void weightsOfSamplesCountAsInScikitLearn() {
    double[] weights = {1, 2, 3, 4, 1, 1, 1, 5, 1, 2};
    LabelledClass weighted = LabelledClass.weighted("ten", new FloatMatrix(10, 2, POINTS), weights);

    KMeans.Clusters found = KMeans.from(weighted, rows(0, 0, 8, 8, 0.5f, 8));

    assertThat(found.cost() * 21).isCloseTo(61.85081845238095, within(1e-5));
    assertThat(found.centres().get(0, 0)).isCloseTo(0.96428573f, within(1e-6f));
    assertThat(found.centres().get(2, 1)).isCloseTo(8.833333f, within(1e-6f));
  }

  @Test
  void anEmptyCellGetsTheFarthestSample() {
    KMeans.Clusters found = KMeans.from(TEN, rows(0, 0, 100, 100, 200, 200));

    assertThat(Arrays.stream(found.cellOf()).distinct().count()).isEqualTo(3);
    // scikit-learn, which fills both cells from one measurement, ends at 99.46.
    assertThat(found.cost() * 10).isLessThan(99.47);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1000})
  void centresAreTheMeansOfTheirCellsWhichHoldTheNearestSamples(double middle) {
    LabelledClass cloud = cloud(700, 5, middle);
    KMeans.Clusters found = KMeans.of(cloud, 6, random(1));

    assertThat(found.isConverged()).isTrue();
    for (int k = 0; k < 6; k++) {
      for (int j = 0; j < 5; j++) {
        double sum = 0;
        int size = 0;
        for (int i = 0; i < 700; i++) {
          if (found.cellOf()[i] == k) {
            sum += cloud.samples().get(i, j);
            size++;
          }
        }
        assertThat(found.centres().get(k, j)).isEqualTo((float) (sum / size));
      }
    }
    for (int i = 0; i < 700; i++) {
      double own = distance(cloud, i, found.centres(), found.cellOf()[i]);
      for (int k = 0; k < 6; k++) {
        assertThat(own).isLessThanOrEqualTo(distance(cloud, i, found.centres(), k) + 1e-3);
      }
    }
  }

  private static double distance(LabelledClass c, int i, FloatMatrix centres, int k) {
    double sum = 0;
    for (int j = 0; j < c.dimension(); j++) {
      double difference = (double) c.samples().get(i, j) - centres.get(k, j);
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void costsAreBelowThoseOfTheStartAndFallWithMoreCentres() {
    LabelledClass cloud = cloud(500, 3, 0);
    double before = Double.POSITIVE_INFINITY;
    for (int p : new int[] {1, 2, 4, 16, 64}) {
      FloatMatrix first = new FloatMatrix(p, 3, Arrays.copyOf(cloud.samples().values(), p * 3));
      assertThat(KMeans.from(cloud, first).cost()).isLessThan(cost(cloud, first));

      KMeans.Clusters found = KMeans.of(cloud, p, random(2));
      assertThat(found.cost())
          .isLessThan(before)
          .isCloseTo(cost(cloud, found.centres()), within(1e-6));
      before = found.cost();
      KMeans.Clusters again = KMeans.from(cloud, found.centres());
      assertThat(again.rounds()).isEqualTo(1);
      assertThat(again.centres().values()).containsExactly(found.centres().values());
    }
    assertThat(KMeans.of(cloud, 500, random(2)).cost()).isZero();
  }

  private static double cost(LabelledClass c, FloatMatrix centres) {
    double sum = 0;
    for (int i = 0; i < c.size(); i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < centres.rows(); k++) {
        least = Math.min(least, distance(c, i, centres, k));
      }
      sum += least / c.size();
    }
    return sum;
  }

  @Test
  void oneCentreIsTheMean() {
    assertThat(KMeans.of(TEN, 1, random(0)).centres().values())
        .containsExactly((float) (37.75 / 10), (float) (52.25 / 10));
  }

  @Test
  void fewerDifferentSamplesThanCentres() {
    LabelledClass two = LabelledClass.of("two", rows(1, 2, 1, 2, 3, 4, 1, 2));

    KMeans.Clusters found = KMeans.of(two, 3, random(0));

    Set<Float> firsts = new HashSet<>();
    for (int k = 0; k < 3; k++) {
      firsts.add(found.centres().get(k, 0));
    }
    assertThat(firsts).containsExactlyInAnyOrder(1f, 3f);
    assertThat(found.cost()).isZero();
    assertThat(found.isConverged()).isTrue();
  }

  @Test
  void theStartDependsOnTheSeedOnly() {
    LabelledClass cloud = cloud(300, 4, 0);
    float[] first = KMeans.of(cloud, 8, random(1)).centres().values();
    assertThat(KMeans.of(cloud, 8, random(1)).centres().values()).containsExactly(first);
    assertThat(KMeans.of(cloud, 8, random(2)).centres().values()).isNotEqualTo(first);
  }

  @Test
  void whatCannotBe() {
    assertThatThrownBy(() -> KMeans.of(TEN, 11, random(0)))
        .hasMessageContaining("11 centres need as many samples");
    assertThatThrownBy(() -> KMeans.of(TEN, 0, random(0)))
        .hasMessageContaining("number of centres");
    assertThatThrownBy(() -> KMeans.from(TEN, new FloatMatrix(1, 3, new float[3])))
        .hasMessageContaining("dimension of the first centres");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> KMeans.of(TEN, 2, random(0)))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
