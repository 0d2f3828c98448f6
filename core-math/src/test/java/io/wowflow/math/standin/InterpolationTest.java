package io.wowflow.math.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterpolationTest {
  private static CounterRandom random(int i) {
    return CounterRandom.at(5, 998, 1, i);
  }

  private static FloatMatrix samples(int n, int d) {
    CounterRandom random = CounterRandom.at(1, 997, 0);
    float[] values = new float[n * d];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatMatrix(n, d, values);
  }

  @Test
  void everyPointIsTheOneOfTheDefinition() {
    int n = 30;
    int d = 3;
    FloatMatrix samples = samples(n, d);
    float[] x = samples.values();
    float[] drawn =
        Interpolation.of(LabelledClass.of("a", samples))
            .draw(200, InterpolationTest::random)
            .values();
    boolean[] seen = new boolean[5];
    for (int row = 0; row < 200; row++) {
      CounterRandom random = random(row);
      int i = (int) (random.nextDouble() * n);
      int place = random.nextInt(5);
      seen[place] = true;
      int other =
          IntStream.range(0, n)
              .filter(k -> k != i)
              .boxed()
              .sorted(Comparator.comparingDouble(k -> squared(x, i, k, d)))
              .skip(place)
              .findFirst()
              .orElseThrow();
      double u = random.nextDouble();
      for (int j = 0; j < d; j++) {
        double expected = x[i * d + j] + u * (x[other * d + j] - x[i * d + j]);
        assertThat((double) drawn[row * d + j]).isCloseTo(expected, within(1e-6));
      }
    }
    assertThat(seen).containsOnly(true);
  }

  private static double squared(float[] x, int i, int k, int d) {
    return IntStream.range(0, d)
        .mapToDouble(j -> Math.pow((double) x[i * d + j] - x[k * d + j], 2))
        .sum();
  }

  @Test
  void twoSamplesHaveEachOther() {
    FloatMatrix two = new FloatMatrix(2, 1, new float[] {1, 3});
    float[] drawn =
        Interpolation.of(LabelledClass.of("a", two)).draw(100, InterpolationTest::random).values();
    for (float value : drawn) {
      assertThat(value).isBetween(1f, 3f);
    }
    assertThat(Arrays.equals(drawn, 0, 50, drawn, 50, 100)).isFalse();
  }

  @Test
  void sampleIsDrawnByItsWeight() {
    // The groups are far from each other: a point is near the group of its first sample.
    float[] values = new float[12];
    double[] weights = new double[12];
    for (int i = 0; i < 12; i++) {
      values[i] = i < 6 ? i : 1000 + i;
      weights[i] = i < 6 ? 1 : 3;
    }
    LabelledClass weighted = LabelledClass.weighted("a", new FloatMatrix(12, 1, values), weights);
    float[] drawn = Interpolation.of(weighted).draw(4000, InterpolationTest::random).values();
    long far = IntStream.range(0, 4000).filter(i -> drawn[i] > 500).count();
    assertThat(far / 4000.0).isCloseTo(0.75, within(0.03));
  }

  @Test
  void oneSampleIsRefused() {
    LabelledClass one = LabelledClass.of("a", new FloatMatrix(1, 1, new float[] {1}));
    assertThatThrownBy(() -> Interpolation.of(one)).hasMessageContaining("no neighbours");
  }
}
