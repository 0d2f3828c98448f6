package io.wowflow.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.DirectionsConf;
import io.wowflow.jobs.conf.EngineConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.KernelConf;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.plan.FlowPlan;
import io.wowflow.math.flow.Convergence;
import io.wowflow.math.flow.FlowObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flow through Java, on DataFrames. */
class FlowJobTest {
  @TempDir java.nio.file.Path folder;

  private static Dataset<Row> frame(String uri, long stream) {
    LoadedDataset loaded = Readings.read(uri, ReadOptions.defaults().withDefaultStream(stream));
    return RowDatasets.toRows(SparkTest.session(), loaded);
  }

  private static Dataset<Row> source() {
    return frame("synthetic:rings-source", 0);
  }

  private static Dataset<Row> target() {
    return frame("synthetic:rings", 1);
  }

  private static FlowOutcome flow(Map<String, String> options) {
    return run(FlowJob.of(FlowSpec.of(options)));
  }

  private static FlowOutcome run(FlowJob job) {
    return job.run(SparkTest.session(), source(), target());
  }

  @Test
  void dataFramesFlow() {
    FlowOutcome outcome = flow(Map.of("steps", "120", "report-every", "40", "stop-plateau", "off"));

    assertThat(outcome.steps()).isEqualTo(120);
    assertThat(outcome.stopReason()).isEqualTo("all steps made");
    assertThat(outcome.objectives().rows()).extracting("step").containsExactly(0, 40, 80, 120);
    assertThat(outcome.finalObjective())
        .isEqualTo(outcome.objectives().rows().get(3).objective())
        .isLessThan(0.1 * outcome.objectives().rows().get(0).objective());
    assertThat(outcome.matching().rows()).extracting("label").containsOnly("0", "1", "2");
    assertThat(outcome.flowed().particles().dataset().sampleCount()).isEqualTo(240);
    assertSameSamples(flow(Map.of("steps", "120", "threads", "1", "stop-plateau", "off")), outcome);
  }

  private static void assertSameSamples(FlowOutcome one, FlowOutcome other) {
    for (int c = 0; c < 3; c++) {
      assertThat(one.flowed().particles().dataset().get(c).samples().values())
          .isEqualTo(other.flowed().particles().dataset().get(c).samples().values());
    }
  }

  @Test
  void bothEnginesMakeTheSameBits() {
    FlowOutcome expected = flow(Map.of("steps", "5", "engine", "in-process"));
    FlowOutcome outcome = flow(Map.of("steps", "5", "engine", "distributed"));
    assertThat(outcome.finalObjective()).isEqualTo(expected.finalObjective());
    assertSameSamples(outcome, expected);
  }

  @Test
  void bothEnginesJudgeTheSameTrend() {
    Map<String, String> options = Map.of("direction-count", "2", "steps", "50");
    FlowOutcome expected = flow(with(options, "in-process"));
    FlowOutcome outcome = flow(with(options, "distributed"));
    assertThat(expected.trend().verdict()).isEqualTo(Convergence.Verdict.FALLING);
    assertThat(outcome.trend()).isEqualTo(expected.trend());
    assertSameSamples(outcome, expected);
  }

  private static Map<String, String> with(Map<String, String> options, String engine) {
    Map<String, String> out = new HashMap<>(options);
    out.put("engine", engine);
    return out;
  }

  @Test
  void whatIsWrongIsSaidBeforeSparkWorks() {
    Readings.refusal(ExitCode.USAGE, () -> FlowSpec.of(Map.of("steps", "-1"))).contains("--steps");
  }

  @Test
  void anUnknownOptionIsRefusedWithTheNearestKnownOne() {
    Readings.refusal(ExitCode.USAGE, () -> FlowSpec.builder().option("step_size", "0.5").build())
        .isEqualTo("flow has no option 'step_size' (did you mean step-size?)");
  }

  @Test
  void anOptionOfFilesIsRefused() {
    for (String key :
        List.of("output", "mode", "evaluate-with", "dry-run", "header", "target-delimiter")) {
      Readings.refusal(ExitCode.USAGE, () -> FlowSpec.builder().option(key, "1").build())
          .startsWith(key + " is an option of datasets in files")
          .endsWith("leave it out");
    }
  }

  @Test
  void theBuilderSetsTheOptionsOfItsMethods() {
    FlowSpec spec =
        FlowSpec.builder()
            .steps(3)
            .stepRule(DescentConf.StepRule.MATCHED)
            .stepSize(0.25)
            .momentum(0.5)
            .clip(-1, 2)
            .kernel(KernelConf.Kernel.GAUSSIAN)
            .kernelParameter(1.5)
            .directions(DirectionsConf.Kind.ORTHONORMAL)
            .directionCount(9)
            .levels(11)
            .samplesPerClass(12)
            .matching(FlowConf.Matching.SLICED)
            .reportEvery(4)
            .maxTime(Duration.ofMinutes(2))
            .engine(EngineConf.Engine.IN_PROCESS)
            .threads(2)
            .seed(-8)
            .option("stop-plateau", "6")
            .build();

    assertThat(spec)
        .isEqualTo(
            FlowSpec.of(
                Map.ofEntries(
                    Map.entry("steps", "3"),
                    Map.entry("step-rule", "matched"),
                    Map.entry("step-size", "0.25"),
                    Map.entry("momentum", "0.5"),
                    Map.entry("clip", "-1,2"),
                    Map.entry("kernel", "gaussian"),
                    Map.entry("kernel-parameter", "1.5"),
                    Map.entry("directions", "orthonormal"),
                    Map.entry("direction-count", "9"),
                    Map.entry("levels", "11"),
                    Map.entry("samples-per-class", "12"),
                    Map.entry("matching", "sliced"),
                    Map.entry("report-every", "4"),
                    Map.entry("max-time", "120s"),
                    Map.entry("engine", "in-process"),
                    Map.entry("threads", "2"),
                    Map.entry("seed", "-8"),
                    Map.entry("stop-plateau", "6"))));
    assertThat(spec.conf().seed()).isEqualTo(-8);
  }

