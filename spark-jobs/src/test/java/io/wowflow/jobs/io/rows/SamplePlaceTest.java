package io.wowflow.jobs.io.rows;

import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.DatasetWriter;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.flow.FlowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplePlaceTest {
  private static final String GAUSSIANS =
      "synthetic:gaussians?classes=7&samples=11&dimension=12&shift=0.5";

  @TempDir Path directory;
  @TempDir Path files;

  private SamplePlace onDisk() {
    return SamplePlace.files(files, 0);
  }

  private static boolean isInMemory(LoadedDataset loaded) {
    return loaded.dataset().classes().stream().allMatch(c -> c.source() instanceof FloatMatrix);
  }

  private void write(String output, OutputConf.Format format, LoadedDataset loaded) {
    DatasetWriter.open(output, Optional.of(format), OutputMode.ERROR, Readings.CONFIGURATION)
        .write(loaded);
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputConf.Format.class,
      names = {"PARQUET", "NPZ", "CSV"})
  void everyFormatIsReadToDiskAndWrittenFromThere(OutputConf.Format format) {
    LoadedDataset expected = read(GAUSSIANS, ReadOptions.defaults());
    String first = directory.resolve("first" + extension(format)).toString();
    write(first, format, expected);
    LoadedDataset there = read(first, ReadOptions.defaults().withPlace(onDisk()));
    assertThat(isInMemory(there)).isFalse();
    assertSameSamples(there, expected);
    String second = directory.resolve("second" + extension(format)).toString();
    write(second, format, there);
    assertSameSamples(read(second, ReadOptions.defaults()), expected);
  }

  private static String extension(OutputConf.Format format) {
    return format == OutputConf.Format.PARQUET
        ? ""
        : "." + format.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void drawnAndResizedSamplesAreTheSame() {
    ReadOptions options =
        ReadOptions.defaults()
            .withSeed(5)
            .withSamplesPerClass(4)
            .withShape(new ImageShape(3, 4, 1))
            .withResize(new ImageSize(5, 6));
    LoadedDataset there = read(GAUSSIANS, options.withPlace(onDisk()));
    assertThat(isInMemory(there)).isFalse();
    assertThat(there.dataset().dimension()).isEqualTo(30);
    assertSameSamples(there, read(GAUSSIANS, options));
  }

  @Test
  void picturesAreWrittenFromDisk() {
    ReadOptions options = ReadOptions.defaults().withShape(new ImageShape(3, 4, 1));
    String pictures = directory.resolve("pictures").toString();
    String again = directory.resolve("again").toString();
    write(pictures, OutputConf.Format.IMAGES, read(GAUSSIANS, options));
    write(again, OutputConf.Format.IMAGES, read(GAUSSIANS, options.withPlace(onDisk())));
    assertSameSamples(
        read(again, ReadOptions.defaults().withPlace(onDisk())),
        read(pictures, ReadOptions.defaults()));
  }

  @ParameterizedTest
  @ValueSource(longs = {7 * 11 * 12 * 4, 7 * 11 * 12 * 4 - 1})
  void whatIsSmallStaysInMemory(long most) {
    ReadOptions options = ReadOptions.defaults().withPlace(SamplePlace.files(files, most));
    assertThat(isInMemory(read(GAUSSIANS, options))).isEqualTo(most == 7 * 11 * 12 * 4);
  }

  @Test
  void aClassInMemoryMayBeSent() {
    LabelledClass there =
        read(GAUSSIANS, ReadOptions.defaults().withPlace(onDisk())).dataset().get(3);
    assertThat(there.inMemory().source()).isInstanceOf(FloatMatrix.class);
    assertThat(there.inMemory().inMemory()).isNotSameAs(there);
    assertThat(there.inMemory().samples().values()).isEqualTo(there.samples().values());
  }

  @Test
  void filesHaveNoNameOnceTheyAreOpen() throws IOException {
    LoadedDataset there = read(GAUSSIANS, ReadOptions.defaults().withPlace(onDisk()));
    try (Stream<Path> left = Files.list(files)) {
      assertThat(left).isEmpty();
    }
    assertSameSamples(there, read(GAUSSIANS, ReadOptions.defaults()));
  }

  @Test
  void aStateOfClassesLargerThanTheBufferIsKept() {
    int d = 1000;
    int[] sizes = {3, 700, 1, 263};
    List<FloatMatrix> positions = new ArrayList<>();
    List<FloatMatrix> velocities = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      positions.add(counting(sizes[c], d, c));
      velocities.add(counting(sizes[c], d, -1 - c));
    }
    FlowState kept = onDisk().keep(new FlowState(9, positions, velocities), sizes, d);
    assertThat(kept.step()).isEqualTo(9);
    for (int c : new int[] {1, 3, 0, 2, 1}) {
      assertThat(kept.positions().get(c).values()).isEqualTo(positions.get(c).values());
      assertThat(kept.velocities().get(c).values()).isEqualTo(velocities.get(c).values());
    }
    assertThat(kept.positions()).hasSize(sizes.length);
    assertThat(kept.positions().get(1)).isNotSameAs(positions.get(1));
  }

  @Test
  void manyThreadsMayRead() {
    LoadedDataset there = read(GAUSSIANS, ReadOptions.defaults().withPlace(onDisk()));
    LoadedDataset expected = read(GAUSSIANS, ReadOptions.defaults());
    boolean same =
        IntStream.range(0, 2000)
            .parallel()
            .map(i -> i % 7)
            .allMatch(
                c ->
                    Arrays.equals(
                        there.dataset().get(c).samples().values(),
                        expected.dataset().get(c).samples().values()));
    assertThat(same).isTrue();
  }

  @Test
  void anInterruptedThreadDoesNoHarm() {
    LoadedDataset there = read(GAUSSIANS, ReadOptions.defaults().withPlace(onDisk()));
    Thread.currentThread().interrupt();
    float[] read = there.dataset().get(2).samples().values();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read)
        .isEqualTo(read(GAUSSIANS, ReadOptions.defaults()).dataset().get(2).samples().values());
    assertSameSamples(there, read(GAUSSIANS, ReadOptions.defaults()));
  }

  @Test
  void anEnlargedDatasetIsPutTogetherFromDisk() {
    assertSameSamples(
        enlarged(ReadOptions.defaults().withPlace(onDisk())), enlarged(ReadOptions.defaults()));
    assertThat(isInMemory(enlarged(ReadOptions.defaults().withPlace(onDisk())))).isFalse();
    assertThat(isInMemory(enlarged(ReadOptions.defaults()))).isTrue();
  }

  private static LoadedDataset enlarged(ReadOptions options) {
    LoadedDataset target = read(GAUSSIANS, options.withDefaultStream(1));
    LoadedDataset source = read(GAUSSIANS, options);
    List<String> labels = target.dataset().classes().stream().map(LabelledClass::label).toList();
    int[] matched = {6, 0, 0, 3, 3, 3, 1};
    FlowedDataset flowed = new FlowedDataset(source, LabelKind.INTEGER, labels, matched);
    return AugmentedDataset.of(target, flowed).enlarged();
  }

  private static FloatMatrix counting(int rows, int columns, int from) {
    FloatMatrix out = FloatMatrix.zeros(rows, columns);
    for (int i = 0; i < out.values().length; i++) {
      out.values()[i] = from + i * 0.25f;
    }
    return out;
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    ReadOptions options =
        ReadOptions.defaults().withPlace(SamplePlace.files(file.resolve("below"), 0));
    refusal(ExitCode.FAILURE, () -> read(GAUSSIANS, options))
        .contains("Samples cannot be kept in " + file.resolve("below"))
        .contains("--conf spark.local.dir=DIR");
  }
}
