package io.wowflow.math.linalg;

import io.wowflow.math.array.Guard;

/**
 * The fast Walsh-Hadamard transform of many vectors side by side: {@code p log2 p} additions a
 * vector, in a fixed order, each vector (lane) by itself.
 */
public final class WalshHadamard {
  private WalshHadamard() {}

  /**
   * Transforms every column by the natural-order Hadamard matrix H of size p, entries +1 and -1,
   * not normalised: {@code H H = p I}.
   *
   * @param data p x lanes, row-major, modified: holds the result
   * @param work p x lanes, overwritten
   * @param p a power of two
   * @param lanes number of columns
   * @throws IllegalArgumentException if p is not a power of two or an array is too short
   */
  public static void transform(float[] data, float[] work, int p, int lanes) {
    Guard.that(p > 0 && Integer.bitCount(p) == 1, "p must be a power of two, was " + p);
    long length = (long) p * lanes;
    Guard.that(data.length >= length && work.length >= length, "arrays are shorter than p * lanes");
    float[] from = data;
    float[] to = work;
    for (int half = 1; half < p; half *= 2) {
      level(from, to, p, half * lanes, lanes);
      float[] swap = from;
      from = to;
      to = swap;
    }
    if (from != data) {
      System.arraycopy(from, 0, data, 0, (int) length);
    }
  }

  /**
   * One butterfly level: rows that are {@code span / lanes} apart become their sum and difference.
   */
  private static void level(float[] from, float[] to, int p, int span, int lanes) {
    int length = p * lanes;
    for (int start = 0; start < length; start += 2 * span) {
      sums(from, to, start, span);
      differences(from, to, start, span);
    }
  }

  private static void sums(float[] from, float[] to, int start, int span) {
    for (int j = start; j < start + span; j++) {
      to[j] = from[j] + from[j + span];
    }
  }

  private static void differences(float[] from, float[] to, int start, int span) {
    for (int j = start; j < start + span; j++) {
      to[j + span] = from[j] - from[j + span];
    }
  }
}
