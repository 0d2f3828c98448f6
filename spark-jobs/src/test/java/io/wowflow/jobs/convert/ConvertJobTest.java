package io.wowflow.jobs.convert;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.binary.IdxBytes;
import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.SampleOrigins;
import io.wowflow.jobs.io.npz.NpyBytes;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertJobTest {
  private static final ReadOptions ALL = ReadOptions.defaults();
  private static final String RINGS = "synthetic:rings";

  @TempDir Path directory;

  private static ConvertJob job(String source, Path output, OutputMode mode) {
    return new ConvertJob(
        DatasetUri.parse(source), ALL, output.toString(), Optional.empty(), mode, Optional.empty());
  }

  private static LoadedDataset run(ConvertJob job) {
    return job.run(CONFIGURATION, new DatasetReader(CONFIGURATION, SparkTest::session));
  }

  private static LoadedDataset convert(String source, Path output) {
    return run(job(source, output, OutputMode.ERROR));
  }

  private List<String> namesInDirectory() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A weighted dataset with text labels and classes of different sizes. */
  private Path weighted() throws IOException {
    return NpyBytes.write(
        directory.resolve("weighted.npz"),
        Map.of(
            "x.npy", NpyBytes.npy("<f4", "(3, 2)", NpyBytes.floats(0.1, 1, 2, 3, 4, 5)),
            "y.npy", NpyBytes.npy("<U3", "(3,)", NpyBytes.texts(3, "cat", "dog", "cat")),
            "weight.npy", NpyBytes.npy("<f8", "(3,)", NpyBytes.doubles(1, 1, 2))));
  }

  @Test
  void npzAndParquetRoundTrip() throws IOException {
    LoadedDataset original = read(weighted());
    Path parquet = directory.resolve("parquet");
    convert(weighted().toString(), parquet);
    assertSameSamples(read(parquet), original);
    Path npz = directory.resolve("again.npz");
    convert(parquet.toString(), npz);
    assertSameSamples(read(npz), original);
  }

  @Test
  void theOriginOfSamplesSurvivesEveryConversion() throws IOException {
    LoadedDataset own = read(weighted());
    LabelledDataset particles =
        LabelledDataset.of(
            List.of(
                LabelledClass.of("7", new FloatMatrix(2, 2, new float[] {1, 2, 3, 4})),
                LabelledClass.of("9", new FloatMatrix(1, 2, new float[] {5, 6}))));
    FlowedDataset flowed =
        new FlowedDataset(
            new LoadedDataset(
                particles,
                LabelKind.INTEGER,
                List.of(new long[] {40, 41}, new long[] {50}),
                Optional.empty()),
            LabelKind.STRING,
            List.of("cat", "dog"),
            new int[] {1, 0});
    Path enlarged = directory.resolve("enlarged");
    ParquetFiles.writeAugmented(
        AugmentedDataset.of(own, flowed),
        new org.apache.hadoop.fs.Path(enlarged.toUri()),
        CONFIGURATION);
    Path npz = directory.resolve("enlarged.npz");
    convert(enlarged.toString(), npz);
    Path again = directory.resolve("again");
    convert(npz.toString(), again);
    for (Path copy : List.of(enlarged, npz, again)) {
      SampleOrigins origins = read(copy).origins().orElseThrow();
      assertThat(origins.isComplete()).isFalse();
      assertThat(originsOf(origins, 0, 3))
          .as("%s", copy)
          .containsExactly("null/0", "null/2", "9/50");
      assertThat(originsOf(origins, 1, 3)).as("%s", copy).containsExactly("null/1", "7/40", "7/41");
    }
    assertThat(read(npz).dataset().sampleCount()).isEqualTo(6);
  }

  private static List<String> originsOf(SampleOrigins origins, int c, int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> origins.label(c, i) + "/" + origins.ids().get(c)[i])
        .toList();
  }

  @Test
  void theOriginOfAFlowIsItsSourceClassAndId() throws IOException {
    LabelledDataset particles =
        LabelledDataset.of(
            List.of(
                LabelledClass.of("7", new FloatMatrix(1, 2, new float[] {1, 2})),
                LabelledClass.of("9", new FloatMatrix(1, 2, new float[] {5, 6}))));
    FlowedDataset flowed =
        new FlowedDataset(
            new LoadedDataset(
                particles,
                LabelKind.INTEGER,
                List.of(new long[] {40}, new long[] {50}),
                Optional.empty()),
            LabelKind.INTEGER,
            List.of("0", "1"),
            new int[] {1, 0});
    Path parquet = directory.resolve("flowed");
    ParquetFiles.writeFlowed(flowed, new org.apache.hadoop.fs.Path(parquet.toUri()), CONFIGURATION);
    Path npz = directory.resolve("flowed.npz");
    convert(parquet.toString(), npz);
    SampleOrigins origins = read(npz).origins().orElseThrow();
    assertThat(origins.kind()).isEqualTo(LabelKind.INTEGER);
    assertThat(originsOf(origins, 0, 1)).containsExactly("9/50");
    assertThat(originsOf(origins, 1, 1)).containsExactly("7/40");
  }

  @Test
  void equalClassesRoundTripWithoutLabelsOfRows() {
    Path npz = directory.resolve("rings.npz");
    convert(RINGS, npz);
    assertSameSamples(read(npz), read(RINGS, ALL));
    Path parquet = directory.resolve("rings");
    convert(npz.toString(), parquet);
    assertSameSamples(read(parquet), read(RINGS, ALL));
  }

  @Test
  void npzIsTheSameEveryTimeAndLeavesNothingElse() throws IOException {
    convert(RINGS, directory.resolve("a.npz"));
    convert(RINGS, directory.resolve("b.npz"));
    assertThat(Files.mismatch(directory.resolve("a.npz"), directory.resolve("b.npz")))
        .isEqualTo(-1);
    assertThat(namesInDirectory()).containsExactly("a.npz", "b.npz");
  }

  @Test
  void imagesAreResizedAndPreviewed() throws IOException {
    IdxBytes.writeTiny(directory, "train-");
    Path output = directory.resolveSibling(directory.getFileName() + "-out.npz");
    Path preview = directory.resolveSibling(directory.getFileName() + "-out.png");
    try {
      run(
          new ConvertJob(
              DatasetUri.parse(directory.toString()),
              ALL.withResize(new ImageSize(4, 4)),
              output.toString(),
              Optional.empty(),
              OutputMode.ERROR,
              Optional.of(preview.toString())));
      assertThat(read(output).dataset().dimension()).isEqualTo(16);
      assertThat(ImageIO.read(preview.toFile()).getHeight()).isEqualTo(4 + 2 * (56 + 4));
      refusal(
              ExitCode.OUTPUT,
              () ->
                  run(
                      new ConvertJob(
                          DatasetUri.parse(directory.toString()),
                          ALL,
                          output + "2.npz",
                          Optional.empty(),
                          OutputMode.ERROR,
                          Optional.of(preview.toString()))))
          .contains("exists; choose another preview");
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(preview);
    }
  }

  @Test
  void aPreviewNeedsImages() throws IOException {
    Path output = directory.resolve("a.npz");
    Optional<String> preview = Optional.of(directory.resolve("a.png").toString());
    ConvertJob job =
        new ConvertJob(
            DatasetUri.parse(RINGS),
            ALL,
            output.toString(),
            Optional.empty(),
            OutputMode.ERROR,
            preview);
    refusal(ExitCode.USAGE, () -> run(job)).contains("synthetic:rings has no picture");
    assertThat(output).doesNotExist();
  }

  @Test
  void anOutputThatExistsIsKeptUnlessItMayBeReplaced() throws IOException {
    Path npz = Files.writeString(directory.resolve("a.npz"), "precious");
    refusal(ExitCode.OUTPUT, () -> convert(RINGS, npz))
        .contains("a.npz exists; choose another output, or mode overwrite");
    assertThat(npz).hasContent("precious");
    run(job(RINGS, npz, OutputMode.OVERWRITE));
    assertSameSamples(read(npz), read(RINGS, ALL));
    Path parquet = directory.resolve("parquet");
    convert("synthetic:rings-source", parquet);
    refusal(ExitCode.OUTPUT, () -> convert(RINGS, parquet)).contains("exists");
    run(job(RINGS, parquet, OutputMode.OVERWRITE));
    assertSameSamples(read(parquet), read(RINGS, ALL));
  }

  @Test
  void overwritingTakesNothingElseAway() throws IOException {
    Path home = Files.createDirectory(directory.resolve("home"));
    Path letter = Files.writeString(home.resolve("letter.txt"), "precious");
    refusal(ExitCode.OUTPUT, () -> run(job(RINGS, home, OutputMode.OVERWRITE)))
        .contains("holds more than Parquet files ('letter.txt'); it is not replaced");
    assertThat(letter).hasContent("precious");
    Path named = Files.createDirectory(directory.resolve("folder.npz"));
    refusal(ExitCode.OUTPUT, () -> run(job(RINGS, named, OutputMode.OVERWRITE)))
        .contains("exists and is a directory; remove it first");
    Path file = Files.writeString(directory.resolve("file"), "precious");
    refusal(ExitCode.OUTPUT, () -> run(job(RINGS, file, OutputMode.OVERWRITE)))
        .contains("exists and is a file; remove it first");
  }

  @Test
  void outputsApartFromInputs() throws IOException {
    Path source = weighted();
    String name = source.toString();
    refusal(ExitCode.USAGE, () -> run(job(name, source, OutputMode.OVERWRITE)))
        .contains("is the input " + source);
    refusal(ExitCode.USAGE, () -> run(job(name, directory, OutputMode.OVERWRITE)))
        .contains("holds the input");
    refusal(
            ExitCode.USAGE,
            () -> run(job("file:" + directory, directory.resolve("x/../y"), OutputMode.ERROR)))
        .contains("is inside the input");
    ConvertJob preview =
        new ConvertJob(
            DatasetUri.parse(name),
            ALL,
            directory + "/out",
            Optional.empty(),
            OutputMode.OVERWRITE,
            Optional.of(directory + "/out/sheet.png"));
    refusal(ExitCode.USAGE, () -> run(preview))
        .contains("is inside the output " + directory + "/out");
    assertSameSamples(read(source), read(weighted()));
  }

  @Test
  void aFailedReadingLeavesNothing() throws IOException {
    refusal(ExitCode.INPUT, () -> convert(directory + "/nothing", directory.resolve("a.npz")))
        .contains("does not exist");
    assertThat(namesInDirectory()).isEmpty();
  }

  @Test
  void formatsThatAreNotWrittenAreRefused() {
    refusal(ExitCode.USAGE, () -> convert(RINGS, directory.resolve("a.TSV")))
        .contains("a.TSV: this format is not written; name a .npz, .csv or .csv.gz file");
    refusal(ExitCode.USAGE, () -> convert(RINGS, Path.of("/"))).contains("is a root");
  }

  @Test
  void aFileThatAnotherProgramChangesIsStillRead() throws IOException {
    Path npz = directory.resolve("weighted.npz");
    convert(RINGS, npz);
    weighted();
    assertThat(read(npz).dataset().classCount()).isEqualTo(2);
  }
}
