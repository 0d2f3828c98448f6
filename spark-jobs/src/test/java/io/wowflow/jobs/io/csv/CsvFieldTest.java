package io.wowflow.jobs.io.csv;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.ofLabel;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.csv.CsvOptions.columns;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV files as people bring them; what is read is compared with the text of each file. */
class CsvFieldTest {
  private final Path inputs = Needs.fieldInputs();

  private LoadedDataset field(String name, CsvOptions said) {
    return read(inputs.resolve(name).toString(), ReadOptions.defaults().withColumns(said.build()));
  }

  /** Reads a file again by splitting its lines, and compares every value. */
  private void assertHas(
      LoadedDataset loaded, String delimiter, int header, int label, int drop, String... names)
      throws IOException {
    Map<String, List<Float>> expected = new TreeMap<>();
    for (String name : names) {
      List<String> lines = Files.readAllLines(inputs.resolve(name));
      for (String line : lines.subList(header, lines.size())) {
        String[] cells = line.split(delimiter, -1);
        List<Float> of = expected.computeIfAbsent(cells[label], any -> new ArrayList<>());
        for (int column = 0; column < cells.length; column++) {
          if (column != label && column != drop) {
            of.add(Float.parseFloat(cells[column]));
          }
        }
      }
    }
    assertThat(labels(loaded)).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (of, values) -> {
          List<Float> read = new ArrayList<>();
          for (float value : samples(loaded, of)) {
            read.add(value);
          }
          assertThat(read).isEqualTo(values);
        });
  }

  private void refused(ExitCode code, String name, CsvOptions said, String... parts) {
    for (String format : new String[] {"", "csv"}) {
      ReadOptions options = ReadOptions.defaults().withColumns(said.build());
      ReadOptions how = format.isEmpty() ? options : options.withFormat(format);
      refusal(code, () -> read(inputs.resolve(name).toString(), how))
          .contains(name)
          .contains(parts)
          .hasSizeLessThan(300);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "csv_target_int.csv, 'column ''target'' (a known name)'",
    "csv_class_last.csv, 'column ''class'' (a known name)'",
    "csv_Label.csv, 'column ''Label'' (named label)'",
    "csv_labels.csv, 'column ''labels'' (a known name)'",
    "csv_iris_named.csv, 'column ''species'' (a known name)'"
  })
  void aKnownNameIsTheLabel(String name, String reason) throws IOException {
    LoadedDataset loaded = field(name, columns());
    assertHas(loaded, ",", 1, 4, -1, name);
    assertThat(loaded.report().label()).isEqualTo(reason);
    assertThat(loaded.report().features()).isEqualTo("columns sepal_length to petal_width");
    assertThat(loaded.dataset().sampleCount()).isEqualTo(18);
    assertThat(loaded.line()).hasSizeLessThan(300);
  }

  @Test
  void theWineHasNoKnownName() throws IOException {
    refused(
        ExitCode.INPUT,
        "csv_wine.csv",
        columns(),
        "no column is called 'label'",
        "--label-column NAME",
        "the columns are fixed acidity, alcohol, pH, quality");
    LoadedDataset loaded = field("csv_wine.csv", columns().label("quality"));
    assertHas(loaded, ",", 1, 3, -1, "csv_wine.csv");
    assertThat(loaded.dataset().sampleCount()).isEqualTo(30);
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
  }

  @ParameterizedTest
  @CsvSource({
    "csv_pandas_index.csv, 1",
    "csv_unnamed_index.csv, 1",
    "csv_pandas_index_target.csv, 5"
  })
  void anIndexIsRefusedOrDropped(String name, int label) throws IOException {
    refused(
        ExitCode.INPUT,
        name,
        columns(),
        "the first column has no name",
        "--drop-columns 'Unnamed: 0'");
    LoadedDataset loaded = field(name, columns().drop("Unnamed: 0"));
    assertHas(loaded, ",", 1, label, 0, name);
    assertThat(loaded.dataset().dimension()).isEqualTo(4);
  }

  @Test
  void aBodyWeightIsReportedAsWeight() throws IOException {
    LoadedDataset loaded = field("csv_weight_feature.csv", columns());
    assertThat(loaded.report().notices())
        .singleElement()
        .asString()
        .contains("column 'weight' was taken as the weights")
        .contains("--weight-column none");
    assertThat(ofLabel(loaded, "0").isUniform()).isFalse();
    assertHas(
        field("csv_weight_feature.csv", columns().weight("none")),
        ",",
        1,
        0,
        -1,
        "csv_weight_feature.csv");
  }

  @Test
  void irisWithIdsAndWithoutHeader() throws IOException {
    LoadedDataset loaded = field("csv_Id_iris.csv", columns());
    assertHas(loaded, ",", 1, 5, 0, "csv_Id_iris.csv");
    assertThat(loaded.report().id()).hasValue("column 'Id' (a known name)");
    assertThat(loaded.ids().get(0)).containsExactly(1, 2, 3, 4, 5, 6);
    refused(
        ExitCode.INPUT,
        "csv_iris_bare.data",
        columns(),
        "the first line is not a header",
        "--header no --label-column 5");
    assertHas(
        field("csv_iris_bare.data", columns().label("5")), ",", 0, 4, -1, "csv_iris_bare.data");
  }

  @Test
  void otherDelimitersAreRead() throws IOException {
    refused(ExitCode.INPUT, "csv_semicolon.csv", columns(), "pH, sugar, quality");
    LoadedDataset loaded = field("csv_semicolon.csv", columns().label("quality"));
    assertHas(loaded, ";", 1, 4, -1, "csv_semicolon.csv");
    assertThat(loaded.report().features()).contains("(delimiter ';')");
    assertHas(field("csv_tab.tsv", columns()), "\t", 1, 0, -1, "csv_tab.tsv");
    refused(ExitCode.INPUT, "csv_space.data", columns(), "--header no --label-column 1");
    assertHas(field("csv_space.data", columns().label("1")), " ", 0, 0, -1, "csv_space.data");
  }

  @Test
  void idsOfTextAreLeftOut() throws IOException {
    LoadedDataset loaded = field("csv_id_hash.csv", columns());
    assertHas(loaded, ",", 1, 1, 0, "csv_id_hash.csv");
    assertThat(loaded.report().notices()).singleElement().asString().contains("'id' has text");
    refused(
        ExitCode.INPUT, "csv_id_hash.csv", columns().id("id"), "line 3, column 'id' is '9e3779b1'");
  }

  @Test
  void foldersOfPartsAndOfSplits() throws IOException {
    assertHas(
        field("csv_parts", columns()),
        ",",
        1,
        0,
        -1,
        "csv_parts/part-00000.csv",
        "csv_parts/part-00001.csv");
    refused(ExitCode.USAGE, "csv_split", columns(), "several splits", "#test", "#train");
    LoadedDataset train = field("csv_split#train", columns());
    assertHas(train, ",", 1, 0, -1, "csv_split/mnist_train.csv");
    assertThat(train.line()).startsWith("csv, split train; labels from column 'label'");
    assertHas(field("csv_split#test", columns()), ",", 1, 0, -1, "csv_split/mnist_test.csv");
  }

  @ParameterizedTest
  @CsvSource({
    "csv_utf16.csv, UTF-16",
    "csv_comment.csv, comment line",
    "csv_sep_line.csv, 'sep=,'",
    "csv_trailing_comma.csv, lines end in a delimiter",
    "arff.arff, ARFF"
  })
  void whatIsNoCsvIsNamed(String name, String kind) {
    refused(ExitCode.INPUT, name, columns(), kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv_epoch.csv", "csv_epoch_b.csv"})
  void secondsAreParsedWhole(String name) throws IOException {
    LoadedDataset loaded = field(name, columns());
    assertThat(loaded.dataset().sampleCount()).isEqualTo(30);
    assertThat(loaded.report().features()).isEqualTo("column 'f0'");
  }
}
