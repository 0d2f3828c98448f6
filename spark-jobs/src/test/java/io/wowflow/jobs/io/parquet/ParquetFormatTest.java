package io.wowflow.jobs.io.parquet;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFormatTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static Dataset<Row> numbered(long rows) {
    return SparkTest.session()
        .range(0, rows, 1, 3)
        .selectExpr("cast(id % 2 AS int) AS label", "array(cast(id AS double)) AS features");
  }

  @Test
  void rowsWithoutIdGoByFileAndRow() throws IOException {
    Path output = directory.resolve("rows");
    numbered(30).write().parquet(output.toString());
    assertThat(files(output)).hasSize(3);
    LoadedDataset loaded = read(output);
    assertThat(labels(loaded)).containsExactly("0", "1");
    float[] even = samples(loaded, "0");
    assertThat(even).hasSize(15).startsWith(0, 2, 4).endsWith(26, 28).isSorted();
    assertThat(loaded.ids().get(1)).startsWith(1, 3, 5);
  }

  @Test
  void aDrawDoesNotDependOnTheSplitOfTheFiles() {
    ReadOptions draw = ALL.withSeed(2).withSamplesPerClass(6);
    Path fewFiles = directory.resolve("few");
    Path manyFiles = directory.resolve("many");
    Dataset<Row> rows =
        numbered(200)
            .withColumn("id", org.apache.spark.sql.functions.expr("cast(features[0] AS int)"));
    rows.coalesce(1).write().parquet(fewFiles.toString());
    rows.repartition(5).write().parquet(manyFiles.toString());
    LoadedDataset one = read(fewFiles.toString(), draw);
    assertSameSamples(read(manyFiles.toString(), draw), one);
    assertThat(one.ids().get(0)).hasSize(6);
    assertThat((long) samples(one, "0")[0]).isEqualTo(one.ids().get(0)[0]);
  }

  @Test
  void theResultOfAnObjectStoreIsThatOfTheRunInTheManifest() throws IOException {
    Path out = directory.resolve("out");
    numbered(10).coalesce(1).write().parquet(out.resolve("run=new/data").toString());
    numbered(20).coalesce(1).write().parquet(out.resolve("run=old/data").toString());
    Path manifest = out.resolve("_MANIFEST.json");
    Files.writeString(manifest, "{\"run\": {\"id\": \"new\"}}");
    assertSameSamples(read(out), read(out.resolve("run=new/data")));
    Files.writeString(manifest, "{\"run\": {\"id\": \"none\"}}");
    refusal(ExitCode.INPUT, () -> read(out)).contains("parquet");
    Files.writeString(manifest, "not ours");
    refusal(ExitCode.INPUT, () -> read(out)).contains("parquet");
  }

  @Test
  void oneFilePartitionsAndADataDirectoryAreRead() throws IOException {
    Path plain = directory.resolve("out/data");
    numbered(10).coalesce(1).write().parquet(plain.toString());
    Files.createFile(directory.resolve("out/_SUCCESS"));
    LoadedDataset expected = read(plain);
    assertSameSamples(read(files(plain).get(0)), expected);
    assertSameSamples(read(directory.resolve("out")), expected);
    Path partitioned = directory.resolve("partitioned");
    numbered(10).coalesce(1).write().partitionBy("label").parquet(partitioned.toString());
    assertSameSamples(read(partitioned), expected);
  }

  @Test
  void namesThatLookLikePatternsAreRead() {
    Path output = directory.resolve("a[1]{b}*?");
    numbered(4).coalesce(1).write().parquet(output.toString());
    assertThat(labels(read(output))).containsExactly("0", "1");
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    LoadedDataset rings = read("synthetic:rings", ALL.withSamplesPerClass(7));
    Path output = directory.resolve("rings");
    ParquetFiles.write(rings, hadoop(output), CONFIGURATION);
    LoadedDataset back = read(output);
    assertSameSamples(back, rings);
    assertThat(back.ids().get(2)).isEqualTo(rings.ids().get(2));
    Dataset<Row> frame = SparkTest.session().read().parquet(output.toString());
    assertThat(frame.schema().simpleString())
        .isEqualTo("struct<label:bigint,id:bigint,features:array<float>>");
    assertThat(output.resolve("_SUCCESS")).exists();
  }

  @Test
  void weightsAndTextLabelsReadBack() throws IOException {
    Path source = directory.resolve("source");
    SparkTest.session()
        .sql(
            "SELECT col1 AS label, array(col2) AS features, col3 AS weight"
                + " FROM VALUES ('ä', 1f, 1d), ('ä', 2f, 3d), ('', 3f, 1d)")
        .coalesce(1)
        .write()
        .parquet(source.toString());
    LoadedDataset loaded = read(source);
    Path output = directory.resolve("output");
    ParquetFiles.write(loaded, hadoop(output), CONFIGURATION);
    assertSameSamples(read(output), loaded);
    assertThat(labels(loaded)).containsExactly("", "ä");
    assertThat(SparkTest.session().read().parquet(output.toString()).columns())
        .containsExactly("label", "id", "features", "weight");
  }

  @Test
  void filesAreBoundedAndTheSameEveryTime() throws IOException {
    LoadedDataset large = read("synthetic:gaussians?classes=3&samples=2&dimension=1000", ALL);
    Path output = directory.resolve("large");
    ParquetFiles.write(large, hadoop(output), CONFIGURATION, 16_001);
    List<Path> files = files(output);
    assertThat(files).hasSize(2);
    assertSameSamples(read(output), large);
    Path again = directory.resolve("again");
    ParquetFiles.write(large, hadoop(again), CONFIGURATION, 16_001);
    for (Path file : files) {
      assertThat(Files.mismatch(file, again.resolve(file.getFileName()))).isEqualTo(-1);
    }
  }

  /** In a hash set of enum constants they are in another order in every process. */
  @Test
  void encodingsAreInOrderInTheFooter() throws IOException {
    LoadedDataset written =
        read("synthetic:gaussians?classes=2&samples=2000&dimension=784", ReadOptions.defaults());
    Path output = directory.resolve("ordered");
    ParquetFiles.write(written, hadoop(output), CONFIGURATION);
    byte[] file = Files.readAllBytes(files(output).get(0));
    int sizeAt = file.length - 8;
    int size = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(sizeAt);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, sizeAt - size, size));
    List<List<Integer>> encodings =
        footer.getRow_groups().stream()
            .flatMap(group -> group.getColumns().stream())
            .map(c -> c.getMeta_data().getEncodings().stream().map(Encoding::getValue).toList())
            .toList();
    assertThat(encodings)
        .allSatisfy(ofColumn -> assertThat(ofColumn).isSorted())
        .anySatisfy(ofColumn -> assertThat(ofColumn).hasSizeGreaterThan(1));
    assertSameSamples(read(output), written);
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    Path output = directory.resolve("rows");
    numbered(30).write().parquet(output.toString());
    Path file = files(output).get(1);
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 4));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    refusal(ExitCode.INPUT, () -> read(output))
        .contains("rows cannot be read as Parquet")
        .contains(file.getFileName().toString());
  }

  @Test
  void invalidRowsAreNamedByFile() {
    Path output = directory.resolve("rows");
    SparkTest.session()
        .range(0, 4, 1, 1)
        .selectExpr("id % 2 AS label", "if(id = 3, null, array(1f)) AS features")
        .write()
        .parquet(output.toString());
    refusal(ExitCode.INPUT, () -> read(output))
        .contains("row 3 of " + SparkTest.FIRST_FILE)
        .contains("features are null");
    refusal(ExitCode.USAGE, () -> read(output + "#test", ALL))
        .contains("Parquet has no splits; leave #test out");
  }
}
