package io.wowflow.jobs.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that 64-bit floats hold and 32-bit floats do not. */
class WideValuesTest {
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir Path folder;

  private LoadedDataset convert(Path from, Path to) {
    return new ConvertJob(
            DatasetUri.parse(from.toString()),
            ReadOptions.defaults(),
            to.toString(),
            Optional.empty(),
            OutputMode.ERROR,
            Optional.empty())
        .run(CONFIGURATION, new DatasetReader(CONFIGURATION, SparkTest::session));
  }

  /** The features of each line of a CSV file with a label and an id before them. */
  private static List<String> features(Path csv, int before) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    List<String> out = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", before + 1);
      out.add(cells[before]);
    }
    return out;
  }

  private Path csv(String... rows) throws IOException {
    return Files.writeString(
        folder.resolve("in.csv"), "label,time,price,code\n" + String.join("\n", rows) + "\n");
  }

  @Test
  void secondsSince1970() throws IOException {
    Path source =
        csv(
            "a,1700000001,0.1,33554001",
            "a,1700000002,-2.5,1",
            "b,1700003600,1.0E-20,20000001",
            "b,1700003661,7,5");

    LoadedDataset converted = convert(source, folder.resolve("x.npz"));
    convert(folder.resolve("x.npz"), folder.resolve("y.csv"));
    convert(folder.resolve("y.csv"), folder.resolve("z.npz"));

    assertThat(features(folder.resolve("y.csv"), 2))
        .containsExactly(
            "1700000001,0.1,33554001",
            "1700000002,-2.5,1",
            "1700003600,1.0E-20,20000001",
            "1700003661,7.0,5");
    assertThat(folder.resolve("z.npz")).hasSameBinaryContentAs(folder.resolve("x.npz"));
    assertThat(new String(Files.readAllBytes(folder.resolve("x.npz")), StandardCharsets.ISO_8859_1))
        .contains("'descr': '<f8', 'fortran_order': False, 'shape': (2, 2, 3)");
    assertThat(converted.report().notices())
        .anyMatch(n -> n.contains("values of column 'time' near 1.70000e+09 differ by 3660"));
  }

  @Test
  void parquetGetsDoubles() throws IOException {
    Path source = csv("a,1700000001,0.5,3", "a,1700000002,-2.5,1", "b,1700003600,1,2");

    LoadedDataset converted = convert(source, folder.resolve("parquet"));

    List<Row> rows =
        SparkTest.session()
            .read()
            .parquet(folder.resolve("parquet").toString())
            .orderBy("id")
            .selectExpr("features[0]", "features[1]", "features[2]")
            .collectAsList();
    assertThat(rows.toString())
        .isEqualTo("[[1.700000001E9,0.5,3.0], [1.700000002E9,-2.5,1.0], [1.7000036E9,1.0,2.0]]");
    assertThat(
            RowDatasets.toRows(SparkTest.session(), converted)
                .orderBy("id")
                .selectExpr("features[0]", "features[1]", "features[2]")
                .collectAsList())
        .isEqualTo(rows);
  }

  /** As it was written before, to the bit. */
  @Test
  void whatFloatsHoldStaysFloat() throws IOException {
    Path source = csv("a,170000,0.1,16777215", "a,170012,5000.25,-3", "b,170015,5000.33,2");

    convert(source, folder.resolve("x.npz"));

    assertThat(new String(Files.readAllBytes(folder.resolve("x.npz")), StandardCharsets.ISO_8859_1))
        .contains("'descr': '<f4'");
  }

  @Test
  void theFileOfTheField() throws IOException {
    Path source = Needs.fieldInputs().resolve("csv_epoch.csv");

    convert(source, folder.resolve("x.npz"));
    convert(folder.resolve("x.npz"), folder.resolve("y.csv"));

    assertThat(features(folder.resolve("y.csv"), 2)).isEqualTo(features(source, 1));
  }
}
