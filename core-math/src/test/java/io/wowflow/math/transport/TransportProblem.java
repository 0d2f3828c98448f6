package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Problems for the tests, and what every solution of one must satisfy. */
record TransportProblem(
    DoubleMatrix cost,
    @SuppressWarnings("ArrayRecordComponent") double[] a,
    @SuppressWarnings("ArrayRecordComponent") double[] b) {

  static DoubleMatrix costs(
      int rows, int columns, long seed, ToDoubleFunction<CounterRandom> draw) {
    CounterRandom random = CounterRandom.at(seed, 1, 0);
    DoubleMatrix out = DoubleMatrix.zeros(rows, columns);
    Arrays.setAll(out.values(), e -> draw.applyAsDouble(random));
    return out;
  }

  static double[] uniform(int size) {
    double[] out = new double[size];
    Arrays.fill(out, 1.0 / size);
    return out;
  }

  /** Random masses that sum to 1. */
  static double[] masses(int size, long seed, ToDoubleFunction<CounterRandom> draw) {
    CounterRandom random = CounterRandom.at(seed, 2, size);
    double[] out = new double[size];
    Arrays.setAll(out, i -> draw.applyAsDouble(random));
    double sum = Arrays.stream(out).sum();
    Arrays.setAll(out, i -> out[i] / sum);
    return out;
  }

  TransportPlan solve() {
    return OptimalTransport.solve(a, b, cost);
  }

  double optimum() {
    return solve().cost();
  }

  /**
   * Solves, and checks the plan against the duality theorem: the plan is feasible, the potentials
   * are feasible, and both have the same value, so both are optimal.
   */
  TransportPlan solveAndProve() {
    TransportPlan plan = solve();
    checkFeasible(plan);
    long grid = Marginal.grid(a.length, b.length);
    TransportTree tree =
        NetworkSimplex.solve(
            cost, Marginal.of(a, 1, grid).units(), Marginal.of(b, 1, grid).units(), false);
    double[] potential = tree.potential;
    double size = Arrays.stream(cost.values()).map(Math::abs).max().orElseThrow();
    double dual = 0;
    for (int i = 0; i < a.length; i++) {
      dual += a[i] * potential[i];
      for (int j = 0; j < b.length; j++) {
        assertThat(cost.get(i, j) - potential[i] - potential[a.length + j])
            .as("reduced cost (%d, %d)", i, j)
            .isGreaterThanOrEqualTo(-1e-12 * size);
      }
    }
    for (int j = 0; j < b.length; j++) {
      dual += b[j] * potential[a.length + j];
    }
    assertThat(plan.cost()).as("primal and dual value").isCloseTo(dual, within(1e-12 * size));
    for (int node = 0; node < tree.flow.length; node++) {
      assertThat(tree.flow[node]).isNotNegative();
      if (tree.flow[node] == 0 && tree.parent[node] >= 0) {
        assertThat(node).as("lower end of an arc without flow").isLessThan(a.length);
      }
    }
    return plan;
  }

  private void checkFeasible(TransportPlan plan) {
    assertThat(plan.rowCount()).isEqualTo(a.length);
    assertThat(plan.columnCount()).isEqualTo(b.length);
    assertThat(plan.masses().length)
        .isBetween(Math.max(a.length, b.length), a.length + b.length - 1);
    double[] rowSums = new double[a.length];
    double[] columnSums = new double[b.length];
    long before = -1;
    for (int e = 0; e < plan.masses().length; e++) {
      long place = (long) plan.rows()[e] * b.length + plan.columns()[e];
      assertThat(place).as("place of entry %d", e).isGreaterThan(before);
      assertThat(plan.masses()[e]).isPositive();
      before = place;
      rowSums[plan.rows()[e]] += plan.masses()[e];
      columnSums[plan.columns()[e]] += plan.masses()[e];
    }
    double total = Marginal.sum(a);
    checkSums("row", rowSums, a, total);
    checkSums("column", columnSums, b, total);
  }

  private static void checkSums(String what, double[] sums, double[] masses, double total) {
    for (int i = 0; i < masses.length; i++) {
      assertThat(sums[i])
          .as("sum of %s %d", what, i)
          .isCloseTo(masses[i], within(Math.max(1e-11 * masses[i], 1e-15 * total)));
    }
  }
}
