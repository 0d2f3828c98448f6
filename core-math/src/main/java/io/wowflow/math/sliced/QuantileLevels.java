package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;
import java.util.Arrays;

/**
 * The number of quantile levels Q of an embedding, and whether it is exact: {@code SW_2^2 =
 * |phi(mu) - phi(nu)|^2 / (L Q)} holds exactly when all classes are uniform and every size divides
 * Q.
 *
 * @param levels Q, at least 1
 * @param exact whether the embedding is exact for the classes it was made for
 */
public record QuantileLevels(int levels, boolean exact) {

  /**
   * The default: the least common multiple of the sizes when that is at most twice the largest,
   * else the largest size.
   *
   * @param sizes the sizes of all classes of source and target, each at least 1, not modified
   * @param uniform whether all samples weigh the same in every class
   * @return the levels
   */
  public static QuantileLevels forSizes(int[] sizes, boolean uniform) {
    int largest = Arrays.stream(sizes).max().orElse(1);
    long multiple = 1;
    for (int size : sizes) {
      multiple = multiple / gcd(multiple, size) * size;
      if (multiple > 2L * largest) {
        return of(largest, sizes, uniform);
      }
    }
    return of((int) multiple, sizes, uniform);
  }

  /**
   * A given number of levels.
   *
   * @param levels Q, at least 1
   * @param sizes the sizes of all classes of source and target, not modified
   * @param uniform whether all samples weigh the same in every class
   * @return the levels, with the truth about exactness
   */
  public static QuantileLevels of(int levels, int[] sizes, boolean uniform) {
    Guard.positive("quantile levels", levels);
    boolean exact = uniform && Arrays.stream(sizes).allMatch(size -> levels % size == 0);
    return new QuantileLevels(levels, exact);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
