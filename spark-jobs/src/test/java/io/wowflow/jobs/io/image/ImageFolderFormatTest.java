package io.wowflow.jobs.io.image;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.image.ImageBytes.colour;
import static io.wowflow.jobs.io.image.ImageBytes.encoded;
import static io.wowflow.jobs.io.image.ImageBytes.grey;
import static io.wowflow.jobs.io.image.ImageBytes.put;
import static io.wowflow.jobs.io.image.ImageBytes.rgb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.PicturesConf;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.jobs.io.rows.SamplePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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

  private static ImageCollector collector(int rows) {
    RowTable table = new RowTable("folder", LabelKind.STRING, rows, row -> "image " + row);
    for (int row = 0; row < rows; row++) {
      table.label(row, "cat");
    }
    return new ImageCollector(RowPlan.of(table, ALL), row -> "image " + row, ALL);
  }

  @Test
  void aDatasetThatExceedsTheMemoryIsRefusedAtItsFirstImage() {
    // More than any array: 4096 values for each of a million samples.
    ImageCollector images = collector(1_000_000);
    AtomicInteger decoded = new AtomicInteger();
    byte[] image = grey(64, 64, 0);
    refusal(
            ExitCode.USAGE,
            () -> {
              for (int row = 0; row < 256; row++) {
                give(images, row, image, decoded);
              }
            })
        .startsWith("folder: ");
    assertThat(decoded).hasValue(1);
  }

  @Test
  void largeImagesAreDecodedInAShareOfTheMemory() {
    int side = 2048;
    ImageCollector images = collector(2);
    AtomicInteger decoded = new AtomicInteger();
    give(images, 0, grey(side, side, 0), decoded);
    byte[] other = grey(1, 1, 0);
    refusal(
            ExitCode.INPUT,
            () -> {
              for (int row = 1; row <= 256; row++) {
                give(images, row, other, decoded);
              }
            })
        .startsWith("image 1 is 1x1x1, image 0 is 2048x2048x1");
    int share = ImageCollector.atOnce(side * side, Runtime.getRuntime().maxMemory());
    assertThat(share).isLessThan(256);
    assertThat(decoded).hasValue(1 + share);
  }

  private static void give(ImageCollector images, int row, byte[] image, AtomicInteger decoded) {
    try {
      images.put(
          row,
          () -> {
            decoded.incrementAndGet();
            return image;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void splitsAreFolders() throws IOException {
    put(directory.resolve("train"), "a", "1.png", grey(1, 1, 1));
    put(directory.resolve("test"), "b", "1.png", grey(1, 1, 1));
    assertThat(labels(read(directory + "#train", ALL))).containsExactly("a");
    assertThat(labels(read(directory + "#test", ALL))).containsExactly("b");
    refusal(ExitCode.USAGE, () -> read(directory))
        .contains("name one: " + directory + "#test or " + directory + "#train");
    refusal(ExitCode.USAGE, () -> read(directory.resolve("train") + "#test", ALL))
        .contains("a folder of classes has no splits; leave #test out");
    refusal(ExitCode.USAGE, () -> read(directory + "#val", ALL))
        .contains("has no split #val; name " + directory + "#test or ");
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
  void greyAmongColourBecomesColour() throws IOException {
    put(directory, "a", "1.png", grey(2, 2, 0));
    put(directory, "a", "2.png", grey(2, 2, 40));
    put(directory, "b", "3.png", colour(2, 2, 0));
    put(directory, "b", "4.png", grey(2, 2, 80));
    for (ReadOptions options :
        List.of(ALL, ALL.withPlace(SamplePlace.files(directory.resolve("../files"), 0)))) {
      LoadedDataset loaded = read(directory.toString(), options);
      assertThat(loaded.shape()).contains(new ImageShape(2, 2, 3));
      assertThat(samples(loaded, "a")).startsWith(0f, 0f, 0f, 1 / 255f, 1 / 255f, 1 / 255f);
      assertThat(samples(loaded, "a")[12]).isEqualTo(40 / 255f);
      assertThat(samples(loaded, "b")).startsWith(0f, 1 / 255f, 2 / 255f).hasSize(24);
      assertThat(samples(loaded, "b")[23]).isEqualTo(83 / 255f);
      assertThat(loaded.report().values().orElseThrow().high()).isEqualTo(83 / 255f);
      assertThat(loaded.line()).contains("12 features from files (4 PNG, 3 grey as colour)");
      assertThat(loaded.report().notices())
          .contains(
              "3 of 4 pictures are grey and became colour of three equal channels; --channels grey"
                  + " makes all grey");
    }
    LoadedDataset one = read(directory.toString(), ALL.withResize(new ImageSize(1, 1)));
    assertThat(samples(one, "a")).startsWith(1.5f / 255, 1.5f / 255, 1.5f / 255, 41.5f / 255);
    LoadedDataset drawn =
        read(
            directory.resolve("..").resolve(directory.getFileName()).toString(),
            ALL.withShape(new ImageShape(2, 2, 3)));
    assertThat(samples(drawn, "a")).hasSize(24);
  }

  @Test
  void channelsAreChosen() throws IOException {
    put(directory, "a", "1.png", grey(2, 2, 51));
    put(directory, "b", "3.png", colour(2, 2, 0));
    LoadedDataset grey = read(directory.toString(), ALL.withChannels(PicturesConf.Channels.GREY));
    assertThat(grey.shape()).contains(new ImageShape(2, 2, 1));
    assertThat(samples(grey, "a")).startsWith(0.2f, 52 / 255f);
    assertThat(samples(grey, "b")[0]).isEqualTo((float) (0.587 * (1 / 255f) + 0.114 * (2 / 255f)));
    assertThat(grey.line()).contains("(2 PNG, grey of 1 colour one)");
    assertThat(grey.report().notices()).isEmpty();
    LoadedDataset colour = read(directory.toString(), ALL.withChannels(PicturesConf.Channels.RGB));
    assertThat(samples(colour, "a")).startsWith(0.2f, 0.2f, 0.2f, 52 / 255f);
    LoadedDataset shaped =
        read(
            directory.toString(),
            ALL.withChannels(PicturesConf.Channels.GREY).withShape(new ImageShape(2, 2, 3)));
    assertThat(shaped.shape()).contains(new ImageShape(2, 2, 1));
  }

  @Test
  void picturesMayBeInAFolderOfTheirOwn() throws IOException {
    put(directory.resolve("n01"), "images", "0.JPEG", encoded(rgb(8, 8, 0), "jpg"));
    Files.writeString(directory.resolve("n01").resolve("n01_boxes.txt"), "0.JPEG 0 0 1 1");
    put(directory.resolve("n02"), "images", "1.JPEG", encoded(rgb(8, 8, 9), "jpg"));
    assertThat(labels(read(directory))).containsExactly("n01", "n02");
    put(directory, "n01", "0.png", grey(8, 8, 0));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("n01/images is a folder in the folder of a class");
  }

  @Test
  void foldersOfPicturesWithoutClassesAreRefused() throws IOException {
    put(directory.resolve("train").resolve("n01"), "images", "0.png", grey(1, 1, 0));
    put(directory.resolve("val"), "images", "1.png", grey(1, 1, 1));
    assertThat(labels(read(directory + "#train", ALL))).containsExactly("n01");
    assertThat(labels(read(directory))).containsExactly("n01");
    refusal(ExitCode.USAGE, () -> read(directory + "#val", ALL)).contains("has no split #val");
    refusal(ExitCode.INPUT, () -> read(directory.resolve("val")))
        .contains("has pictures in the folder 'images', not in folders of classes");
  }

  @Test
  void foldersThatAreCalledAsSplitsAreNoClasses() throws IOException {
    put(directory, "train", "cat.0.png", grey(1, 1, 0));
    put(directory, "test", "1.png", grey(1, 1, 1));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("has pictures in the folders 'test', 'train', not in folders of classes");
    put(directory, "bus", "1.png", grey(1, 1, 1));
    assertThat(labels(read(directory))).containsExactly("bus", "test", "train");
  }

  @Test
  void foldersInFoldersOfTheSameNameAreFound() throws IOException {
    put(directory.resolve("seg_train").resolve("seg_train"), "sea", "1.png", grey(1, 1, 7));
    put(directory.resolve("seg_test").resolve("seg_test"), "sea", "1.png", grey(1, 1, 1));
    Files.createDirectories(directory.resolve("__MACOSX").resolve("seg_train"));
    Files.createDirectories(directory.resolve("seg_pred"));
    Files.write(directory.resolve("seg_pred").resolve("1.png"), grey(1, 1, 1));
    assertThat(samples(read(directory + "#train", ALL), "sea")).containsExactly(7 / 255f);
  }

  @Test
  void otherSplitsAreFoldersToo() throws IOException {
    put(directory.resolve("day"), "a", "1.png", grey(1, 1, 1));
    put(directory.resolve("night"), "a", "1.png", grey(1, 1, 2));
    put(directory.resolve("__MACOSX"), "a", "1.png", grey(1, 1, 3));
    LoadedDataset night = read(directory + "#night", ALL);
    assertThat(samples(night, "a")).containsExactly(2 / 255f);
    assertThat(night.report().split()).contains(new Split("night"));
    refusal(ExitCode.USAGE, () -> read(directory))
        .contains("name one: " + directory + "#day or " + directory + "#night");
  }

  @Test
  void turnedPicturesAreReported() throws IOException {
    put(directory, "a", "1.png", ImageBytes.withExif(grey(1, 2, 1), 6, true));
    put(directory, "a", "2.png", grey(2, 1, 1));
    LoadedDataset loaded = read(directory);
    assertThat(loaded.shape()).contains(new ImageShape(2, 1, 1));
    assertThat(loaded.report().notices())
        .containsExactly(
            "all samples have the label 'a' of the only folder",
            "1 picture was turned upright by the Exif orientation");
    assertThat(loaded.line()).contains("files (2 PNG, 1 turned upright)");
  }

  @Test
  void optionsOfColumnsDoNotApply() throws IOException {
    writeTwoClasses();
    InputConf.Columns said =
        new InputConf.Columns(
            Optional.of("label"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    refusal(ExitCode.USAGE, () -> read(directory.toString(), ALL.withColumns(said)))
        .isEqualTo(
            directory
                + " is an image folder, to which --label-column does not apply; leave it out");
  }

  /** Sums of the pixels by Pillow 12.3; decoders of JPEG may differ by a level or two. */
  @Test
  void publishedKindsOfFoldersAreRead() {
    Path inputs = Needs.fieldInputs();
    LoadedDataset mixed = read(inputs.resolve("im_mixed"));
    assertThat(mixed.shape()).contains(new ImageShape(8, 8, 3));
    assertThat(pictureSum(mixed, "cat", 0)).isCloseTo(8647 + 7832 + 7735, within(200.0));
    assertThat(pictureSum(mixed, "dog", 1)).isCloseTo(3 * 8962, within(60.0));
    assertThat(mixed.line()).contains("(6 JPEG, 1 grey as colour)");
    LoadedDataset cmyk = read(inputs.resolve("im_cmyk"));
    assertThat(Math.round(255 * samples(cmyk, "dog")[192])).isCloseTo(133, within(2));
    assertThat(Math.round(255 * samples(cmyk, "dog")[193])).isCloseTo(210, within(2));
    assertThat(pictureSum(cmyk, "dog", 1)).isCloseTo(8568 + 7896 + 8447, within(200.0));
    LoadedDataset nested = read(inputs.resolve("im_nested"));
    assertThat(labels(nested)).containsExactly("n01", "n02");
    assertThat(pictureSum(nested, "n01", 0)).isCloseTo(24214, within(200.0));
    String splits = inputs.resolve("im_trainval").toString();
    assertThat(pictureSum(read(splits + "#train", ALL), "cat", 0)).isCloseTo(24356, within(0.1));
    assertThat(pictureSum(read(splits + "#val", ALL), "cat", 2)).isCloseTo(23214, within(0.1));
    refusal(ExitCode.USAGE, () -> read(splits, ALL))
        .isEqualTo(
            splits + " has several splits; name one: " + splits + "#train or " + splits + "#val");
  }

  private static double pictureSum(LoadedDataset loaded, String label, int picture) {
    double sum = 0;
    for (int j = 0; j < 192; j++) {
      sum += 255.0 * samples(loaded, label)[192 * picture + j];
    }
    return sum;
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
