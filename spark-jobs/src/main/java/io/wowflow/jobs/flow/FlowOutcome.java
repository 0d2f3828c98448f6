package io.wowflow.jobs.flow;

import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.parquet.OutcomeRows;
import io.wowflow.jobs.record.CopyLog;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.jobs.record.WeightTable;
import io.wowflow.math.flow.Convergence;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The outcome of a flow. On a cluster, the particles of a state too large for the driver's memory
 * are in a temporary file of its process and are read from there on demand.
 *
 * @param flowed the particles in the units of the input, with the labels of their matched classes;
 *     the classes of {@code flowed.particles()} carry the labels of the source; classes that have
 *     faded are left out
 * @param objectives the reported objectives
 * @param matching the target class that each source class was matched to, and the cost
 * @param steps steps made
 * @param stopReason why the flow ended
 * @param finalObjective the objective of the last state
 * @param copying the copy share at every report, one of which may be after the last state: the one
 *     that stopped the flow; empty without {@code --hold-out}
 * @param weights the weights of the source classes at the start and at the end; empty without
 *     {@code --reweight}
 * @param trend the course of the objective at the end of the flow
 */
public record FlowOutcome(
    FlowedDataset flowed,
    ObjectiveLog objectives,
    MatchingTable matching,
    int steps,
    String stopReason,
    double finalObjective,
    Optional<CopyLog> copying,
    Optional<WeightTable> weights,
    Convergence.Trend trend) {

  /**
   * The warning for a person whose flow has ended with a rising objective. Such a flow has made all
   * its steps and its files are whole, but it is no success: its classes are further from the
   * target than they were.
   *
   * @return a sentence with the rise and the remedy; empty for every other trend
   */
  public Optional<String> warning() {
    return trend.verdict() == Convergence.Verdict.RISING
        ? Optional.of(
            "WARNING: "
                + trend.text()
                + ": the steps are too large; use a smaller --step-size, or a --step-decay below 1")
        : Optional.empty();
  }

  /**
   * The flowed samples with their matched labels, as the Parquet of the command {@code flow} has
   * them: {@code label} (of the matched target class, in the target's type), {@code label_index}
   * (int, the position of the target class), {@code source_class} (in the source's type), {@code
   * id} (of the source's sample), {@code features} (array of float) and, if some class is not
   * uniform, {@code weight} (double, normalised in its class).
   *
   * @param spark an open session
   * @return one row per sample, class after class
   */
  public Dataset<Row> toDataFrame(SparkSession spark) {
    return OutcomeRows.flowed(spark, flowed);
  }
}
