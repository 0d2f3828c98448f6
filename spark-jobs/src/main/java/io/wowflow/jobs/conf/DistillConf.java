package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * The configuration of a distillation, except for the keys of a flow that it does not have itself:
 * see {@link #flow}.
 *
 * @param source the large dataset
 * @param output the output to write
 * @param perClass key {@code per-class}: samples to make of each class, p
 * @param method key {@code method}
 * @param embed key {@code embed}: true to compare features of a random network
 * @param augment key {@code augment}: true to augment pictures before they are compared
 * @param flip key {@code flip}: true to add mirroring to the augmentations
 * @param targetBatch key {@code target-batch}: samples of each class drawn per step; 0 for all;
 *     empty for the number that {@link #fitted} computes
 * @param pictures samples as pictures
 * @param normalise key {@code normalise}: the map from a value of the input to one in the flow
 * @param standardise key {@code standardise}: the samples whose statistics make that map
 * @param clip key {@code clip}: the range of values
 * @param steps key {@code steps}
 * @param functional key {@code functional}
 * @param rematch key {@code rematch}
 * @param stepSize key {@code step-size}: tau of the MMD, eta of the Wasserstein over Wasserstein
 *     distance
 * @param momentum key {@code momentum}
 * @param stopPlateau key {@code stop-plateau}
 * @param kernel the kernel between classes
 * @param directions directions and quantiles
 * @param reportEvery key {@code report-every}
 * @param snapshotEvery key {@code snapshot-every}
 * @param stateHash key {@code state-hash}
 * @param maxTime key {@code max-time}: empty for no limit
 * @param threads key {@code threads}: empty for all cores
 * @param seed key {@code seed}: of all random numbers
 * @param dryRun key {@code dry-run}: only print the plan
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record DistillConf(
    InputConf source,
    OutputConf output,
    int perClass,
    Method method,
    boolean embed,
    boolean augment,
    boolean flip,
    OptionalInt targetBatch,
    PicturesConf pictures,
    Optional<DescentConf.Normalise> normalise,
    Optional<DescentConf.Standardise> standardise,
    Optional<DescentConf.Clip> clip,
    int steps,
    DescentConf.Functional functional,
    Optional<DescentConf.Rematch> rematch,
    double stepSize,
    double momentum,
    FlowConf.Plateau stopPlateau,
    KernelConf kernel,
    DirectionsConf directions,
    int reportEvery,
    int snapshotEvery,
    boolean stateHash,
    Optional<Duration> maxTime,
    OptionalInt threads,
    long seed,
    boolean dryRun,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "distill";

  private static final int LARGEST_OWN_BATCH = 256;

  private static final ConfigValue NOT_GIVEN = ConfigValueFactory.fromAnyRef(null);

  /** The way in which samples are made. */
  public enum Method {
    /** The flow of the drawn samples onto the dataset. */
    FLOW,
    /** The means of the features of a class are matched with those of the dataset's. */
    MATCHING,
    /** The drawn samples themselves. */
    RANDOM,
    /** The mean of each class, its only sample. */
    MEANS,
    /** The centres of each class by k-means, in the units of the input. */
    K_MEANS;

    /**
     * Distinguishes samples that move from samples that are written as they begin.
     *
     * @return true for a flow and for matching
     */
    public boolean makesSteps() {
      return this == FLOW || this == MATCHING;
    }
  }

  /**
   * Reads and checks the block {@code wowflow.distill}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the distillation
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static DistillConf of(Settings resolved) {
    return of(resolved.config());
  }

  static DistillConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    boolean dryRun = reader.value("dry-run", Parsers.FLAG);
    DescentConf.Functional functional = DescentConf.Functional.read(reader);
    DistillConf conf =
        new DistillConf(
            InputConf.read(reader, "source"),
            OutputConf.read(reader, !dryRun, EnumSet.allOf(OutputMode.class)),
            reader.required("per-class", Parsers.integer(1), 1),
            reader.value("method", Parsers.choice(Method.class)),
            reader.value("embed", Parsers.FLAG),
            reader.value("augment", Parsers.FLAG),
            reader.value("flip", Parsers.FLAG),
            reader.integer("target-batch", Parsers.integer(0)),
            PicturesConf.read(reader),
            reader.optional("normalise", DescentConf.Normalise::parse),
            reader.optional("standardise", Parsers.choice(DescentConf.Standardise.class)),
            reader.optional("clip", DescentConf.Clip::parse),
            reader.value("steps", Parsers.integer(0)),
            functional,
            reader.optional("rematch", DescentConf.Rematch::parse),
            reader.optionalOr(
                "step-size",
                Parsers.POSITIVE,
                Double.valueOf(functional.defaultOf(COMMAND, "step-size"))),
            reader.value("momentum", DescentConf.MOMENTUM),
            reader.value("stop-plateau", FlowConf.Plateau::parse),
            KernelConf.read(reader),
            DirectionsConf.read(reader),
            reader.value("report-every", Parsers.integer(1)),
            reader.value("snapshot-every", Parsers.integer(0)),
            reader.value("state-hash", Parsers.FLAG),
            reader.optional("max-time", Parsers::duration),
            reader.integer("threads", Parsers.integer(1, EngineConf.MOST_THREADS)),
            reader.value("seed", Parsers.LONG),
            dryRun,
            reader.settings());
    conf.check(reader);
    reader.finish();
    return conf;
  }

  private void check(ConfReader reader) {
    DescentConf.checkMaps(reader);
    if (flip && !augment) {
      reader.contradiction("--flip is one of the augmentations: give --augment, too", "flip");
    }
    if (!method.makesSteps() && (embed || augment)) {
      reader.contradiction(
          "--method " + Parsers.text(method) + " makes no steps: leave --embed and --augment out",
          "method");
    }
    if (method == Method.MEANS && perClass > 1) {
      reader.contradiction(
          "--method means makes one sample per class, --per-class is "
              + perClass
              + ": give --per-class 1, or --method k-means",
          "method",
          "per-class");
    }
    if (functional == DescentConf.Functional.WOW && needsFeatures()) {
      reader.contradiction(
          "--functional wow moves the samples themselves: leave --embed, --augment and --method"
              + " matching out",
          "functional",
          "method");
    }
    if (embed && directions.directions().file().isPresent()) {
      reader.contradiction(
          "--directions "
              + directions.directions()
              + " are directions between samples, but --embed needs directions between features:"
              + " give hadamard or gaussian",
          "directions");
    }
  }

  /**
   * Decides between the engines.
   *
   * @return true if steps use features, false for a flow of the samples themselves
   */
  public boolean needsFeatures() {
    return method == Method.MATCHING || (method == Method.FLOW && (embed || augment));
  }

  /**
   * The flow of a distillation: the block {@code wowflow.flow} with the distillation's values of
   * the keys that both have, from drawn samples of the dataset onto all of it. Its settings are
   * those of the flow and those keys of the distillation that the flow does not have.
   *
   * @param resolved the configuration that {@link #of} has checked
   * @return the flow
   * @throws JobException {@link ExitCode#USAGE} with all problems of that block
   */
  public static FlowConf flow(Settings resolved) {
    return flow(resolved.config());
  }

  private static FlowConf flow(Config resolved) {
    DistillConf conf = of(resolved);
    FlowConf flow = FlowConf.of(conf.asFlow(resolved));
    if (!conf.needsFeatures()) {
      return flow.including(conf.settings);
    }
    if (flow.engine().engine() == EngineConf.Engine.DISTRIBUTED) {
      throw JobException.usage(
          FlowConf.path("engine")
              + " is distributed, but --embed, --augment and --method matching run in the driver:"
              + " leave this key out of --config");
    }
    ConfigValue here = ConfigValueFactory.fromAnyRef(Parsers.text(EngineConf.Engine.IN_PROCESS));
    return FlowConf.of(conf.asFlow(resolved).withValue(FlowConf.path("engine"), here))
        .including(conf.settings);
  }

  /**
   * Completes the flow by the values that depend on the data.
   *
   * @param flow that of {@link #flow}
   * @param smallest number of samples of the smallest class
   * @return the same with batches of {@code smallest}, at most 256, unless they are configured
   */
  public FlowConf fitted(FlowConf flow, int smallest) {
    return targetBatch.isPresent() || !method.makesSteps()
        ? flow
        : flow.withTargetBatch(Math.min(LARGEST_OWN_BATCH, smallest));
  }

  private Config asFlow(Config resolved) {
    ConfigObject given = resolved.getObject(Reference.path(COMMAND));
    Map<String, ConfigValue> values = new HashMap<>();
    values.put("target", given.get("source"));
    values.put("target-format", given.get("source-format"));
    values.put("source-samples-per-class", ConfigValueFactory.fromAnyRef(perClass));
    values.put("samples-per-class", NOT_GIVEN);
    values.put("target-samples-per-class", NOT_GIVEN);
    // The first particles are samples of the target: every share would begin at copies.
    values.put("hold-out", NOT_GIVEN);
    values.put("stop-copying", NOT_GIVEN);
    // A distillation keeps the classes of the dataset as they are.
    values.put("reweight", ConfigValueFactory.fromAnyRef(DescentConf.Reweight.OFF.toString()));
    int batch = method.makesSteps() ? targetBatch.orElse(0) : 0;
    values.put("target-batch", batch > 0 ? ConfigValueFactory.fromAnyRef(batch) : NOT_GIVEN);
    DescentConf.StepRule rule =
        functional == DescentConf.Functional.WOW
            ? DescentConf.StepRule.MATCHED
            : DescentConf.StepRule.FIXED;
    values.put("step-rule", ConfigValueFactory.fromAnyRef(Parsers.text(rule)));
    values.put("step-size", ConfigValueFactory.fromAnyRef(stepSize));
    if (!method.makesSteps()) {
      values.put("steps", ConfigValueFactory.fromAnyRef(0));
    }
    Config flow = FlowConf.withSharedKeys(resolved, COMMAND);
    for (Map.Entry<String, ConfigValue> entry : values.entrySet()) {
      flow = flow.withValue(FlowConf.path(entry.getKey()), entry.getValue());
    }
    return flow;
  }
}
