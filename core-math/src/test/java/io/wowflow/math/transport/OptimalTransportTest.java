package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.Golden;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptimalTransportTest {
  static List<JsonNode> golden() {
    return Golden.cases("emd");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithGoldenValues(JsonNode golden) {
    TransportPlan plan =
        new TransportProblem(
                Golden.doubles(golden.get("cost")),
                Golden.flat(golden.get("a")),
                Golden.flat(golden.get("b")))
            .solveAndProve();
    assertThat(plan.cost())
        .isCloseTo(golden.get("value").doubleValue(), Percentage.withPercentage(1e-7));
  }

  @Test
  void findsTheKnownPlanOfASmallProblem() {
    TransportPlan plan =
        OptimalTransport.solve(
            new double[] {0.5, 0.5},
            new double[] {0.25, 0.25, 0.5},
            new DoubleMatrix(2, 3, new double[] {0, 1, 3, 2, 1, 1}));
    assertThat(plan.rows()).containsExactly(0, 0, 1);
    assertThat(plan.columns()).containsExactly(0, 1, 2);
    assertThat(plan.masses()).containsExactly(0.25, 0.25, 0.5);
    assertThat(plan.cost()).isEqualTo(0.75);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,7", "7,1", "2,2", "3,11", "16,16", "40,25", "30,60", "64,48"})
  void everySolutionIsProvedByItsPotentials(int m, int k) {
    for (int seed = 0; seed < 10; seed++) {
      DoubleMatrix smooth = TransportProblem.costs(m, k, seed, CounterRandom::nextDouble);
      DoubleMatrix tied = TransportProblem.costs(m, k, seed, r -> r.nextInt(4) - 1);
      double[] a = TransportProblem.masses(m, seed, r -> r.nextDouble() + 0.01);
      double[] b = TransportProblem.masses(k, seed + 100, r -> r.nextDouble() + 0.01);
      double[] counts = TransportProblem.masses(m, seed, r -> 1 + r.nextInt(3));
      double[] otherCounts = TransportProblem.masses(k, seed + 100, r -> 1 + r.nextInt(3));
      double[] evenRows = TransportProblem.uniform(m);
      double[] evenColumns = TransportProblem.uniform(k);
      for (DoubleMatrix cost : List.of(smooth, tied, DoubleMatrix.zeros(m, k))) {
        new TransportProblem(cost, a, b).solveAndProve();
        new TransportProblem(cost, counts, otherCounts).solveAndProve();
        new TransportProblem(cost, evenRows, b).solveAndProve();
        new TransportProblem(cost, evenRows, evenColumns).solveAndProve();
      }
    }
  }

  @Test
  void equalCostsCostTheTotalMass() {
    DoubleMatrix cost = TransportProblem.costs(9, 5, 0, r -> 3);
    double[] a = TransportProblem.masses(9, 3, CounterRandom::nextDouble);
    assertThat(new TransportProblem(cost, a, TransportProblem.uniform(5)).solveAndProve().cost())
        .isCloseTo(3, within(1e-14));
  }

  @Test
  void aSingleRowOrColumnHasOnePlan() {
    double[] b = {0.5, 0.125, 0.375};
    DoubleMatrix cost = new DoubleMatrix(1, 3, new double[] {2, -8, 4});
    TransportPlan row = OptimalTransport.solve(new double[] {1}, b, cost);
    assertThat(row.masses()).containsExactly(b);
    assertThat(row.columns()).containsExactly(0, 1, 2);
    assertThat(row.cost()).isEqualTo(1.5);
    TransportPlan column =
        OptimalTransport.solve(b, new double[] {1}, new DoubleMatrix(3, 1, cost.values()));
    assertThat(column.masses()).containsExactly(b);
    assertThat(column.rows()).containsExactly(0, 1, 2);
    assertThat(column.cost()).isEqualTo(1.5);
  }

  @Test
  void tinyMassesBesideLargeOnesKeepTheirOwnAccuracy() {
    double[] a = {1 - 3e-13, 1e-13, 2e-13};
    double[] b = {2.5e-13, 0.4, 0.6 - 3e-13, 0.5e-13};
    DoubleMatrix cost = TransportProblem.costs(3, 4, 5, CounterRandom::nextDouble);
    TransportPlan plan = new TransportProblem(cost, a, b).solveAndProve();
    double[] rowSums = new double[3];
    for (int e = 0; e < plan.masses().length; e++) {
      rowSums[plan.rows()[e]] += plan.masses()[e];
    }
    for (int i = 0; i < 3; i++) {
      assertThat(rowSums[i]).isCloseTo(a[i], Percentage.withPercentage(1e-3));
    }
    double[] extreme = {1e-30, 1};
    TransportPlan below =
        OptimalTransport.solve(
            extreme, extreme.clone(), new DoubleMatrix(2, 2, new double[] {0, 1, 1, 0}));
    assertThat(below.masses()).containsExactly(1e-30, 1);
    assertThat(below.cost()).isZero();
  }

  @Test
  void costsOfVeryDifferentSizeDoNotBlurTheSmallOnes() {
    DoubleMatrix cost = TransportProblem.costs(30, 30, 8, CounterRandom::nextDouble);
    double[] even = TransportProblem.uniform(30);
    TransportPlan plain = OptimalTransport.solve(even, even, cost);
    DoubleMatrix barred = new DoubleMatrix(30, 30, cost.values().clone());
    boolean[] used = new boolean[900];
    for (int e = 0; e < plain.masses().length; e++) {
      used[plain.rows()[e] * 30 + plain.columns()[e]] = true;
    }
    for (int e = 0; e < 900; e += 7) {
      barred.values()[e] = used[e] ? barred.values()[e] : 1e200;
    }
    TransportPlan plan = OptimalTransport.solve(even, even, barred);
    assertThat(plan.columns()).containsExactly(plain.columns());
    assertThat(plan.cost()).isEqualTo(plain.cost());
  }

  @Test
  void theTotalMassIsAnyAndMayDifferByRounding() {
    double[] a = {3e9, 1e9};
    double[] b = {2e9, 2e9 * (1 + 1e-9)};
    DoubleMatrix cost = new DoubleMatrix(2, 2, new double[] {0, 1, 1, 0});
    assertThat(OptimalTransport.solve(a, b, cost).cost())
        .isCloseTo(1e9, Percentage.withPercentage(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void aThousandByAThousandAgreesWithTheAssignment(long seed) {
    DoubleMatrix cost =
        seed == 3
            ? TransportProblem.costs(1000, 1000, seed, r -> r.nextInt(100))
            : TransportProblem.costs(1000, 1000, seed, CounterRandom::nextDouble);
    double[] even = TransportProblem.uniform(1000);
    TransportPlan plan = OptimalTransport.solve(even, even, cost);
    Assignment assignment = Assignment.solve(cost);
    assertThat(plan.masses()).hasSize(1000).containsOnly(1.0 / 1000);
    assertThat(1000 * plan.cost()).isCloseTo(assignment.cost(), Percentage.withPercentage(1e-10));
  }

  @Test
  void aThousandByAThousandWithWeightsIsProvedByItsPotentials() {
    DoubleMatrix cost = TransportProblem.costs(1000, 1000, 4, CounterRandom::nextDouble);
    TransportProblem problem =
        new TransportProblem(
            cost,
            TransportProblem.masses(1000, 5, CounterRandom::nextDouble),
            TransportProblem.masses(1000, 6, CounterRandom::nextDouble));
    double first = problem.solve().cost();
    long grid = Marginal.grid(1000, 1000);
    double[] potential =
        NetworkSimplex.solve(
                cost,
                Marginal.of(problem.a(), 1, grid).units(),
                Marginal.of(problem.b(), 1, grid).units(),
                false)
            .potential;
    double dual = 0;
    double least = 0;
    for (int i = 0; i < 1000; i++) {
      dual += problem.a()[i] * potential[i] + problem.b()[i] * potential[1000 + i];
      for (int j = 0; j < 1000; j++) {
        least = Math.min(least, cost.get(i, j) - potential[i] - potential[1000 + j]);
      }
    }
    assertThat(least).isGreaterThan(-1e-12);
    assertThat(first).isCloseTo(dual, within(1e-13));
  }

  @Test
  void refusesWhatIsNotATransportProblem() {
    DoubleMatrix cost = DoubleMatrix.zeros(2, 2);
    double[] half = {0.5, 0.5};
    refused(half, new double[] {0.5, 0.4}, cost).withMessageContaining("same total mass");
    refused(half, new double[] {0.5, 0.5 + 1e-8}, cost).withMessageContaining("normalise");
    refused(half, new double[] {1, 0}, cost)
        .withMessage("mass 1 of the column marginal must be positive and finite, was 0.0");
    refused(new double[] {-1, 2}, half, cost).withMessageContaining("mass 0 of the row marginal");
    refused(new double[] {Double.NaN, 1}, half, cost).withMessageContaining("was NaN");
    double[] huge = {1e308, 1e308};
    refused(huge, huge, cost).withMessageContaining("total mass of the row marginal");
    refused(half, new double[] {1}, cost).withMessageContaining("must be 2, was 1");
    refused(half, half, new DoubleMatrix(2, 2, new double[] {0, 1, 2, Double.NaN}))
        .withMessage("cost (1, 1) must be a number of at most 1e300 in magnitude, was NaN");
    refused(half, half, new DoubleMatrix(2, 2, new double[] {0, -1e301, 2, 0}))
        .withMessageContaining("cost (0, 1)");
    refused(new double[0], half, DoubleMatrix.zeros(0, 2)).withMessageContaining("number of rows");
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<IllegalArgumentException> refused(
      double[] a, double[] b, DoubleMatrix cost) {
    return assertThatIllegalArgumentException()
        .isThrownBy(() -> OptimalTransport.solve(a, b, cost));
  }

  @Test
  void argumentsAreNotModified() {
    DoubleMatrix cost = TransportProblem.costs(6, 4, 1, CounterRandom::nextDouble);
    double[] a = TransportProblem.masses(6, 1, CounterRandom::nextDouble);
    double[] b = TransportProblem.masses(4, 2, CounterRandom::nextDouble);
    double[] before = cost.values().clone();
    double[] rows = a.clone();
    double[] columns = b.clone();
    OptimalTransport.solve(a, b, cost);
    assertThat(cost.values()).containsExactly(before);
    assertThat(Arrays.equals(a, rows) && Arrays.equals(b, columns)).isTrue();
  }
}
