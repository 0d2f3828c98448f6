package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The configuration of a synthetic dataset: one of a formula, by its name, or a stand-in for a
 * dataset.
 *
 * @param name key {@code name}; empty for a stand-in
 * @param classes key {@code classes}: of gaussians, which need it; empty for the others
 * @param samples key {@code samples}: likewise, of each class
 * @param dimension key {@code dimension}: likewise
 * @param stream key {@code stream}: the random stream of gaussians
 * @param shift key {@code shift}: the centre of the class means of gaussians, in every coordinate
 * @param standIn the stand-in; without effect where a name is given
 * @param seed key {@code seed}: of all random numbers
 * @param output the output to write
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record SynthConf(
    Optional<Name> name,
    OptionalInt classes,
    OptionalInt samples,
    OptionalInt dimension,
    OptionalInt stream,
    OptionalDouble shift,
    StandIn standIn,
    long seed,
    OutputConf output,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "synth";
  private static final List<String> NEEDED = List.of("classes", "samples", "dimension");
  private static final List<String> OF_GAUSSIANS =
      List.of("classes", "samples", "dimension", "stream", "shift");
  private static final ConfigValue NOT_GIVEN = ConfigValueFactory.fromAnyRef(null);

  /** The synthetic datasets. */
  public enum Name {
    /** Three circles. */
    RINGS,
    /** The cloud that flows onto the circles. */
    RINGS_SOURCE,
    /** Normal classes around normal means. */
    GAUSSIANS
  }

  /** The way in which the samples of a stand-in are made. */
  public enum Method {
    /** Normal noise of each class that flows onto the class. */
    FLOW(InputConf.StandIn.NOISE),
    /** The noise itself. */
    NOISE(InputConf.StandIn.NOISE),
    /** Points between neighbours of a class. */
    SMOTE(InputConf.StandIn.SMOTE);

    private final InputConf.StandIn start;

    Method(InputConf.StandIn start) {
      this.start = start;
    }
  }

  /** The scaling of features. */
  public enum Scaling {
    /** By the statistics of the samples of the dataset that the flow sees. */
    TARGET,
    /** None. */
    NONE
  }

  /**
   * A dataset that trains like another one and is not its rows.
   *
   * @param like the other dataset; of an empty URI where there is no stand-in
   * @param test key {@code test}: the samples to test classifiers on; empty for those held out
   * @param method key {@code method}
   * @param perClass key {@code per-class}: samples of each class; empty for as many as are seen
   * @param pictures samples as pictures
   * @param standardise key {@code standardise}
   * @param clip key {@code clip}: the range of values; empty for that of the samples seen
   * @param steps key {@code steps}
   * @param stepSize key {@code step-size}: eta
   * @param momentum key {@code momentum}
   * @param copying the samples that are held out, and the copy share that ends the flow
   * @param passes key {@code passes}: number of times that a training uses every sample
   * @param repeats key {@code repeats}: paired trainings of each classifier
   * @param reportEvery key {@code report-every}
   * @param threads key {@code threads}: empty for all cores
   * @param sharedFilesystem key {@code shared-filesystem}
   * @param dryRun key {@code dry-run}: only print the plan
   */
  public record StandIn(
      InputConf like,
      Optional<InputConf> test,
      Method method,
      OptionalInt perClass,
      PicturesConf pictures,
      Scaling standardise,
      Optional<DescentConf.Clip> clip,
      int steps,
      double stepSize,
      double momentum,
      FlowConf.Copying copying,
      int passes,
      int repeats,
      int reportEvery,
      OptionalInt threads,
      boolean sharedFilesystem,
      boolean dryRun) {

    private static StandIn read(ConfReader reader, boolean dryRun) {
      InputConf.Columns columns = InputConf.Columns.read(reader);
      InputConf like =
          new InputConf(
              reader.optional("like", Parsers.TEXT).orElse(""),
              reader.optional("like-format", Parsers.TEXT),
              columns,
              reader.optional("like-labels", InputConf.Labels::parse));
      Optional<String> testFormat = reader.optional("test-format", Parsers.TEXT);
      Optional<InputConf> test =
          reader.optional("test", Parsers.TEXT).map(uri -> new InputConf(uri, testFormat, columns));
      return new StandIn(
          like,
          test,
          reader.value("method", Parsers.choice(Method.class)),
          reader.count("per-class"),
          PicturesConf.read(reader),
          reader.value("standardise", Parsers.choice(Scaling.class)),
          reader.optional("clip", DescentConf.Clip::parse),
          reader.value("steps", Parsers.integer(0)),
          reader.value("step-size", Parsers.POSITIVE),
          reader.value("momentum", DescentConf.MOMENTUM),
          FlowConf.Copying.read(reader),
          reader.value("passes", Parsers.integer(1)),
          reader.value("repeats", Parsers.integer(1)),
          reader.value("report-every", Parsers.integer(1)),
          reader.integer("threads", Parsers.integer(1, EngineConf.MOST_THREADS)),
          reader.value("shared-filesystem", Parsers.FLAG),
          dryRun);
    }
  }

  /**
   * Reads and checks the block {@code wowflow.synth}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the dataset
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static SynthConf of(Settings resolved) {
    return of(resolved.config());
  }

  static SynthConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    boolean dryRun = reader.value("dry-run", Parsers.FLAG);
    SynthConf conf =
        new SynthConf(
            reader.optional("name", Parsers.choice(Name.class)),
            reader.count("classes"),
            reader.count("samples"),
            reader.count("dimension"),
            reader.integer("stream", Parsers.integer(0)),
            reader.number("shift", Parsers.FINITE),
            StandIn.read(reader, dryRun),
            reader.value("seed", Parsers.LONG),
            OutputConf.read(reader, !dryRun, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.settings());
    conf.check(reader);
    reader.finish();
    return conf;
  }

  /**
   * Distinguishes the two uses of the command.
   *
   * @return true for a stand-in for a dataset, false for a dataset of a formula
   */
  public boolean isStandIn() {
    return !standIn.like.uri().isEmpty();
  }

  private void check(ConfReader reader) {
    if (name.isEmpty() == !isStandIn()) {
      reader.contradiction(
          name.isEmpty()
              ? "NAME (rings|rings-source|gaussians) or --like DATASET is required"
              : "NAME is a dataset of a formula, --like makes one that is like a dataset: leave one"
                  + " of them out",
          "name",
          "like");
    }
    String other = name.map(Parsers::text).orElse("--like");
    if (name.filter(Name.GAUSSIANS::equals).isPresent()) {
      NEEDED.stream()
          .filter(key -> !reader.has(key))
          .forEach(key -> reader.contradiction("--" + key + " is required for gaussians", key));
    } else {
      OF_GAUSSIANS.stream()
          .filter(reader::has)
          .forEach(
              key ->
                  reader.contradiction(
                      "--" + key + " belongs to gaussians, not to " + other, key, "name"));
    }
    if (isStandIn() && output.output().filter(SynthConf::isCsv).isPresent()) {
      reader.contradiction(
          "--output: a stand-in is a directory of Parquet files or FILE.npz: give one of these, and"
              + " write the CSV file from it with convert",
          "output");
    }
  }

  private static boolean isCsv(String output) {
    String lower = output.toLowerCase(Locale.ROOT);
    return lower.endsWith(".csv") || lower.endsWith(".csv.gz");
  }

  /**
   * The same dataset as an input.
   *
   * @return {@code synthetic:NAME} with the given parameters
   * @throws java.util.NoSuchElementException for a stand-in
   */
  public String uri() {
    String parameters =
        OF_GAUSSIANS.stream()
            .filter(key -> settings.get(key) != null)
            .map(key -> key + "=" + settings.get(key))
            .collect(Collectors.joining("&"));
    return "synthetic:"
        + Parsers.text(name.orElseThrow())
        + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  /**
   * The flow of a stand-in: the block {@code wowflow.flow} with the values of the keys that both
   * have, from samples that are made of each class onto the class, by the Wasserstein over
   * Wasserstein distance. Its settings are those of the flow and those keys of the stand-in that
   * the flow does not have.
   *
   * @param resolved the configuration that {@link #of} has checked
   * @return the flow; empty for a dataset of a formula
   * @throws JobException {@link ExitCode#USAGE} with all problems of that block
   */
  public static Optional<FlowConf> flow(Settings resolved) {
    SynthConf conf = of(resolved);
    return conf.isStandIn()
        ? Optional.of(FlowConf.of(conf.asFlow(resolved.config())).including(conf.settings))
        : Optional.empty();
  }

  private Config asFlow(Config resolved) {
    ConfigObject given = resolved.getObject(Reference.path(COMMAND));
    Map<String, ConfigValue> values = new HashMap<>();
    values.put("source", text(standIn.method.start.uri()));
    values.put("target", given.get("like"));
    values.put("target-format", given.get("like-format"));
    values.put("target-labels", given.get("like-labels"));
    values.put("samples-per-class", NOT_GIVEN);
    values.put("source-samples-per-class", given.get("per-class"));
    values.put("target-samples-per-class", NOT_GIVEN);
    values.put("labels", text(Parsers.text(SamplesConf.Labels.SHARED)));
    values.put("functional", text(Parsers.text(DescentConf.Functional.WOW)));
    values.put("step-rule", text(Parsers.text(DescentConf.StepRule.MATCHED)));
    values.put("normalise", NOT_GIVEN);
    values.put("evaluate-with", NOT_GIVEN);
    values.put("reweight", text(DescentConf.Reweight.OFF.toString()));
    values.put(
        "standardise",
        standIn.standardise == Scaling.TARGET ? text(Parsers.text(Scaling.TARGET)) : NOT_GIVEN);
    if (standIn.method != Method.FLOW) {
      values.put("steps", ConfigValueFactory.fromAnyRef(0));
    }
    Config flow = FlowConf.withSharedKeys(resolved, COMMAND);
    for (Map.Entry<String, ConfigValue> entry : values.entrySet()) {
      flow = flow.withValue(FlowConf.path(entry.getKey()), entry.getValue());
    }
    return flow;
  }

  private static ConfigValue text(String value) {
    return ConfigValueFactory.fromAnyRef(value);
  }
}
