package io.wowflow.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The flow through Java, on DataFrames. */
class FlowJobTest {
  private static Dataset<Row> frame(String uri, long stream) {
    LoadedDataset loaded = Readings.read(uri, ReadOptions.defaults().withDefaultStream(stream));
    return RowDatasets.toRows(SparkTest.session(), loaded);
  }

  private static FlowOutcome flow(Map<String, String> options) {
    return FlowJob.plan(FlowSpec.of(options))
        .run(SparkTest.session(), frame("synthetic:rings-source", 0), frame("synthetic:rings", 1));
  }

  @Test
  void dataFramesFlow() {
    FlowOutcome outcome = flow(Map.of("steps", "120", "report-every", "40"));

    assertThat(outcome.steps()).isEqualTo(120);
    assertThat(outcome.stopReason()).isEqualTo("all steps made");
    assertThat(outcome.objectives().rows()).extracting("step").containsExactly(0, 40, 80, 120);
    assertThat(outcome.finalObjective())
        .isEqualTo(outcome.objectives().rows().get(3).objective())
        .isLessThan(0.1 * outcome.objectives().rows().get(0).objective());
    assertThat(outcome.matching().rows()).extracting("label").containsOnly("0", "1", "2");
    assertThat(outcome.flowed().particles().dataset().sampleCount()).isEqualTo(240);
    FlowOutcome again = flow(Map.of("steps", "120", "threads", "1"));
    for (int c = 0; c < 3; c++) {
      assertThat(again.flowed().particles().dataset().get(c).samples().values())
          .isEqualTo(outcome.flowed().particles().dataset().get(c).samples().values());
    }
  }

  @Test
  void bothEnginesMakeTheSameBits() {
    FlowOutcome expected = flow(Map.of("steps", "5", "engine", "in-process"));
    FlowOutcome outcome = flow(Map.of("steps", "5", "engine", "distributed"));
    assertThat(outcome.finalObjective()).isEqualTo(expected.finalObjective());
    for (int c = 0; c < 3; c++) {
      assertThat(outcome.flowed().particles().dataset().get(c).samples().values())
          .isEqualTo(expected.flowed().particles().dataset().get(c).samples().values());
    }
  }

  @Test
  void whatIsWrongIsSaidBeforeSparkWorks() {
    Readings.refusal(ExitCode.USAGE, () -> FlowSpec.of(Map.of("steps", "-1"))).contains("--steps");
  }
}
