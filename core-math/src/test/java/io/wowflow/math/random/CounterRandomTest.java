package io.wowflow.math.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  private static final int DRAWS = 400_000;

  @Test
  void sequencesDependOnSeedStreamAndIndexAlone() {
    long first = CounterRandom.at(7, 1, 5).nextLong();
    assertThat(CounterRandom.at(7, 1, 5).nextLong()).isEqualTo(first);
    assertThat(CounterRandom.at(8, 1, 5).nextLong()).isNotEqualTo(first);
    assertThat(CounterRandom.at(7, 2, 5).nextLong()).isNotEqualTo(first);
    assertThat(CounterRandom.at(7, 1, 6).nextLong()).isNotEqualTo(first);
    assertThat(CounterRandom.at(7, 1, 5, 0).nextLong()).isNotEqualTo(first);
  }

  @Test
  void uniformNumbersHaveTheMomentsOfTheUniformLaw() {
    CounterRandom random = CounterRandom.at(1, 2, 3);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double u = random.nextDouble();
      assertThat(u).isBetween(0.0, Math.nextDown(1.0));
      sum += u;
      squares += u * u;
    }
    assertThat(sum / DRAWS).isCloseTo(0.5, within(4 * Math.sqrt(1.0 / 12 / DRAWS)));
    assertThat(squares / DRAWS).isCloseTo(1.0 / 3, within(4 * Math.sqrt(4.0 / 45 / DRAWS)));
  }

  @Test
  void normalNumbersHaveTheMomentsAndTheTailsOfTheNormalLaw() {
    CounterRandom random = CounterRandom.at(1, 2, 4);
    double[] moments = new double[4];
    int beyondOne = 0;
    int beyondTail = 0;
    for (int i = 0; i < DRAWS; i++) {
      double z = random.nextGaussian();
      moments[0] += z;
      moments[1] += z * z;
      moments[2] += z * z * z;
      moments[3] += z * z * z * z;
      beyondOne += Math.abs(z) > 1 ? 1 : 0;
      beyondTail += Math.abs(z) > 3.654152885361009 ? 1 : 0;
    }
    double sigma = 1 / Math.sqrt(DRAWS);
    assertThat(moments[0] / DRAWS).isCloseTo(0, within(4 * sigma));
    assertThat(moments[1] / DRAWS).isCloseTo(1, within(4 * sigma * Math.sqrt(2)));
    assertThat(moments[2] / DRAWS).isCloseTo(0, within(4 * sigma * Math.sqrt(15)));
    assertThat(moments[3] / DRAWS).isCloseTo(3, within(4 * sigma * Math.sqrt(96)));
    assertThat((double) beyondOne / DRAWS).isCloseTo(0.317310508, within(4 * 0.4655 * sigma));
    double expectedTail = 2.5807e-4;
    assertThat((double) beyondTail / DRAWS)
        .isCloseTo(expectedTail, within(4 * Math.sqrt(expectedTail) * sigma));
  }

  @Test
  void boundedIntegersAreUniform() {
    CounterRandom random = CounterRandom.at(3, 1, 0);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(7)]++;
    }
    double chiSquared = Arrays.stream(counts).mapToDouble(k -> (k - 1e4) * (k - 1e4) / 1e4).sum();
    assertThat(chiSquared).as("chi squared with 6 degrees of freedom").isLessThan(27.9);
    assertThatThrownBy(() -> random.nextInt(0)).hasMessageContaining("at least 1, was 0");
  }

  @Test
  void samplesAreAscendingDistinctAndEquallyLikely() {
    int[] counts = new int[10];
    for (int i = 0; i < 20_000; i++) {
      int[] drawn = CounterRandom.at(5, 1, i).sample(10, 3);
      assertThat(drawn).hasSize(3).isSorted().doesNotHaveDuplicates();
      for (int d : drawn) {
        counts[d]++;
      }
    }
    for (int count : counts) {
      assertThat((double) count).isCloseTo(6000, within(4 * Math.sqrt(20_000 * 0.3 * 0.7)));
    }
    assertThat(CounterRandom.at(5, 1, 0).sample(4, 4)).containsExactly(0, 1, 2, 3);
    assertThatThrownBy(() -> CounterRandom.at(5, 1, 0).sample(2, 3))
        .hasMessage("cannot draw 3 of 2");
  }
}
