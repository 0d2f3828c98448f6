package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TransportLawsTest {
  private static final int TRIES = 300;

  @Provide
  Arbitrary<TransportProblem> problems() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(1, 9),
            Arbitraries.longs(),
            Arbitraries.of(true, false))
        .as(TransportLawsTest::problem);
  }

  private static TransportProblem problem(int m, int k, long seed, boolean tied) {
    return new TransportProblem(
        TransportProblem.costs(m, k, seed, r -> tied ? r.nextInt(4) : r.nextGaussian()),
        TransportProblem.masses(m, seed, r -> tied ? 1 + r.nextInt(2) : r.nextDouble() + 0.01),
        TransportProblem.masses(k, seed + 1, r -> tied ? 1 + r.nextInt(2) : r.nextDouble() + 0.01));
  }

  @Property(tries = TRIES)
  void thePlanIsOptimal(@ForAll("problems") TransportProblem problem) {
    problem.solveAndProve();
  }

  @Property(tries = TRIES)
  void rowsAndColumnsMayChangePlaces(@ForAll("problems") TransportProblem problem) {
    DoubleMatrix cost = problem.cost();
    DoubleMatrix transposed = DoubleMatrix.zeros(cost.columns(), cost.rows());
    for (int i = 0; i < cost.rows(); i++) {
      for (int j = 0; j < cost.columns(); j++) {
        transposed.set(j, i, cost.get(i, j));
      }
    }
    assertThat(new TransportProblem(transposed, problem.b(), problem.a()).optimum())
        .isCloseTo(problem.optimum(), within(1e-12));
  }

  @Property(tries = TRIES)
  void aConstantOnARowCostsItsMass(
      @ForAll("problems") TransportProblem problem,
      @ForAll @DoubleRange(min = -10, max = 10) double constant) {
    DoubleMatrix cost = problem.cost();
    int row = cost.rows() / 2;
    DoubleMatrix raised = new DoubleMatrix(cost.rows(), cost.columns(), cost.values().clone());
    for (int j = 0; j < cost.columns(); j++) {
      raised.set(row, j, cost.get(row, j) + constant);
    }
    assertThat(new TransportProblem(raised, problem.a(), problem.b()).optimum())
        .isCloseTo(problem.optimum() + constant * problem.a()[row], within(1e-12));
  }

  @Property(tries = TRIES)
  void theOptimumScalesWithCostsAndWithMasses(
      @ForAll("problems") TransportProblem problem,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double factor) {
    TransportProblem dearer =
        new TransportProblem(
            new DoubleMatrix(
                problem.cost().rows(),
                problem.cost().columns(),
                scaled(problem.cost().values(), factor)),
            problem.a(),
            problem.b());
    TransportProblem heavier =
        new TransportProblem(
            problem.cost(), scaled(problem.a(), factor), scaled(problem.b(), factor));
    double expected = factor * problem.optimum();
    assertThat(dearer.optimum()).isCloseTo(expected, within(1e-12 * factor));
    assertThat(heavier.optimum()).isCloseTo(expected, within(1e-12 * factor));
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }

  @Property(tries = TRIES)
  void wholeMassesAreAnAssignmentOfCopies(
      @ForAll @IntRange(min = 1, max = 4) int m,
      @ForAll @IntRange(min = 1, max = 4) int k,
      @ForAll long seed) {
    int copies = 7;
    int[] rowOfCopy = surjection(copies, m, seed);
    int[] columnOfCopy = surjection(copies, k, seed + 1);
    DoubleMatrix cost = TransportProblem.costs(m, k, seed, r -> r.nextInt(10));
    DoubleMatrix copied = DoubleMatrix.zeros(copies, copies);
    double[] a = new double[m];
    double[] b = new double[k];
    for (int i = 0; i < copies; i++) {
      a[rowOfCopy[i]]++;
      b[columnOfCopy[i]]++;
      for (int j = 0; j < copies; j++) {
        copied.set(i, j, cost.get(rowOfCopy[i], columnOfCopy[j]));
      }
    }
    double expected = Permutations.leastCost(copied);
    assertThat(new TransportProblem(cost, a, b).optimum()).isCloseTo(expected, within(1e-12));
  }

  private static int[] surjection(int from, int to, long seed) {
    CounterRandom random = CounterRandom.at(seed, 3, to);
    int[] out = new int[from];
    Arrays.setAll(out, i -> i < to ? i : random.nextInt(to));
    return out;
  }
}
