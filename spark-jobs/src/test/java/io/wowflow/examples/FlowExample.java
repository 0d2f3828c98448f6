package io.wowflow.examples;

import static org.apache.spark.sql.functions.col;

import io.wowflow.jobs.conf.KernelConf;
import io.wowflow.jobs.flow.Cancellation;
import io.wowflow.jobs.flow.FlowJob;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowSpec;
import io.wowflow.math.flow.FlowObserver;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A flow from Java: two DataFrames in, one DataFrame out. */
public final class FlowExample {
  private FlowExample() {}

  /**
   * Moves one labelled dataset onto another and shows how far it has come.
   *
   * @param spark an open session
   * @param source rows with {@code label} and {@code features}
   * @param target rows with {@code label} and {@code features}
   * @param log receives the plan and the objective of each report
   * @return the moved samples: {@code label} of the target class that each was matched to, {@code
   *     label_index}, {@code source_class}, {@code id}, {@code features}
   */
  public static Dataset<Row> flow(
      SparkSession spark, Dataset<Row> source, Dataset<Row> target, Consumer<String> log) {
    FlowSpec spec =
        FlowSpec.builder()
            .steps(200)
            .kernel(KernelConf.Kernel.RIESZ)
            .momentum(0.9)
            .seed(7)
            .option("report-every", "50")
            .build();

    Cancellation cancellation = new Cancellation();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void objective(int step, double objective) {
            log.accept("step " + step + ": objective " + objective);
            if (objective < 1e-9) {
              cancellation.cancel();
            }
          }
        };

    FlowJob job = FlowJob.of(spec).observedBy(observer).cancelledBy(cancellation);
    job.plan(spark, source, target).lines().forEach(log);
    FlowOutcome outcome = job.run(spark, source, target);
    return outcome.toDataFrame(spark).where(col("label").isNotNull());
  }
}
