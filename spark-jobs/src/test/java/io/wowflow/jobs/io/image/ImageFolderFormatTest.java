package io.wowflow.jobs.io.image;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.image.ImageBytes.colour;
import static io.wowflow.jobs.io.image.ImageBytes.grey;
import static io.wowflow.jobs.io.image.ImageBytes.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SampleDraw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderFormatTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  private void writeTwoClasses() throws IOException {
    put(directory, "cat", "b.png", grey(2, 2, 10));
    put(directory, "cat", "a.PNG", grey(2, 2, 0));
    put(directory, "<script>", "x", grey(2, 2, 20));
  }

  @Test
  void foldersAreClassesAndFilesGoByName() throws IOException {
    writeTwoClasses();
    LoadedDataset loaded = read(directory);
    assertThat(labels(loaded)).containsExactly("<script>", "cat");
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.STRING);
    assertThat(loaded.shape()).contains(new ImageShape(2, 2, 1));
    assertThat(samples(loaded, "cat"))
        .containsExactly(
            0f, 1 / 255f, 2 / 255f, 3 / 255f, 10 / 255f, 11 / 255f, 12 / 255f, 13 / 255f);
    assertThat(loaded.ids().get(1)).containsExactly(1, 2);
  }

  @Test
  void foldersOfNumbersAreIntegers() throws IOException {
    put(directory, "10", "a.png", grey(1, 1, 0));
    put(directory, "9", "a.png", grey(1, 1, 0));
    assertThat(labels(read(directory))).containsExactly("9", "10");
    put(directory, "007", "a.png", grey(1, 1, 0));
    assertThat(read(directory).labelKind()).isEqualTo(LabelKind.STRING);
  }

  @Test
  void hiddenFilesAndLitterAreLeftOut() throws IOException {
    writeTwoClasses();
    put(directory, "cat", ".DS_Store", new byte[] {1});
    put(directory, "cat", "Thumbs.db", new byte[] {1});
    put(directory, ".git", "config", new byte[] {1});
    Files.writeString(directory.resolve("README.md"), "text");
    assertThat(read(directory).dataset().sampleCount()).isEqualTo(3);
  }

  @Test
  void filesNextToTheClassesAreRefusedUnlessTheyAreTextsForPeople() throws IOException {
    writeTwoClasses();
    for (String name : List.of("README", "LICENSE.txt", "citation.cff", "NOTES.md")) {
      Files.writeString(directory.resolve(name), "text");
    }
    assertThat(read(directory).dataset().sampleCount()).isEqualTo(3);
    Files.writeString(directory.resolve("labels.csv"), "file,label");
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("labels.csv is a file next to the folders of the classes")
        .contains("move the file elsewhere");
  }

  @Test
  void fewImagesAreDecodedBeforeTheyArePlaced() {
    int hugeImage = 3 << 24;
    assertThat(ImageCollector.atOnce(hugeImage, 3L << 30)).isEqualTo(1);
    assertThat(ImageCollector.atOnce(224 * 224 * 3, 3L << 30)).isEqualTo(256);
    assertThat(ImageCollector.atOnce(224 * 224 * 3, 512L << 20)).isEqualTo(55);
  }

  @Test
  void splitsAreFolders() throws IOException {
    put(directory.resolve("train"), "a", "1.png", grey(1, 1, 1));
    put(directory.resolve("test"), "b", "1.png", grey(1, 1, 1));
    assertThat(labels(read(directory + "#train", ALL))).containsExactly("a");
    assertThat(labels(read(directory + "#test", ALL))).containsExactly("b");
    refusal(ExitCode.USAGE, () -> read(directory))
        .contains("name one: " + directory + "#train or " + directory + "#test");
    refusal(ExitCode.USAGE, () -> read(directory.resolve("train") + "#test", ALL))
        .contains("there is no sub-directory 'test'");
  }

  @Test
  void onlyDrawnImagesAreDecoded() throws IOException {
    for (int i = 0; i < 20; i++) {
      put(directory, "a", i + 10 + ".png", i == 3 ? new byte[] {7} : grey(1, 1, i));
    }
    int[] drawn = SampleDraw.draw(5, "a", 20, 4);
    assertThat(drawn).doesNotContain(3);
    LoadedDataset loaded = read(directory.toString(), ALL.withSeed(5).withSamplesPerClass(4));
    for (int i = 0; i < 4; i++) {
      assertThat(samples(loaded, "a")[i]).isEqualTo(drawn[i] / 255f);
    }
    refusal(ExitCode.INPUT, () -> read(directory)).contains("a/13.png is neither PNG nor JPEG");
  }

  @Test
  void theFirstBadFileIsTold() throws IOException {
    for (int i = 0; i < 600; i++) {
      put(directory, "a", i + 1000 + ".png", i >= 300 ? new byte[] {7} : grey(1, 1, i));
    }
    refusal(ExitCode.INPUT, () -> read(directory)).contains("a/1300.png is neither PNG nor JPEG");
  }

  @Test
  void sizesMayDifferIfTheyAreResized() throws IOException {
    put(directory, "a", "1.png", grey(2, 2, 40));
    put(directory, "b", "2.png", grey(4, 6, 40));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("b/2.png is 4x6x1, ")
        .contains("a/1.png is 2x2x1; bring all to one size with --resize HxW");
    LoadedDataset resized = read(directory.toString(), ALL.withResize(new ImageSize(3, 3)));
    assertThat(resized.shape()).contains(new ImageShape(3, 3, 1));
    put(directory, "b", "2.png", grey(2, 2, 40));
    assertThat(samples(read(directory.toString(), ALL.withResize(new ImageSize(1, 1))), "b"))
        .containsExactly(41.5f / 255);
  }

  @Test
  void greyAndColourDoNotMix() throws IOException {
    put(directory, "a", "1.png", grey(2, 2, 0));
    put(directory, "b", "2.png", colour(2, 2, 0));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("b/2.png is 2x2x3, ")
        .contains("a/1.png is 2x2x1; save all images as grey (1 channel) or all as colour");
    refusal(ExitCode.INPUT, () -> read(directory.toString(), ALL.withResize(new ImageSize(1, 1))))
        .contains("save all images as grey");
  }

  @Test
  void aShapeThatIsToldMustFit() throws IOException {
    put(directory, "a", "1.png", grey(2, 2, 0));
    ReadOptions given = ALL.withShape(new ImageShape(4, 1, 1));
    refusal(ExitCode.USAGE, () -> read(directory.toString(), given))
        .contains("a/1.png is 2x2x1, not 4x1x1 as --shape gives it");
    refusal(
        ExitCode.USAGE, () -> read(directory.toString(), given.withResize(new ImageSize(4, 1))));
  }

  @Test
  void whatIsNoClassIsRefused() throws IOException {
    writeTwoClasses();
    Path empty = Files.createDirectory(directory.resolve("empty"));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("empty holds no images, but every folder is a class; remove it or fill it");
    Files.delete(empty);
    Path deep = put(directory.resolve("cat"), "kittens", "a.png", grey(2, 2, 0));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("cat/kittens is a folder in the folder of a class");
    Files.delete(deep);
    Files.delete(deep.getParent());
    Path text = put(directory, "cat", "notes.txt", new byte[] {'h', 'i'});
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("cat/notes.txt is neither PNG nor JPEG; convert it or move it away");
    Files.delete(text);
    Files.write(directory.resolve("stray"), grey(2, 2, 0));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("stray is an image next to the folders of the classes");
  }

  @Test
  void aFolderOfOneUnderscoreIsAClassToo() throws IOException {
    put(directory, "_background", "a.png", grey(2, 2, 0));
    assertThat(labels(read(directory))).containsExactly("_background");
  }

  @Test
  void namesWithColonsAreNames() throws IOException {
    put(directory, "hdfs:", "10:30.png", grey(2, 2, 0));
    put(directory, "a:b", "file:x.png", grey(2, 2, 9));
    assertThat(labels(read(directory))).containsExactly("a:b", "hdfs:");
  }
}
