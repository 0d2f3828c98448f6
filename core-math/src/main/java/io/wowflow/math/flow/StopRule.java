package io.wowflow.math.flow;

import io.wowflow.math.internal.Guard;
import java.util.List;
import java.util.Optional;

/** Decides, before each step, whether a flow ends. */
@FunctionalInterface
public interface StopRule {

  /**
   * The reason to end the flow now, if there is one.
   *
   * @param step k, the number of steps made
   * @param objectives all objectives reported so far, oldest first, not modified
   * @return the reason in a few words, or empty to continue
   */
  Optional<String> reason(int step, List<Double> objectives);

  /**
   * Returns a rule that ends the flow after a number of steps.
   *
   * @param steps T, at least 0
   * @return the rule
   */
  static StopRule afterSteps(int steps) {
    Guard.that(steps >= 0, "steps must not be negative, was " + steps);
    return (step, objectives) -> step >= steps ? Optional.of("all steps made") : Optional.empty();
  }

  /**
   * Returns a rule that ends the flow on a plateau: when the mean of the last n reported objectives
   * is not below 99.9 % of the mean of the n before them.
   *
   * @param n at least 1
   * @return the rule
   */
  static StopRule onPlateau(int n) {
    Guard.positive("plateau length", n);
    return (step, objectives) -> {
      int end = objectives.size();
      if (end < 2 * n) {
        return Optional.empty();
      }
      double last = mean(objectives.subList(end - n, end));
      double before = mean(objectives.subList(end - 2 * n, end - n));
      return last < 0.999 * before
          ? Optional.empty()
          : Optional.of("the objective is on a plateau");
    };
  }

  /**
   * Returns a rule that ends the flow where its objective has converged.
   *
   * @param convergence that of {@link Flow#run(FlowEngine, List, Convergence)}
   * @return the rule
   */
  static StopRule whenConverged(Convergence convergence) {
    return (step, objectives) ->
        convergence.step().isPresent() ? Optional.of("the objective converged") : Optional.empty();
  }

  /**
   * Returns a rule that ends the flow as soon as one of several rules does.
   *
   * @param rules the rules, in the order in which they are tried
   * @return the rule
   */
  static StopRule anyOf(List<StopRule> rules) {
    List<StopRule> all = List.copyOf(rules);
    return (step, objectives) ->
        all.stream().flatMap(rule -> rule.reason(step, objectives).stream()).findFirst();
  }

  private static double mean(List<Double> values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.size();
  }
}
