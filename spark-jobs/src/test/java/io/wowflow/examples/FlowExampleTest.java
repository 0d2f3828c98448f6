package io.wowflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The example of the documents runs. */
class FlowExampleTest {
  private static Dataset<Row> frame(String uri, long stream) {
    return RowDatasets.toRows(
        SparkTest.session(), Readings.read(uri, ReadOptions.defaults().withDefaultStream(stream)));
  }

  @Test
  void theExampleGivesTheMovedSamplesTheLabelsOfTheTarget() {
    Dataset<Row> target = frame("synthetic:rings", 1).selectExpr("label + 10 label", "features");

    List<String> log = new ArrayList<>();

    Dataset<Row> moved =
        FlowExample.flow(SparkTest.session(), frame("synthetic:rings-source", 0), target, log::add);

    assertThat(log)
        .anyMatch(line -> line.startsWith("engine: "))
        .anyMatch(line -> line.matches("step 200: objective 0\\.0\\d+"));

    assertThat(moved.columns())
        .containsExactly("label", "label_index", "source_class", "id", "features");
    assertThat(moved.count()).isEqualTo(240);
    assertThat(moved.select("label").distinct().collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyInAnyOrder(10L, 11L, 12L);
  }
}
