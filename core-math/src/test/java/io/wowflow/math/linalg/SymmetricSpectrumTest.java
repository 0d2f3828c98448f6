package io.wowflow.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricSpectrumTest {
  private static DoubleMatrix square(double... values) {
    int n = (int) Math.sqrt(values.length);
    return new DoubleMatrix(n, n, values);
  }

  private static double[] values(SymmetricSpectrum of, int n) {
    double[] out = new double[n];
    for (int k = 0; k < n; k++) {
      out[k] = of.value(k);
    }
    Arrays.sort(out);
    return out;
  }

  /** numpy.linalg.eigvalsh, NumPy 1.24.2. */
  @Test
  void agreesWithNumpy() {
    DoubleMatrix a = square(4, 1, -2, 0.5, 1, 3, 0, 2, -2, 0, 5, -1, 0.5, 2, -1, -6);

    assertThat(values(new SymmetricSpectrum(a), 4))
        .containsExactly(
            new double[] {
              -6.508884220276579, 2.0258182783450605, 3.6473010652012166, 6.835764876730301
            },
            within(1e-12));
  }

  /** Samples of a few features, the others constant: most eigenvalues are one number. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "40, 7", "130, 20", "130, 400"})
  void theMatrixIsTheSumOfItsParts(int n, int samples) {
    CounterRandom random = CounterRandom.at(1, 1, n);
    DoubleMatrix a = DoubleMatrix.zeros(n, n);
    for (int s = 0; s < samples; s++) {
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = i % 3 == 2 ? 0 : random.nextGaussian() / (1 + i * i);
      }
      for (int i = 0; i < n * n; i++) {
        a.values()[i] += x[i / n] * x[i % n] / samples;
      }
    }
    for (int i = 0; i < n; i++) {
      a.set(i, i, a.get(i, i) + 1e-6);
    }

    SymmetricSpectrum found = new SymmetricSpectrum(a);

    DoubleMatrix vectors = found.vectors();
    for (int i = 0; i < n; i++) {
      assertThat(found.value(i)).isGreaterThan(0.99e-6);
      for (int j = 0; j < n; j++) {
        double sum = 0;
        double product = 0;
        for (int k = 0; k < n; k++) {
          sum += vectors.get(k, i) * found.value(k) * vectors.get(k, j);
          product += vectors.get(i, k) * vectors.get(j, k);
        }
        assertThat(sum).isCloseTo(a.get(i, j), within(1e-13));
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void zerosAndDiagonals() {
    assertThat(values(new SymmetricSpectrum(DoubleMatrix.zeros(3, 3)), 3)).containsExactly(0, 0, 0);
    assertThat(values(new SymmetricSpectrum(square(2, 0, 0, 0, -1, 0, 0, 0, 1e-300)), 3))
        .containsExactly(-1, 1e-300, 2);
  }

  @Test
  void whatCannotBe() {
    assertThatThrownBy(() -> new SymmetricSpectrum(DoubleMatrix.zeros(2, 3)))
        .hasMessageContaining("columns of a symmetric matrix");
    assertThatThrownBy(() -> new SymmetricSpectrum(square(1, Double.NaN, Double.NaN, 1)))
        .hasMessageContaining("(1, 0) is not finite");
  }
}
