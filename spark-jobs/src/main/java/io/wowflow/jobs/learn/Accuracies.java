package io.wowflow.jobs.learn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The accuracies of several trainings.
 *
 * @param values one per training, in [0, 1]
 * @param mean their mean
 * @param standardDeviation of the sample, {@code sqrt(sum (v - mean)^2 / (r - 1))}; empty for one
 */
public record Accuracies(List<Double> values, double mean, OptionalDouble standardDeviation) {
  /**
   * Mean and deviation of accuracies.
   *
   * @param values at least one, in [0, 1]
   * @return the accuracies
   */
  public static Accuracies of(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Accuracies(
        Arrays.stream(values).boxed().toList(),
        mean,
        values.length < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.sqrt(squares / (values.length - 1))));
  }

  /**
   * Mean and deviation of the accuracies of repeats.
   *
   * @param found at least one repeat
   * @return the accuracies
   */
  public static Accuracies of(List<TrainAndTest.Tested> found) {
    return of(found.stream().mapToDouble(TrainAndTest.Tested::accuracy).toArray());
  }

  /**
   * The content of the accuracies in JSON.
   *
   * @return {@code mean}, {@code standard_deviation} (null for one training), {@code repeats}
   */
  public Map<String, Object> toMap() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("mean", mean);
    out.put(
        "standard_deviation",
        standardDeviation.isPresent() ? (Object) standardDeviation.getAsDouble() : null);
    out.put("repeats", values);
    return out;
  }

  /** In percent, such as {@code 84.97 % +- 0.21 %}. */
  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "%.2f %%", 100 * mean);
    return standardDeviation.isEmpty()
        ? text
        : text + String.format(Locale.ROOT, " +- %.2f %%", 100 * standardDeviation.getAsDouble());
  }
}
