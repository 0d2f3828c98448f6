package io.wowflow.jobs.io.spread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClassLayoutTest {

  @Property(tries = 300)
  void everyClassIsInThePartitionWhoseRangeHasIt(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 500) Integer> samples,
      @ForAll @IntRange(min = 1, max = 20) int least) {
    int[] sizes = samples.stream().mapToInt(Integer::intValue).toArray();
    ClassLayout layout = ClassLayout.of(sizes, 3, least);
    assertThat(layout.partitions()).isEqualTo(Math.min(least, sizes.length));
    assertThat(layout.start(0)).isZero();
    assertThat(layout.start(layout.partitions())).isEqualTo(sizes.length);
    for (int c = 0; c < sizes.length; c++) {
      int p = layout.partitionOf(c);
      assertThat(c).isBetween(layout.start(p), layout.start(p + 1) - 1);
    }
  }

  @Test
  void partitionsHaveAbout32MegabytesAndAClassIsNeverCut() {
    int[] sizes = new int[100];
    Arrays.fill(sizes, 1 << 14);
    // 64 floats per sample: 4 MB per class, 400 MB in all.
    ClassLayout layout = ClassLayout.of(sizes, 64, 2);
    assertThat(layout.partitions()).isEqualTo(13);
    assertThat(IntStream.range(0, 13).map(p -> layout.start(p + 1) - layout.start(p)))
        .allMatch(classes -> classes == 7 || classes == 8);
    assertThat(ClassLayout.of(new int[] {1 << 24}, 64, 2).partitions()).isEqualTo(1);
  }
}
