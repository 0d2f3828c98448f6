package io.wowflow.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.math.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalshHadamardTest {

  @ParameterizedTest
  @CsvSource({"1,3", "2,1", "8,5", "64,17", "256,2"})
  void equalsTheProductWithTheHadamardMatrix(int p, int lanes) {
    CounterRandom random = CounterRandom.at(5, 1, p);
    float[] data = new float[p * lanes];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextInt(64) - 32;
    }
    float[] expected = new float[data.length];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        int sign = Integer.bitCount(i & j) % 2 == 0 ? 1 : -1;
        for (int lane = 0; lane < lanes; lane++) {
          // Small integers: every sum is exact, so the comparison can be.
          expected[i * lanes + lane] += sign * data[j * lanes + lane];
        }
      }
    }
    WalshHadamard.transform(data, new float[data.length], p, lanes);
    assertThat(data).containsExactly(expected);
  }

  @Test
  void otherSizesAreRefused() {
    assertThatThrownBy(() -> WalshHadamard.transform(new float[12], new float[12], 12, 1))
        .hasMessage("p must be a power of two, was 12");
    assertThatThrownBy(() -> WalshHadamard.transform(new float[8], new float[7], 8, 1))
        .hasMessageContaining("shorter");
  }
}
