package io.wowflow.math.sliced;

import java.util.EnumMap;
import java.util.Map;

/**
 * Scratch arrays of one thread, kept between calls so that a step allocates nothing once it is
 * warm. Not safe for use by several threads.
 */
public final class Workspace {
  /** What a scratch array is for; two arrays in use at the same time have different uses. */
  public enum Use {
    /** Vectors under transformation. */
    TRANSFORM,
    /** The other half of an out-of-place transform. */
    TRANSFORM_WORK,
    /** Projections of one class, sorted in place. */
    SLICES,
    /** A tile of mixed quantiles. */
    MIX,
    /** The gradient of one class. */
    GRADIENT,
    /** Packed rows of a panel. */
    PACK
  }

  private final Map<Use, float[]> floats = new EnumMap<>(Use.class);
  private long[] keys = new long[0];

  /** An empty workspace. */
  public Workspace() {}

  /**
   * A scratch array; its contents are whatever was left in it.
   *
   * @param use what for
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
}
