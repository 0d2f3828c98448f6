package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.TrainingConf.Augmentation;
import io.wowflow.jobs.io.Readings;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Ordinary augmentation. */
class BatchAugmentationTest {
  private static BatchAugmentation of(Augmentation kind, LabelledSamples own, int repeat) {
    TrainingPlan plan = new TrainingPlan(Architecture.CNN, 1, 1, kind, 0.5, 5, repeat);
    return new BatchAugmentation(plan, TrainingSet.of(own));
  }

  private static LabelledSamples vectors(float[] values, int... classes) {
    return new LabelledSamples(
        new ImageShape(1, 1, values.length / classes.length), values, classes);
  }

  private static LabelledSamples picture(int side) {
    ImageShape shape = new ImageShape(side, side, 2);
    float[] values = new float[shape.dimension()];
    Arrays.fill(values, 0, side * side, 1);
    Arrays.fill(values, side * side, values.length, 2);
    return new LabelledSamples(shape, values, new int[] {0});
  }

  /** Two classes around 0 and 100 with deviations 1 and 3, and a constant feature. */
  @Test
  void noiseIsAQuarterOfTheDeviationWithinClasses() {
    LabelledSamples own =
        vectors(new float[] {-1, -3, 7, 1, 3, 7, 99, 97, 7, 101, 103, 7}, 0, 0, 1, 1);
    BatchAugmentation noise = of(Augmentation.NOISE, own, 0);
    int draws = 4000;
    float[] values = new float[3 * draws];
    noise.apply(values, 0);

    // sqrt((1 + 1 + 1 + 1) / (4 - 2)) / 4
    assertThat(deviation(values, 0)).isCloseTo(Math.sqrt(2) / 4, within(0.015));
    assertThat(deviation(values, 1)).isCloseTo(3 * Math.sqrt(2) / 4, within(0.045));
    assertThat(deviation(values, 2)).isZero();
  }

  private static double deviation(float[] values, int feature) {
    double squares = 0;
    for (int i = feature; i < values.length; i += 3) {
      squares += values[i] * values[i];
    }
    return Math.sqrt(3 * squares / values.length);
  }

  @Test
  void withoutTwoSamplesOfAnyClassTheDeviationIsThatOfAll() {
    BatchAugmentation noise =
        of(Augmentation.NOISE, vectors(new float[] {-1, 0, 5, 1, 0, 5}, 0, 1), 0);
    float[] values = new float[3 * 4000];
    noise.apply(values, 0);

    assertThat(deviation(values, 0)).isCloseTo(Math.sqrt(2) / 4, within(0.015));
    assertThat(deviation(values, 1)).isZero();
  }

  @Test
  void drawsDependOnRepeatAndStepOnly() {
    LabelledSamples own = picture(12);
    for (Augmentation kind : new Augmentation[] {Augmentation.AFFINE, Augmentation.CROP}) {
      float[] once = own.values().clone();
      float[] again = own.values().clone();
      float[] later = own.values().clone();
      of(kind, own, 1).apply(once, 4);
      of(kind, own, 1).apply(again, 4);
      of(kind, own, 1).apply(later, 5);
      assertThat(again).isEqualTo(once);
      assertThat(later).isNotEqualTo(once);
      assertThat(once).isNotEqualTo(own.values());
    }
  }

  /** Both planes move alike, and zeros come in at the rim only. */
  @Test
  void cropsShiftAllPlanesByWholePixels() {
    LabelledSamples own = picture(16);
    float[] values = own.values().clone();
    of(Augmentation.CROP, own, 0).apply(values, 3);

    int plane = 16 * 16;
    int inside = 0;
    for (int i = 0; i < plane; i++) {
      assertThat(values[i]).isIn(0f, 1f);
      assertThat(values[plane + i]).isEqualTo(2 * values[i]);
      inside += values[i] > 0 ? 1 : 0;
    }
    assertThat(inside).isBetween(14 * 14, plane - 1);
  }

  @Test
  void affineMapsKeepTheMiddle() {
    LabelledSamples own = picture(20);
    BatchAugmentation affine = of(Augmentation.AFFINE, own, 0);
    for (int step = 0; step < 50; step++) {
      float[] values = own.values().clone();
      affine.apply(values, step);
      assertThat(values[10 * 20 + 10]).isCloseTo(1, within(1e-5f));
      assertThat(values[400 + 10 * 20 + 10]).isCloseTo(2, within(1e-5f));
    }
  }

  @Test
  void noneChangesNothing() {
    LabelledSamples own = picture(4);
    float[] values = own.values().clone();
    of(Augmentation.NONE, own, 0).apply(values, 0);
    assertThat(values).isEqualTo(own.values());
  }

  @Test
  void vectorsHaveNoAffineMaps() {
    ImageShape vector = new ImageShape(1, 1, 5);
    BatchAugmentation.check(Augmentation.NOISE, vector);
    BatchAugmentation.check(Augmentation.CROP, new ImageShape(8, 8, 1));
    Readings.refusal(ExitCode.USAGE, () -> BatchAugmentation.check(Augmentation.AFFINE, vector))
        .contains("--training-augmentation affine", "noise or none");
  }
}
