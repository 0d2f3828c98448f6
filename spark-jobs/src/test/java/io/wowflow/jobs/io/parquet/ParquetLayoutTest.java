package io.wowflow.jobs.io.parquet;

import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.InputConf.Columns;
import io.wowflow.jobs.conf.InputConf.Header;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders, files and columns that other software writes. */
class ParquetLayoutTest {
  private static final ReadOptions ALL = ReadOptions.defaults();
  private static final String TWO = "(1, 1f), (2, 2f), (1, 3f)";
  private static final String LISTS = "col1 AS label, array(col2, 0f) AS features";
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";

  @TempDir Path directory;

  /** Writes one file. */
  private Path file(String path, String values, String columns) {
    Path file = directory.resolve(path);
    Path written = directory.resolve("_written");
    SparkTest.session()
        .sql("SELECT " + columns + " FROM VALUES " + values)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(written.toString());
    try (Stream<Path> parts = Files.list(written)) {
      Files.createDirectories(file.getParent());
      Path part = parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
      return Files.copy(part, file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path lists(String path) {
    return file(path, TWO, LISTS);
  }

  private Path in(String path) {
    return directory.resolve(path);
  }

  private LoadedDataset table(String columns) {
    file("t/part-0.parquet", "(1, 1d), (2, 2d), (1, 3d)", columns);
    return read(in("t"));
  }

  private static Columns columns(
      String label, List<String> features, List<String> drop, String weight, String id) {
    return new Columns(
        Optional.ofNullable(label),
        features,
        drop,
        Optional.ofNullable(weight),
        Optional.ofNullable(id),
        Optional.empty(),
        Optional.empty());
  }

  private LoadedDataset with(String path, Columns columns) {
    return read(in(path).toString(), ALL.withColumns(columns));
  }

  @ParameterizedTest
  @CsvSource({
    "_delta_log/0.json, a Delta table",
    ".hoodie/hoodie.properties, a Hudi table",
    "metadata/v1.metadata.json, an Iceberg table",
    "metadata/00000-ab.gz.metadata.json, an Iceberg table",
  })
  void tablesOfOtherSoftwareAreRefused(String mark, String kind) throws IOException {
    lists("t/data/part-0.parquet");
    lists("t/day=1/part-0.parquet");
    Path file = lists("t/part-1.parquet");
    Path marked = in("t").resolve(mark);
    Files.createDirectories(marked.getParent());
    Files.writeString(marked, "{}");
    refusal(ExitCode.INPUT, () -> read(in("t"))).contains(" is " + kind).contains("plain Parquet");
    refusal(ExitCode.INPUT, () -> read(in("t").toString(), ALL.withFormat("csv"))).contains(kind);
    refusal(ExitCode.INPUT, () -> read(in("t/data"))).contains(" is part of " + kind);
    refusal(ExitCode.INPUT, () -> read(in("t/day=1"))).contains(" is part of " + kind);
    assertThat(read(file).dataset().sampleCount()).isEqualTo(3);
  }

  @Test
  void aTableInADataFolderIsRefused() throws IOException {
    lists("out/data/part-0.parquet");
    Files.createDirectories(in("out/data/_delta_log"));
    refusal(ExitCode.INPUT, () -> read(in("out"))).contains("is part of a Delta table");
  }

  @Test
  void pointersOfGitAreNamed() throws IOException {
    lists("hub/data/train-00000-of-00002.parquet");
    Path pointer = in("hub/data/train-00001-of-00002.parquet");
    Files.writeString(pointer, POINTER);
    refusal(ExitCode.INPUT, () -> read(in("hub")))
        .startsWith(pointer + " is a pointer of Git LFS")
        .contains("git lfs pull");
    refusal(ExitCode.INPUT, () -> read(pointer)).startsWith(pointer + " is a pointer of Git LFS");
    Files.createDirectories(in("years/label=1"));
    Files.writeString(in("years/label=1/a.parquet"), POINTER);
    lists("years/label=0/a.parquet");
    refusal(ExitCode.INPUT, () -> read(in("years"))).contains("label=1/a.parquet is a pointer");
    Files.writeString(in("model.npz"), POINTER);
    refusal(ExitCode.INPUT, () -> read(in("model.npz"))).contains("is a pointer of Git LFS");
  }

  @ParameterizedTest
  @CsvSource({
    "train_0.parquet, train_1.parquet, test_0.parquet",
    "mnist_train.parquet, mnist_train.snappy.parquet, mnist_test.parquet",
    "split=train/a.parquet, split=train/b.parquet, split=test/a.parquet",
    "train/0000.parquet, train/0001.parquet, test/0000.parquet",
    "data/train-00000-of-00002.parquet, data/train-00001-of-00002.parquet,"
        + " data/test-00000-of-00001.parquet",
    "mnist/train-00000-of-00002.parquet, mnist/train-00001-of-00002.parquet,"
        + " mnist/test-00000-of-00001.parquet",
    "default/train/0000.parquet, default/train/0001.parquet, default/test/0000.parquet",
    "data/train/0000.parquet, data/train/0001.parquet, data/test/0000.parquet",
    "label=1/split=train/0.parquet, label=1/split=train/1.parquet, label=1/split=test/0.parquet",
  })
  void splitsAreNeverMixed(String one, String two, String test) throws IOException {
    lists("hub/" + one);
    lists("hub/" + two);
    file("hub/" + test, "(1, 9f)", LISTS);
    Files.writeString(in("hub/README.md"), "a card");
    refusal(ExitCode.USAGE, () -> read(in("hub")))
        .isEqualTo(
            in("hub")
                + " has several splits; name one: "
                + in("hub#test")
                + " or "
                + in("hub#train"));
    LoadedDataset train = read(in("hub#train"));
    assertThat(train.dataset().sampleCount()).isEqualTo(6);
    assertThat(train.line()).startsWith("parquet, split train;").contains(" of 2 files");
    assertThat(read(in("hub#test")).dataset().sampleCount()).isEqualTo(1);
    refusal(ExitCode.USAGE, () -> read(in("hub#val"))).contains("has no split #val; name ");
  }

  @Test
  void severalConfigurationsAreListed() {
    lists("hub/mnist/train-00000-of-00001.parquet");
    lists("hub/mnist/test-00000-of-00001.parquet");
    lists("hub/fashion/train/0000.parquet");
    refusal(ExitCode.USAGE, () -> read(in("hub#train")))
        .isEqualTo(
            in("hub")
                + " has several datasets in folders; name one: "
                + in("hub/fashion#train")
                + " or "
                + in("hub/mnist#train"));
    assertThat(read(in("hub/fashion#train")).dataset().sampleCount()).isEqualTo(3);
  }

  @Test
  void oneSplitNeedsNoNameAndFilesBetweenAreSaid() throws IOException {
    lists("hub/validation-00000-of-00001.parquet");
    Files.writeString(in("hub/dataset_infos.json"), "{}");
    LoadedDataset only = read(in("hub"));
    assertThat(only.line())
        .startsWith("parquet, split validation;")
        .contains("left out: files that are not Parquet: dataset_infos.json");
    lists("hub/more.parquet");
    refusal(ExitCode.USAGE, () -> read(in("hub")))
        .contains("files of the split validation and others, such as more.parquet");
    assertSameSamples(read(in("hub#validation")), only);
    assertSameSamples(read(in("hub/validation-00000-of-00001.parquet#validation")), only);
  }

  @Test
  void aNameWithAWordAfterANumberSignIsNoSplit() {
    lists("runs#second/part-0.parquet");
    assertThat(read(in("runs#second")).dataset().sampleCount()).isEqualTo(3);
  }

  @Test
  void labelsOfFoldersAreIntegersOnlyIfAllAreWrittenSo() {
    String features = "array(col2) AS features";
    file("a/label=2/x.parquet", TWO, features);
    file("a/label=10/x.parquet", TWO, features);
    LoadedDataset integers = read(in("a"));
    assertThat(integers.labelKind()).isEqualTo(LabelKind.INTEGER);
    assertThat(labels(integers)).containsExactly("2", "10");
    assertThat(integers.line()).contains("labels from folders 'label='");
    file("a/label=1.0/x.parquet", TWO, features);
    assertThat(labels(read(in("a")))).containsExactly("1.0", "10", "2");
    file("b/class=cat dog/x.parquet", TWO, features);
    file("b/class=caf%C3%A9%2F/x.parquet", TWO, features);
    assertThat(labels(read(in("b")))).containsExactly("caf\u00c3\u00a9/", "cat dog");
    file("b/x.parquet", TWO, LISTS);
    refusal(ExitCode.INPUT, () -> read(in("b"))).contains("not in folders of the same columns");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "col1 AS label, array(col2) AS features, 1d AS weight; no weights; weights in 'weight'",
        "col1 AS label, array(col2) AS features, 7 AS id; no integer ids; ids in 'id'",
        "cast(col1 AS string) AS label, array(col2) AS features; 'label' of type int; of type"
            + " string",
        "col1 AS target, array(col2) AS features; the label 'label'; the label 'target'",
        "col1 AS label, col2 AS f; lists in 'features'; a feature per column",
      })
  void filesThatDifferAreNamed(String columns, String one, String other) {
    file("t/a.parquet", TWO, "col1 AS label, array(col2) AS features");
    file("t/b.parquet", TWO, columns);
    refusal(ExitCode.INPUT, () -> read(in("t")))
        .contains("file a.parquet has ")
        .contains("file b.parquet has ")
        .contains(one)
        .contains(other)
        .hasSizeLessThan(320);
  }

  @Test
  void filesOfOtherWidthsAndOrdersAreOneDataset() {
    file("t/a.parquet", "(1, 1f, 2f), (2, 3f, 4f)", "col1 AS label, col2 AS f, col3 AS g");
    file(
        "t/b.parquet",
        "(1, 5d, 6), (2, 7d, 8)",
        "col3 AS g, cast(col2 AS double) AS f, cast(col1 AS bigint) AS label, 'x' AS note");
    LoadedDataset both = read(in("t"));
    assertThat(samples(both, "1")).containsExactly(1, 2, 5, 6);
    assertThat(samples(both, "2")).containsExactly(3, 4, 7, 8);
    assertThat(both.ids().get(0)).containsExactly(0, 2);
    file("t/c.parquet", "(1, 1f), (2, 3f)", "col1 AS label, col2 AS f");
    refusal(ExitCode.INPUT, () -> read(in("t")))
        .contains("file a.parquet has the feature 'g', file c.parquet has no feature 'g'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cast(col1 AS double) AS label, array(col2) AS features; 1; 1.0 3.0",
        "cast(col1 AS decimal(9, 2)) AS label, array(col2) AS features; 1; 1.0 3.0",
        "col1 = 1 AS label, array(col2) AS features; 1; 1.0 3.0",
        "col1 AS Label, array(cast(col2 AS decimal(8, 3))) AS features; 1; 1.0 3.0",
        "col1 AS target, array(cast(col2 AS tinyint)) AS features; 1; 1.0 3.0",
        "col1 AS y, array(cast(col2 AS bigint)) AS x; 1; 1.0 3.0",
        "col1 AS label, array(array(col2, 5d), array(6d)) AS features; 1; 1.0 5.0 6.0 3.0 5.0 6.0",
        "col1 AS label, col2 AS f, cast(col2 AS decimal(4, 1)) AS g, col2 > 2 AS h; 1; 1.0 1.0"
            + " 0.0 3.0 3.0 1.0",
        "col1 AS label, col2 AS `a.b`, 'x' AS note; 1; 1.0 3.0",
        "col1 AS label, named_struct('type', 0Y, 'size', 3, 'indices', array(2), 'values',"
            + " array(col2)) AS embedding; 1; 0.0 0.0 1.0 0.0 0.0 3.0",
        "col1 AS label, named_struct('type', 1Y, 'size', cast(null AS int), 'indices', cast(null"
            + " AS array<int>), 'values', array(col2)) AS features; 1; 1.0 3.0",
      })
  void otherTypesAreRead(String columns, String label, String expected) {
    float[] found = samples(table(columns), label);
    assertThat(found).containsExactly(floats(expected));
  }

  private static float[] floats(String text) {
    String[] words = text.split(" ", -1);
    float[] out = new float[words.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Float.parseFloat(words[i]);
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "col2 + 0.5d AS label, array(col2) AS features; label 1.5 in column 'label' is not an",
        "-1 AS label, array(col2) AS features; all labels in column 'label' are -1",
        "col2 AS target, array(col2) AS features; column 'target' has a value of its own in each"
            + " of the 3 rows",
        "col1 AS quality, array(col2) AS features; --label-column",
        "col1 AS label, col2 AS `Unnamed: 0`; --drop-columns",
        "col1 AS label, array(col2) AS a, array(col2) AS b; several columns may be the features",
        "col1 AS label, 'x' AS a; no column 'features' and no columns of numbers",
        "col1 AS label, if(col2 = 2, null, col2) AS f; row 1 of part-0.parquet: column 'f' is null",
        "array(col1) AS label, array(col2) AS features; is of type array<int>; expected integers",
        "col1 AS label, named_struct('type', 0Y, 'size', 3, 'indices', array(3), 'values',"
            + " array(col2)) AS features; its sparse vector has wrong indices",
        "col1 AS label, array(col2) AS features, 'a' AS weight; --weight-column none",
      })
  void whatIsNotADatasetIsRefused(String columns, String message) {
    refusal(ExitCode.INPUT, () -> table(columns)).contains(message).hasSizeLessThan(330);
  }

  @Test
  void oneClassIsReported() {
    LoadedDataset one = table("-1 AS y, array(col2) AS features, 1 AS label");
    assertThat(one.report().notices())
        .containsExactly("all samples have the label '1' of column 'label'");
    LoadedDataset minus = with("t", columns("y", List.of(), List.of(), null, null));
    assertThat(labels(minus)).containsExactly("-1");
  }

  @Test
  void aLabelThatIsCalledSoIsNeverDoubted() {
    assertThat(table("col2 AS label, array(col2) AS features").dataset().classCount()).isEqualTo(3);
  }

  @Test
  void optionsNameColumns() {
    file(
        "t/part-0.parquet",
        "(1, 1d), (2, 2d), (1, 3d)",
        "col1 AS quality, col2 AS `Unnamed: 0`, col2 AS f1, -col2 AS f2, col2 AS weight, cast(3 -"
            + " col2 AS int) AS row, 'x' AS text");
    LoadedDataset one = with("t", columns("quality", List.of("f*"), List.of(), null, "row"));
    assertThat(samples(one, "1")).containsExactly(3, -3, 1, -1);
    assertThat(one.line())
        .contains("column 'quality' (--label-column)", "2 features from columns f1, f2")
        .contains("weights from column 'weight'", "ids from column 'row'");
    LoadedDataset all =
        with("t", columns("quality", List.of(), List.of("Unnamed*", "row"), "none", null));
    assertThat(all.dataset().dimension()).isEqualTo(3);
    assertThat(all.report().notices())
        .anySatisfy(notice -> assertThat(notice).contains("left out", "text"))
        .anySatisfy(notice -> assertThat(notice).contains("column 'f1' counts the rows"));
    LoadedDataset weighted =
        with("t", columns("quality", List.of(), List.of("Unnamed*", "row"), null, null));
    assertThat(weighted.dataset().dimension()).isEqualTo(2);
    assertThat(weighted.report().notices())
        .anySatisfy(notice -> assertThat(notice).contains("column 'weight' was taken"));
    refusal(ExitCode.USAGE, () -> with("t", columns("qualty", List.of(), List.of(), null, null)))
        .contains("no column 'qualty', which --label-column names (did you mean 'quality'?)");
    refusal(
            ExitCode.INPUT,
            () -> with("t", columns("quality", List.of("f1"), List.of(), null, "text")))
        .contains("column 'text' is of type string; expected an integer type for ids");
    Columns delimited =
        new Columns(
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(';'),
            Optional.of(Header.YES));
    refusal(ExitCode.USAGE, () -> with("t", delimited)).contains("--delimiter is an option of CSV");
  }

  @Test
  void filesOfAStreamAreThoseOfItsLog() throws IOException {
    lists("t/part-0.parquet");
    lists("t/part-1.parquet");
    Files.createDirectories(in("t/_spark_metadata"));
    Path file = in("t/part-0.parquet");
    Files.writeString(
        in("t/_spark_metadata/0"),
        "v1\n{\"path\":\""
            + file.toUri()
            + "\",\"size\":"
            + Files.size(file)
            + ",\"isDir\":false,\"modificationTime\":1,\"blockReplication\":1,\"blockSize\":1,"
            + "\"action\":\"add\"}\n");
    assertSameSamples(read(in("t")), read(file));
  }
}
