package io.wowflow.jobs.io.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizeTest {
  private static LoadedDataset images(ImageShape shape, float... values) {
    int rows = values.length / shape.dimension();
    LabelledClass only = LabelledClass.of("0", new FloatMatrix(rows, shape.dimension(), values));
    return new LoadedDataset(
        LabelledDataset.of(List.of(only)),
        LabelKind.INTEGER,
        List.of(new long[rows]),
        Optional.of(shape));
  }

  private static float[] resized(LoadedDataset images, int height, int width) {
    LoadedDataset out = Resize.resize(images, new ImageSize(height, width), "test");
    int channels = images.shape().orElseThrow().channels();
    assertThat(out.shape()).contains(new ImageShape(height, width, channels));
    return out.dataset().get(0).samples().values();
  }

  @Test
  void enlargingIsBilinear() {
    assertThat(resized(images(new ImageShape(1, 2, 1), 0, 1), 1, 4))
        .containsExactly(0, 0.25f, 0.75f, 1);
    assertThat(resized(images(new ImageShape(2, 1, 1), 0, 1), 4, 1))
        .containsExactly(0, 0.25f, 0.75f, 1);
  }

  @Test
  void halvingWeighsByTheTriangle() {
    // Centre 1 of half width 2: the pixels at distance 0.5, 0.5 and 1.5 weigh 3, 3 and 1.
    assertThat(resized(images(new ImageShape(1, 4, 1), 0, 0, 1, 0), 1, 2))
        .containsExactly(new float[] {1 / 7f, 3 / 7f}, within(1e-7f));
  }

  @Test
  void channelsAndImagesStayApart() {
    ImageShape shape = new ImageShape(1, 1, 3);
    assertThat(resized(images(shape, 1, 2, 3, 4, 5, 6), 1, 2))
        .containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
  }

  @Property(tries = 100)
  void valuesStayInRangeAndConstantsStay(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int from,
      @ForAll @IntRange(min = 1, max = 40) int to) {
    CounterRandom random = CounterRandom.at(seed, 0, 0);
    float[] noise = new float[from * 3];
    float[] constant = new float[from * 3];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble();
      constant[i] = 0.3f;
    }
    for (float value : resized(images(new ImageShape(from, 3, 1), noise), to, 2)) {
      assertThat(value).isBetween(0f, 1f);
    }
    for (float value : resized(images(new ImageShape(from, 3, 1), constant), to, 2)) {
      assertThat(value).isEqualTo(0.3f);
    }
  }

  @Test
  void everyPixelCountsWhenShrinking() {
    for (int lit = 0; lit < 28; lit++) {
      float[] image = new float[28];
      image[lit] = 1;
      float sum = 0;
      for (float value : resized(images(new ImageShape(28, 1, 1), image), 5, 1)) {
        sum += value;
      }
      assertThat(sum).as("pixel " + lit).isGreaterThan(0.05f);
    }
  }

  @Test
  void aSmoothImageSurvivesThereAndBack() {
    float[] image = new float[28 * 28];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (0.5 + 0.5 * Math.sin(i % 28 / 6.0) * Math.cos(i / 196.0));
    }
    ImageShape shape = new ImageShape(28, 28, 1);
    float[] there = resized(images(shape, image.clone()), 32, 32);
    float[] back = resized(images(new ImageShape(32, 32, 1), there), 28, 28);
    for (int i = 0; i < image.length; i++) {
      assertThat(back[i]).isCloseTo(image[i], within(0.02f));
    }
  }

  @Test
  void weightsAndIdsStay() {
    LabelledClass weighted =
        LabelledClass.weighted("a", new FloatMatrix(2, 1, new float[] {1, 2}), new double[] {1, 3});
    LoadedDataset loaded =
        new LoadedDataset(
            LabelledDataset.of(List.of(weighted)),
            LabelKind.STRING,
            List.of(new long[] {4, 9}),
            Optional.of(new ImageShape(1, 1, 1)));
    LoadedDataset out = Resize.resize(loaded, new ImageSize(2, 2), "test");
    assertThat(out.dataset().get(0).weights()).containsExactly(0.25, 0.75);
    assertThat(out.ids().get(0)).containsExactly(4, 9);
    assertThat(out.dataset().dimension()).isEqualTo(4);
  }
}
