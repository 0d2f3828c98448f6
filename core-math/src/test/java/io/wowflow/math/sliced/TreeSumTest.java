package io.wowflow.math.sliced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TreeSumTest {

  @Property(tries = 200)
  void anySplitAndAnyOrderGiveTheSameBits(
      @ForAll @IntRange(min = 1, max = 70) int leaves,
      @ForAll @IntRange(min = 1, max = 9) int workers,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    List<TreeSum> parts = new ArrayList<>();
    for (int w = 0; w < workers; w++) {
      parts.add(new TreeSum(leaves));
    }
    for (int leaf : order) {
      parts.get(random.nextInt(workers)).add(leaf, leaf(leaf));
    }
    Collections.shuffle(parts, random);
    TreeSum total = new TreeSum(leaves);
    for (TreeSum part : parts) {
      total.merge(part.nodes());
    }
    assertThat(total.total()).containsExactly(recursive(0, leaves, leaves));
  }

  @Property(tries = 100)
  void aContiguousRangeTravelsAsFewNodes(
      @ForAll @IntRange(min = 1, max = 200) int leaves,
      @ForAll @IntRange(min = 0, max = 199) int at) {
    TreeSum part = new TreeSum(leaves);
    int first = at % leaves;
    for (int leaf = first; leaf < leaves; leaf++) {
      part.add(leaf, leaf(leaf));
    }
    int height = 32 - Integer.numberOfLeadingZeros(leaves);
    assertThat(part.nodes()).hasSizeLessThanOrEqualTo(Math.max(1, height));
  }

  @org.junit.jupiter.api.Test
  void missingAndRepeatedLeavesAreErrors() {
    TreeSum sum = new TreeSum(3);
    sum.add(0, leaf(0));
    assertThatThrownBy(sum::total).hasMessage("the sum over 3 leaves is not complete");
    assertThatThrownBy(() -> sum.add(0, leaf(0))).hasMessageContaining("added twice");
    assertThatThrownBy(() -> sum.add(3, leaf(0)))
        .hasMessage("leaf must be at least 0 and below 3, was 3");
  }

  /** The tree by its definition: split at the largest power of two below the length. */
  private static double[] recursive(int from, int to, int leaves) {
    int length = to - from;
    if (length == 1) {
      return leaf(from);
    }
    int half = Integer.highestOneBit(length - 1);
    double[] left = recursive(from, from + half, leaves);
    double[] right = recursive(from + half, to, leaves);
    for (int i = 0; i < left.length; i++) {
      left[i] += right[i];
    }
    return left;
  }

  private static double[] leaf(int leaf) {
    CounterRandom random = CounterRandom.at(3, 1, leaf);
    return new double[] {random.nextGaussian() * 1e8, random.nextGaussian(), 1e-9 * leaf};
  }
}
