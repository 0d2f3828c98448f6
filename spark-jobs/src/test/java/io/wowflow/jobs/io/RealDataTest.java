package io.wowflow.jobs.io;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.npz.NpzDatasets;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDataTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  private static String data(String name) {
    return Needs.dataSet(name).toString();
  }

  private static double mean(LoadedDataset loaded) {
    double sum = 0;
    for (LabelledClass c : loaded.dataset().classes()) {
      for (float value : c.samples().values()) {
        sum += value;
      }
    }
    return sum / loaded.dataset().sampleCount() / loaded.dataset().dimension();
  }

  @Test
  void mnistHasItsPublishedCountsAndMean() {
    LoadedDataset train = read(data("MNIST") + "#train", ALL);
    assertThat(labels(train)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(train.dataset().classes().stream().map(LabelledClass::size))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(train.shape()).contains(new ImageShape(28, 28, 1));
    assertThat(mean(train)).isCloseTo(0.1307, within(5e-5));
    assertThat(read(data("MNIST") + "#test", ALL).dataset().sampleCount()).isEqualTo(10_000);
  }

  @Test
  void theOtherSetsHaveTheirCounts() {
    LoadedDataset fashion = read(data("FashionMNIST") + "#train", ALL);
    assertThat(fashion.dataset().classes()).hasSize(10).allMatch(c -> c.size() == 6000);
    assertThat(mean(fashion)).isCloseTo(0.2860, within(5e-5));
    LoadedDataset kuzushiji = read(data("KMNIST"), ALL);
    assertThat(kuzushiji.dataset().classes()).hasSize(10).allMatch(c -> c.size() == 1000);
  }

  @Test
  void cifarHasItsPublishedCountsAndItsFirstPixels() {
    LoadedDataset test = read(data("CIFAR10") + "#test", ALL);
    assertThat(test.dataset().classes()).hasSize(10).allMatch(c -> c.size() == 1000);
    assertThat(test.shape()).contains(new ImageShape(32, 32, 3));
    // By NumPy, of the first batch; the whole training set has 0.4914, 0.4822, 0.4465.
    double[] means = {0.493458, 0.483374, 0.447179};
    LoadedDataset train = read(data("CIFAR10") + "#train", ALL);
    assertThat(train.dataset().sampleCount()).isEqualTo(10_000);
    for (int k = 0; k < 3; k++) {
      assertThat(channelMean(train, k)).isCloseTo(means[k], within(1e-6));
    }
    // The first test image is a cat whose first pixel is (158, 112, 49).
    assertThat(Arrays.copyOf(Readings.samples(test, "3"), 3))
        .containsExactly(158 / 255f, 112 / 255f, 49 / 255f);
  }

  private static double channelMean(LoadedDataset loaded, int channel) {
    double sum = 0;
    long count = 0;
    for (LabelledClass c : loaded.dataset().classes()) {
      float[] values = c.samples().values();
      for (int i = channel; i < values.length; i += 3) {
        sum += values[i];
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void mnistSurvivesParquetAndNpz() throws IOException {
    LoadedDataset train = read(data("MNIST") + "#train", ALL);
    Path parquet = directory.resolve("mnist");
    ParquetFiles.write(train, new org.apache.hadoop.fs.Path(parquet.toUri()), CONFIGURATION);
    assertSameSamples(read(parquet), train);
    Path npz = directory.resolve("mnist.npz");
    try (var out = Files.newOutputStream(npz)) {
      NpzDatasets.write(train, out);
    }
    assertSameSamples(read(npz), train);
  }

  @Test
  void aDrawOfMnistIsTheSameFromEveryFormat() throws IOException {
    ReadOptions draw = ALL.withSeed(1).withSamplesPerClass(100);
    String mnist = data("MNIST") + "#test";
    LoadedDataset drawn = read(mnist, draw);
    Path parquet = directory.resolve("mnist");
    ParquetFiles.write(
        read(mnist, ALL), new org.apache.hadoop.fs.Path(parquet.toUri()), CONFIGURATION);
    LoadedDataset back = read(parquet.toString(), draw);
    assertSameSamples(back, drawn);
    assertThat(back.ids().get(9)).isEqualTo(drawn.ids().get(9));
  }
}
