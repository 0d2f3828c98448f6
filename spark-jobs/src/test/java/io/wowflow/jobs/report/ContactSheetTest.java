package io.wowflow.jobs.report;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
  private static final int GREY = 0xFFE8E8E8;

  @TempDir Path directory;

  private static LoadedDataset images(ImageShape shape, LabelledClass... classes) {
    List<long[]> ids = new ArrayList<>();
    for (LabelledClass c : classes) {
      ids.add(new long[c.size()]);
    }
    return new LoadedDataset(
        LabelledDataset.of(List.of(classes)), LabelKind.STRING, ids, Optional.of(shape));
  }

  private static LabelledClass pixels(String label, int rows, float... values) {
    return LabelledClass.of(label, new FloatMatrix(rows, values.length / rows, values));
  }

  @Test
  void aRowForEachClassValuesClipped() {
    LoadedDataset loaded =
        images(
            new ImageShape(1, 2, 1),
            pixels("a", 3, 0, 1, -5, 5, 0.2f, 0.2f),
            pixels("b", 1, 0.4f, 0.6f));
    BufferedImage sheet = new ContactSheet(2).draw(loaded, "test");
    int margin = 8 + 9;
    assertThat(sheet.getWidth()).isEqualTo(margin + 2 * (2 * 28 + 4));
    assertThat(sheet.getHeight()).isEqualTo(4 + 2 * (28 + 4));
    assertThat(sheet.getRGB(margin, 4)).isEqualTo(0xFF000000);
    assertThat(sheet.getRGB(margin + 28, 4 + 27)).isEqualTo(0xFFFFFFFF);
    assertThat(sheet.getRGB(margin + 60, 4)).isEqualTo(0xFF000000);
    assertThat(sheet.getRGB(margin + 60 + 28, 4)).isEqualTo(0xFFFFFFFF);
    assertThat(sheet.getRGB(margin, 4 + 32)).isEqualTo(0xFF666666);
    assertThat(sheet.getRGB(margin + 60, 4 + 32)).as("class b has one sample").isEqualTo(GREY);
    assertThat(sheet.getRGB(margin + 56, 4)).as("the gap").isEqualTo(GREY);
  }

  @Test
  void coloursKeepTheirChannels() {
    LoadedDataset loaded = images(new ImageShape(1, 1, 3), pixels("a", 1, 1, 0, 0.2f));
    BufferedImage sheet = new ContactSheet(5).draw(loaded, "test");
    assertThat(sheet.getRGB(17, 4)).isEqualTo(0xFFFF0033);
  }

  @Test
  void largeImagesAndManyClassesAreBounded() {
    LabelledClass[] classes = new LabelledClass[300];
    for (int c = 0; c < classes.length; c++) {
      classes[c] = pixels("class " + c + " with a long name \u0000\u05D0", 1, new float[500 * 100]);
    }
    BufferedImage sheet =
        new ContactSheet(3).draw(images(new ImageShape(500, 100, 1), classes), "test");
    assertThat(sheet.getHeight()).isEqualTo(4 + 256 * (112 + 4));
    assertThat(sheet.getWidth()).isEqualTo(8 + 16 * 9 + 22 + 4);
  }

  @Test
  void theFileIsAPng() throws IOException {
    BufferedImage sheet =
        new ContactSheet(1).draw(images(new ImageShape(1, 1, 1), pixels("a", 1, 0.5f)), "test");
    Path file = directory.resolve("sheet.png");
    ContactSheet.write(sheet, "file:" + file, CONFIGURATION);
    assertThat(ImageIO.read(file.toFile()).getRGB(17, 4)).isEqualTo(0xFF808080);
    assertThat(directory.toFile().list()).containsExactly("sheet.png");
  }

  @Test
  void samplesWithoutAShapeHaveNoPicture() {
    LoadedDataset flat =
        new LoadedDataset(
            LabelledDataset.of(List.of(pixels("a", 1, 1, 2))),
            LabelKind.STRING,
            List.of(new long[1]),
            Optional.empty());
    refusal(ExitCode.USAGE, () -> new ContactSheet(1).draw(flat, "PATH"))
        .contains("PATH has no picture")
        .contains("give --shape HxWxC");
    LoadedDataset two = images(new ImageShape(1, 1, 2), pixels("a", 1, 1, 2));
    refusal(ExitCode.USAGE, () -> new ContactSheet(1).draw(two, "PATH"))
        .contains("its samples have 2 channels, not 1 or 3");
    assertThatThrownBy(() -> new ContactSheet(0)).hasMessageContaining("at least 1, was 0");
  }
}
