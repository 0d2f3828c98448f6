package io.wowflow.math.linalg;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.VectorModule;

/**
 * The fast Walsh-Hadamard transform: {@code p log2 p} additions per vector, in a fixed order. Level
 * after level, distances 1, 2, 4, ... p/2: entries that are a level's distance apart become their
 * sum and their difference.
 */
public final class WalshHadamard {
  /** The smallest transform: a vector register or more at every level. */
  public static final int LEAST_SIZE = 64;

  private static final Kernel KERNEL =
      VectorModule.choose(Kernel.class, "io.wowflow.math.linalg.VectorHadamard", Plain::new);

  private WalshHadamard() {}

  /** An implementation; all give the same bits. */
  interface Kernel {
    /** As {@link WalshHadamard#transform}; the arguments are checked already. */
    void transform(float[] data, int offset, int p, float[] signs, int signOffset);
  }

  /**
   * Replaces a vector x by {@code H D x}: H the natural-order Hadamard matrix of size p, entries +1
   * and -1, not normalised ({@code H H = p I}), D a diagonal of signs.
   *
   * @param data holds x from {@code offset}, modified
   * @param offset index of the first entry of x
   * @param p a power of two, at least {@link #LEAST_SIZE}
   * @param signs holds p entries +1 or -1 from {@code signOffset}, not modified; null for D = I
   * @param signOffset index of the first sign
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

  /** The transform for a JVM without the vector module. */
  static final class Plain implements Kernel {

    @Override
    public void transform(float[] data, int offset, int p, float[] signs, int signOffset) {
      if (signs != null) {
        for (int j = 0; j < p; j++) {
          data[offset + j] *= signs[signOffset + j];
        }
      }
      for (int distance = 1; distance < p; distance *= 2) {
        for (int start = offset; start < offset + p; start += 2 * distance) {
          for (int j = start; j < start + distance; j++) {
            float a = data[j];
            float b = data[j + distance];
            data[j] = a + b;
            data[j + distance] = a - b;
          }
        }
      }
    }
  }
}
