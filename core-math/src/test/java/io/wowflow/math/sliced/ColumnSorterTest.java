package io.wowflow.math.sliced;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.math.internal.VectorModule;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnSorterTest {
  private static final int COLUMNS = Panels.LEAF_DIRECTIONS;
  private static final int OFFSET = 7;
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  private static List<ColumnSorter> sorters() {
    List<ColumnSorter> out = new ArrayList<>(List.of(new PlainColumnSorter()));
    if (VectorModule.isPresent()) {
      out.add(
          VectorModule.instance(ColumnSorter.class, "io.wowflow.math.sliced.VectorColumnSorter"));
    }
    return out;
  }

  @Property(tries = 150)
  void columnsAreSortedLikeAStableSortByValue(
      @ForAll @IntRange(min = 1, max = 140) int n,
      @ForAll @IntRange(min = 1, max = 40) int distinct,
      @ForAll long seed) {
    check(n, distinct, seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 255, 256, 257, 1000, 4096, 4097})
  void awkwardSizes(int n) {
    check(n, 3 * n, n);
  }

  /**
   * Columns with a finite range, as projections have them: close together but for an outlier (power
   * 0 to 7), with zeros of both signs, and columns that are constant or of a range too small to
   * divide by.
   */
  @Property(tries = 100)
  void finiteColumns(
      @ForAll @IntRange(min = 1, max = 300) int n,
      @ForAll @IntRange(min = 0, max = 7) int power,
      @ForAll long seed) {
    CounterRandom random = CounterRandom.at(seed, 2, n);
    float[] values = new float[OFFSET + n * COLUMNS];
    for (int i = OFFSET; i < values.length; i++) {
      int l = (i - OFFSET) % COLUMNS;
      float draw = (float) random.nextGaussian();
      values[i] = random.nextInt(20) == 0 ? Math.copySign(0f, draw) : draw;
      if (l == seed % 5) {
        values[i] = 0.25f;
      } else if (l == 20 && seed % 3 == 0) {
        values[i] = random.nextInt(4) * Float.MIN_VALUE;
      }
    }
    values[OFFSET + random.nextInt(n) * COLUMNS + 9] = (float) Math.pow(10, power);
    checkSorted(values, n);
  }

  private static void check(int n, int distinct, long seed) {
    CounterRandom random = CounterRandom.at(seed, 1, n);
    float[] values = new float[OFFSET + n * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      int draw = random.nextInt(distinct + SPECIAL.length);
      values[i] = draw < SPECIAL.length ? SPECIAL[draw] : (draw - distinct / 2) * 0.37f;
    }
    checkSorted(values, n);
  }

  private static void checkSorted(float[] values, int n) {
    int offset = OFFSET;
    for (ColumnSorter sorter : sorters()) {
      float[] sorted = values.clone();
      float[] withOrder = values.clone();
      int[] order = new int[n * COLUMNS];
      sorter.sort(sorted, offset, n, new Workspace());
      sorter.sort(withOrder, offset, n, order, new Workspace());
      assertThat(sorted).isEqualTo(withOrder);
      for (int l = 0; l < COLUMNS; l++) {
        Integer[] expected = expected(values, offset, n, l);
        for (int r = 0; r < n; r++) {
          assertThat(order[r * COLUMNS + l]).isEqualTo(expected[r]);
          assertThat(Float.floatToRawIntBits(sorted[offset + r * COLUMNS + l]))
              .isEqualTo(Float.floatToRawIntBits(values[offset + expected[r] * COLUMNS + l]));
        }
      }
    }
  }

  private static Integer[] expected(float[] values, int offset, int n, int l) {
    Integer[] out = new Integer[n];
    Arrays.setAll(out, i -> i);
    Comparator<Integer> byValue =
        (a, b) -> Float.compare(values[offset + a * COLUMNS + l], values[offset + b * COLUMNS + l]);
    Arrays.sort(out, byValue);
    return out;
  }
}
