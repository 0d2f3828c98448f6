package io.wowflow.jobs.conf;

import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Reweighting;
import io.wowflow.math.wow.PlanRule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The movement of the particles.
 *
 * @param steps key {@code steps}: at least 0
 * @param functional key {@code functional}
 * @param rematch key {@code rematch}: empty for the default of the number of classes
 * @param reweight key {@code reweight}
 * @param stepRule key {@code step-rule}
 * @param stepSize key {@code step-size}: tau of the fixed rule, eta of the matched one; empty for
 *     the rule's default
 * @param stepDecay key {@code step-decay}: factor on the step size after every step, in (0, 1]
 * @param momentum key {@code momentum}: in [0, 1)
 * @param clip key {@code clip}: the range of values, in units of the input
 * @param normalise key {@code normalise}: the map from a value of the input to a value in the flow
 * @param standardise key {@code standardise}: the samples whose mean and deviation per feature make
 *     that map; not together with {@code normalise}
 */
public record DescentConf(
    int steps,
    Functional functional,
    Optional<Rematch> rematch,
    Reweight reweight,
    StepRule stepRule,
    OptionalDouble stepSize,
    double stepDecay,
    double momentum,
    Optional<Clip> clip,
    Optional<Normalise> normalise,
    Optional<Standardise> standardise) {
  static final Function<String, Double> MOMENTUM =
      Parsers.number("a number at least 0 and below 1", v -> v >= 0 && v < 1);

  /** The distance between the datasets that a flow descends. */
  public enum Functional {
    /** The maximum mean discrepancy. */
    MMD,
    /** The Wasserstein over Wasserstein distance. */
    WOW;

    static Functional read(ConfReader reader) {
      return reader.value("functional", Parsers.choice(Functional.class));
    }

    /**
     * Results of versions that descended the MMD only are those of runs that do not choose another
     * functional.
     */
    static void removeDefaults(Map<String, Object> settings) {
      settings.remove("functional", Parsers.text(MMD));
      settings.remove("rematch", null);
      settings.remove("reweight", Reweight.OFF.toString());
    }

    /** The default of a key of a command that depends on the functional. */
    String defaultOf(String command, String key) {
      return Reference.option(command, key)
          .attributes()
          .defaultBy()
          .orElseThrow()
          .defaults()
          .get(Parsers.text(this));
    }

    /** The step rule as given, else the default of the functional. */
    StepRule stepRule(ConfReader reader, String command) {
      return reader.optionalOr(
          "step-rule",
          Parsers.choice(StepRule.class),
          Parsers.choice(StepRule.class).apply(defaultOf(command, "step-rule")));
    }
  }

  /**
   * The steps at which a flow of the Wasserstein over Wasserstein distance matches the classes.
   *
   * @param every steps from one matching to the next; 0 for step 0 only
   */
  public record Rematch(int every) {
    static Rematch parse(String text) {
      if (text.equals("once")) {
        return new Rematch(0);
      }
      try {
        return new Rematch(Parsers.integer(1).apply(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("once or " + e.getMessage(), e);
      }
    }

    @Override
    public String toString() {
      return every == 0 ? "once" : Integer.toString(every);
    }
  }

  /** The change of the weights of the source classes along a flow of the MMD. */
  public static final class Reweight {
    static final Reweight OFF = new Reweight(Optional.empty());
    private static final int EVERY = 10;
    private static final double RATE = 0.5;
    private static final String EXPECTED =
        "off, on or every=J,rate=L with an integer J from 1 and a number L above 0 and at most 1,"
            + " such as every=10,rate=0.5";

    private final Optional<Reweighting> rule;

    private Reweight(Optional<Reweighting> rule) {
      this.rule = rule;
    }

    static Reweight parse(String text) {
      if (text.equals("off")) {
        return OFF;
      }
      int every = EVERY;
      double rate = RATE;
      Set<String> given = new HashSet<>();
      for (String part : text.equals("on") ? new String[0] : text.split(",", -1)) {
        String value = part.substring(part.indexOf('=') + 1);
        try {
          if (part.startsWith("every=") && given.add("every")) {
            every = Parsers.integer(1).apply(value);
          } else if (part.startsWith("rate=") && given.add("rate")) {
            rate = Parsers.number(EXPECTED, v -> v > 0 && v <= 1).apply(value);
          } else {
            throw new IllegalArgumentException(EXPECTED);
          }
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(EXPECTED, e);
        }
      }
      return new Reweight(Optional.of(new Reweighting(every, rate)));
    }

    /** Refuses a change of weights that the functional does not have. */
    static void check(ConfReader reader, Functional functional, Reweight reweight) {
      if (reweight.rule().isPresent() && functional == Functional.WOW) {
        reader.contradiction(
            "--reweight changes class weights by the MMD; --functional wow gives every class its"
                + " whole weight. To leave out source classes without a counterpart, give --labels"
                + " shared --unmatched drop in place of --reweight",
            "reweight",
            "functional");
      }
    }

    /**
     * The rule of the flow.
     *
     * @return empty for weights that stay
     */
    public Optional<Reweighting> rule() {
      return rule;
    }

    /**
     * The rule in words.
     *
     * @return for a plan or a page; empty for weights that stay
     */
    public Optional<String> text() {
      return rule.map(
          given ->
              (given.every() == 1
                      ? "changed in every step"
                      : "changed every " + given.every() + " steps")
                  + " at rate "
                  + given.rate());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Reweight reweight && rule.equals(reweight.rule);
    }

    @Override
    public int hashCode() {
      return rule.hashCode();
    }

    /**
     * The value of the option.
     *
     * @return {@code off} or {@code every=J,rate=L}
     */
    @Override
    public String toString() {
      return rule.map(given -> "every=" + given.every() + ",rate=" + given.rate()).orElse("off");
    }
  }

  /**
   * The rule by which a flow renews its plan.
   *
   * @param sources number of source classes
   * @param targets number of target classes
   * @return the rule as configured, else the default for these numbers
   */
  public PlanRule planRule(int sources, int targets) {
    return rematch
        .map(given -> new PlanRule(given.every()))
        .orElseGet(() -> PlanRule.forClasses(sources, targets));
  }

  /**
   * The interval of matchings in words.
   *
   * @param every steps from one matching to the next; 0 for step 0 only
   * @return for a plan or a page
   */
  public static String matched(int every) {
    return switch (every) {
      case 0 -> "classes matched at step 0 only";
      case 1 -> "classes matched in every step";
      default -> "classes matched every " + every + " steps";
    };
  }

  /** The rule that gives each class its step size. */
  public enum StepRule {
    /** One step size tau for all classes. */
    FIXED,
    /** A fraction eta of the way to the matched target class. */
    MATCHED;

    /**
     * The step size of a flow when none is given; with a gaussian kernel the fixed rule may use a
     * smaller one.
     *
     * @return tau or eta
     */
    public double defaultStepSize() {
      return defaultStepSize("flow");
    }

    /** The step size of a command when none is given: the attribute of its key. */
    double defaultStepSize(String command) {
      Reference.DefaultBy defaults =
          Reference.option(command, "step-size").attributes().defaultBy().orElseThrow();
      return Double.parseDouble(defaults.defaults().get(Parsers.text(this)));
    }

    /**
     * The rule of the flow.
     *
     * @param stepSize tau or eta, above 0
     * @param decay factor on the step size after every step
     * @return the rule
     */
    public io.wowflow.math.flow.StepRule of(double stepSize, double decay) {
      return this == MATCHED
          ? new io.wowflow.math.flow.StepRule.Matched(stepSize, decay)
          : new io.wowflow.math.flow.StepRule.Fixed(stepSize, decay);
    }
  }

  /**
   * The step size as far as it is known without data.
   *
   * @param kernel the kernel between classes
   * @return the given one, else the default of the rule; empty where the default depends on the
   *     bandwidth and the class weights, as {@link #stepSize(Kernel, double[])} computes it
   */
  OptionalDouble stepSize(KernelConf kernel) {
    boolean followsTheKernel =
        functional == Functional.MMD
            && stepRule == StepRule.FIXED
            && kernel.kernel() == KernelConf.Kernel.GAUSSIAN;
    return stepSize.isPresent() || followsTheKernel
        ? stepSize
        : OptionalDouble.of(stepRule.defaultStepSize());
  }

  /**
   * The step size: as given, else the rule's default. A Gaussian kernel pulls hardest at a distance
   * of one bandwidth h and hardly beyond a few: its default step is so short that momentum carries
   * a class past at most about one bandwidth, {@code 2 (1 - m) h / max b}, where that is below the
   * default of the fixed rule.
   *
   * @param kernel the kernel with its parameter
   * @param targetWeights b, the weights of the target classes, not modified
   * @return tau or eta
   */
  public double stepSize(Kernel kernel, double[] targetWeights) {
    if (stepSize.isPresent()) {
      return stepSize.getAsDouble();
    }
    if (functional == Functional.MMD
        && stepRule == StepRule.FIXED
        && kernel instanceof Kernel.Gaussian gaussian) {
      double heaviest = Arrays.stream(targetWeights).max().orElse(1);
      double reach = 2 * (1 - momentum) * gaussian.parameter() / heaviest;
      return Math.min(stepRule.defaultStepSize(), reach);
    }
    return stepRule.defaultStepSize();
  }

  /** The same descent with a range for its particles. */
  DescentConf with(Clip range) {
    return new DescentConf(
        steps,
        functional,
        rematch,
        reweight,
        stepRule,
        stepSize,
        stepDecay,
        momentum,
        Optional.of(range),
        normalise,
        standardise);
  }

  /**
   * A range of values.
   *
   * @param low the lowest, finite
   * @param high the highest, finite and above the lowest
   */
  public record Clip(double low, double high) {
    @Override
    public String toString() {
      return low + "," + high;
    }

    static Clip parse(String text) {
      String expected = "two finite numbers LO,HI with LO below HI as 32-bit floats, such as 0,1";
      List<Double> ends = Parsers.list(text, ",", Parsers.number(expected, DescentConf::fits));
      if (ends.size() != 2 || !(ends.get(0).floatValue() < ends.get(1).floatValue())) {
        throw new IllegalArgumentException(expected);
      }
      return new Clip(ends.get(0), ends.get(1));
    }
  }

  /**
   * The map {@code (x - mean) / deviation} from a value of the input to a value in the flow.
   *
   * @param mean one number, or one per channel
   * @param deviation one positive number, or one per channel
   */
  public record Normalise(List<Double> mean, List<Double> deviation) {
    @Override
    public String toString() {
      return joined(mean) + "," + joined(deviation);
    }

    private static String joined(List<Double> numbers) {
      return numbers.stream().map(String::valueOf).collect(Collectors.joining(":"));
    }

    static Normalise parse(String text) {
      String expected =
          "MEAN,STD with STD above 0 as 32-bit floats, one number or one per channel, such as"
              + " 0.5,0.5 or 0.5:0.5:0.5,0.2:0.2:0.2";
      List<List<Double>> parts =
          Parsers.list(
              text,
              ",",
              part -> Parsers.list(part, ":", Parsers.number(expected, DescentConf::fits)));
      if (parts.size() != 2 || parts.get(1).stream().anyMatch(s -> !(s.floatValue() > 0))) {
        throw new IllegalArgumentException(expected);
      }
      int means = parts.get(0).size();
      int deviations = parts.get(1).size();
      if (means != deviations && means != 1 && deviations != 1) {
        throw new IllegalArgumentException(expected + " (numbers of channels differ)");
      }
      return new Normalise(parts.get(0), parts.get(1));
    }
  }

  /** The samples whose statistics standardise features. */
  public enum Standardise {
    /** Those of the target. */
    TARGET,
    /** Those of all datasets of the job. */
    POOLED
  }

  /** Refuses two maps of values at once. */
  static void checkMaps(ConfReader reader) {
    if (reader.has("normalise") && reader.has("standardise")) {
      reader.contradiction(
          "--normalise and --standardise both map the values of the flow: leave one out",
          "normalise",
          "standardise");
    }
  }

  /** Accepts numbers that are finite in the precision of the particles. */
  private static boolean fits(double value) {
    return Float.isFinite((float) value);
  }

  static DescentConf read(ConfReader reader) {
    Functional functional = Functional.read(reader);
    DescentConf conf =
        new DescentConf(
            reader.value("steps", Parsers.integer(0)),
            functional,
            reader.optional("rematch", Rematch::parse),
            reader.value("reweight", Reweight::parse),
            functional.stepRule(reader, "flow"),
            reader.number("step-size", Parsers.POSITIVE),
            reader.value(
                "step-decay",
                Parsers.number("a number above 0 and at most 1", v -> v > 0 && v <= 1)),
            reader.value("momentum", MOMENTUM),
            reader.optional("clip", Clip::parse),
            reader.optional("normalise", Normalise::parse),
            reader.optional("standardise", Parsers.choice(Standardise.class)));
    checkMaps(reader);
    Reweight.check(reader, functional, conf.reweight);
    return conf;
  }
}
