package io.wowflow.jobs.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Distances between DataFrames. */
class RowDistanceTest {
  private static Dataset<Row> frame(int dimension, int shift) {
    String uri =
        "synthetic:gaussians?classes=3&samples=20&dimension="
            + dimension
            + "&stream=1&shift="
            + shift;
    return RowDatasets.toRows(SparkTest.session(), Readings.read(uri, ReadOptions.defaults()));
  }

  @Test
  void aTranslationOfEveryClassIsItsLength() {
    DatasetDistance distance =
        DistanceJob.between(Map.of("metric", "wow"), frame(4, 0), frame(4, 10));

    assertThat(distance.value()).isCloseTo(20, within(1e-4));
    assertThat(distance.standardError()).isEmpty();
    Dataset<Row> matching = distance.toDataFrame(SparkTest.session());
    assertThat(matching.columns()).containsExactly("source_class", "label", "cost");
    assertThat(matching.collectAsList())
        .hasSize(3)
        .allSatisfy(
            row -> {
              assertThat(row.getString(1)).isEqualTo(row.getString(0));
              assertThat(row.getDouble(2)).isCloseTo(400, within(1e-2));
            });
  }

  @Test
  void slicedDistancesHaveAStandardError() {
    DatasetDistance distance =
        DistanceJob.between(
            Map.of("metric", "sw", "direction-count", "200"), frame(4, 0), frame(4, 10));

    double error = distance.standardError().orElseThrow();
    assertThat(error).isPositive();
    assertThat(distance.value()).isCloseTo(10, within(5 * error));
  }

  @Test
  void wrongOptionsAndDimensionsAreRefused() {
    Readings.refusal(
            ExitCode.USAGE,
            () -> DistanceJob.between(Map.of("metrik", "sw"), frame(4, 0), frame(4, 1)))
        .isEqualTo("distance has no option 'metrik' (did you mean metric?)");
    Readings.refusal(ExitCode.INPUT, () -> DistanceJob.between(Map.of(), frame(4, 0), frame(5, 0)))
        .startsWith("The source has samples of dimension 4, the target of dimension 5");
    Readings.refusal(
            ExitCode.USAGE,
            () -> DistanceJob.between(Map.of("direction-count", "50"), frame(4, 0), frame(4, 1)))
        .startsWith("direction-count 50 has no effect: the datasets are small")
        .endsWith("or leave it out");
  }
}
