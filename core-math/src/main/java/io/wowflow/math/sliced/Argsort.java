package io.wowflow.math.sliced;

import java.util.Arrays;

/** Exact sorting of projections, ties by index. */
final class Argsort {
  private Argsort() {}

  /**
   * Sorts a slice and says where each value came from: one primitive sort of (order-preserving bits
   * of the value, index). -0 stands before +0.
   *
   * @param values modified: the slice {@code from .. from + n - 1} ascending
   * @param from first position of the slice
   * @param n length of the slice
   * @param order modified: {@code order[to + r]} is the index within the slice of the value of rank
   *     r
   * @param to first position of the ranks
   * @param keys scratch, at least n
   */
  static void sort(float[] values, int from, int n, int[] order, int to, long[] keys) {
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(values[from + i]);
      keys[i] = ((long) ordered(bits) << 32) | i;
    }
    Arrays.sort(keys, 0, n);
    for (int r = 0; r < n; r++) {
      int bits = (int) (keys[r] >> 32);
      values[from + r] = Float.intBitsToFloat(ordered(bits));
      order[to + r] = (int) keys[r];
    }
  }

  /** Makes the bits of a float ascend with its value as a signed integer; its own inverse. */
  private static int ordered(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
