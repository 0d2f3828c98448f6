package io.wowflow.math.sliced;

import io.wowflow.math.internal.Workspace;
import java.util.Arrays;

/**
 * Sorts column by column with the JDK's sort of primitives: of the values, or of (order-preserving
 * bits of the value, row). For JVMs without the vector module, and for columns that are too long
 * for a sorting network.
 */
final class PlainColumnSorter implements ColumnSorter {
  private static final int COLUMNS = Panels.LEAF_DIRECTIONS;

  @Override
  public void sort(float[] block, int offset, int n, Workspace work) {
    float[] column = work.floats(Workspace.Use.COLUMN, n);
    for (int l = 0; l < COLUMNS; l++) {
      for (int r = 0; r < n; r++) {
        column[r] = block[offset + r * COLUMNS + l];
      }
      Arrays.sort(column, 0, n);
      for (int r = 0; r < n; r++) {
        block[offset + r * COLUMNS + l] = column[r];
      }
    }
  }

  @Override
  public void sort(float[] block, int offset, int n, int[] order, Workspace work) {
    long[] keys = work.keys(n);
    for (int l = 0; l < COLUMNS; l++) {
      for (int r = 0; r < n; r++) {
        int bits = Float.floatToRawIntBits(block[offset + r * COLUMNS + l]);
        keys[r] = ((long) ordered(bits) << 32) | r;
      }
      Arrays.sort(keys, 0, n);
      for (int r = 0; r < n; r++) {
        block[offset + r * COLUMNS + l] = Float.intBitsToFloat(ordered((int) (keys[r] >> 32)));
        order[r * COLUMNS + l] = (int) keys[r];
      }
    }
  }

  /** Makes the bits of a float ascend with its value as a signed integer; its own inverse. */
  static int ordered(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
