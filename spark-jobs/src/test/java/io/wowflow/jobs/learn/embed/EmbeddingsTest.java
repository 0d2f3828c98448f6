package io.wowflow.jobs.learn.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Random networks as embeddings. */
class EmbeddingsTest {
  private static final ImageShape COLOURED = new ImageShape(8, 9, 3);

  static float[] numbers(int count, long seed) {
    CounterRandom random = CounterRandom.at(seed, 1003, 0);
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] moved(float[] x, float[] along, double by) {
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) (x[i] + by * along[i]);
    }
    return out;
  }

  @Test
  void aNetworkHasItsLastMapsAsFeatures() {
    // 28 and a padding of 3 are 32 pixels a side, halved three times; 128 maps of them.
    assertThat(Networks.open().embeddings(new ImageShape(28, 28, 1), 0).featureDimension())
        .isEqualTo(128 * 4 * 4);
    assertThat(Networks.open().embeddings(COLOURED, 0).featureDimension()).isEqualTo(128);
    assertThatThrownBy(() -> Networks.open().embeddings(new ImageShape(3, 3, 1), 0))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("needs larger pictures than 3x3");
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    // Large enough that each map has several pixels to the last: two alone have a spread near 0
    // now and then, and a gradient that no difference of floats can follow.
    ImageShape shape = new ImageShape(16, 17, 3);
    Embeddings embeddings =
        new Augmentations(shape, true, 3).then(Networks.open().embeddings(shape, 3));
    int count = 4;
    float[] x = numbers(count * shape.dimension(), 1);
    float[] gradient = numbers(count * embeddings.featureDimension(), 2);
    for (int step = 0; step < 4; step++) {
      try (Embedding phi = embeddings.at(step)) {
        float[] pulled = phi.pulledBack(x, gradient);
        // Along the gradient itself, where it is largest compared with the error of floats.
        double length = Math.sqrt(dot(pulled, pulled));
        double h = 1e-2 / length;
        double ahead = dot(phi.features(moved(x, pulled, h)), gradient);
        double behind = dot(phi.features(moved(x, pulled, -h)), gradient);
        assertThat((ahead - behind) / (2 * h * length * length))
            .as("step %d", step)
            .isCloseTo(1, within(2e-3));
      }
    }
  }

  @Test
  void eachPictureIsEmbeddedByItself() {
    try (Embedding phi = Networks.open().embeddings(COLOURED, 3).at(0)) {
      int d = COLOURED.dimension();
      float[] x = numbers(5 * d, 1);
      float[] gradient = numbers(5 * 128, 2);
      float[] features = phi.features(x);
      float[] pulled = phi.pulledBack(x, gradient);
      for (int i = 0; i < 5; i++) {
        float[] one = Arrays.copyOfRange(x, i * d, (i + 1) * d);
        float[] of = Arrays.copyOfRange(gradient, i * 128, (i + 1) * 128);
        assertThat(Arrays.copyOfRange(features, i * 128, (i + 1) * 128))
            .containsExactly(phi.features(one), within(1e-5f));
        assertThat(Arrays.copyOfRange(pulled, i * d, (i + 1) * d))
            .containsExactly(phi.pulledBack(one, of), within(1e-5f));
      }
    }
  }

  @Test
  void anotherNetworkEachStepAndTheSameWhenAskedAgain() {
    float[] x = numbers(COLOURED.dimension(), 1);
    Embeddings embeddings = Networks.open().embeddings(COLOURED, 3);
    float[] fourth = features(embeddings, 4, x);
    assertThat(features(Networks.open().embeddings(COLOURED, 3), 4, x)).containsExactly(fourth);
    assertThat(features(embeddings, 5, x)).isNotEqualTo(fourth);
    assertThat(features(Networks.open().embeddings(COLOURED, 4), 4, x)).isNotEqualTo(fourth);
  }

  private static float[] features(Embeddings embeddings, int step, float[] x) {
    try (Embedding phi = embeddings.at(step)) {
      return phi.features(x);
    }
  }

  @Test
  void embeddingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Embeddings.identity(5).then(new Augmentations(COLOURED, false, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension between embeddings must be 5, was 216");
  }
}
