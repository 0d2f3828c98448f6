package io.wowflow.jobs.io.binary;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.binary.IdxBytes.gzip;
import static io.wowflow.jobs.io.binary.IdxBytes.idx;
import static io.wowflow.jobs.io.binary.IdxBytes.writeTiny;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.PicturesConf;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SampleDraw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFormatTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  private Path images() {
    return directory.resolve("train-images-idx3-ubyte");
  }

  private Path labelFile() {
    return directory.resolve("train-labels-idx1-ubyte");
  }

  private void assertTiny(LoadedDataset loaded) {
    assertThat(labels(loaded)).containsExactly("3", "7");
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    assertThat(loaded.shape()).contains(new ImageShape(2, 2, 1));
    assertThat(samples(loaded, "3")).containsExactly(1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f);
    assertThat(samples(loaded, "7"))
        .containsExactly(0f, 0.2f, 0.4f, 1f, 5 / 255f, 6 / 255f, 7 / 255f, 128 / 255f);
    assertThat(loaded.ids().get(0)).containsExactly(1);
    assertThat(loaded.ids().get(1)).containsExactly(0, 2);
  }

  @Test
  void aLoneSplitNeedsNoFragment() throws IOException {
    writeTiny(directory, "train-");
    assertTiny(read(directory));
    assertTiny(read(directory + "#train", ALL));
    assertTiny(read(images()));
    assertTiny(read(directory.toUri().toString(), ALL.withFormat("idx")));
  }

  @Test
  void compressedFilesAreKnownByTheirContent() throws IOException {
    writeTiny(directory, "train-");
    Files.write(
        directory.resolve("train-images-idx3-ubyte.gz"), gzip(Files.readAllBytes(images())));
    Files.delete(images());
    Files.write(labelFile(), gzip(Files.readAllBytes(labelFile())));
    assertTiny(read(directory));
    assertTiny(read(directory.resolve("train-images-idx3-ubyte.gz")));
  }

  @Test
  void severalSplitsNeedAFragment() throws IOException {
    writeTiny(directory, "train-");
    writeTiny(directory, "t10k-");
    Files.write(directory.resolve("t10k-labels-idx1-ubyte"), idx(new byte[] {1, 1, 1}, 3));
    assertTiny(read(directory + "#train", ALL));
    assertThat(labels(read(directory + "#test", ALL))).containsExactly("1");
    refusal(ExitCode.USAGE, () -> read(directory))
        .contains(directory + "#test or " + directory + "#train");
  }

  @Test
  void anAbsentSplitIsAUsageError() throws IOException {
    writeTiny(directory, "train-");
    refusal(ExitCode.USAGE, () -> read(directory + "#test", ALL))
        .contains(directory + " has no split #test; name " + directory + "#train");
    refusal(ExitCode.USAGE, () -> read(images() + "#train", ALL)).contains("has no splits");
  }

  @Test
  void imagesHaveRankTwoToFour() throws IOException {
    byte[] pixels = new byte[24];
    pixels[12] = 12;
    Files.write(labelFile(), idx(new byte[] {0, 1}, 2));
    Files.write(directory.resolve("train-images-idx4-ubyte"), idx(pixels, 2, 2, 2, 3));
    LoadedDataset colour = read(directory);
    assertThat(colour.shape()).contains(new ImageShape(2, 2, 3));
    assertThat(samples(colour, "1")[0]).isEqualTo(12 / 255f);
    Files.delete(directory.resolve("train-images-idx4-ubyte"));
    Files.write(directory.resolve("train-images-idx2-ubyte"), idx(pixels, 2, 12));
    assertThat(read(directory).shape()).isEmpty();
    assertThat(read(directory.toString(), ALL.withShape(new ImageShape(2, 2, 3))).shape())
        .contains(new ImageShape(2, 2, 3));
  }

  @Test
  void aDrawReadsTheSameImages() throws IOException {
    byte[] pixels = new byte[100];
    for (int i = 0; i < 100; i++) {
      pixels[i] = (byte) i;
    }
    Files.write(images(), idx(pixels, 100, 1, 1));
    Files.write(labelFile(), idx(new byte[100], 100));
    LoadedDataset drawn = read(directory.toString(), ALL.withSeed(3).withSamplesPerClass(7));
    int[] positions = SampleDraw.draw(3, "0", 100, 7);
    for (int i = 0; i < 7; i++) {
      assertThat(samples(drawn, "0")[i]).isEqualTo(positions[i] / 255f);
      assertThat(drawn.ids().get(0)[i]).isEqualTo(positions[i]);
    }
    refusal(ExitCode.INPUT, () -> read(directory.toString(), ALL.withSamplesPerClass(101)))
        .contains("class '0' has 100 samples, but 101 are to be drawn");
  }

  @Test
  void countsMustAgree() throws IOException {
    writeTiny(directory, "train-");
    Files.write(labelFile(), idx(new byte[] {7, 3}, 2));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("train-labels-idx1-ubyte has 2 labels")
        .contains("train-images-idx3-ubyte has 3 images");
  }

  @Test
  void labelsMustBeThere() throws IOException {
    writeTiny(directory, "train-");
    Files.delete(labelFile());
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("put train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz there");
    Files.move(images(), directory.resolve("pixels"));
    refusal(ExitCode.INPUT, () -> read(directory.resolve("pixels")))
        .contains("its labels are not found; name the file PREFIX-images-idx3-ubyte");
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    writeTiny(directory, "train-");
    byte[] whole = Files.readAllBytes(images());
    Files.write(images(), Arrays.copyOf(whole, whole.length - 1));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("train-images-idx3-ubyte has 27 bytes, its header promises 28");
    Files.write(images(), Arrays.copyOf(whole, 6));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("ends inside its header");
    byte[] compressed = gzip(whole);
    Files.write(images(), Arrays.copyOf(compressed, compressed.length - 12));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("breaks off in row");
    Files.write(images(), gzip(Arrays.copyOf(whole, whole.length - 1)));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("breaks off in row 2 of 3");
  }

  @Test
  void corruptCompressionIsRefused() throws IOException {
    writeTiny(directory, "train-");
    byte[] compressed = gzip(Files.readAllBytes(images()));
    compressed[compressed.length - 8] ^= 1;
    Files.write(images(), compressed);
    refusal(ExitCode.INPUT, () -> read(directory)).contains("is damaged at its end");
    Files.write(images(), new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4});
    refusal(ExitCode.INPUT, () -> read(directory)).contains("ends inside its header");
    refusal(ExitCode.INPUT, () -> read(images())).contains("ends inside its header");
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    writeTiny(directory, "train-");
    byte[] longer = Arrays.copyOf(Files.readAllBytes(images()), 29);
    Files.write(images(), longer);
    refusal(ExitCode.INPUT, () -> read(directory)).contains("has 29 bytes, its header promises 28");
    Files.write(images(), gzip(longer));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("goes on after its 3 rows");
  }

  @Test
  void headersAreNotTrusted() throws IOException {
    writeTiny(directory, "train-");
    Files.write(images(), gzip(idx(new byte[12], 3, 40_000, 40_000)));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("its header promises 4800000016");
    Files.write(images(), idx(new byte[12], 3, 65_536, 65_536));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("has rows of 2147483647 bytes");
    Files.write(images(), idx(new byte[12], 3, -2, 2));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("an axis of size 4294967294");
    Files.write(images(), idx(new byte[0], 0, 2, 2));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("an axis of size 0");
  }

  @Test
  void otherContentIsRefused() throws IOException {
    writeTiny(directory, "train-");
    byte[] bytes = Files.readAllBytes(images());
    bytes[2] = 0x0D;
    Files.write(images(), bytes);
    refusal(ExitCode.INPUT, () -> read(directory)).contains("elements of type 0x0d");
    bytes[0] = 1;
    Files.write(images(), bytes);
    refusal(ExitCode.INPUT, () -> read(directory)).contains("starts with 0x01000d03");
    Files.write(images(), idx(new byte[3], 3));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("has rank 1; images have rank 2 to 4");
    writeTiny(directory, "train-");
    Files.write(labelFile(), idx(new byte[3], 3, 1));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("has rank 2; labels have rank 1");
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() throws IOException {
    writeTiny(directory, "train-");
    refusal(
            ExitCode.USAGE,
            () -> read(directory.toString(), ALL.withShape(new ImageShape(4, 1, 1))))
        .contains("has samples of shape 2x2x1, not 4x1x1");
  }

  @Test
  void twoDatasetsInOneDirectoryAreNamed() throws IOException {
    writeTiny(directory, "emnist-letters-train-");
    writeTiny(directory, "emnist-digits-train-");
    for (String split : new String[] {"", "#train"}) {
      refusal(ExitCode.USAGE, () -> read(directory + split, ALL))
          .contains("holds two datasets, emnist-digits and emnist-letters: name the images file")
          .contains("/emnist-digits-train-images-idx3-ubyte");
    }
  }

  @Test
  void theRootOfTorchvisionIsRead() throws IOException {
    Path raw = Files.createDirectories(directory.resolve("MNIST").resolve("raw"));
    writeTiny(raw, "train-");
    writeTiny(raw, "t10k-");
    assertTiny(read(directory + "#train", ALL));
    assertTiny(read(directory.resolve("MNIST") + "#test", ALL));
    writeTiny(Files.createDirectories(directory.resolve("FashionMNIST").resolve("raw")), "train-");
    refusal(ExitCode.USAGE, () -> read(directory + "#train", ALL))
        .contains("holds two datasets, FashionMNIST/ and MNIST/: name the images file");
  }

  @Test
  void filesMayBeInFoldersOfTheirNames() throws IOException {
    Path flat = Files.createDirectories(directory.resolve("flat"));
    writeTiny(flat, "train-");
    for (String name : new String[] {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"}) {
      Path folder = Files.createDirectories(directory.resolve("nested").resolve(name));
      Files.move(flat.resolve(name), folder.resolve(name));
    }
    assertTiny(read(directory.resolve("nested")));
    assertTiny(
        read(
            directory
                .resolve("nested")
                .resolve("train-images-idx3-ubyte")
                .resolve("train-images-idx3-ubyte")));
  }

  @Test
  void channelsFirstAreRefused() throws IOException {
    Files.write(labelFile(), idx(new byte[] {0}, 1));
    Path images = directory.resolve("train-images-idx4-ubyte");
    Files.write(images, idx(new byte[75], 1, 3, 5, 5));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("has axes 1 x 3 x 5 x 5: channels first; write the channels last");
    Files.write(images, idx(new byte[25], 1, 1, 5, 5));
    assertThat(read(directory).shape()).contains(new ImageShape(5, 5, 1));
  }

  @Test
  void channelsAndSizeAreChosen() throws IOException {
    writeTiny(directory, "train-");
    LoadedDataset colour =
        read(
            directory.toString(),
            ALL.withChannels(PicturesConf.Channels.RGB).withResize(new ImageSize(2, 2)));
    assertThat(colour.shape()).contains(new ImageShape(2, 2, 3));
    assertThat(samples(colour, "3")).startsWith(1 / 255f, 1 / 255f, 1 / 255f, 2 / 255f);
    assertThat(colour.line())
        .isEqualTo(
            "idx, split train; labels from train-labels-idx1-ubyte; 12 features from"
                + " train-images-idx3-ubyte (bytes / 255), brought to rgb as pictures of 2x2x3; no"
                + " weights; ids from positions; 2 classes, 3 samples, values 0 to 1");
  }

  /** Sums of the bytes by numpy. */
  @Test
  void publishedKindsAreRead() {
    Path inputs = Needs.fieldInputs();
    refusal(ExitCode.USAGE, () -> read(inputs.resolve("emnist2") + "#train", ALL))
        .contains("holds two datasets, emnist-digits and emnist-letters: name the images file");
    for (String root : new String[] {"torchvision/MNIST", "torchvision", "idx_nested"}) {
      LoadedDataset loaded = read(inputs.resolve(root) + "#train", ALL);
      assertThat(loaded.dataset().sampleCount()).as(root).isEqualTo(12);
      refusal(ExitCode.USAGE, () -> read(inputs.resolve(root)))
          .contains("name one: " + inputs.resolve(root) + "#test or ");
    }
  }
}
