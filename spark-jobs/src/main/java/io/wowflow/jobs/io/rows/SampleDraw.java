package io.wowflow.jobs.io.rows;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Draws k of the n samples of a class, without replacement. Sample i of the class, in canonical
 * order, gets the i-th 64-bit number of the sequence (seed, {@link Streams#SAMPLE_DRAW}, label
 * key); the k smallest numbers are drawn, ties to the lower i. So the draw depends neither on how
 * the input is split nor on the order in which it arrives, and the draw of k is part of the draw of
 * k + 1.
 */
public final class SampleDraw {
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private SampleDraw() {}

  /**
   * Draws samples of one class.
   *
   * @param seed the run's seed
   * @param label the class's label, integers as decimal text
   * @param size number of samples n
   * @param count how many to draw, 0 to n
   * @return the positions drawn, ascending
   * @throws IllegalArgumentException if {@code count} is negative or above {@code size}
   */
  public static int[] draw(long seed, String label, int size, int count) {
    Guard.that(count >= 0 && count <= size, "cannot draw " + count + " of " + size);
    int[] drawn = new int[count];
    if (count == 0) {
      return drawn;
    }
    CounterRandom random = CounterRandom.at(seed, Streams.SAMPLE_DRAW, labelKey(label));
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = random.nextLong();
    }
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    long last = sorted[count - 1];
    int ties = count;
    for (int i = 0; i < count && sorted[i] < last; i++) {
      ties--;
    }
    int taken = 0;
    for (int i = 0; taken < count; i++) {
      if (keys[i] < last || (keys[i] == last && ties-- > 0)) {
        drawn[taken++] = i;
      }
    }
    return drawn;
  }

  /**
   * The key of a label: the 64-bit FNV-1a hash of its UTF-8 bytes.
   *
   * @param label any text
   * @return the same number on every platform and in every version
   */
  public static long labelKey(String label) {
    long hash = FNV_OFFSET;
    for (byte b : label.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }
}
