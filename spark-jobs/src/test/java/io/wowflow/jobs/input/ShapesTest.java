package io.wowflow.jobs.input;

import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static LoadedDataset dataset(int dimension, Optional<ImageShape> shape) {
    LabelledClass one = LabelledClass.of("0", FloatMatrix.zeros(1, dimension));
    return new LoadedDataset(
        LabelledDataset.of(List.of(one)), LabelKind.INTEGER, List.of(new long[1]), shape);
  }

  private static LoadedDataset pictures(int height, int width, int channels) {
    ImageShape shape = new ImageShape(height, width, channels);
    return dataset(shape.dimension(), Optional.of(shape));
  }

  private static String message(LoadedDataset first, LoadedDataset other) {
    String[] message = {""};
    refusal(ExitCode.INPUT, () -> Shapes.checkDimensions("a", first, "b", other))
        .satisfies(text -> message[0] = text);
    return message[0];
  }

  @Test
  void theSameDimensionIsEnough() {
    Shapes.checkDimensions("a", pictures(2, 2, 3), "b", dataset(12, Optional.empty()));
    Shapes.checkDimensions("a", pictures(2, 2, 3), "b", pictures(2, 6, 1));
  }

  @Test
  void channelsAreNamedAndSizesThatAgreeAreNot() {
    assertThat(message(pictures(32, 32, 1), pictures(32, 32, 3)))
        .isEqualTo(
            "a has samples of dimension 1024 (32x32x1), b of dimension 3072 (32x32x3): they have 1"
                + " channel and 3 channels; bring all to the same with --channels grey or --channels"
                + " rgb");
    assertThat(message(pictures(28, 28, 1), pictures(32, 32, 3)))
        .endsWith("--channels rgb, and to one size with --resize HxW");
  }

  @Test
  void sizesAreNamedWhereChannelsAgree() {
    assertThat(message(pictures(28, 28, 1), pictures(32, 32, 1)))
        .endsWith(": bring the pictures to one size with --resize HxW");
    assertThat(message(pictures(28, 28, 1), dataset(7, Optional.empty())))
        .contains("a has samples of dimension 784 (28x28x1), b of dimension 7: they must be equal")
        .contains("--resize HxW", "--shape HxWxC");
  }

  @Test
  void theCommonShapeIsOne() {
    LoadedDataset flat = dataset(12, Optional.empty());
    assertThat(Shapes.common(flat, pictures(2, 2, 3))).isEqualTo(new ImageShape(2, 2, 3));
    refusal(ExitCode.USAGE, () -> Shapes.common(pictures(2, 2, 3), pictures(2, 2, 1)))
        .isEqualTo(
            "The datasets have pictures of 2x2x3 and of 2x2x1: they have 3 channels and 1 channel;"
                + " bring all to the same with --channels grey or --channels rgb");
    refusal(ExitCode.USAGE, () -> Shapes.common(flat)).contains("give it with --shape HxWxC");
  }
}
