package io.wowflow.jobs.learn.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.learn.embed.Augmentations.Operation;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentationsTest {
  private static final ImageShape GREY = new ImageShape(28, 28, 1);
  private static final ImageShape COLOURED = new ImageShape(9, 12, 3);

  private static float[] noise(ImageShape shape, int count, long seed) {
    CounterRandom random = CounterRandom.at(seed, 1001, 0);
    float[] out = new float[count * shape.dimension()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) random.nextDouble();
    }
    return out;
  }

  private static Embedding drawn(ImageShape shape, Operation operation, long seed) {
    return new Augmentations(shape, true, 0).drawn(operation, CounterRandom.at(seed, 1002, 0));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The value of a picture between its pixels, zero outside. */
  private static double between(float[] picture, double row, double column, int channel) {
    double sum = 0;
    for (int r = 0; r < COLOURED.height(); r++) {
      for (int c = 0; c < COLOURED.width(); c++) {
        double weight = Math.max(0, 1 - Math.abs(r - row)) * Math.max(0, 1 - Math.abs(c - column));
        sum += weight * picture[(r * COLOURED.width() + c) * 3 + channel];
      }
    }
    return sum;
  }

  /** Where a pixel shows the original, by hand. */
  @FunctionalInterface
  private interface Origin {
    double[] of(int row, int column);
  }

  private static ThrowingConsumer<float[]> shows(float[] original, Origin origin) {
    return actual -> {
      for (int row = 0; row < COLOURED.height(); row++) {
        for (int column = 0; column < COLOURED.width(); column++) {
          double[] from = origin.of(row, column);
          for (int channel = 0; channel < 3; channel++) {
            assertThat(actual[(row * COLOURED.width() + column) * 3 + channel])
                .isCloseTo((float) between(original, from[0], from[1], channel), within(1e-6f));
          }
        }
      }
    };
  }

  @Test
  void cropsMoveByUpToAnEighth() {
    float[] picture = noise(COLOURED, 1, 1);
    boolean[] seen = new boolean[5];
    for (int seed = 0; seed < 60; seed++) {
      CounterRandom same = CounterRandom.at(seed, 1002, 0);
      int down = same.nextInt(3) - 1;
      int right = same.nextInt(5) - 2;
      seen[right + 2] = true;
      assertThat(drawn(COLOURED, Operation.CROP, seed).features(picture))
          .satisfies(shows(picture, (row, column) -> new double[] {row + down, column + right}));
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void scaleAndRotationActAboutTheCentre() {
    float[] picture = noise(COLOURED, 1, 1);
    for (int seed = 0; seed < 20; seed++) {
      double uniform = CounterRandom.at(seed, 1002, 0).nextDouble();
      double scale = 1 / 1.2 + uniform * (1.2 - 1 / 1.2);
      assertThat(drawn(COLOURED, Operation.SCALE, seed).features(picture))
          .satisfies(
              shows(
                  picture,
                  (row, column) ->
                      new double[] {4 + scale * (row - 4), 5.5 + scale * (column - 5.5)}));
      double angle = (2 * uniform - 1) * Math.PI / 12;
      double sine = Math.sin(angle);
      double cosine = Math.cos(angle);
      assertThat(drawn(COLOURED, Operation.ROTATION, seed).features(picture))
          .satisfies(
              shows(
                  picture,
                  (row, column) ->
                      new double[] {
                        4 + cosine * (row - 4) + sine * (column - 5.5),
                        5.5 - sine * (row - 4) + cosine * (column - 5.5)
                      }));
    }
  }

  @Test
  void everyOtherFlipIsAMirror() {
    float[] picture = noise(COLOURED, 1, 1);
    int mirrored = 0;
    for (int seed = 0; seed < 400; seed++) {
      float[] flipped = drawn(COLOURED, Operation.FLIP, seed).features(picture);
      if (!Arrays.equals(flipped, picture)) {
        mirrored++;
        assertThat(flipped)
            .satisfies(shows(picture, (row, column) -> new double[] {row, 11 - column}));
      }
    }
    // 3 sigma of 400 fair draws.
    assertThat(mirrored).isBetween(170, 230);
  }

  @Test
  void aCutOutTakesAQuarterAtMostAndAFifthInTheMean() {
    float[] ones = new float[GREY.dimension()];
    Arrays.fill(ones, 1);
    int draws = 2000;
    double sum = 0;
    double most = 0;
    for (int seed = 0; seed < draws; seed++) {
      float[] left = drawn(GREY, Operation.CUT_OUT, seed).features(ones);
      int cut = 0;
      for (float value : left) {
        assertThat(value == 0 || value == 1).isTrue();
        cut += value == 0 ? 1 : 0;
      }
      double share = (double) cut / GREY.dimension();
      sum += share;
      most = Math.max(most, share);
    }
    assertThat(most).isEqualTo(0.25);
    // Of 29 places of the middle in each axis, 15 cut 14 pixels, the others 7 to 13 twice.
    double mean = Math.pow((15 * 14 + 2 * 70) / 29.0 / 28, 2);
    assertThat(sum / draws).isCloseTo(mean, within(3 * 0.06 / Math.sqrt(draws)));
  }

  @Test
  void coloursAreMeansAndDistancesFromThem() {
    float[] picture = noise(COLOURED, 1, 1);
    for (int seed = 0; seed < 20; seed++) {
      CounterRandom same = CounterRandom.at(seed, 1002, 0);
      double brightness = same.nextDouble() - 0.5;
      double saturation = 2 * same.nextDouble();
      double contrast = 0.5 + same.nextDouble();
      double[] expected = new double[picture.length];
      for (int i = 0; i < expected.length; i++) {
        int pixel = i / 3 * 3;
        double bright = picture[i] + brightness;
        double grey = (picture[pixel] + picture[pixel + 1] + picture[pixel + 2]) / 3.0 + brightness;
        expected[i] = saturation * (bright - grey) + grey;
      }
      double mean = Arrays.stream(expected).average().orElseThrow();
      float[] actual = drawn(COLOURED, Operation.COLOUR, seed).features(picture);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i])
            .isCloseTo((float) (contrast * (expected[i] - mean) + mean), within(1e-6f));
      }
    }
  }

  /** All are affine: what is linear in them and what carries gradients back are transposes. */
  @ParameterizedTest
  @EnumSource(Operation.class)
  void gradientsComeBackByTheTranspose(Operation operation) {
    float[] pictures = noise(COLOURED, 2, 1);
    float[] gradient = noise(COLOURED, 2, 2);
    for (int seed = 0; seed < 10; seed++) {
      Embedding augmentation = drawn(COLOURED, operation, seed);
      double there =
          dot(augmentation.features(pictures), gradient)
              - dot(augmentation.features(new float[pictures.length]), gradient);
      double back = dot(pictures, augmentation.pulledBack(pictures, gradient));
      assertThat(back).isCloseTo(there, within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void allPicturesAreTreatedTheSame(Operation operation) {
    float[] pictures = noise(COLOURED, 3, 1);
    int d = COLOURED.dimension();
    Embedding augmentation = drawn(COLOURED, operation, 4);
    float[] together = augmentation.features(pictures);
    for (int i = 0; i < 3; i++) {
      float[] alone = augmentation.features(Arrays.copyOfRange(pictures, i * d, (i + 1) * d));
      assertThat(Arrays.copyOfRange(together, i * d, (i + 1) * d)).containsExactly(alone);
    }
  }

  @Test
  void anotherOneEachStepAndTheSameWhenAskedAgain() {
    float[] picture = noise(GREY, 1, 1);
    Augmentations augmentations = new Augmentations(GREY, false, 5);
    float[] fourth = augmentations.at(4).features(picture);
    assertThat(new Augmentations(GREY, false, 5).at(4).features(picture)).containsExactly(fourth);
    assertThat(augmentations.at(5).features(picture)).isNotEqualTo(fourth);
    assertThat(new Augmentations(GREY, false, 6).at(4).features(picture)).isNotEqualTo(fourth);
  }

  @Test
  void mirrorsAreThereOnlyWhenAskedFor() {
    float[] picture = noise(COLOURED, 1, 1);
    float[] mirror =
        Resampling.affine(COLOURED, new double[] {1, 0, 0, -1}, 0, 0).features(picture);
    assertThat(mirrors(new Augmentations(COLOURED, false, 1), picture, mirror)).isZero();
    assertThat(mirrors(new Augmentations(COLOURED, true, 1), picture, mirror)).isBetween(20L, 80L);
  }

  private static long mirrors(Augmentations augmentations, float[] picture, float[] mirror) {
    long count = 0;
    for (int step = 0; step < 600; step++) {
      if (Arrays.equals(augmentations.at(step).features(picture), mirror)) {
        count++;
      }
    }
    return count;
  }
}
