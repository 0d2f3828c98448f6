package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The number of quantile levels Q of an embedding, and its exactness: {@code SW_2^2 = |phi(mu) -
 * phi(nu)|^2 / (L Q)} holds exactly when all classes are uniform and every size divides Q.
 *
 * @param levels Q, at least 1
 * @param exact true if the embedding is exact for the classes it was made for
 */
public record QuantileLevels(int levels, boolean exact) {

  /**
   * Returns the default: the least common multiple of the sizes if that is at most twice the
   * largest, else the largest size.
   *
   * @param sizes the sizes of all classes of source and target, each at least 1, not modified
   * @param uniform true if all samples of every class have one weight
   * @return the levels
   */
  public static QuantileLevels forSizes(int[] sizes, boolean uniform) {
    int largest = Arrays.stream(sizes).max().orElse(1);
    OptionalInt multiple = commonMultiple(sizes, 2L * largest);
    return of(multiple.orElse(largest), sizes, uniform);
  }

  /**
   * Returns the most exact levels up to a number: the least common multiple of the sizes if samples
   * are uniform and it is at most that number, else that number. The part of a squared distance
   * that averages over the cells of Q levels miss falls with the share of cells in which a quantile
   * function jumps, which is at most n / Q.
   *
   * @param most the largest number of levels, at least 1
   * @param sizes the sizes of all classes of source and target, each at least 1, not modified
   * @param uniform true if all samples of every class have one weight
   * @return the levels
   */
  public static QuantileLevels upTo(int most, int[] sizes, boolean uniform) {
    OptionalInt multiple = uniform ? commonMultiple(sizes, most) : OptionalInt.empty();
    return of(multiple.orElse(most), sizes, uniform);
  }

  /** The least common multiple, if it is not too large. */
  private static OptionalInt commonMultiple(int[] sizes, long most) {
    long multiple = 1;
    for (int size : sizes) {
      multiple = multiple / gcd(multiple, size) * size;
      if (multiple > Math.min(most, Integer.MAX_VALUE)) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of((int) multiple);
  }

  /**
   * Returns a given number of levels.
   *
   * @param levels Q, at least 1
   * @param sizes the sizes of all classes of source and target, not modified
   * @param uniform true if all samples of every class have one weight
   * @return the levels, exact if samples are uniform and every size divides Q
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
