package io.wowflow.math.mmd;

import io.wowflow.math.internal.Guard;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The distances between the classes of two datasets, for several groups of independent directions.
 * A number computed from the mean of all groups has a standard error by the jackknife, which leaves
 * each group out once: with n groups and {@code f_(g)} the number without group g, {@code se^2 = (n
 * - 1) / n sum_g (f_(g) - mean f)^2} (Efron, Stein, "The jackknife estimate of variance", Ann.
 * Statist. 9, 1981).
 *
 * @param groups the groups, at least 2, each of the same number of directions
 */
public record GramGroups(List<SlicedGram> groups) {

  /**
   * Checks the number of groups.
   *
   * @throws IllegalArgumentException if there are fewer than 2
   */
  public GramGroups {
    groups = List.copyOf(groups);
    Guard.that(groups.size() >= 2, "a standard error needs 2 groups of directions");
  }

  /**
   * The distances over all directions.
   *
   * @return the mean of the groups, entry by entry
   */
  public SlicedGram mean() {
    SlicedGram sum = sum();
    return sum.combined(1.0 / groups.size(), sum, 0);
  }

  /**
   * A number computed from the distances, with its standard error.
   *
   * @param number the number, a function of distances that are means over directions
   * @return the number of {@link #mean}, and its jackknife standard error
   */
  public Estimate estimate(ToDoubleFunction<SlicedGram> number) {
    SlicedGram sum = sum();
    int n = groups.size();
    double value = number.applyAsDouble(sum.combined(1.0 / n, sum, 0));
    double[] leftOut = new double[n];
    double mean = 0;
    for (int g = 0; g < n; g++) {
      SlicedGram others = sum.combined(1.0 / (n - 1), groups.get(g), -1.0 / (n - 1));
      leftOut[g] = number.applyAsDouble(others);
      mean += leftOut[g] / n;
    }
    double squares = 0;
    for (double v : leftOut) {
      squares += (v - mean) * (v - mean);
    }
    return new Estimate(value, Math.sqrt(squares * (n - 1) / n));
  }

  private SlicedGram sum() {
    SlicedGram sum = groups.get(0);
    for (SlicedGram group : groups.subList(1, groups.size())) {
      sum = sum.combined(1, group, 1);
    }
    return sum;
  }
}
