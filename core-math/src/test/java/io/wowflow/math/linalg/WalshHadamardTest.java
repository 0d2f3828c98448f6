package io.wowflow.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.math.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalshHadamardTest {

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256, 512, 1024})
  void equalsTheProductWithTheHadamardMatrix(int p) {
    CounterRandom random = CounterRandom.at(5, 1, p);
    float[] data = new float[p + 5];
    float[] signs = new float[p + 3];
    for (int i = 0; i < p; i++) {
      data[5 + i] = random.nextInt(64) - 32;
      signs[3 + i] = random.nextInt(2) * 2 - 1;
    }
    float[] expected = new float[p + 5];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        int sign = Integer.bitCount(i & j) % 2 == 0 ? 1 : -1;
        // Small integers: every sum is exact, so the comparison can be.
        expected[5 + i] += sign * signs[3 + j] * data[5 + j];
      }
    }
    WalshHadamard.transform(data, 5, p, signs, 3);
    assertThat(data).containsExactly(expected);
  }

  @Test
  void otherSizesAreRefused() {
    assertThatThrownBy(() -> WalshHadamard.transform(new float[96], 0, 96, null, 0))
        .hasMessage("p must be a power of two of at least 64, was 96");
    assertThatThrownBy(() -> WalshHadamard.transform(new float[64], 1, 64, null, 0))
        .hasMessageContaining("the vector leaves");
    assertThatThrownBy(() -> WalshHadamard.transform(new float[64], 0, 64, new float[64], 1))
        .hasMessageContaining("the signs leave");
  }
}
