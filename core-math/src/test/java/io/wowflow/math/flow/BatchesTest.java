package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final int SIZE = 40;

  /** Sample i is (i, -i), and weighs i + 1 parts. */
  private static LabelledClass counted() {
    float[] values = new float[2 * SIZE];
    double[] weights = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[2 * i] = i;
      values[2 * i + 1] = -i;
      weights[i] = i + 1;
    }
    return LabelledClass.weighted("a", new FloatMatrix(SIZE, 2, values), weights);
  }

  private static int[] drawn(Batches batches, int e, int step) {
    LabelledClass some = batches.target(counted(), e, step);
    int[] out = new int[some.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) some.samples().get(i, 0);
      assertThat(some.samples().get(i, 1)).isEqualTo(-(float) out[i]);
    }
    return out;
  }

  @Test
  void aTargetBatchIsDrawnWithoutReplacementBySeedStepAndClass() {
    Batches batches = new Batches(7, 0, 10);
    Set<Integer> seen = new HashSet<>();
    for (int step = 0; step < 50; step++) {
      int[] drawn = drawn(batches, 3, step);
      assertThat(drawn).hasSize(10).doesNotHaveDuplicates().isSorted();
      assertThat(drawn(new Batches(7, 2, 10), 3, step)).containsExactly(drawn);
      Arrays.stream(drawn).forEach(seen::add);
    }
    assertThat(seen).hasSize(SIZE);
    int[] drawn = drawn(batches, 3, 5);
    assertThat(drawn(batches, 3, 6)).isNotEqualTo(drawn);
    assertThat(drawn(batches, 2, 5)).isNotEqualTo(drawn);
    assertThat(drawn(new Batches(8, 0, 10), 3, 5)).isNotEqualTo(drawn);
  }

  @Test
  void drawnSamplesKeepTheirShareOfTheWeight() {
    Batches batches = new Batches(7, 0, 10);
    int[] drawn = drawn(batches, 0, 0);
    LabelledClass some = batches.target(counted(), 0, 0);
    double all = Arrays.stream(drawn).map(i -> i + 1).sum();
    for (int i = 0; i < drawn.length; i++) {
      assertThat(some.weight(i)).isCloseTo((drawn[i] + 1) / all, within(1e-15));
    }
  }

  @Test
  void withoutBatchesTheClassIsWhole() {
    LabelledClass whole = counted();
    assertThat(Batches.none().target(whole, 0, 0)).isSameAs(whole);
  }
}
