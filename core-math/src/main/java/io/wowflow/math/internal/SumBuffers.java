package io.wowflow.math.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A store of vectors for the sums of leaves, which come back once they are added up. Safe for use
 * by several threads.
 */
public final class SumBuffers {
  private final Deque<double[]> spare = new ArrayDeque<>();

  /** An empty store. */
  public SumBuffers() {}

  /**
   * A vector of zeros.
   *
   * @param length its length
   * @return a vector that no other caller uses
   */
  public double[] take(int length) {
    double[] held;
    synchronized (spare) {
      held = spare.poll();
    }
    if (held == null || held.length != length) {
      return new double[length];
    }
    Arrays.fill(held, 0);
    return held;
  }

  /**
   * Puts a vector into the store.
   *
   * @param vector the vector, not to be used by the caller any more
   */
  public void give(double[] vector) {
    synchronized (spare) {
      spare.push(vector);
    }
  }
}
