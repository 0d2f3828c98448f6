package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  @Property(tries = 400)
  void noPermutationIsCheaper(
      @ForAll @IntRange(min = 1, max = 7) int n, @ForAll long seed, @ForAll boolean tied) {
    DoubleMatrix cost =
        TransportProblem.costs(n, n, seed, r -> tied ? r.nextInt(4) - 2 : r.nextGaussian());
    Assignment assignment = Assignment.solve(cost);
    assertThat(assignment.cost()).isCloseTo(Permutations.leastCost(cost), within(1e-13));
    checkPermutation(cost, assignment);
  }

  @Property(tries = 100)
  void agreesWithTransportBetweenUniformMasses(
      @ForAll @IntRange(min = 8, max = 60) int n, @ForAll long seed, @ForAll boolean tied) {
    DoubleMatrix cost =
        TransportProblem.costs(n, n, seed, r -> tied ? r.nextInt(6) : r.nextGaussian());
    double[] even = TransportProblem.uniform(n);
    Assignment assignment = Assignment.solve(cost);
    assertThat(assignment.cost() / n)
        .isCloseTo(new TransportProblem(cost, even, even).optimum(), within(1e-13));
    checkPermutation(cost, assignment);
  }

  private static void checkPermutation(DoubleMatrix cost, Assignment assignment) {
    int n = cost.rows();
    int[] columns = assignment.columnOfRow();
    assertThat(columns.clone()).containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += cost.get(i, columns[i]);
    }
    assertThat(assignment.cost()).isEqualTo(sum);
  }

  @Test
  void equalCostsGiveTheIdentity() {
    int[] identity = IntStream.range(0, 50).toArray();
    assertThat(Assignment.solve(DoubleMatrix.zeros(50, 50)).columnOfRow())
        .containsExactly(identity);
    assertThat(Assignment.solve(TransportProblem.costs(50, 50, 0, r -> -3.5)).columnOfRow())
        .containsExactly(identity);
  }

  @Test
  void findsAHiddenPermutation() {
    int n = 300;
    DoubleMatrix cost = TransportProblem.costs(n, n, 9, r -> 1 + r.nextDouble());
    int[] hidden = new int[n];
    Arrays.setAll(hidden, i -> (i * 7 + 3) % n);
    for (int i = 0; i < n; i++) {
      cost.set(i, hidden[i], 0.5);
    }
    Assignment assignment = Assignment.solve(cost);
    assertThat(assignment.columnOfRow()).containsExactly(hidden);
    assertThat(assignment.cost()).isEqualTo(150);
  }

  @Test
  void theHardestKnownCostsAreSolved() {
    // cost(i, j) = i j, reversed order optimal: long augmenting paths (Machol, Wien 1976).
    int n = 400;
    DoubleMatrix cost = DoubleMatrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        cost.set(i, j, (i + 1.0) * (j + 1));
      }
    }
    int[] reversed = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
    assertThat(Assignment.solve(cost).columnOfRow()).containsExactly(reversed);
  }

  @Test
  void oneByOneAndHugeCosts() {
    assertThat(Assignment.solve(new DoubleMatrix(1, 1, new double[] {-4})).cost()).isEqualTo(-4);
    DoubleMatrix huge = TransportProblem.costs(40, 40, 2, r -> 1e300 * r.nextDouble());
    double[] even = TransportProblem.uniform(40);
    assertThat(Assignment.solve(huge).cost())
        .isCloseTo(
            40 * new TransportProblem(huge, even, even).optimum(),
            Percentage.withPercentage(1e-10));
  }

  @Test
  void aConstantOnARowOrColumnChangesNoAssignment() {
    DoubleMatrix cost = TransportProblem.costs(80, 80, 4, CounterRandom::nextDouble);
    DoubleMatrix shifted = new DoubleMatrix(80, 80, cost.values().clone());
    for (int t = 0; t < 80; t++) {
      shifted.set(11, t, shifted.get(11, t) + 5);
      shifted.set(t, 23, shifted.get(t, 23) - 2);
    }
    assertThat(Assignment.solve(shifted).columnOfRow())
        .containsExactly(Assignment.solve(cost).columnOfRow());
  }

  @Test
  void refusesWhatIsNotAnAssignmentProblem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.solve(DoubleMatrix.zeros(2, 3)))
        .withMessage("an assignment needs a square matrix of costs, was 2 x 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.solve(DoubleMatrix.zeros(0, 0)))
        .withMessageContaining("number of rows of the costs");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Assignment.solve(
                    new DoubleMatrix(2, 2, new double[] {1, 2, Double.POSITIVE_INFINITY, 3})))
        .withMessageContaining("cost (1, 0)");
  }
}
