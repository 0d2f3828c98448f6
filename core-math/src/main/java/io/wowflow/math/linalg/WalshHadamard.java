package io.wowflow.math.linalg;

import io.wowflow.math.array.Guard;
import io.wowflow.math.array.VectorModule;

/**
 * The fast Walsh-Hadamard transform: {@code p log2 p} additions a vector, in a fixed order. Level
 * after level, distances 1, 2, 4, ... p/2: entries that are a level's distance apart become their
 * sum and their difference.
 */
public final class WalshHadamard {
  /** The smallest transform: a vector register or more at every level. */
  public static final int LEAST_SIZE = 64;

  private static final HadamardKernel KERNEL =
      VectorModule.choose(
          HadamardKernel.class, "io.wowflow.math.linalg.VectorHadamard", PlainHadamard::new);

  private WalshHadamard() {}

  /**
   * Replaces a vector x by {@code H D x}: H the natural-order Hadamard matrix of size p, entries +1
   * and -1, not normalised ({@code H H = p I}), D a diagonal of signs.
   *
   * @param data holds x from {@code offset}, modified
   * @param offset where x begins
   * @param p a power of two, at least {@link #LEAST_SIZE}
   * @param signs holds p entries +1 or -1 from {@code signOffset}, not modified; null for D = I
   * @param signOffset where the signs begin
   * @throws IllegalArgumentException if p is not such a power or an array is too short
   */
  public static void transform(float[] data, int offset, int p, float[] signs, int signOffset) {
    boolean isSize = p >= LEAST_SIZE && Integer.bitCount(p) == 1;
    if (!isSize || offset < 0 || data.length - offset < p) {
      Guard.that(isSize, "p must be a power of two of at least " + LEAST_SIZE + ", was " + p);
      Guard.that(false, "the vector leaves its array");
    }
    Guard.that(
        signs == null || (signOffset >= 0 && signs.length - signOffset >= p),
        "the signs leave their array");
    KERNEL.transform(data, offset, p, signs, signOffset);
  }
}