  @Test
  void theRowsOfAnOutcomeAreThoseOfItsParquet() throws IOException {
    Dataset<Row> named =
        source().selectExpr("concat('s', label) label", "id", "features", "1.0 + id % 3 weight");
    Dataset<Row> target = target().selectExpr("label + 10 label", "id", "features");
    FlowOutcome outcome =
        FlowJob.of(FlowSpec.builder().steps(3).build()).run(SparkTest.session(), named, target);

    Dataset<Row> rows = outcome.toDataFrame(SparkTest.session());

    Path written = new Path(folder.toUri());
    ParquetFiles.writeFlowed(outcome.flowed(), written, new Configuration());
    Dataset<Row> read = SparkTest.session().read().parquet(written.toString());
    assertThat(rows.columns())
        .containsExactly("label", "label_index", "source_class", "id", "features", "weight");
    assertThat(rows.schema().simpleString()).isEqualTo(read.schema().simpleString());
    assertThat(rows.collectAsList()).hasSize(240).isEqualTo(read.collectAsList());
    assertThat(rows.select("label").distinct().collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyInAnyOrder(10L, 11L, 12L);
    assertThat(rows.select("source_class").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("s0", "s1", "s2");
  }

  @Test
  void anObserverSeesTheFlowAndACancellationEndsIt() {
    Cancellation cancellation = new Cancellation();
    List<Integer> moved = new ArrayList<>();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            moved.add(step);
            if (step == 3) {
              cancellation.cancel();
            }
          }
        };

    FlowOutcome outcome =
        run(
            FlowJob.of(FlowSpec.builder().steps(50).build())
                .observedBy(observer)
                .cancelledBy(cancellation));

    assertThat(moved).containsExactly(1, 2, 3);
    assertThat(outcome.steps()).isEqualTo(3);
    assertThat(outcome.stopReason()).isEqualTo("cancelled");
    assertSameSamples(outcome, flow(Map.of("steps", "3")));
  }

  @Test
  void aPlanIsAValueWithLines() {
    FlowPlan plan =
        FlowJob.of(FlowSpec.builder().steps(50).build())
            .plan(SparkTest.session(), source(), target());

    assertThat(plan.engine()).isEqualTo("in-process");
    assertThat(plan.lines())
        .first()
        .asString()
        .startsWith("source: 3 classes, 240 samples; target: 3 classes, 240 samples");
  }

  @Test
  void theJobGroupOfTheCallerIsRestored() {
    SparkContext spark = SparkTest.session().sparkContext();
    spark.setJobGroup("nightly", "the caller's own work", true);
    try {
      flow(Map.of("steps", "2", "engine", "distributed"));

      assertThat(spark.getLocalProperty("spark.jobGroup.id")).isEqualTo("nightly");
      assertThat(spark.getLocalProperty("spark.job.description"))
          .isEqualTo("the caller's own work");
      assertThat(spark.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("true");
    } finally {
      spark.clearJobGroup();
    }
    flow(Map.of("steps", "1", "engine", "distributed"));
    assertThat(spark.getLocalProperty("spark.jobGroup.id")).isNull();
  }

  /** Its executors would fail one after the other on the records that they are sent. */
  @Test
  void aSessionThatCannotSendRecordsIsRefusedBeforeTheFlow() {
    SparkConf settings = SparkTest.session().sparkContext().conf();
    settings.set("spark.serializer", KryoSerializer.class.getName());
    try {
      Readings.refusal(ExitCode.USAGE, () -> flow(Map.of("steps", "1", "engine", "distributed")))
          .endsWith("spark.kryo.registrator=io.wowflow.jobs.session.KryoClasses");
      flow(Map.of("steps", "1", "engine", "in-process"));
    } finally {
      settings.remove("spark.serializer");
    }
  }

  @Test
  void aDistillationIsAFewSamplesOfEachClass() {
    FlowOutcome outcome =
        DistillJob.of(Map.of("per-class", "4", "steps", "5", "seed", "3"))
            .run(SparkTest.session(), target());

    Dataset<Row> rows = outcome.toDataFrame(SparkTest.session());
    assertThat(rows.columns())
        .containsExactly("label", "label_index", "source_class", "id", "features");
    assertThat(rows.groupBy("label", "source_class").count().orderBy("label").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[0,0,4]", "[1,1,4]", "[2,2,4]");
    assertThatThrownBy(() -> DistillJob.of(Map.of("per_class", "4")))
        .isInstanceOf(JobException.class)
        .hasMessage("distill has no option 'per_class' (did you mean per-class?)");
  }
}
