package io.wowflow.jobs.distance;

import io.wowflow.jobs.conf.DistanceConf;
import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.input.CommonUnits;
import io.wowflow.jobs.input.FeatureStatistics;
import io.wowflow.jobs.input.InputLabels;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.input.Spread;
import io.wowflow.jobs.input.Standardisation;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.record.JsonFile;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.jobs.record.Redaction;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures the distances between datasets. */
public final class DistanceJob {
  private final DistanceConf conf;
  private final JobContext context;

  /**
   * A job.
   *
   * @param conf a checked configuration
   * @param context its surroundings
   */
  public DistanceJob(DistanceConf conf, JobContext context) {
    this.conf = conf;
    this.context = context;
  }

  /**
   * All distances between several datasets.
   *
   * @param names the datasets
   * @param distances one for each pair, in the order (0, 1), (0, 2), ..., (1, 2), ...
   */
  public record Outcome(List<String> names, List<DatasetDistance> distances) {
    /**
     * The distance of a pair.
     *
     * @param i one dataset
     * @param j another, after {@code i}
     * @return their distance
     */
    public DatasetDistance of(int i, int j) {
      return distances.get(i * (2 * names.size() - i - 1) / 2 + j - i - 1);
    }
  }

  /**
   * Runs the job.
   *
   * @return the distances
   * @throws JobException (usage) if a dataset is too large for the metric; (input) if a dataset is
   *     invalid, its values are too large for the metric or the dimensions differ; (output) if the
   *     output exists
   */
  public Outcome run() {
    List<InputConf> inputs = new ArrayList<>(List.of(conf.source(), conf.target()));
    conf.more().forEach(uri -> inputs.add(new InputConf(uri, Optional.empty(), conf.columns())));
    Optional<JsonFile> output =
        conf.output()
            .output()
            .map(
                file ->
                    JsonFile.open(
                        file, conf.output().mode(), InputNames.paths(inputs), context.hadoop()));
    context.openSparkOnCluster();
    List<String> names = names(inputs);
    List<LoadedDataset> read = read(inputs);
    List<LabelledDataset> datasets = seen(read);
    Units units = unitsOfDistances(read);
    Metrics metrics = new Metrics(conf, context.notices());
    if (metrics.ignoresDirectionCount(datasets)) {
      context
          .notices()
          .accept(
              "--direction-count "
                  + conf.directionCount()
                  + " has no effect: the datasets are small, so --metric wow is computed exactly;"
                  + " give --matching sliced to use directions");
    }
    List<DatasetDistance> distances = new ArrayList<>();
    for (int i = 0; i < datasets.size(); i++) {
      for (int j = i + 1; j < datasets.size(); j++) {
        distances.add(
            measured(
                metrics,
                units,
                new NamedDataset(names.get(i), datasets.get(i)),
                new NamedDataset(names.get(j), datasets.get(j))));
      }
    }
    Outcome outcome = new Outcome(names, distances);
    output.ifPresent(file -> file.write(report(outcome, read)));
    return outcome;
  }

