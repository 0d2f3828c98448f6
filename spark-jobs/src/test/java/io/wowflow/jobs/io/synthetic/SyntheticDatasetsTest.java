package io.wowflow.jobs.io.synthetic;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import org.junit.jupiter.api.Test;

class SyntheticDatasetsTest {
  private static final ReadOptions SEED_5 = ReadOptions.defaults().withSeed(5);

  @Test
  void ringsAreEquallySpacedFromAngleZero() {
    LoadedDataset rings = read("synthetic:rings", SEED_5);
    assertThat(labels(rings)).containsExactly("0", "1", "2");
    assertThat(rings.labelKind()).isEqualTo(LabelKind.INTEGER);
    for (int c = 0; c < 3; c++) {
      float[] points = samples(rings, Integer.toString(c));
      assertThat(points).hasSize(160);
      assertThat(points[0]).isEqualTo((float) (0.3 - 0.75 * c));
      assertThat(points[1]).isZero();
      for (int i = 0; i < 80; i++) {
        double angle = Math.atan2(points[2 * i + 1], points[2 * i] + 0.75 * c);
        double turns = (angle / (2 * Math.PI) + 1) * 80;
        assertThat(Math.IEEEremainder(turns - i, 80)).isCloseTo(0, within(1e-4));
        assertThat(Math.hypot(points[2 * i + 1], points[2 * i] + 0.75 * c))
            .isCloseTo(0.3, within(1e-6));
      }
    }
    assertThat(rings.ids().get(2)[0]).isEqualTo(160);
  }

  @Test
  void ringsSourceIsASmallBlob() {
    LoadedDataset source = read("synthetic:rings-source", SEED_5);
    double sum = 0;
    double squares = 0;
    for (int c = 0; c < 3; c++) {
      float[] points = samples(source, Integer.toString(c));
      assertThat(points).hasSize(160);
      for (int i = 0; i < 160; i++) {
        double deviation = (points[i] - (i % 2 == 0 ? -0.3 : 0)) / 0.01;
        sum += deviation;
        squares += deviation * deviation;
      }
    }
    assertThat(sum / 480).isCloseTo(0, within(4 / Math.sqrt(480)));
    assertThat(squares / 480).isCloseTo(1, within(4 * Math.sqrt(2.0 / 480)));
  }

  @Test
  void gaussiansComeFromTheirOwnSequence() {
    LoadedDataset made =
        read("synthetic:gaussians?classes=12&samples=3&dimension=2&stream=7&shift=100", SEED_5);
    assertThat(labels(made)).hasSize(12).endsWith("9", "10", "11");
    CounterRandom random = CounterRandom.at(5, Streams.SYNTHETIC, 7, 11);
    double mean0 = 100 + random.nextGaussian();
    double mean1 = 100 + random.nextGaussian();
    float[] points = samples(made, "11");
    for (int i = 0; i < 3; i++) {
      assertThat(points[2 * i]).isEqualTo((float) (mean0 + random.nextGaussian()));
      assertThat(points[2 * i + 1]).isEqualTo((float) (mean1 + random.nextGaussian()));
    }
  }

  @Test
  void theStreamDefaultsToTheOptions() {
    String uri = "synthetic:gaussians?classes=2&samples=3&dimension=2";
    float[] first = samples(read(uri + "&stream=1", SEED_5), "1");
    assertThat(samples(read(uri, SEED_5.withDefaultStream(1)), "1")).isEqualTo(first);
    assertThat(samples(read(uri, SEED_5), "1")).isNotEqualTo(first);
    assertThat(samples(read(uri + "&stream=1", SEED_5.withSeed(6)), "1")).isNotEqualTo(first);
  }

  @Test
  void aDrawKeepsValuesAndPositions() {
    LoadedDataset all = read("synthetic:rings", SEED_5);
    LoadedDataset drawn = read("synthetic:rings", SEED_5.withSamplesPerClass(10));
    int[] positions = SampleDraw.draw(5, "1", 80, 10);
    for (int i = 0; i < 10; i++) {
      assertThat(samples(drawn, "1")[2 * i]).isEqualTo(samples(all, "1")[2 * positions[i]]);
      assertThat(drawn.ids().get(1)[i]).isEqualTo(80 + positions[i]);
    }
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    refusal(ExitCode.INPUT, () -> read("synthetic:rings", SEED_5.withSamplesPerClass(81)))
        .contains("synthetic:rings: class '0' has 80 samples, but 81 are to be drawn");
    refusal(
            ExitCode.USAGE,
            () -> read("synthetic:gaussians?classes=65536&samples=65536&dimension=1", SEED_5))
        .contains("asks for 4294967296 samples");
    refusal(
            ExitCode.USAGE,
            () -> read("synthetic:gaussians?classes=1&samples=2&dimension=2147483647", SEED_5))
        .contains("the samples need 16383 MB");
    refusal(ExitCode.USAGE, () -> read("synthetic:rings", SEED_5.withFormat("npz")))
        .contains("leave the format 'npz' out");
    refusal(ExitCode.USAGE, () -> read("synthetic:rings", SEED_5.withResize(new ImageSize(2, 2))))
        .contains("does not contain the shape");
  }
}
