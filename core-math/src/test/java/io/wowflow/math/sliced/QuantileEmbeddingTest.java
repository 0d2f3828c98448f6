package io.wowflow.math.sliced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class QuantileEmbeddingTest {
  private static final int GRID = 200_000;
  private static final int SLICES = Panels.LEAF_DIRECTIONS;

  /** The slice of the block that the tests look at; the others are zero. */
  private static final int SLICE = 5;

  @Property(tries = 150)
  void cellsAverageTheQuantileFunction(
      @ForAll @IntRange(min = 1, max = 13) int n,
      @ForAll @IntRange(min = 1, max = 17) int levels,
      @ForAll boolean weighted) {
    LabelledClass c = someClass(n, weighted);
    Sorted sorted = new Sorted(c);
    float[] out = embed(c, levels, sorted);
    double[] dense = new double[levels];
    int perCell = GRID / levels;
    for (int q = 0; q < levels; q++) {
      for (int k = 0; k < perCell; k++) {
        dense[q] += sorted.quantile((q + (k + 0.5) / perCell) / levels) / perCell;
      }
    }
    for (int q = 0; q < levels; q++) {
      assertThat((double) out[q]).isCloseTo(dense[q], within(40.0 * n / perCell));
    }
  }

  @Property(tries = 150)
  void theAdjointIsTheTransposeOverTheSampleWeights(
      @ForAll @IntRange(min = 1, max = 13) int n,
      @ForAll @IntRange(min = 1, max = 17) int levels,
      @ForAll boolean weighted) {
    LabelledClass c = someClass(n, weighted);
    Sorted sorted = new Sorted(c);
    QuantileEmbedding embedding = QuantileEmbedding.of(c, levels);
    float[] embedded = embed(c, levels, sorted);
    float[] mixed = values(levels, 9);
    float[] gradient = new float[n];
    float[] mixedBlock = new float[levels * SLICES];
    for (int q = 0; q < levels; q++) {
      mixedBlock[q * SLICES + SLICE] = mixed[q];
    }
    float[] gradientBlock = new float[n * SLICES];
    embedding.adjoint(mixedBlock, 0, sorted.order, gradientBlock, 0, new Workspace());
    for (int i = 0; i < n; i++) {
      gradient[i] = gradientBlock[i * SLICES + SLICE];
    }
    // <A x, m> / Q = sum_i w_i x_i u_i
    double left = 0;
    for (int q = 0; q < levels; q++) {
      left += (double) embedded[q] * mixed[q] / levels;
    }
    double right = 0;
    for (int i = 0; i < n; i++) {
      right += c.weight(i) * c.samples().get(i, 0) * gradient[i];
    }
    assertThat(right).isCloseTo(left, within(1e-5));
  }

  @Example
  void levelsEqualToTheSizeKeepTheSortedSlice() {
    LabelledClass c = someClass(6, false);
    Sorted sorted = new Sorted(c);
    assertThat(embed(c, 6, sorted)).containsExactly(sorted.values);
  }

  @Example
  void theDefaultIsTheLeastCommonMultipleWhileItIsSmall() {
    assertThat(QuantileLevels.forSizes(new int[] {200, 200}, true))
        .isEqualTo(new QuantileLevels(200, true));
    assertThat(QuantileLevels.forSizes(new int[] {10, 20, 5}, true))
        .isEqualTo(new QuantileLevels(20, true));
    assertThat(QuantileLevels.forSizes(new int[] {4, 6}, true))
        .isEqualTo(new QuantileLevels(12, true));
    assertThat(QuantileLevels.forSizes(new int[] {5, 7}, true))
        .isEqualTo(new QuantileLevels(7, false));
    assertThat(QuantileLevels.forSizes(new int[] {5, 5}, false))
        .isEqualTo(new QuantileLevels(5, false));
    assertThat(QuantileLevels.of(35, new int[] {5, 7}, true))
        .isEqualTo(new QuantileLevels(35, true));
  }

  @Example
  void asManyLevelsAsAreAllowedWhereTheMultipleIsLarger() {
    assertThat(QuantileLevels.upTo(100, new int[] {5, 7}, true))
        .isEqualTo(new QuantileLevels(35, true));
    assertThat(QuantileLevels.upTo(34, new int[] {5, 7}, true))
        .isEqualTo(new QuantileLevels(34, false));
    assertThat(QuantileLevels.upTo(100, new int[] {5, 5}, false))
        .isEqualTo(new QuantileLevels(100, false));
    int[] coprime = {99991, 99989, 99971, 99961, 99929};
    assertThat(QuantileLevels.upTo(Integer.MAX_VALUE, coprime, true).exact()).isFalse();
  }

  private static float[] embed(LabelledClass c, int levels, Sorted sorted) {
    float[] out = new float[levels * SLICES];
    QuantileEmbedding.of(c, levels).embed(sorted.block, 0, sorted.order, out, 0);
    float[] column = new float[levels];
    for (int q = 0; q < levels; q++) {
      column[q] = out[q * SLICES + SLICE];
    }
    return column;
  }

  private static LabelledClass someClass(int n, boolean weighted) {
    FloatMatrix points = new FloatMatrix(n, 1, values(n, n));
    if (!weighted) {
      return LabelledClass.of("c", points);
    }
    double[] weights = new double[n];
    CounterRandom random = CounterRandom.at(2, 2, n);
    Arrays.setAll(weights, i -> 0.05 + random.nextDouble());
    return LabelledClass.weighted("c", points, weights);
  }

  private static float[] values(int n, int index) {
    CounterRandom random = CounterRandom.at(1, 1, index);
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private static final class Sorted {
    final float[] block;
    final float[] values;
    final int[] order;
    final LabelledClass from;

    Sorted(LabelledClass c) {
      from = c;
      block = new float[c.size() * SLICES];
      for (int i = 0; i < c.size(); i++) {
        block[i * SLICES + SLICE] = c.samples().get(i, 0);
      }
      order = new int[block.length];
      new PlainColumnSorter().sort(block, 0, c.size(), order, new Workspace());
      values = new float[c.size()];
      for (int r = 0; r < values.length; r++) {
        values[r] = block[r * SLICES + SLICE];
      }
    }

    double quantile(double u) {
      double cumulated = 0;
      for (int r = 0; r < values.length; r++) {
        cumulated += from.weight(order[r * SLICES + SLICE]);
        if (u < cumulated) {
          return values[r];
        }
      }
      return values[values.length - 1];
    }
  }
}
