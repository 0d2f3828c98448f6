package io.wowflow.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.Settings;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.npz.NpyBytes;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputLabelsTest {
  private static final String SOURCE =
      "synthetic:gaussians?classes=2&samples=4&dimension=2&stream=1";

  /** Three groups of 5, 4 and 3 points, mixed; the second feature has a much larger unit. */
  private static final int[] GROUP = {2, 0, 1, 0, 2, 1, 0, 0, 1, 2, 0, 1};

  @TempDir Path folder;

  @BeforeEach
  void session() {
    SparkTest.session();
  }

  private static String points(String header, String between) {
    StringBuilder text = new StringBuilder(header);
    for (int i = 0; i < GROUP.length; i++) {
      float x = 10 * GROUP[i] + i / 20f;
      float y = 5000 * (GROUP[i] % 2) + i % 3;
      text.append(between.replace("%d", Integer.toString(i)))
          .append(x)
          .append(',')
          .append(y)
          .append('\n');
    }
    return text.toString();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static FlowConf conf(Path target, String labels, String... more) {
    Map<String, String> given = new HashMap<>();
    given.putAll(Map.of("source", SOURCE, "target", target.toString(), "output", "o"));
    given.put("target-labels", labels);
    for (int i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    return FlowConf.of(Settings.resolve("flow", given, Optional.empty()));
  }

  private static LoadedDataset target(Path target, String labels, String... more) {
    return FlowInputs.readBoth(conf(target, labels, more), JobContext.of(SparkTest.session()))
        .get(1);
  }

  private static void areTheGroups(LoadedDataset read) {
    assertThat(Readings.labels(read)).containsExactly("0", "1", "2");
    assertThat(read.labelKind()).isEqualTo(LabelKind.INTEGER);
    for (int group = 0; group < 3; group++) {
      int of = group;
      assertThat(read.ids().get(group))
          .containsExactly(
              IntStream.range(0, GROUP.length)
                  .filter(i -> GROUP[i] == of)
                  .asLongStream()
                  .toArray());
      LabelledClass members = read.dataset().get(group);
      for (int i = 0; i < members.size(); i++) {
        assertThat((int) members.samples().get(i, 0) / 10).isEqualTo(group);
      }
    }
    assertThat(read.dataset().classWeight(0)).isEqualTo(1.0 / 3);
  }

  @Test
  void clustersOfAFileWithoutLabels() throws IOException {
    LoadedDataset read = target(file("t.csv", points("a,b\n", "")), "cluster:3");

    areTheGroups(read);
    Map<String, Object> report = read.report().toMap();
    assertThat(report)
        .containsEntry("label_source", "cluster")
        .containsEntry("label_sizes", Map.of("0", 5, "1", 4, "2", 3));
    assertThat((Double) report.get("silhouette")).isBetween(0.9, 1.0);
    assertThat(read.report().label())
        .matches("3 clusters \\(k-means\\+\\+ on standardised features, silhouette 0\\.9\\d\\d\\)");
  }

  @Test
  void clustersReplaceLabelsThatAreThere() throws IOException {
    Path labelled = file("t.csv", points("label,a,b\n", "c%d,"));
    LoadedDataset read = target(labelled, "cluster:3");
    areTheGroups(read);
    assertThat(read.report().label()).endsWith(" in place of column 'label' (named label)");
    // As test sets without labels have them.
    areTheGroups(target(file("u.csv", points("label,a,b\n", "-1,")), "cluster:3"));
  }

  @Test
  void aFileWithoutHeaderAndParquetWithoutLabels() throws IOException {
    Path bare = file("t.csv", points("", ""));
    areTheGroups(target(bare, "cluster:3", "header", "no"));

    Path parquet = folder.resolve("p");
    SparkTest.session()
        .read()
        .option("inferSchema", "true")
        .csv(bare.toString())
        .coalesce(1)
        .write()
        .parquet(parquet.toString());
    areTheGroups(target(parquet, "cluster:3"));
    Readings.refusal(ExitCode.INPUT, () -> Readings.read(parquet)).contains("label");
  }

  @Test
  void clustersOfADataFrame() throws IOException {
    Dataset<Row> rows =
        SparkTest.session()
            .read()
            .option("inferSchema", "true")
            .csv(file("t.csv", points("", "")).toString());
    Dataset<Row> source =
        RowDatasets.toRows(SparkTest.session(), Readings.read(SOURCE, defaults()));
    LoadedDataset read =
        FlowInputs.collectBoth(conf(Path.of("t"), "cluster:3"), source, rows, SamplePlace.memory())
            .get(1);
    areTheGroups(read);
  }

  private static ReadOptions defaults() {
    return ReadOptions.defaults();
  }

  @Test
  void aFileHasALabelPerSample() throws IOException {
    Path points = file("t.csv", points("a,b\n", ""));
    StringBuilder text = new StringBuilder();
    for (int group : GROUP) {
      text.append(group).append('\n');
    }
    Path labels = file("labels.txt", text.toString());
    LoadedDataset read = target(points, labels.toString());
    areTheGroups(read);
    assertThat(read.report().toMap())
        .containsEntry("label_source", "file")
        .containsEntry("silhouette", null);
    areTheGroups(target(points, file("headed.txt", "label\n" + text).toString()));

    // In the order of the ids, where there are some.
    StringBuilder reversed = new StringBuilder("id,x\n");
    for (int i = GROUP.length - 1; i >= 0; i--) {
      reversed.append(i).append(',').append(10 * GROUP[i]).append('\n');
    }
    Path withIds = file("ids.csv", reversed.toString());
    LoadedDataset byId =
        FlowInputs.readBoth(
                conf(
                    withIds,
                    labels.toString(),
                    "source",
                    "synthetic:gaussians?classes=2&samples=4&dimension=1"),
                JobContext.of(SparkTest.session()))
            .get(1);
    areTheGroups(byId);
  }

  @Test
  void namesInAFileAreNames() throws IOException {
    Path points = file("t.csv", "a,b\n1,2\n3,4\n5,6\n");
    LoadedDataset read = target(points, file("labels.txt", "b\na\nb\n").toString());
    assertThat(Readings.labels(read)).containsExactly("a", "b");
    assertThat(read.labelKind()).isEqualTo(LabelKind.STRING);
    assertThat(read.ids().get(1)).containsExactly(0, 2);
  }

  @Test
  void samplesAreDrawnFromTheNewClasses() throws IOException {
    Path points = file("t.csv", points("a,b\n", ""));
    LoadedDataset read = target(points, "cluster:3", "target-samples-per-class", "3");
    assertThat(read.dataset().classes()).allMatch(each -> each.size() == 3);
    Readings.refusal(
            ExitCode.INPUT, () -> target(points, "cluster:3", "target-samples-per-class", "4"))
        .contains("class '2' has 3 samples, 4 are needed");
  }

  @Test
  void refusals() throws IOException {
    Path points = file("t.csv", points("a,b\n", ""));
    Readings.refusal(ExitCode.USAGE, () -> target(points, "cluster:1"))
        .isEqualTo(
            "--target-labels: 'cluster:1' is not cluster:K with a number K of clusters, at least 2,"
                + " or a file");
    Readings.refusal(ExitCode.USAGE, () -> target(points, "cluster"))
        .contains("'cluster' is not cluster:K");
    Readings.refusal(ExitCode.INPUT, () -> target(points, "cluster:13"))
        .endsWith("t.csv has 12 samples, which cannot be 13 clusters; request fewer clusters");
    Path equal = file("e.csv", "a,b\n" + "1,2\n".repeat(6) + "3,4\n");
    Readings.refusal(ExitCode.INPUT, () -> target(equal, "cluster:3"))
        .endsWith(
            "has only 2 different samples, which cannot be 3 clusters; request fewer clusters");
    Path few = file("few.txt", "1\n2\n");
    Readings.refusal(ExitCode.INPUT, () -> target(points, few.toString()))
        .contains("few.txt has 2 lines, but ")
        .endsWith(" has 12 samples: write one label per line, in the order of the samples");
    Path hole = file("hole.txt", "1\n\n" + "2\n".repeat(10));
    Readings.refusal(ExitCode.INPUT, () -> target(points, hole.toString()))
        .endsWith("hole.txt: the label of sample 2 is empty; every sample needs a label");
    Readings.refusal(ExitCode.INPUT, () -> target(points, folder.resolve("no").toString()))
        .contains("cannot be read")
        .endsWith("give cluster:K or a text file");
  }

  @Test
  void noticesHaveSizes() throws IOException {
    List<String> notices = new ArrayList<>();
    FlowConf conf = conf(file("t.csv", points("a,b\n", "")), "cluster:3");
    LoadedDataset all = Readings.read(conf.target().uri(), FlowInputs.targetOptions(conf));
    new InputLabels(0, Readings.CONFIGURATION, notices::add)
        .applied(all, conf.target(), OptionalInt.empty());
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("t.csv: labels from 3 clusters")
        .endsWith("sizes 0: 5, 1: 4, 2: 3");
  }

  /** A file of the points x and y has no labels, but y is a known name of labels. */
  @Test
  void aFeatureWithANameOfLabelsIsNotLeftOutInSilence() throws IOException {
    Path points = file("xy.csv", "x,y\n1,2\n3,4\n5,6\n");
    Readings.refusal(ExitCode.INPUT, () -> target(points, "cluster:2"))
        .contains("column 'y' has a value of its own in each of the 3 rows")
        .endsWith("or read it as a feature, named by --feature-columns");
    LoadedDataset read = target(points, "cluster:2", "target-feature-columns", "x,y");
    assertThat(read.dataset().dimension()).isEqualTo(2);
    assertThat(read.report().label()).doesNotContain("in place of");
  }

  @Test
  void anArchiveWithoutLabels() throws IOException {
    double[] values = new double[2 * GROUP.length];
    for (int i = 0; i < GROUP.length; i++) {
      values[2 * i] = 10 * GROUP[i] + i / 20.0;
    }
    Path archive =
        NpyBytes.write(
            folder.resolve("a.npz"),
            Map.of("x.npy", NpyBytes.npy("<f4", "(12, 2)", NpyBytes.floats(values))));
    Readings.refusal(ExitCode.INPUT, () -> Readings.read(archive)).contains("no array called y");
    LoadedDataset read = target(archive, "cluster:3");
    areTheGroups(read);
    assertThat(read.report().label()).doesNotContain("in place of");
  }
}
