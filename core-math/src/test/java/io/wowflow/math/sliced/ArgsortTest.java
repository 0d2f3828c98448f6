package io.wowflow.math.sliced;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ArgsortTest {

  @Property
  void sortsLikeAStableSortByValue(@ForAll @Size(min = 1, max = 60) float[] values) {
    float[] sorted = values.clone();
    int[] order = new int[values.length];
    Argsort.sort(sorted, 0, values.length, order, 0, new long[values.length]);
    Integer[] expected = new Integer[values.length];
    Arrays.setAll(expected, i -> i);
    Arrays.sort(expected, Comparator.comparing((Integer i) -> values[i], Float::compare));
    for (int r = 0; r < values.length; r++) {
      assertThat(order[r]).isEqualTo(expected[r]);
      assertThat(Float.floatToRawIntBits(sorted[r]))
          .isEqualTo(Float.floatToRawIntBits(values[order[r]]));
    }
  }

  @Example
  void tiesKeepTheirOrderAndInfinitiesStandAtTheEnds() {
    float[] values = {1, -0f, Float.POSITIVE_INFINITY, 0f, 1, -3, Float.NEGATIVE_INFINITY};
    int[] order = new int[8];
    Argsort.sort(values, 0, 7, order, 1, new long[7]);
    assertThat(order).containsExactly(0, 6, 5, 1, 3, 0, 4, 2);
  }
}
