package io.wowflow.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Evaluations of DataFrames. */
class RowEvaluationTest {
  private static Dataset<Row> frame(long stream) {
    String uri = "synthetic:gaussians?classes=2&samples=30&dimension=784";
    return RowDatasets.toRows(
        SparkTest.session(), Readings.read(uri, ReadOptions.defaults().withDefaultStream(stream)));
  }

  @Test
  void aClassifierOfOneDataFrameIsTestedOnAnother() {
    EvaluateJob.Outcome found =
        EvaluateJob.onRows(
            Map.of(
                "classifier", "cnn", "shape", "28x28x1", "passes", "25", "repeats", "1",
                "train-first", "20", "test-skip", "10"),
            frame(0),
            frame(1));

    assertThat(found.trained()).isEqualTo(40);
    assertThat(found.tested()).isEqualTo(40);
    assertThat(found.accuracies().mean()).isGreaterThan(0.9);
  }

  @Test
  void optionsOfFilesAreRefused() {
    Readings.refusal(
            ExitCode.USAGE,
            () -> EvaluateJob.onRows(Map.of("save-model", "m"), frame(0), frame(1)))
        .startsWith("save-model is an option of datasets in files");
  }
}
