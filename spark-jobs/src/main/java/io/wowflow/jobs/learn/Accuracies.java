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
 * @param values one each, in [0, 1]
 * @param mean their mean
 * @param standardDeviation of the sample, {@code sqrt(sum (v - mean)^2 / (r - 1))}; empty for one
 */
public record Accuracies(List<Double> values, double mean, OptionalDouble standardDeviation) {
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

  public static Accuracies of(List<TrainAndTest.Tested> found) {
    return of(found.stream().mapToDouble(TrainAndTest.Tested::accuracy).toArray());
  }

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
