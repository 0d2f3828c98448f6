package io.wowflow.math.internal;

import java.util.EnumMap;
import java.util.Map;

/**
 * Scratch arrays of one thread, kept between calls so that a warm step allocates none. Not safe for
 * use by several threads.
 */
public final class Workspace {
  /** The use of a scratch array; two arrays in use at the same time have different uses. */
  public enum Use {
    /** Vectors under transformation. */
    TRANSFORM,
    /** Projections of one class, sorted in place. */
    SLICES,
    /** One column under sort. */
    COLUMN,
    /** Mixed quantiles brought to the ranks of a class. */
    RANKS,
    /** A tile of mixed quantiles. */
    MIX,
    /** The mixed quantiles of a leaf. */
    MIXED,
    /** The gradient of one class. */
    GRADIENT,
    /** Packed rows of a panel. */
    PACK,
    /** Inner products of one chunk of terms. */
    PRODUCTS,
    /** Lanes of a sum. */
    LANES,
    /** Means of columns. */
    MEAN
  }

  private final Map<Use, float[]> floats = new EnumMap<>(Use.class);
  private long[] keys = new long[0];
  private double[] doubles = new double[0];
  private int[] ints = new int[0];
  private int[] order = new int[0];

  /** An empty workspace. */
  public Workspace() {}

  /**
   * A scratch array; it contains what its last user left in it.
   *
   * @param use the use
   * @param length the least length
   * @return an array at least that long
   */
  public float[] floats(Use use, int length) {
    float[] held = floats.get(use);
    if (held == null || held.length < length) {
      held = new float[length];
      floats.put(use, held);
    }
    return held;
  }

  /**
   * A scratch array of sort keys.
   *
   * @param length the least length
   * @return an array at least that long
   */
  public long[] keys(int length) {
    if (keys.length < length) {
      keys = new long[length];
    }
    return keys;
  }

  /**
   * A scratch array of sort keys without rows.
   *
   * @param length the least length
   * @return an array at least that long
   */
  public int[] ints(int length) {
    if (ints.length < length) {
      ints = new int[length];
    }
    return ints;
  }

  /**
   * A scratch array for an order that the caller does not keep.
   *
   * @param length the least length
   * @return an array at least that long
   */
  public int[] order(int length) {
    if (order.length < length) {
      order = new int[length];
    }
    return order;
  }

  /**
   * A scratch array of doubles.
   *
   * @param length the least length
   * @return an array at least that long
   */
  public double[] doubles(int length) {
    if (doubles.length < length) {
      doubles = new double[length];
    }
    return doubles;
  }
}
