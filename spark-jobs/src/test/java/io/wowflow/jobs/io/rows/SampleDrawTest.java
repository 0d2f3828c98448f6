package io.wowflow.jobs.io.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleDrawTest {
  @Property(tries = 200)
  void aDrawIsAscendingDistinctAndPartOfTheNext(
      @ForAll long seed,
      @ForAll String label,
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll @IntRange(min = 0, max = 59) int count) {
    int fewer = Math.min(count, size - 1);
    int[] drawn = SampleDraw.draw(seed, label, size, fewer);
    int[] more = SampleDraw.draw(seed, label, size, fewer + 1);
    assertThat(drawn).hasSize(fewer).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(drawn).boxed().toList())
        .allMatch(i -> i >= 0 && i < size)
        .isSubsetOf(Arrays.stream(more).boxed().toList());
  }

  @Test
  void drawsDependOnSeedAndLabel() {
    int[] drawn = SampleDraw.draw(1, "cat", 100, 10);
    assertThat(SampleDraw.draw(1, "cat", 100, 10)).isEqualTo(drawn);
    assertThat(SampleDraw.draw(2, "cat", 100, 10)).isNotEqualTo(drawn);
    assertThat(SampleDraw.draw(1, "dog", 100, 10)).isNotEqualTo(drawn);
  }

  @Test
  void allSamplesAreEquallyLikely() {
    int[] counts = new int[10];
    for (int seed = 0; seed < 20_000; seed++) {
      for (int i : SampleDraw.draw(seed, "a", 10, 3)) {
        counts[i]++;
      }
    }
    for (int count : counts) {
      assertThat((double) count).isCloseTo(6000, within(4 * Math.sqrt(20_000 * 0.3 * 0.7)));
    }
  }

  @Test
  void labelKeysAreThePublishedHash() {
    // Test vectors of FNV-1a, 64 bits, by its authors.
    assertThat(SampleDraw.labelKey("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(SampleDraw.labelKey("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(SampleDraw.labelKey("foobar")).isEqualTo(0x85944171f73967e8L);
  }

  @Test
  void moreThanThereAreIsRefused() {
    assertThatThrownBy(() -> SampleDraw.draw(0, "a", 2, 3)).hasMessage("cannot draw 3 of 2");
  }
}
