package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.DirectionsConf;
import io.wowflow.jobs.conf.EngineConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.conf.KernelConf;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The specification of a flow on DataFrames: the options of the command {@code flow} with the same
 * defaults and the same checks, without those about files.
 *
 * @param conf the checked configuration
 */
public record FlowSpec(FlowConf conf) {

  /**
   * A flow with some options.
   *
   * @param options option names without dashes, such as {@code steps} or {@code step-size}, and
   *     their values as on the command line; not modified
   * @return the specification
   * @throws io.wowflow.jobs.conf.JobException (usage) with all problems; for an unknown option with
   *     the nearest known one
   */
  public static FlowSpec of(Map<String, String> options) {
    return new FlowSpec(FlowConf.of(FrameOptions.resolve("flow", options)));
  }

  /**
   * A specification to be filled in.
   *
   * @return a builder with the defaults of the command line
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Collects options. Values are checked together by {@link #build}; the last value of an option
   * counts.
   */
  public static final class Builder {
    private final Map<String, String> options = new TreeMap<>();

    private Builder() {}

    /**
     * Steps to make.
     *
     * @param steps at least 0
     * @return this builder
     */
    public Builder steps(int steps) {
      return option("steps", Integer.toString(steps));
    }

    /**
     * The rule that gives each class its step size.
     *
     * @param rule one step size for all classes, or a fraction of the way to the matched class
     * @return this builder
     */
    public Builder stepRule(DescentConf.StepRule rule) {
      return option("step-rule", FrameOptions.text(rule));
    }

    /**
     * The step size tau of the fixed rule, or the fraction eta of the matched one.
     *
     * @param size above 0
     * @return this builder
     */
    public Builder stepSize(double size) {
      return option("step-size", Double.toString(size));
    }

    /**
     * The momentum of the descent.
     *
     * @param momentum at least 0 and below 1
     * @return this builder
     */
    public Builder momentum(double momentum) {
      return option("momentum", Double.toString(momentum));
    }

    /**
     * The range of the values of a particle, in the units of the input.
     *
     * @param low the lowest value
     * @param high the highest value
     * @return this builder
     */
    public Builder clip(double low, double high) {
      return option("clip", low + "," + high);
    }

    /**
     * The kernel between classes, with its default parameter.
     *
     * @param kernel a family of kernels
     * @return this builder
     */
    public Builder kernel(KernelConf.Kernel kernel) {
      return option("kernel", FrameOptions.text(kernel));
    }

    /**
     * The parameter of the kernel.
     *
     * @param parameter the exponent r of riesz, between 0 and 2, or the bandwidth h of the others,
     *     above 0
     * @return this builder
     */
    public Builder kernelParameter(double parameter) {
      return option("kernel-parameter", Double.toString(parameter));
    }

    /**
     * The way directions are drawn.
     *
     * @param kind a kind of directions; directions from a file are {@code option("directions",
     *     "FILE.npy")}
     * @return this builder
     */
    public Builder directions(DirectionsConf.Kind kind) {
      return option("directions", FrameOptions.text(kind));
    }

    /**
     * Directions of a step.
     *
     * @param count L, at least 1
     * @return this builder
     */
    public Builder directionCount(int count) {
      return option("direction-count", Integer.toString(count));
    }

    /**
     * Quantile levels of a slice.
     *
     * @param levels Q, at least 1
     * @return this builder
     */
    public Builder levels(int levels) {
      return option("levels", Integer.toString(levels));
    }

    /**
     * Samples drawn of each class of source and target.
     *
     * @param count at least 1
     * @return this builder
     */
    public Builder samplesPerClass(int count) {
      return option("samples-per-class", Integer.toString(count));
    }

    /**
     * The cost that matches source classes to target classes at the end.
     *
     * @param matching exact or sliced
     * @return this builder
     */
    public Builder matching(FlowConf.Matching matching) {
      return option("matching", FrameOptions.text(matching));
    }

    /**
     * Steps between two reports of the objective.
     *
     * @param steps at least 1
     * @return this builder
     */
    public Builder reportEvery(int steps) {
      return option("report-every", Integer.toString(steps));
    }

    /**
     * The time after which the flow ends.
     *
     * @param time at least one second, rounded down to whole seconds
     * @return this builder
     */
    public Builder maxTime(Duration time) {
      return option("max-time", time.toSeconds() + "s");
    }

    /**
     * The place where steps are computed.
     *
     * @param engine this JVM, the executors, or the choice of the plan
     * @return this builder
     */
    public Builder engine(EngineConf.Engine engine) {
      return option("engine", FrameOptions.text(engine));
    }

    /**
     * Threads of the in-process engine.
     *
     * @param threads at least 1; no bit of the result depends on it
     * @return this builder
     */
    public Builder threads(int threads) {
      return option("threads", Integer.toString(threads));
    }

    /**
     * The seed of all random numbers.
     *
     * @param seed any number
     * @return this builder
     */
    public Builder seed(long seed) {
      return option("seed", Long.toString(seed));
    }

    /**
     * Any other option of the command {@code flow}.
     *
     * @param key the option's name without dashes, such as {@code class-batch}
     * @param value its value as on the command line
     * @return this builder
     */
    public Builder option(String key, String value) {
      options.put(key, value);
      return this;
    }

    /**
     * Checks the options.
     *
     * @return the specification
     * @throws io.wowflow.jobs.conf.JobException (usage) with all problems; for an unknown option
     *     with the nearest known one
     */
    public FlowSpec build() {
      return FlowSpec.of(options);
    }
  }
}
