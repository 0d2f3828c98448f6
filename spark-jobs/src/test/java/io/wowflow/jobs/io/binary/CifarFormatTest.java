package io.wowflow.jobs.io.binary;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.binary.IdxBytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
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

class CifarFormatTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  /** Records with these label bytes, whose pixel p of channel k is 10 k + record + p mod 7. */
  private static byte[] records(int labelBytes, int... labels) {
    int length = labelBytes + 3072;
    byte[] out = new byte[labels.length / labelBytes * length];
    for (int i = 0; i < labels.length; i++) {
      out[i / labelBytes * length + i % labelBytes] = (byte) labels[i];
    }
    for (int record = 0; record < out.length / length; record++) {
      for (int j = 0; j < 3072; j++) {
        out[record * length + labelBytes + j] = (byte) (10 * (j / 1024) + record + j % 1024 % 7);
      }
    }
    return out;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  @Test
  void planesBecomePixelsAndBatchesGoByName() throws IOException {
    write("data_batch_2.bin", records(1, 3, 3));
    write("data_batch_1.bin", records(1, 9));
    write("batches.meta.txt", new byte[] {'x'});
    LoadedDataset loaded = read(directory);
    assertThat(labels(loaded)).containsExactly("3", "9");
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    assertThat(loaded.shape()).contains(new ImageShape(32, 32, 3));
    assertThat(Arrays.copyOf(samples(loaded, "9"), 6))
        .containsExactly(0f, 10 / 255f, 20 / 255f, 1 / 255f, 11 / 255f, 21 / 255f);
    assertThat(samples(loaded, "3")[3072]).isEqualTo(1 / 255f);
    assertThat(loaded.ids().get(0)).containsExactly(1, 2);
  }

  @Test
  void splitsAreNamedWhereThereAreTwo() throws IOException {
    write("data_batch_1.bin.gz", gzip(records(1, 1)));
    write("test_batch.bin.gz", gzip(records(1, 2)));
    assertThat(labels(read(directory + "#train", ALL))).containsExactly("1");
    assertThat(labels(read(directory + "#test", ALL))).containsExactly("2");
    refusal(ExitCode.USAGE, () -> read(directory)).contains("name one: " + directory + "#test or ");
    assertThat(labels(read(directory.resolve("test_batch.bin.gz")))).containsExactly("2");
    Files.delete(directory.resolve("test_batch.bin.gz"));
    refusal(ExitCode.USAGE, () -> read(directory + "#test", ALL))
        .contains(directory + " has no split #test; name " + directory + "#train");
  }

  @Test
  void theFineLabelOfCifar100Counts() throws IOException {
    write("train.bin", records(2, 19, 99, 0, 5));
    write("test.bin", records(2, 1, 7));
    LoadedDataset train = read(directory + "#train", ALL);
    assertThat(labels(train)).containsExactly("5", "99");
    assertThat(samples(train, "99")[1]).isEqualTo(10 / 255f);
    assertThat(labels(read(directory.resolve("test.bin")))).containsExactly("7");
  }

  @Test
  void thePlainFileIsReadWhereBothAreThere() throws IOException {
    write("train.bin", records(2, 0, 1));
    write("train.bin.gz", gzip(records(2, 0, 2)));
    assertThat(labels(read(directory))).containsExactly("1");
  }

  @Test
  void aDrawReadsTheSameImages() throws IOException {
    write("data_batch_1.bin", records(1, new int[20]));
    write("data_batch_2.bin", records(1, new int[10]));
    int[] drawn = SampleDraw.draw(4, "0", 30, 5);
    LoadedDataset loaded = read(directory.toString(), ALL.withSeed(4).withSamplesPerClass(5));
    for (int i = 0; i < 5; i++) {
      assertThat(samples(loaded, "0")[i * 3072]).isEqualTo(drawn[i] % 20 / 255f);
    }
  }

  @Test
  void damageIsRefused() throws IOException {
    byte[] whole = records(1, 1, 2);
    write("data_batch_1.bin", Arrays.copyOf(whole, whole.length - 1));
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains(
            "data_batch_1.bin breaks off in record 1 of CIFAR-10 (it has 3072 of 3073 bytes)");
    write("data_batch_1.bin", new byte[0]);
    refusal(ExitCode.INPUT, () -> read(directory)).contains("breaks off in record 0");
    byte[] wrong = records(1, 1, 17);
    write("data_batch_1.bin", wrong);
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("data_batch_1.bin, record 1: its label is 17, CIFAR-10 has labels 0 to 9");
    Files.delete(directory.resolve("data_batch_1.bin"));
    byte[] compressed = gzip(whole);
    write("data_batch_1.bin.gz", Arrays.copyOf(compressed, compressed.length - 20));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("breaks off in record");
    write("train.bin", records(2, 0, 1));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("of CIFAR-10 and of CIFAR-100");
  }

  @Test
  void theUnpackedArchiveIsFound() throws IOException {
    write("data_batch_1.bin", records(1, 1));
    Path archive = directory.resolve("root").resolve("cifar-10-batches-bin");
    Files.createDirectories(archive);
    Files.move(directory.resolve("data_batch_1.bin"), archive.resolve("data_batch_1.bin"));
    LoadedDataset loaded = read(archive.getParent() + "#train", ALL);
    assertThat(labels(loaded)).containsExactly("1");
    assertThat(loaded.line())
        .startsWith("cifar, split train; labels from the first byte of each record; 3072 features");
    LoadedDataset grey = read(archive.toString(), ALL.withChannels(PicturesConf.Channels.GREY));
    assertThat(grey.shape()).contains(new ImageShape(32, 32, 1));
    float[] colours = samples(loaded, "1");
    assertThat(samples(grey, "1")[0])
        .isEqualTo((float) (0.299 * colours[0] + 0.587 * colours[1] + 0.114 * colours[2]));
  }
}
