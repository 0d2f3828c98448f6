package io.wowflow.jobs.io.rows;

import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.PicturesConf;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  private static LoadedDataset pictures(Optional<ImageShape> shape, float... values) {
    LabelledClass one = LabelledClass.of("a", new FloatMatrix(1, values.length, values));
    return new LoadedDataset(
        LabelledDataset.of(List.of(one)), LabelKind.STRING, List.of(new long[] {4}), shape);
  }

  private static float[] values(LoadedDataset loaded) {
    return loaded.dataset().get(0).samples().values();
  }

  @Test
  void greyIsTheLuma() {
    float[] grey = Channels.convert(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1}, 3, 1);
    assertThat(grey).containsExactly(0.299f, 0.587f, 0.114f, 1f);
    for (int level = 0; level < 256; level++) {
      float value = level / 255f;
      assertThat(Channels.convert(new float[] {value, value, value}, 3, 1)).containsExactly(value);
    }
  }

  @Test
  void colourOfGreyHasEqualChannels() {
    assertThat(Channels.convert(new float[] {0.5f, 0.25f}, 1, 3))
        .containsExactly(0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.25f);
    float[] same = {1, 2, 3};
    assertThat(Channels.convert(same, 3, 3)).isSameAs(same);
  }

  @Test
  void theShapeIsGivenFirstThenChannelsThenTheSize() {
    LoadedDataset flat = pictures(Optional.empty(), 1, 0, 0, 0, 1, 0);
    ReadOptions grey = ALL.withChannels(PicturesConf.Channels.GREY);
    LoadedDataset read =
        Resize.apply(
            flat, grey.withShape(new ImageShape(1, 2, 3)).withResize(new ImageSize(1, 1)), "in");
    assertThat(read.shape()).contains(new ImageShape(1, 1, 1));
    assertThat(values(read)).containsExactly((0.299f + 0.587f) / 2);
    assertThat(read.ids().get(0)).containsExactly(4);
    refusal(ExitCode.USAGE, () -> Resize.apply(flat, grey, "in"))
        .contains("in cannot be brought to --channels grey: the input does not contain the shape")
        .contains("dimension 6; give it with --shape HxWxC");
    LoadedDataset two = pictures(Optional.of(new ImageShape(1, 3, 2)), 1, 0, 0, 0, 1, 0);
    refusal(ExitCode.USAGE, () -> Resize.apply(two, grey, "in"))
        .contains("in has pictures of 1x3x2, which --channels grey does not apply to");
  }

  @Test
  void channelsChangeAlsoWhereTheSizeIsThere() {
    LoadedDataset grey = pictures(Optional.of(new ImageShape(1, 2, 1)), 0.5f, 1);
    ReadOptions options =
        ALL.withChannels(PicturesConf.Channels.RGB).withResize(new ImageSize(1, 2));
    LoadedDataset colour = Resize.apply(grey, options, "in");
    assertThat(values(colour)).containsExactly(0.5f, 0.5f, 0.5f, 1, 1, 1);
    assertThat(Resize.apply(grey, ALL.withChannels(PicturesConf.Channels.GREY), "in"))
        .isSameAs(grey);
  }
}
