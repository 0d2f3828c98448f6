package io.wowflow.jobs.convert;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.image.ImageBytes;
import io.wowflow.jobs.io.npz.NpyBytes;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that one format can hold survives every way through two formats. */
class FormatRoundTripTest {
  @TempDir Path directory;

  private final ReadOptions shaped = ReadOptions.defaults().withShape(new ImageShape(2, 3, 3));

  private LoadedDataset convert(
      Path source, ReadOptions options, Path output, OutputConf.Format to) {
    return new ConvertJob(
            DatasetUri.parse(source.toString()),
            options,
            output.toString(),
            Optional.of(to),
            OutputMode.ERROR,
            Optional.empty())
        .run(CONFIGURATION, new DatasetReader(CONFIGURATION, SparkTest::session));
  }

  private Path output(OutputConf.Format... formats) {
    StringBuilder name = new StringBuilder();
    for (OutputConf.Format format : formats) {
      name.append('-').append(format.name().toLowerCase(Locale.ROOT));
    }
    return directory.resolve(name.substring(1));
  }

  @Test
  void imagesSurviveEveryPairOfFormats() throws IOException {
    Path folder = directory.resolve("source");
    ImageBytes.put(folder, "a dog, \"big\"", "1.png", ImageBytes.colour(2, 3, 0));
    ImageBytes.put(folder, "a dog, \"big\"", "2.png", ImageBytes.colour(2, 3, 90));
    ImageBytes.put(folder, "<b>", "1.png", ImageBytes.colour(2, 3, 200));
    LoadedDataset original = read(folder);
    for (OutputConf.Format first : OutputConf.Format.values()) {
      convert(folder, shaped, output(first), first);
      for (OutputConf.Format second : OutputConf.Format.values()) {
        convert(output(first), shaped, output(first, second), second);
        assertSameSamples(read(output(first, second)), original);
      }
    }
  }

  @Test
  void weightsAndIdsAndNegativeNumbersSurviveAllButImages() throws IOException {
    Path source =
        NpyBytes.write(
            directory.resolve("source.npz"),
            Map.of(
                "x.npy",
                NpyBytes.npy("<f4", "(3, 2)", NpyBytes.floats(0.1, -1e-30, 3.4e38, -0.0, 4, 5)),
                "y.npy",
                NpyBytes.npy("<i8", "(3,)", NpyBytes.longs(-5, 12, -5)),
                "weight.npy",
                NpyBytes.npy("<f8", "(3,)", NpyBytes.doubles(1, 1, 2))));
    LoadedDataset original = read(source);
    for (OutputConf.Format first : EnumSet.complementOf(EnumSet.of(OutputConf.Format.IMAGES))) {
      convert(source, ReadOptions.defaults(), output(first), first);
      for (OutputConf.Format second : EnumSet.complementOf(EnumSet.of(OutputConf.Format.IMAGES))) {
        convert(output(first), ReadOptions.defaults(), output(first, second), second);
        assertSameSamples(read(output(first, second)), original);
      }
    }
    assertThat(read(output(OutputConf.Format.PARQUET, OutputConf.Format.CSV)).ids().get(0))
        .containsExactly(0, 2);
  }

  @Test
  void theNameOfTheOutputTellsTheFormat() throws IOException {
    ConvertJob job =
        new ConvertJob(
            DatasetUri.parse("synthetic:rings"),
            ReadOptions.defaults(),
            directory.resolve("rings.csv.gz").toString(),
            Optional.empty(),
            OutputMode.ERROR,
            Optional.empty());
    job.run(CONFIGURATION, new DatasetReader(CONFIGURATION, SparkTest::session));
    byte[] bytes = Files.readAllBytes(directory.resolve("rings.csv.gz"));
    assertThat(bytes).startsWith(0x1F, 0x8B);
    assertSameSamples(
        read(directory.resolve("rings.csv.gz")), read("synthetic:rings", ReadOptions.defaults()));
  }

  @Test
  void whatIsNoImageIsNotWrittenAsOne() throws IOException {
    Path source = directory.resolve("source");
    ImageBytes.put(source, "a", "1.png", ImageBytes.grey(2, 2, 0));
    Path npz = output(OutputConf.Format.NPZ);
    convert(source, ReadOptions.defaults(), npz, OutputConf.Format.NPZ);
    Path images = output(OutputConf.Format.IMAGES);
    refusal(
            ExitCode.USAGE,
            () -> convert(npz, ReadOptions.defaults(), images, OutputConf.Format.IMAGES))
        .contains("give their shape with --shape HxWxC");
    Path labels =
        NpyBytes.write(
            directory.resolve("labels.npz"),
            Map.of(
                "x.npy", NpyBytes.npy("|u1", "(1, 4)", new byte[4]),
                "y.npy", NpyBytes.npy("<U4", "(1,)", NpyBytes.texts(4, "../x"))));
    ReadOptions grey = ReadOptions.defaults().withShape(new ImageShape(2, 2, 1));
    refusal(ExitCode.USAGE, () -> convert(labels, grey, images, OutputConf.Format.IMAGES))
        .contains("the label '../x' cannot be the name of a folder");
    assertThat(images).doesNotExist();
  }

  @Test
  void foldersOfImagesAreOnlyReplacedIfTheyHoldNothingElse() throws IOException {
    Path source = directory.resolve("source");
    ImageBytes.put(source, "a", "1.png", ImageBytes.grey(2, 2, 0));
    Path images = output(OutputConf.Format.IMAGES);
    convert(source, ReadOptions.defaults(), images, OutputConf.Format.IMAGES);
    Path letter = Files.writeString(images.resolve("a/letter.txt"), "precious");
    ConvertJob again =
        new ConvertJob(
            DatasetUri.parse(source.toString()),
            ReadOptions.defaults(),
            images.toString(),
            Optional.of(OutputConf.Format.IMAGES),
            OutputMode.OVERWRITE,
            Optional.empty());
    refusal(
            ExitCode.OUTPUT,
            () -> again.run(CONFIGURATION, new DatasetReader(CONFIGURATION, SparkTest::session)))
        .contains("holds more than folders of PNG files ('letter.txt')");
    Files.delete(letter);
    again.run(CONFIGURATION, new DatasetReader(CONFIGURATION, SparkTest::session));
    assertSameSamples(read(images), read(source));
  }
}
