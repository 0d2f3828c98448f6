package io.wowflow.jobs.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Augmentations of DataFrames. */
class RowAugmentationTest {
  @TempDir java.nio.file.Path folder;

  private static Dataset<Row> frame(String uri, long stream) {
    return RowDatasets.toRows(
        SparkTest.session(), Readings.read(uri, ReadOptions.defaults().withDefaultStream(stream)));
  }

  private static RowAugmentation augmented(Map<String, String> options) {
    return RowAugmentation.of(
        options, frame("synthetic:rings-source", 0), frame("synthetic:rings", 1));
  }

  @Test
  void theRowsAreThoseOfTheParquet() throws IOException {
    RowAugmentation made =
        augmented(Map.of("shots", "5", "source-samples-per-class", "10", "steps", "3"));

    Dataset<Row> rows = made.toDataFrame(SparkTest.session());
    Path written = new Path(folder.toUri());
    ParquetFiles.writeAugmented(made.enlarged(), written, new Configuration());
    Dataset<Row> read = SparkTest.session().read().parquet(written.toString());

    assertThat(rows.columns())
        .containsExactly("label", "provenance", "source_class", "origin_id", "id", "features");
    assertThat(rows.schema().simpleString()).isEqualTo(read.schema().simpleString());
    List<Row> all = rows.collectAsList();
    assertThat(all).hasSize(45).isEqualTo(read.collectAsList());
    assertThat(rows.where("provenance = 'target'").count()).isEqualTo(15);
    assertThat(rows.where("provenance = 'target' and source_class is not null").count()).isZero();
    assertThat(made.flow().steps()).isEqualTo(3);
    assertThat(made.comparison()).isEmpty();
  }

  @Test
  void optionsOfFilesAndUnknownOnesAreRefused() {
    Readings.refusal(ExitCode.USAGE, () -> augmented(Map.of("run-date", "today")))
        .startsWith("run-date is an option of datasets in files");
    Readings.refusal(ExitCode.USAGE, () -> augmented(Map.of("shot", "5")))
        .isEqualTo("augment has no option 'shot' (did you mean shots?)");
  }
}
