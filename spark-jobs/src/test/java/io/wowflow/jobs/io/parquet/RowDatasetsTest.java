package io.wowflow.jobs.io.parquet;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.ofLabel;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.jobs.record.Fingerprint;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowDatasetsTest {
  private static final ReadOptions ALL = ReadOptions.defaults();
  private static final ReadOptions ON_EXECUTORS =
      ALL.withPlace(SamplePlace.memory().preferringExecutors());

  private static Dataset<Row> sql(String values, String columns) {
    return SparkTest.session().sql("SELECT " + columns + " FROM VALUES " + values);
  }

  private static LoadedDataset collect(String values, String columns) {
    return RowDatasets.collect(sql(values, columns), ALL);
  }

  @Test
  void rowsGoByIdWhateverTheirOrder() {
    String columns = "col1 AS id, col2 AS label, array(col3, col4) AS features";
    Dataset<Row> rows = sql("(9L, 'b', 1f, 2f), (4L, 'a', 3f, 4f), (-2L, 'b', 5f, 6f)", columns);
    LoadedDataset loaded = RowDatasets.collect(rows.repartition(3), ALL);
    assertThat(labels(loaded)).containsExactly("a", "b");
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.STRING);
    assertThat(samples(loaded, "b")).containsExactly(5, 6, 1, 2);
    assertThat(loaded.ids().get(1)).containsExactly(-2, 9);
  }

  @Test
  void rowsWithoutIdGoByPartition() {
    LoadedDataset loaded =
        collect("(1Y, 1d), (0Y, 2d), (1Y, 3d)", "col1 AS label, array(col2) AS features");
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    assertThat(samples(loaded, "1")).containsExactly(1, 3);
    assertThat(loaded.ids().get(0)).containsExactly(1);
  }

  @Test
  void integerLabelsAreSortedByValue() {
    LoadedDataset loaded =
        collect("(10, 1f), (9, 2f), (-1, 3f)", "col1 AS label, array(col2) AS features");
    assertThat(labels(loaded)).containsExactly("-1", "9", "10");
  }

  @Test
  void weightsAreNormalised() {
    LoadedDataset loaded =
        collect(
            "(1, 1f, 1.5), (1, 2f, 4.5), (2, 3f, 7.0)",
            "col1 AS label, array(col2) AS features, col3 AS weight");
    assertThat(ofLabel(loaded, "1").weights()).containsExactly(0.25, 0.75);
    assertThat(ofLabel(loaded, "2").isUniform()).isTrue();
  }

  @Test
  void aDrawFetchesTheRowsThatAnUnsplitReadingDraws() {
    Dataset<Row> rows =
        SparkTest.session()
            .range(0, 1000, 1, 7)
            .selectExpr("id", "id % 2 AS label", "array(cast(id AS float)) AS features");
    LoadedDataset drawn = RowDatasets.collect(rows, ALL.withSeed(4).withSamplesPerClass(20));
    int[] positions = SampleDraw.draw(4, "1", 500, 20);
    for (int i = 0; i < 20; i++) {
      assertThat(samples(drawn, "1")[i]).isEqualTo(2f * positions[i] + 1);
    }
    LoadedDataset most = RowDatasets.collect(rows, ALL.withSeed(4).withSamplesPerClass(499));
    assertThat(most.ids().get(0)).hasSize(499);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "col1 AS label, 't' AS x; no column 'features'; its columns are label, x",
        "col1 AS klass, array(col2) AS features; no column is called 'label'; klass, features",
        "col1 + 0.5d AS label, array(col2) AS features; row 0 of partition; label 1.5 in column"
            + " 'label' is not an integer",
        "col1 AS label, col2 AS features; column 'features' is of type double; vector_to_array",
        "col1 AS label, array('a') AS features; is of type array<string>; array<float>",
        "col1 AS label, array(col2) AS features, 'w' AS weight; column 'weight'; numeric type",
        "if(col1 = 2, null, col1) AS label, array(col2) AS features; row 1 of partition; label is"
            + " null",
        "col1 AS label, if(col1 = 2, null, array(col2)) AS features; row 1 of; features are null",
        "col1 AS label, if(col1 = 1, null, array(col2)) AS features; row 0 of; features are null",
        "col1 AS label, array(if(col1 = 2, null, col2)) AS features; row 1 of; hold a null",
        "col1 AS label, array(if(col1 = 2, double('NaN'), col2)) AS features; row 1 of; a NaN",
        "col1 AS label, array(if(col1 = 2, 1e300, col2)) AS features; row 1 of; 0 is 1.0E300",
        "col1 AS label, if(col1 = 2, array(1d, 2d), array(col2)) AS features; row 1 of; it has 2"
            + " features, another row has 1",
        "col1 AS label, array(col2) AS features, if(col1 = 2, 0, 1) AS weight; row 1 of; weight"
            + " 0.0; weights are positive",
        "col1 AS label, array(col2) AS features, if(col1 = 2, null, 1) AS weight; row 1 of;"
            + " weight is null",
        "col1 AS label, array(col2) AS features, if(col1 = 2, null, 7) AS id; label '2'; null id",
        "col1 AS label, array(col2) AS features, 7 AS id; id 7 is given twice; unique",
        "col1 AS label, cast(array() AS array<float>) AS features; no features; at least one",
      })
  void invalidRowsAreNamed(String columns, String found, String more) {
    Dataset<Row> rows = sql("(1, 1d), (2, 2d)", columns).coalesce(1);
    JobException refused = refused(() -> RowDatasets.collect(rows, ALL));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(refused.getMessage()).contains(found).contains(more);
    JobException onExecutors = refused(() -> RowDatasets.collect(rows, ON_EXECUTORS));
    assertThat(onExecutors.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(onExecutors.getMessage()).isEqualTo(refused.getMessage());
  }

  private static JobException refused(Runnable reading) {
    return catchThrowableOfType(JobException.class, reading::run);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "id; id % 3; array(cast(id AS float), 1f); 0; 1",
        "id; concat('c', id % 5); array(cast(id AS double) / 7, 1e-3); 0; 1",
        "-id; id % 3; array(cast(id % 11 AS float)); 0; id % 4 + 1",
        "7 * id; id % 3; array(1e9 + id, 0.1d * id); 4; 1",
        "id; id % 2; named_struct('type', 0Y, 'size', 9, 'indices', array(cast(id % 9 AS int)),"
            + " 'values', array(id / 3d)); 3; 1",
        "id; if(id < 5, 'few', 'many'); array(float(id)); 5; 1 + id % 2",
        "none; id % 4; array(float(id), double(id)); 0; 1",
        "none; id % 4; array(float(id)); 7; 1",
      })
  void executorsKeepWhatTheDriverReads(
      String id, String label, String features, int drawn, String weight) {
    ReadOptions options = drawn == 0 ? ALL : ALL.withSeed(3).withSamplesPerClass(drawn);
    for (int partitions : new int[] {1, 3, 7}) {
      Dataset<Row> rows =
          SparkTest.session()
              .range(0, 50, 1, partitions)
              .selectExpr(
                  label + " AS label",
                  features + " AS features",
                  "double(" + weight + ") AS weight",
                  id.equals("none") ? "1 AS other" : id + " AS id");
      assertSame(
          RowDatasets.collect(rows, options.withPlace(ON_EXECUTORS.place())),
          RowDatasets.collect(rows, options));
    }
  }

  private static void assertSame(LoadedDataset found, LoadedDataset expected) {
    assertThat(SpreadDataset.of(found.dataset())).isPresent();
    assertThat(SpreadDataset.of(expected.dataset())).isEmpty();
    assertThat(found.line()).isEqualTo(expected.line());
    assertThat(found.report()).isEqualTo(expected.report());
    assertThat(found.labelKind()).isEqualTo(expected.labelKind());
    assertThat(found.ranges().low()).isEqualTo(expected.ranges().low());
    assertThat(found.ranges().high()).isEqualTo(expected.ranges().high());
    assertThat(found.ranges().rounded()).isEqualTo(expected.ranges().rounded());
    assertThat(Fingerprint.of(found.dataset())).isEqualTo(Fingerprint.of(expected.dataset()));
    for (int c = 0; c < expected.dataset().classCount(); c++) {
      assertThat(found.ids().get(c)).isEqualTo(expected.ids().get(c));
      assertThat(found.dataset().get(c).isUniform())
          .isEqualTo(expected.dataset().get(c).isUniform());
      assertThat(found.dataset().get(c).weights()).isEqualTo(expected.dataset().get(c).weights());
    }
    SpreadDataset.of(found.dataset()).orElseThrow().release();
    assertThat(SparkTest.session().sparkContext().getPersistentRDDs().isEmpty()).isTrue();
  }

  @Test
  void noRowsAreRefused() {
    SparkSession spark = SparkTest.session();
    Dataset<Row> none = spark.sql("SELECT 1 AS label, array(1f) AS features WHERE 1 = 0");
    refusal(ExitCode.INPUT, () -> RowDatasets.collect(none, ALL)).contains("holds no samples");
  }

  @Test
  void aColumnCalledLabelIsNeverRefusedForItsNumberOfValues() {
    Dataset<Row> rows =
        SparkTest.session().range(10_001).selectExpr("id AS label", "array(1f) AS features");
    assertThat(RowDatasets.collect(rows, ALL).dataset().classCount()).isEqualTo(10_001);

    Dataset<Row> guessed = rows.withColumnRenamed("label", "target");
    refusal(ExitCode.INPUT, () -> RowDatasets.collect(guessed, ALL)).contains("--label-column");
  }

  @Test
  void shapeAndSizeApply() {
    Dataset<Row> rows = sql("(1, 1d)", "col1 AS label, array(col2, col2) AS features");
    ReadOptions images = ALL.withShape(new ImageShape(1, 2, 1)).withResize(new ImageSize(1, 1));
    LoadedDataset loaded = RowDatasets.collect(rows, images);
    assertThat(samples(loaded, "1")).containsExactly(1);
    refusal(ExitCode.USAGE, () -> RowDatasets.collect(rows, ALL.withShape(new ImageShape(2, 2, 1))))
        .contains("samples of dimension 2, which is not 2x2x1");
  }

  @Test
  void rowsOfADatasetReadBack() {
    LoadedDataset rings = read("synthetic:rings", ALL.withSamplesPerClass(9));
    Dataset<Row> rows = RowDatasets.toRows(SparkTest.session(), rings);
    assertThat(rows.schema().simpleString())
        .isEqualTo("struct<label:bigint,id:bigint,features:array<float>>");
    LoadedDataset back = RowDatasets.collect(rows, ALL);
    Readings.assertSameSamples(back, rings);
    assertThat(back.ids().get(2)).isEqualTo(rings.ids().get(2));
  }

  @Test
  void weightsAndTextLabelsReadBack() {
    LoadedDataset loaded =
        collect(
            "('x', 1f, 1d), ('x', 2f, 3d), ('y', 3f, 1d)",
            "col1 AS label, array(col2) AS features, col3 AS weight");
    Dataset<Row> rows = RowDatasets.toRows(SparkTest.session(), loaded);
    assertThat(rows.schema().simpleString())
        .isEqualTo("struct<label:string,id:bigint,features:array<float>,weight:double>");
    Readings.assertSameSamples(RowDatasets.collect(rows, ALL), loaded);
  }
}
