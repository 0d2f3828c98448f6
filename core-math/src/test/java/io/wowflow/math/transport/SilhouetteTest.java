package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SilhouetteTest {
  /** As in the script of {@link #isThatOfScikitLearn}. */
  private static FloatMatrix samples(int[] clusterOf) {
    float[] values = new float[60 * 3];
    for (int i = 0; i < 60; i++) {
      clusterOf[i] = i % 4;
      values[3 * i] = i * 7 % 11 + (clusterOf[i] == 1 ? 6 : 0);
      values[3 * i + 1] = i * 5 % 13 + (clusterOf[i] == 2 ? 9 : 0);
      values[3 * i + 2] = i * 3 % 17;
    }
    return new FloatMatrix(60, 3, values);
  }

  /**
   * The values of scikit-learn:
   *
   * <pre>
   * import numpy as np
   * from sklearn.metrics import silhouette_score
   * i = np.arange(60); k = i % 4
   * x = np.stack([i * 7 % 11 + 6 * (k == 1), i * 5 % 13 + 9 * (k == 2), i * 3 % 17], 1)
   * print(silhouette_score(x.astype(float), k))
   * k[5] = 9                                      # alone in its cluster
   * print(silhouette_score(x.astype(float), k))
   * </pre>
   */
  @Test
  void isThatOfScikitLearn() {
    int[] clusterOf = new int[60];
    FloatMatrix samples = samples(clusterOf);
    assertThat(Silhouette.mean(samples, clusterOf)).isCloseTo(0.03845755600208151, within(1e-12));
    clusterOf[5] = 9;
    assertThat(Silhouette.mean(samples, clusterOf)).isCloseTo(-0.062053180496004647, within(1e-12));
  }

  @Test
  void pairsOnALine() {
    // a = 1 and b = 9.5, 10.5 on each side: (1 - 1 / 10.5 + 1 - 1 / 9.5) / 2.
    FloatMatrix samples = new FloatMatrix(4, 1, new float[] {0, 1, 10, 11});
    assertThat(Silhouette.mean(samples, new int[] {0, 0, 1, 1}))
        .isCloseTo(1 - (1 / 10.5 + 1 / 9.5) / 2, within(1e-15));
    assertThat(Silhouette.mean(samples, new int[] {0, 1, 0, 1})).isNegative();
  }

  @Test
  void edges() {
    FloatMatrix same = FloatMatrix.zeros(4, 2);
    assertThat(Silhouette.mean(same, new int[] {0, 0, 1, 1})).isZero();
    assertThat(Silhouette.mean(same, new int[] {0, 1, 2, 3})).isZero();
    assertThat(Silhouette.mean(same, new int[4])).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Silhouette.mean(same, new int[3]))
        .withMessageContaining("number of clusters of samples must be 4, was 3");
    int[] negative = new int[4];
    Arrays.fill(negative, -1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Silhouette.mean(same, negative))
        .withMessageContaining("must not be negative, was -1");
  }
}
