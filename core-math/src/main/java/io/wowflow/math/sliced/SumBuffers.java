package io.wowflow.math.sliced;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Vectors that leaf sums are written to and that come back when they were added up. Safe for
 * threads.
 */
public final class SumBuffers {
  private final Deque<double[]> spare = new ArrayDeque<>();

  /** No buffers yet. */
  public SumBuffers() {}

  /**
   * A vector of zeros.
   *
   * @param length its length
   * @return a vector that nobody else uses
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
   * Takes a vector back.
   *
   * @param vector not to be used any more
   */
  public void give(double[] vector) {
    synchronized (spare) {
      spare.push(vector);
    }
  }
}
