package io.wowflow.math.random;

/**
 * A counter-based random generator: the numbers of (seed, stream, index) depend only on these
 * three, so any worker can make any of them without the numbers before.
 *
 * <p>The generator is Philox-4x32 with 10 rounds (Salmon, Moraes, Dror, Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011). The seed is the key; the counter's upper 64 bits hold a
 * mix of stream and index, its lower 64 bits count the draws of one sequence. Integer arithmetic
 * only: the same bits on every platform.
 *
 * <p>An instance is the sequence of one (seed, stream, index) and is not safe for use by several
 * threads.
 */
public final class CounterRandom {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private final int key0;
  private final int key1;
  private final int upper0;
  private final int upper1;
  private long counter;
  private long spare;
  private boolean hasSpare;

  private CounterRandom(long seed, long upper) {
    key0 = (int) seed;
    key1 = (int) (seed >>> 32);
    upper0 = (int) upper;
    upper1 = (int) (upper >>> 32);
  }

  /**
   * The sequence of one (seed, stream, index).
   *
   * @param seed the run's seed, any value
   * @param stream the use of the numbers, a constant of {@link Streams}
   * @param index which sequence of the stream, any value
   * @return the sequence, at its start
   */
  public static CounterRandom at(long seed, long stream, long index) {
    return new CounterRandom(seed, mix(mix(stream) + index));
  }

  /**
   * The sequence of one (seed, stream, index, subindex), for streams with two indices such as step
   * and direction.
   *
   * @param seed the run's seed, any value
   * @param stream the use of the numbers
   * @param index the first index
   * @param subindex the second index
   * @return the sequence, at its start
   */
  public static CounterRandom at(long seed, long stream, long index, long subindex) {
    return new CounterRandom(seed, mix(mix(mix(stream) + index) + subindex));
  }

  /**
   * A bijective mix of 64 bits (the finaliser of SplitMix64, Steele, Lea, Flood 2014).
   *
   * @param value any value
   * @return its mix
   */
  public static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * The next 64 uniform bits.
   *
   * @return any long, all equally likely
   */
  public long nextLong() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    int c0 = (int) counter;
    int c1 = (int) (counter >>> 32);
    int c2 = upper0;
    int c3 = upper1;
    counter++;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      int next0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      int next2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c1 = (int) product1;
      c3 = (int) product0;
      c0 = next0;
      c2 = next2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    spare = ((long) c3 << 32) | (c2 & 0xFFFFFFFFL);
    hasSpare = true;
    return ((long) c1 << 32) | (c0 & 0xFFFFFFFFL);
  }

  /**
   * A uniform number in [0, 1), a multiple of 2^-53.
   *
   * @return the number
   */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /**
   * A uniform integer in [0, bound), without bias.
   *
   * @param bound the exclusive bound, at least 1
   * @return the integer
   * @throws IllegalArgumentException if {@code bound < 1}
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, was " + bound);
    }
    // Lemire's multiply and reject: the low half below 2^32 mod bound is drawn again.
    long threshold = (1L << 32) % bound;
    while (true) {
      long product = (nextLong() >>> 32) * bound;
      if ((product & 0xFFFFFFFFL) >= threshold) {
        return (int) (product >>> 32);
      }
    }
  }

  /**
   * A standard normal number, by the ziggurat of {@link Ziggurat}.
   *
   * @return the number
   */
  public double nextGaussian() {
    return Ziggurat.gaussian(this);
  }

  /**
   * Draws {@code count} of the indices {@code 0 .. size-1} without replacement, every subset
   * equally likely.
   *
   * @param size number of indices
   * @param count number of draws, from 0 to {@code size}
   * @return the drawn indices, ascending
   * @throws IllegalArgumentException if {@code count} is negative or above {@code size}
   */
  public int[] sample(int size, int count) {
    if (count < 0 || count > size) {
      throw new IllegalArgumentException("cannot draw " + count + " of " + size);
    }
    int[] out = new int[count];
    int drawn = 0;
    // Selection sampling (Knuth, TAOCP 3.4.2 S): ascending by construction.
    for (int i = 0; drawn < count; i++) {
      if (nextInt(size - i) < count - drawn) {
        out[drawn++] = i;
      }
    }
    return out;
  }
}
