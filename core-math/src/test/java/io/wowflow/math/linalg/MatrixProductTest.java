package io.wowflow.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.math.array.View;
import io.wowflow.math.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,5,7", "17,33,4", "2,513,129", "65,1,257", "5,1025,3", "4,16,128"})
  void everyEntryIsTheChainOfFusedMultiplyAdds(int m, int n, int k) {
    float[] a = values(m * k, 1);
    float[] b = values(k * n, 2);
    float[] c = values(m * n, 3);
    float[] expected = c.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int t = 0; t < k; t++) {
          expected[i * n + j] = Math.fma(a[i * k + t], b[t * n + j], expected[i * n + j]);
        }
      }
    }
    float[] fromTransposed = c.clone();
    MatrixProduct.addProduct(View.of(a, m, k), View.of(b, k, n), View.of(c, m, n));
    assertThat(bits(c)).containsExactly(bits(expected));

    float[] transposed = new float[m * k];
    for (int i = 0; i < m; i++) {
      for (int t = 0; t < k; t++) {
        transposed[t * m + i] = a[i * k + t];
      }
    }
    MatrixProduct.addProduct(
        View.of(transposed, k, m).transposed(), View.of(b, k, n), View.of(fromTransposed, m, n));
    assertThat(bits(fromTransposed)).containsExactly(bits(expected));
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    View a = View.of(new float[6], 2, 3);
    View b = View.of(new float[12], 3, 4);
    assertThatThrownBy(() -> MatrixProduct.addProduct(a, b, View.of(new float[6], 2, 3)))
        .hasMessage("columns of c must be 4, was 3");
    assertThatThrownBy(() -> MatrixProduct.addProduct(b, b, View.of(new float[12], 3, 4)))
        .hasMessage("rows of b must be 4, was 3");
    assertThatThrownBy(
            () -> MatrixProduct.addProduct(a, View.of(new float[12], 4, 3).transposed(), b))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] values(int length, int index) {
    CounterRandom random = CounterRandom.at(11, 1, index);
    float[] out = new float[length];
    for (int i = 0; i < length; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private static int[] bits(float[] values) {
    int[] out = new int[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Float.floatToRawIntBits(values[i]);
    }
    return out;
  }
}
