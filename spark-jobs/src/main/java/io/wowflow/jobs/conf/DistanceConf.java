package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * The configuration of a measurement of distances.
 *
 * @param source one dataset
 * @param target another
 * @param columns which columns of further datasets are what
 * @param more key {@code more}: further datasets
 * @param metric key {@code metric}
 * @param matching key {@code matching}: the cost between classes of the metric wow; empty for the
 *     default rule
 * @param directionCount key {@code direction-count}: of the sliced metrics, at least 2; more than
 *     20 are rounded up to a multiple of 20
 * @param samplesPerClass key {@code samples-per-class}: empty for all
 * @param labelling whether classes of equal label are compared with each other
 * @param pictures samples as pictures
 * @param standardise key {@code standardise}: the samples whose mean and deviation per feature give
 *     the units of the distance
 * @param threads key {@code threads}: empty for all cores
 * @param output the file of the result, which is optional
 * @param seed key {@code seed}: of draws and directions
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record DistanceConf(
    InputConf source,
    InputConf target,
    InputConf.Columns columns,
    List<String> more,
    Metric metric,
    Optional<FlowConf.Matching> matching,
    int directionCount,
    OptionalInt samplesPerClass,
    SamplesConf.Labelling labelling,
    PicturesConf pictures,
    Optional<DescentConf.Standardise> standardise,
    OptionalInt threads,
    OutputConf output,
    long seed,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "distance";

  /** A distance between labelled datasets. */
  public enum Metric {
    /**
     * Sliced Wasserstein between all samples, whatever their labels; between the classes of equal
     * label if labels are shared.
     */
    SW,
    /** Maximum mean discrepancy with the kernel -SW_2 between classes. */
    MMD,
    /** Wasserstein over Wasserstein. */
    WOW,
    /** Optimal transport dataset distance. */
    OTDD
  }

  /**
   * Reads and checks the block {@code wowflow.distance}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the measurement
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static DistanceConf of(Settings resolved) {
    return of(resolved.config());
  }

  static DistanceConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    InputConf.Columns columns = InputConf.Columns.read(reader);
    DistanceConf conf =
        new DistanceConf(
            InputConf.read(reader, "source", columns),
            InputConf.read(reader, "target", columns),
            columns,
            reader
                .optional("more", text -> Parsers.list(text, ",", DistanceConf::name))
                .orElse(List.of()),
            reader.value("metric", Parsers.choice(Metric.class)),
            reader.optional("matching", Parsers.choice(FlowConf.Matching.class)),
            reader.value("direction-count", Parsers.integer(2)),
            reader.count("samples-per-class"),
            SamplesConf.Labelling.read(reader),
            PicturesConf.read(reader),
            reader.optional("standardise", Parsers.choice(DescentConf.Standardise.class)),
            reader.integer("threads", Parsers.integer(1, EngineConf.MOST_THREADS)),
            OutputConf.read(reader, false, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.value("seed", Parsers.LONG),
            reader.settings());
    if (conf.metric != Metric.WOW && reader.has("matching")) {
      reader.contradiction(
          "--matching chooses the cost of --metric wow, but --metric is "
              + Parsers.text(conf.metric),
          "matching",
          "metric");
    }
    boolean pairsSamples = conf.metric == Metric.MMD || conf.metric == Metric.OTDD;
    if (conf.labelling.isShared() && pairsSamples) {
      reader.contradiction(
          "--labels shared compares classes of equal label only, but --metric "
              + Parsers.text(conf.metric)
              + " compares every class with all others: give --metric wow or sw, or leave --labels"
              + " out",
          "labels",
          "metric");
    }
    reader.finish();
    return conf;
  }

  /**
   * Whether the number of directions is the one that the reference gives.
   *
   * @return false only where it was configured
   */
  public boolean hasDefaultDirectionCount() {
    return Reference.options(COMMAND).stream()
        .filter(option -> option.key().equals("direction-count"))
        .allMatch(
            option -> option.defaultText().equals(Optional.of(Integer.toString(directionCount))));
  }

  private static String name(String text) {
    return Parsers.TEXT.apply(text.strip());
  }
}
