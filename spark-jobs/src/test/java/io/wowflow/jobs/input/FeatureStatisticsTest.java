package io.wowflow.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {
  private static LabelledDataset dataset(int dimension, float[]... classes) {
    List<LabelledClass> out = new ArrayList<>();
    for (float[] values : classes) {
      out.add(
          LabelledClass.of(
              "c" + out.size(), new FloatMatrix(values.length / dimension, dimension, values)));
    }
    return LabelledDataset.of(out);
  }

  @Test
  void ofAFewNumbers() {
    FeatureStatistics found =
        FeatureStatistics.of(dataset(2, new float[] {1, 7, 3, 7}, new float[] {-5, 7, 1, 7}));

    assertThat(found.low(0)).isEqualTo(-5);
    assertThat(found.high(0)).isEqualTo(3);
    assertThat(found.mean(0)).isEqualTo(0);
    assertThat(found.deviation(0)).isEqualTo(3);
    assertThat(found.isConstant(0)).isFalse();
    assertThat(found.mean(1)).isEqualTo(7);
    assertThat(found.deviation(1)).isZero();
    assertThat(found.isConstant(1)).isTrue();
    assertThat(found.farthest()).isEqualTo(1);
  }

  /** Sums of squares as they are would cancel to nothing. */
  @Test
  void farFromZeroTheDeviationIsThatNearZero() {
    Random random = new Random(3);
    float[] near = new float[600];
    float[] far = new float[600];
    for (int i = 0; i < near.length; i++) {
      near[i] = random.nextInt(16);
      far[i] = near[i] + 16_000_000;
    }

    FeatureStatistics there = FeatureStatistics.of(dataset(3, far));
    FeatureStatistics here = FeatureStatistics.of(dataset(3, near));

    for (int j = 0; j < 3; j++) {
      assertThat(there.deviation(j)).isCloseTo(here.deviation(j), within(1e-9));
      assertThat(there.mean(j) - 16_000_000).isCloseTo(here.mean(j), within(1e-8));
    }
  }

  @Test
  void anyCutIntoClassesGivesTheSame() {
    Random random = new Random(4);
    float[] all = new float[2 * 1000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (5 + i % 2 + random.nextGaussian());
    }
    FeatureStatistics whole = FeatureStatistics.of(dataset(2, all));
    for (int cut : new int[] {2, 200, 1998}) {
      FeatureStatistics parts =
          FeatureStatistics.of(
              dataset(2, Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length)));
      for (int j = 0; j < 2; j++) {
        assertThat(parts.mean(j)).isCloseTo(whole.mean(j), within(1e-12));
        assertThat(parts.deviation(j)).isCloseTo(whole.deviation(j), within(1e-12));
        assertThat(parts.low(j)).isEqualTo(whole.low(j));
        assertThat(parts.high(j)).isEqualTo(whole.high(j));
      }
    }
  }
}
