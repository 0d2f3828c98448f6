package io.wowflow.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Evaluations of DataFrames. */
class RowEvaluationTest {
  /** Dark pictures of class 0 and bright ones of class 1, each with a pattern of its own. */
  private static Dataset<Row> frame(long first) {
    return SparkTest.session()
        .range(first, first + 60)
        .selectExpr(
            "id % 2 label",
            "id",
            "transform(sequence(1, 784),"
                + " i -> cast(id % 2 + 0.1 * ((id * 31 + i * 17) % 7) as float)) features");
  }

  @Test
  void aClassifierOfOneDataFrameIsTestedOnAnother() {
    EvaluateJob.Outcome found =
        EvaluateJob.onRows(
            Map.of(
                "classifier",
                "cnn",
                "shape",
                "28x28x1",
                "passes",
                "5",
                "repeats",
                "1",
                "train-first",
                "20",
                "test-skip",
                "10"),
            frame(0),
            frame(60));

    assertThat(found.trained()).isEqualTo(40);
    assertThat(found.tested()).isEqualTo(40);
    assertThat(found.accuracies().mean()).isGreaterThan(0.9);
  }

  @Test
  void twoDataFramesAreComparedAtEqualBudget() {
    Map<String, String> options = Map.of("classifier", "knn", "neighbours", "1");
    EvaluateJob.Outcome found =
        EvaluateJob.onRows(options, frame(0).union(frame(60)), frame(0), frame(120));

    assertThat(found.trained()).isEqualTo(120);
    assertThat(found.comparison().orElseThrow().second().samples()).isEqualTo(60);
    assertThat(found.comparison().orElseThrow().difference().differences()).hasSize(5);
    Readings.refusal(
            ExitCode.USAGE,
            () -> EvaluateJob.onRows(Map.of("against", "file"), frame(0), frame(60)))
        .contains("against");
  }

  @Test
  void optionsOfFilesAreRefused() {
    Readings.refusal(
            ExitCode.USAGE,
            () -> EvaluateJob.onRows(Map.of("save-model", "m"), frame(0), frame(60)))
        .startsWith("save-model is an option of datasets in files");
  }
}
