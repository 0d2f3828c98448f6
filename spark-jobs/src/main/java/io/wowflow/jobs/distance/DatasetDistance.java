package io.wowflow.jobs.distance;

import io.wowflow.jobs.conf.DistanceConf;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The distance between two datasets.
 *
 * @param value in units of the samples, but for the mmd, which is in the square root of them
 * @param standardError of the value over the choice of directions; empty where nothing is sliced
 * @param matching the target class of each source class; empty where classes do not count. The cost
 *     is squared: {@code W_2^2} or {@code SW_2^2} between the classes; for otdd it is the mass that
 *     does not go to the matched class
 * @param unmatched the classes whose label the other dataset does not have; empty unless labels are
 *     shared
 * @param levels the quantile levels; empty where nothing is sliced. Where they are not exact,
 *     sliced Wasserstein distances are slightly too small
 */
public record DatasetDistance(
    double value,
    OptionalDouble standardError,
    List<MatchingTable.Row> matching,
    Optional<Unmatched> unmatched,
    Optional<QuantileLevels> levels) {

  /**
   * Numbers of classes whose label the other dataset does not have.
   *
   * @param sourceClasses of the source
   * @param targetClasses of the target
   */
  public record Unmatched(int sourceClasses, int targetClasses) {}

  DatasetDistance with(Unmatched without) {
    return new DatasetDistance(value, standardError, matching, Optional.of(without), levels);
  }

  /**
   * The same distance in the units of the input.
   *
   * @param metric the metric of the distance: the value of {@code mmd} grows as the square root of
   *     the samples, those of the others as the samples; costs grow as their square, but not the
   *     mass of {@code otdd}
   * @param units the units of the samples, with an even exponent
   * @return the distance, multiplied by powers of two
   */
  DatasetDistance in(DistanceConf.Metric metric, Units units) {
    int exponent = units.exponent();
    int ofValue = metric == DistanceConf.Metric.MMD ? exponent / 2 : exponent;
    int ofCost = metric == DistanceConf.Metric.OTDD ? 0 : 2 * exponent;
    List<MatchingTable.Row> rows =
        matching.stream()
            .map(
                row ->
                    new MatchingTable.Row(
                        row.sourceClass(), row.label(), Math.scalb(row.cost(), ofCost)))
            .toList();
    return new DatasetDistance(
        Math.scalb(value, ofValue),
        standardError.isPresent()
            ? OptionalDouble.of(Math.scalb(standardError.getAsDouble(), ofValue))
            : standardError,
        rows,
        unmatched,
        levels);
  }

  /**
   * The matching as rows: {@code source_class} (string), {@code label} (string, of the matched
   * target class) and {@code cost} (double).
   *
   * @param spark an open session
   * @return one row per source class in the order of the classes; none where classes do not count
   */
  public Dataset<Row> toDataFrame(SparkSession spark) {
    StructType schema =
        new StructType()
            .add("source_class", DataTypes.StringType, false)
            .add("label", DataTypes.StringType, false)
            .add("cost", DataTypes.DoubleType, false);
    return spark.createDataFrame(
        matching.stream()
            .map(row -> RowFactory.create(row.sourceClass(), row.label(), row.cost()))
            .toList(),
        schema);
  }
}