  /** Their addresses without secrets; those that are redacted completely get a number. */
  private static List<String> names(List<InputConf> inputs) {
    Redaction redaction = Secrets.redaction();
    List<String> out = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      String name = redaction.text(inputs.get(i).uri());
      out.add(name.equals(Redaction.REPLACEMENT) ? name + " " + i : name);
    }
    return out;
  }

  private DatasetDistance measured(
      Metrics metrics, Units units, NamedDataset source, NamedDataset target) {
    try {
      return metrics.distance(source, target).in(conf.metric(), units);
    } catch (IllegalArgumentException e) {
      // Of checked datasets and finite distances core-math refuses only the size.
      throw JobException.usage(e.getMessage() + ": give --samples-per-class");
    }
  }

  /** All in the same units. */
  private List<LoadedDataset> read(List<InputConf> inputs) {
    DatasetReader reader = context.reader();
    List<CommonUnits.Reading> readings = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      DatasetUri uri = DatasetUri.parse(inputs.get(i).uri());
      ReadOptions options = options(inputs.get(i), i);
      readings.add(units -> reader.read(uri, options.withUnits(units)));
    }
    List<LoadedDataset> read =
        CommonUnits.read(readings, CommonUnits.Scale.FREE, context.notices());
    List<LoadedDataset> out = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      out.add(labelled(read.get(i), inputs.get(i)));
    }
    for (int i = 0; i < inputs.size(); i++) {
      Shapes.checkDimensions(
          UserInfo.cut(inputs.get(0).uri()),
          out.get(0),
          UserInfo.cut(inputs.get(i).uri()),
          out.get(i));
    }
    return out;
  }

  private LoadedDataset labelled(LoadedDataset read, InputConf input) {
    return new InputLabels(conf.seed(), context.hadoop(), context.notices())
        .applied(read, input, conf.samplesPerClass());
  }

  /** The second dataset is the target, also of further datasets. */
  private List<LabelledDataset> seen(List<LoadedDataset> read) {
    LoadedDataset target = read.get(1);
    if (conf.standardise().isEmpty()) {
      Spread.notice(FeatureStatistics.of(target.dataset()), target).ifPresent(context.notices());
      return read.stream().map(LoadedDataset::dataset).toList();
    }
    List<LoadedDataset> others = new ArrayList<>(read);
    others.remove(1);
    Standardisation map = Standardisation.of(conf.standardise().get(), target, others);
    map.notices(target).forEach(context.notices());
    return read.stream().map(each -> map.apply(each.dataset())).toList();
  }

  private Units unitsOfDistances(List<LoadedDataset> read) {
    return conf.standardise().isPresent() ? Units.AS_READ : read.get(0).units();
  }

  private ReadOptions options(InputConf input, long stream) {
    // Of new classes samples are drawn when they are known.
    OptionalInt drawn = input.labels().isPresent() ? OptionalInt.empty() : conf.samplesPerClass();
    return ReadOptions.of(input, conf.seed(), drawn, conf.pictures()).withDefaultStream(stream);
  }

  /**
   * Measures the distance between two DataFrames; nothing is written. The columns are those of
   * {@link RowDatasets}; the samples that take part are collected to the driver.
   *
   * @param options options of the command {@code distance} by their names without dashes, such as
   *     {@code metric}, and their values as on the command line; those about files do not apply.
   *     Not modified
   * @param source one dataset
   * @param target another
   * @return the distance; {@link DatasetDistance#toDataFrame} has its matching
   * @throws JobException (usage) if an option is wrong, for an unknown one with the nearest known
   *     one, or a dataset is too large for the metric; (input) if a dataset is invalid, its values
   *     are too large for the metric or the dimensions differ
   */
  public static DatasetDistance between(
      Map<String, String> options, Dataset<Row> source, Dataset<Row> target) {
    DistanceConf conf = DistanceConf.of(FrameOptions.resolve("distance", options));
    DistanceJob job = new DistanceJob(conf, JobContext.of(source.sparkSession()));
    ReadOptions ofSource = job.options(conf.source(), 0);
    ReadOptions ofTarget = job.options(conf.target(), 1);
    List<LoadedDataset> collected =
        CommonUnits.read(
            List.of(
                units -> RowDatasets.collect(source, ofSource.withUnits(units)),
                units -> RowDatasets.collect(target, ofTarget.withUnits(units))),
            CommonUnits.Scale.FREE,
            job.context.notices());
    List<LoadedDataset> read =
        List.of(
            job.labelled(collected.get(0), conf.source()),
            job.labelled(collected.get(1), conf.target()));
    Shapes.checkDimensions("The source", read.get(0), "the target", read.get(1));
    List<LabelledDataset> seen = job.seen(read);
    LabelledDataset one = seen.get(0);
    LabelledDataset other = seen.get(1);
    Metrics metrics = new Metrics(conf, job.context.notices());
    if (metrics.ignoresDirectionCount(List.of(one, other))) {
      throw JobException.usage(
          "direction-count "
              + conf.directionCount()
              + " has no effect: the datasets are small, so the metric wow is computed exactly; give"
              + " matching sliced to use directions, or leave it out");
    }
    return job.measured(
        metrics,
        job.unitsOfDistances(read),
        new NamedDataset("the source", one),
        new NamedDataset("the target", other));
  }

  private Map<String, Object> report(Outcome outcome, List<LoadedDataset> read) {
    List<Map<String, Object>> pairs = new ArrayList<>();
    for (int i = 0; i < outcome.names().size(); i++) {
      for (int j = i + 1; j < outcome.names().size(); j++) {
        pairs.add(pair(outcome, i, j));
      }
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("metric", conf.settings().get("metric"));
    if (conf.labelling().isShared()) {
      out.put("labels", conf.settings().get("labels"));
    }
    out.put("datasets", outcome.names());
    out.put("read", read.stream().map(each -> each.report().toMap()).toList());
    out.put("distances", pairs);
    out.put("configuration", Secrets.redaction().apply(conf.settings()));
    out.put(
        "environment",
        Manifest.Environment.current(org.apache.spark.package$.MODULE$.SPARK_VERSION()));
    return out;
  }

  private static Map<String, Object> pair(Outcome outcome, int i, int j) {
    DatasetDistance distance = outcome.of(i, j);
    List<Map<String, Object>> matching = new ArrayList<>();
    for (MatchingTable.Row row : distance.matching()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("source_class", row.sourceClass());
      entry.put("label", row.label());
      entry.put("cost", row.cost());
      matching.add(entry);
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("source", outcome.names().get(i));
    out.put("target", outcome.names().get(j));
    out.put("distance", distance.value());
    out.put(
        "standard_error",
        distance.standardError().isPresent()
            ? (Object) distance.standardError().getAsDouble()
            : null);
    out.put("quantile_levels", distance.levels().map(QuantileLevels::levels).orElse(null));
    out.put("exact_quantiles", distance.levels().map(QuantileLevels::exact).orElse(null));
    distance
        .unmatched()
        .ifPresent(
            without -> {
              out.put("unmatched_source_classes", without.sourceClasses());
              out.put("unmatched_target_classes", without.targetClasses());
            });
    out.put("matching", matching);
    return out;
  }
}
