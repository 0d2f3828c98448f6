package io.wowflow.jobs.io.parquet;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.InputConf.Columns;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet as people bring it: the small inputs next to the data sets. */
class ParquetFieldTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  private static String input(String name) {
    return Needs.fieldInputs().resolve(name).toString();
  }

  private static LoadedDataset field(String name) {
    return read(input(name), ALL);
  }

  /** The rows as Spark reads one file, without a decision of ours. */
  private static List<Row> raw(String file, String... columns) {
    return SparkTest.session().read().parquet(input(file)).selectExpr(columns).collectAsList();
  }

  private static void assertRows(LoadedDataset loaded, List<Row> rows) {
    for (String label : labels(loaded)) {
      List<Float> expected = new ArrayList<>();
      for (Row row : rows) {
        if (String.valueOf(row.<Object>getAs(0)).equals(label)) {
          row.<Number>getList(1).forEach(value -> expected.add(value.floatValue()));
        }
      }
      List<Float> actual = new ArrayList<>();
      for (float value : samples(loaded, label)) {
        actual.add(value);
      }
      assertThat(actual).isEqualTo(expected).isNotEmpty();
    }
    assertThat(loaded.dataset().sampleCount()).isEqualTo(rows.size());
  }

  private static void assertPictures(LoadedDataset loaded, List<Row> rows) throws IOException {
    assertThat(loaded.dataset().sampleCount()).isEqualTo(rows.size());
    for (String label : labels(loaded)) {
      List<Float> expected = new ArrayList<>();
      for (Row row : rows) {
        if (String.valueOf(row.<Object>getAs(0)).equals(label)) {
          var picture = ImageIO.read(new ByteArrayInputStream(row.<byte[]>getAs(1)));
          var raster = picture.getRaster();
          int[] pixels =
              raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
          for (int pixel : pixels) {
            expected.add(pixel / 255f);
          }
        }
      }
      List<Float> actual = new ArrayList<>();
      for (float value : samples(loaded, label)) {
        actual.add(value);
      }
      assertThat(actual).isEqualTo(expected).isNotEmpty();
    }
  }

  @Test
  void aDeltaTableIsRefusedHoweverItIsNamed() {
    String delta = input("delta");
    for (ReadOptions options : List.of(ALL, ALL.withFormat("parquet"))) {
      refusal(ExitCode.INPUT, () -> read(delta, options))
          .startsWith(delta + " is a Delta table (it has _delta_log)")
          .contains("write plain Parquet")
          .hasSizeLessThan(300);
    }
  }

  @Test
  void filesThatAreCalledAsSplitsAreSplits() throws IOException {
    String named = input("pq_named");
    refusal(ExitCode.USAGE, () -> read(named, ALL))
        .isEqualTo(
            named + " has several splits; name one: " + named + "#test or " + named + "#train");
    assertPictures(field("pq_named#train"), raw("pq_named/train.parquet", "label", "image.bytes"));
    assertPictures(field("pq_named#test"), raw("pq_named/test.parquet", "label", "image.bytes"));
  }

  @Test
  void labelsOfFoldersAreTextUnlessAllAreIntegers() {
    LoadedDataset zero = field("pq_part_zero");
    assertThat(labels(zero)).containsExactly("01", "02", "1");
    assertThat(zero.labelKind()).isEqualTo(LabelKind.STRING);
    for (String label : labels(zero)) {
      List<Row> rows =
          raw("pq_part_zero/label=" + label + "/part-00000.parquet", "'" + label + "'", "features");
      assertThat(samples(zero, label)).hasSize(rows.size() * rows.get(0).getList(1).size());
      assertThat(samples(zero, label)[0]).isEqualTo(rows.get(0).<Float>getList(1).get(0));
    }
    assertThat(labels(field("pq_part_padded"))).containsExactly("0001", "0002", "0010");
  }

  @Test
  void aTestSplitWithoutLabelsIsRefused() {
    refusal(ExitCode.INPUT, () -> field("hf_minus"))
        .contains("all labels in column 'label' are -1")
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @CsvSource({"train,12", "validation,6", "test,4"})
  void everySplitOfAListCanBeNamed(String split, int samples) {
    refusal(ExitCode.USAGE, () -> field("hf_flat")).contains("hf_flat#" + split);
    LoadedDataset loaded = field("hf_flat#" + split);
    assertThat(loaded.dataset().sampleCount()).isEqualTo(samples);
    assertThat(loaded.line())
        .startsWith("parquet, split " + split + "; labels from column 'label'");
  }

  @Test
  void filesWithFeaturesOfTwoWidthsAreRead() {
    List<Row> rows = new ArrayList<>(raw("pq_mixed_feature/part-0.parquet", "label", "features"));
    rows.addAll(raw("pq_mixed_feature/part-1.parquet", "label", "features"));
    assertRows(field("pq_mixed_feature"), rows);
  }

  @Test
  void filesWithLabelsOfTwoKindsAreNamed() {
    refusal(ExitCode.INPUT, () -> field("pq_mixed_string"))
        .isEqualTo(
            input("pq_mixed_string")
                + ": file part-0.parquet has the label 'label' of type bigint, file part-1.parquet"
                + " has the label 'label' of type string; write all files with the same columns");
  }

  @Test
  void vectorsOfSparkAreReadWithoutItsLibrary() {
    List<Row> rows =
        raw(
            "pq_vector/part-0.parquet",
            "cast(label AS int)",
            "if(features.type = 1, features.values, transform(sequence(0, features.size - 1), i ->"
                + " coalesce(try_element_at(map_from_arrays(features.indices, features.values), i),"
                + " 0)))",
            "features.type");
    assertThat(rows.stream().map(row -> row.getByte(2)).distinct()).hasSize(2);
    LoadedDataset loaded = field("pq_vector");
    assertRows(loaded, rows);
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
  }

  @Test
  void foldersOfTheHubAreEntered() throws IOException {
    String file = "hub_config/mnist/train-00000-of-00001.parquet";
    assertPictures(field("hub_config#train"), raw(file, "label", "image.bytes"));
    assertPictures(
        field("hub_convert/default#train"),
        raw("hub_convert/default/train/0000.parquet", "label", "image.bytes"));
    assertThat(field("hub_convert#test").dataset().sampleCount()).isEqualTo(6);
    refusal(ExitCode.USAGE, () -> field("hub_config")).contains("#test").contains("#train");
    refusal(ExitCode.USAGE, () -> field("hub_convert")).contains("#test").contains("#train");
  }

  @Test
  void labelsHaveKnownNames() throws IOException {
    LoadedDataset fine = field("hf_fine");
    assertPictures(fine, raw("hf_fine", "fine_label", "img.bytes"));
    assertThat(fine.line())
        .contains(
            "labels from column 'fine_label' (a known name)", "left out: column coarse_label");
    assertPictures(field("hf_labels"), raw("hf_labels", "labels", "image.bytes"));
    LoadedDataset coarse = read(input("hf_fine"), ALL.withColumns(label("coarse_label")));
    assertPictures(coarse, raw("hf_fine", "coarse_label", "img.bytes"));
    assertThat(coarse.line()).contains("labels from column 'coarse_label' (--label-column)");
  }

  private static Columns label(String name) {
    return new Columns(
        Optional.of(name),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void idsOfTextAreLeftOut() throws IOException {
    LoadedDataset pictures = field("hf_id_text");
    assertPictures(pictures, raw("hf_id_text", "label", "image.bytes"));
    assertThat(pictures.report().notices()).singleElement().asString().contains("column 'id'");
    LoadedDataset lists = field("pq_id_string");
    assertRows(lists, raw("pq_id_string", "label", "features"));
    assertThat(lists.line()).contains("ids from positions").contains("left out: column id");
  }

  @Test
  void picturesInAPlainColumnAreRead() throws IOException {
    assertPictures(field("hf_binary"), raw("hf_binary/train.parquet", "label", "image"));
    refusal(ExitCode.INPUT, () -> field("hf_webp")).contains("row 0 of").hasSizeLessThan(300);
  }

  @Test
  void aColumnPerFeatureIsRead() {
    LoadedDataset wide = field("pq_wide");
    assertRows(wide, raw("pq_wide", "label", "array(f0, f1, f2, f3)"));
    assertThat(wide.line())
        .contains("4 features from columns f0, f1, f2, f3 of 1 file")
        .contains("left out: column __index_level_0__");
  }

  @Test
  void listsOfIntegersAreRead() {
    assertRows(field("pq_int64"), raw("pq_int64", "label", "features"));
    List<Row> bytes = raw("pq_uint8", "label", "transform(features, f -> f / 255f)");
    LoadedDataset loaded = field("pq_uint8");
    assertThat(loaded.dataset().sampleCount()).isEqualTo(12);
    assertRows(loaded, bytes);
    assertThat(loaded.line()).contains("column 'features' of bytes as 0 to 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pq_wide", "pq_vector", "pq_uint8", "hf_flat#train", "pq_part_zero"})
  void linesAreShort(String name) {
    assertThat(field(name).line()).hasSizeLessThan(300);
  }
}
