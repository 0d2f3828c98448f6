package io.wowflow.jobs.io.parquet;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.image.ImageBytes.colour;
import static io.wowflow.jobs.io.image.ImageBytes.grey;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SampleDraw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet with encoded images, the layout of Hugging Face. */
class ImageRowsTest {
  private static final ReadOptions ALL = ReadOptions.defaults();
  private static final StructType IMAGE =
      new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);

  @TempDir Path directory;

  private Path write(String column, byte[]... images) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      rows.add(RowFactory.create(RowFactory.create(images[i], i + ".png"), (long) (i % 2)));
    }
    Path output = directory.resolve("rows");
    SparkTest.session()
        .createDataFrame(rows, new StructType().add(column, IMAGE).add("label", DataTypes.LongType))
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(output.toString());
    return output;
  }

  private static byte[][] greys(int count) {
    byte[][] out = new byte[count][];
    for (int i = 0; i < count; i++) {
      out[i] = grey(1, 2, i);
    }
    return out;
  }

  @Test
  void imagesAreDecodedInTheOrderOfTheRows() {
    for (String column : List.of("image", "img")) {
      LoadedDataset loaded = read(write(column, greys(600)));
      assertThat(labels(loaded)).containsExactly("0", "1");
      assertThat(loaded.shape()).contains(new ImageShape(1, 2, 1));
      assertThat(samples(loaded, "1")).hasSize(600).startsWith(1 / 255f, 2 / 255f, 3 / 255f);
      assertThat(loaded.ids().get(0)).startsWith(0, 2, 4);
    }
  }

  @Test
  void aDrawDecodesTheSameImages() {
    int[] drawn = SampleDraw.draw(8, "0", 30, 4);
    byte[][] images = greys(60);
    for (int i = 0; i < 60; i += 2) {
      int at = i / 2;
      if (java.util.Arrays.stream(drawn).noneMatch(k -> k == at)) {
        images[i] = new byte[] {1};
      }
    }
    LoadedDataset loaded =
        read(write("image", images).toString(), ALL.withSeed(8).withSamplesPerClass(4));
    for (int i = 0; i < 4; i++) {
      assertThat(samples(loaded, "0")[2 * i]).isEqualTo(2 * drawn[i] / 255f);
    }
  }

  @Test
  void imagesAreResizedOneByOne() {
    LoadedDataset loaded =
        read(
            write("image", grey(2, 2, 7), grey(4, 3, 7)).toString(),
            ALL.withResize(new ImageSize(1, 1)));
    assertThat(loaded.shape()).contains(new ImageShape(1, 1, 1));
  }

  @Test
  void badImagesAreNamedByTheirRow() {
    byte[] damaged = grey(9, 9, 0);
    damaged[60] ^= 4;
    Path rows = write("image", grey(9, 9, 0), damaged);
    refusal(ExitCode.INPUT, () -> read(rows))
        .contains(rows + ", row 1 of " + SparkTest.FIRST_FILE)
        .contains("has a wrong checksum");
    write("image", grey(9, 9, 0), colour(9, 8, 0));
    refusal(ExitCode.INPUT, () -> read(rows))
        .contains("row 1 of " + SparkTest.FIRST_FILE)
        .contains("bring all to one size with --resize HxW");
    write("image", grey(9, 9, 0), colour(9, 9, 0));
    assertThat(read(rows).shape()).contains(new ImageShape(9, 9, 3));
    write("image", grey(9, 9, 0), null);
    refusal(ExitCode.INPUT, () -> read(rows)).contains("its image holds no bytes");
  }

  @Test
  void filesOfSplitsAreNotMixed() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("hub/data"));
    copyPart(write("image", grey(1, 1, 1)), folder.resolve("train-00000-of-00001.parquet"));
    copyPart(
        write("image", grey(1, 1, 2), grey(1, 1, 3)),
        folder.resolve("test-00000-of-00001.parquet"));
    Path hub = folder.getParent();
    assertThat(read(hub + "#train", ALL).dataset().sampleCount()).isEqualTo(1);
    assertThat(read(hub + "#test", ALL).dataset().sampleCount()).isEqualTo(2);
    refusal(ExitCode.USAGE, () -> read(hub))
        .contains("has several splits; name one: " + hub + "#test or " + hub + "#train");
    Files.delete(folder.resolve("test-00000-of-00001.parquet"));
    refusal(ExitCode.USAGE, () -> read(hub + "#test", ALL))
        .contains("has no split #test; name " + hub + "#train");
    assertThat(read(hub).dataset().sampleCount()).isEqualTo(1);
    Path plain = directory.resolve("rows");
    refusal(ExitCode.USAGE, () -> read(plain + "#train", ALL)).contains("has no splits");
  }

  private static void copyPart(Path written, Path to) throws IOException {
    try (Stream<Path> files = Files.list(written)) {
      Files.copy(
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow(), to);
    }
  }
}
