package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SparseAssignmentTest {

  /** All pairs of a matrix whose entries are kept. */
  private record Pairs(int[] starts, int[] columns, double[] costs) {
    static Pairs of(DoubleMatrix cost, double most) {
      int n = cost.rows();
      int[] starts = new int[n + 1];
      int[] columns = new int[n * n];
      double[] costs = new double[n * n];
      int count = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          if (cost.get(i, j) <= most || i == j) {
            columns[count] = j;
            costs[count++] = cost.get(i, j);
          }
        }
        starts[i + 1] = count;
      }
      return new Pairs(starts, Arrays.copyOf(columns, count), Arrays.copyOf(costs, count));
    }

    SparseAssignment solve() {
      return SparseAssignment.solve(starts, columns, costs);
    }
  }

  private static DoubleMatrix random(int n, int seed, int values) {
    CounterRandom random = CounterRandom.at(seed, 99, n);
    DoubleMatrix out = DoubleMatrix.zeros(n, n);
    for (int i = 0; i < n * n; i++) {
      out.values()[i] = values == 0 ? random.nextDouble() : random.nextInt(values);
    }
    return out;
  }

  @Test
  void onAllPairsItCostsWhatTheDenseAssignmentCosts() {
    for (int seed = 0; seed < 60; seed++) {
      DoubleMatrix cost = random(1 + seed, seed, seed % 3 == 0 ? 4 : 0);
      SparseAssignment found = Pairs.of(cost, 9).solve();
      assertThat(found.cost()).isCloseTo(Assignment.solve(cost).cost(), within(1e-9));
      assertThat(found.columnOfRow()).doesNotContain(SparseAssignment.NONE).doesNotHaveDuplicates();
    }
  }

  /** A pair that is left out costs as much as no sensible assignment. */
  @Test
  void onSomePairsItIsTheLeastOfThem() {
    for (int seed = 0; seed < 40; seed++) {
      DoubleMatrix cost = random(30, seed, 0);
      Pairs some = Pairs.of(cost, 0.2);
      DoubleMatrix whole = DoubleMatrix.zeros(30, 30);
      Arrays.fill(whole.values(), 1000);
      for (int i = 0; i < 30; i++) {
        for (int a = some.starts[i]; a < some.starts[i + 1]; a++) {
          whole.set(i, some.columns[a], some.costs[a]);
        }
      }
      assertThat(some.solve().cost()).isCloseTo(Assignment.solve(whole).cost(), within(1e-9));
    }
  }

  @Test
  void potentialsProveTheAssignment() {
    Pairs pairs = Pairs.of(random(80, 5, 0), 0.15);
    SparseAssignment found = pairs.solve();
    for (int i = 0; i < 80; i++) {
      double own = Double.NaN;
      double least = Double.POSITIVE_INFINITY;
      for (int a = pairs.starts[i]; a < pairs.starts[i + 1]; a++) {
        double reduced = pairs.costs[a] - found.potentials()[pairs.columns[a]];
        least = Math.min(least, reduced);
        own = pairs.columns[a] == found.columnOfRow()[i] ? reduced : own;
      }
      assertThat(own).isCloseTo(least, within(1e-12));
    }
  }

  @Test
  void aChangedListBeginsWithTheEarlierAssignment() {
    DoubleMatrix cost = random(120, 8, 0);
    SparseAssignment earlier = Pairs.of(cost, 0.02).solve();
    Pairs more = Pairs.of(cost, 0.2);
    SparseAssignment found = SparseAssignment.solve(more.starts, more.columns, more.costs, earlier);
    assertThat(found.cost()).isCloseTo(Assignment.solve(cost).cost(), within(1e-9));
    assertThat(found.cost()).isLessThan(earlier.cost());
  }

  @Test
  void equalCostsGiveTheIdentity() {
    DoubleMatrix equal = DoubleMatrix.zeros(7, 7);
    assertThat(Pairs.of(equal, 1).solve().columnOfRow()).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void rowsWithoutAColumnStayFree() {
    // Three rows share two columns, and the last column has no pair.
    SparseAssignment found =
        SparseAssignment.solve(
            new int[] {0, 2, 4, 6, 6},
            new int[] {0, 1, 0, 1, 0, 2},
            new double[] {1, 2, 1, 5, 1, 9});
    assertThat(found.columnOfRow()).containsExactly(1, 0, 2, SparseAssignment.NONE);
    assertThat(found.cost()).isEqualTo(12);
    SparseAssignment crowded =
        SparseAssignment.solve(new int[] {0, 1, 2}, new int[] {0, 0}, new double[] {3, 1});
    assertThat(Arrays.stream(crowded.columnOfRow()).filter(e -> e == SparseAssignment.NONE))
        .hasSize(1);
  }

  @Test
  void listsThatAreNoPairsAreRefused() {
    assertThatThrownBy(
            () -> SparseAssignment.solve(new int[] {0, 2}, new int[] {0, 0}, new double[2]))
        .hasMessageContaining("row 0");
    assertThatThrownBy(() -> SparseAssignment.solve(new int[] {0, 1}, new int[] {1}, new double[1]))
        .hasMessageContaining("below 1");
    assertThatThrownBy(
            () ->
                SparseAssignment.solve(new int[] {0, 1}, new int[] {0}, new double[] {Double.NaN}))
        .hasMessageContaining("(0, 0)");
  }
}
