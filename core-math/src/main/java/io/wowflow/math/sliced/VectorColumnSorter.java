package io.wowflow.math.sliced;

import io.wowflow.math.internal.Workspace;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sorts many columns at once by a sorting network, Batcher's merge exchange (Knuth, TAOCP 5.2.2 M):
 * lanes are columns, a comparator is a minimum and a maximum of two rows.
 *
 * <p>Values without rows are sorted as ordered integers. With their rows they are sorted by short
 * keys first, 32 bits that hold the value's place in the range of its column above the row:
 * rounding is monotone, so only values with the same place can come out in the wrong order, and
 * those are neighbours. A column with many of them, or without a finite range, is sorted by 64-bit
 * keys (ordered value, row).
 */
final class VectorColumnSorter implements ColumnSorter {
  private static final int COLUMNS = Panels.LEAF_DIRECTIONS;
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> L = LongVector.SPECIES_PREFERRED;
  private static final int LANES = I.length();

  /** Longer columns are sorted by the JDK: a network does n log^2 n comparisons. */
  private static final int LONGEST = 4096;

  /** Exchanges per row, on average over the lanes, above which a column is sorted again. */
  private static final int PATIENCE = 4;

  private final PlainColumnSorter plain = new PlainColumnSorter();

  @Override
  public void sort(float[] block, int offset, int n, Workspace work) {
    if (n > LONGEST) {
      plain.sort(block, offset, n, work);
      return;
    }
    int[] keys = work.ints(n * LANES);
    for (int l = 0; l < COLUMNS; l += LANES) {
      encode(block, offset + l, n, keys);
      network(keys, n);
      decode(keys, n, block, offset + l);
    }
  }

  // Plain loops convert between bits and numbers: reinterpreting or converting vectors sometimes
  // runs boxed on JDK 17, for the life of a JVM.

  private static void encode(float[] block, int at, int n, int[] keys) {
    for (int r = 0; r < n; r++) {
      for (int k = 0; k < LANES; k++) {
        keys[r * LANES + k] = orderedAt(block, at + r * COLUMNS + k);
      }
    }
  }

  private static void decode(int[] keys, int n, float[] block, int at) {
    for (int r = 0; r < n; r++) {
      for (int k = 0; k < LANES; k++) {
        int bits = PlainColumnSorter.ordered(keys[r * LANES + k]);
        block[at + r * COLUMNS + k] = Float.intBitsToFloat(bits);
      }
    }
  }

  @Override
  public void sort(float[] block, int offset, int n, int[] order, Workspace work) {
    if (n > LONGEST) {
      plain.sort(block, offset, n, order, work);
      return;
    }
    for (int l = 0; l < COLUMNS; l += LANES) {
      float[] values = work.floats(Workspace.Use.COLUMN, n * LANES);
      for (int r = 0; r < n; r++) {
        System.arraycopy(block, offset + r * COLUMNS + l, values, r * LANES, LANES);
      }
      if (!sortShort(values, n, block, offset + l, order, l, work)) {
        sortLong(values, n, block, offset + l, order, l, work);
      }
    }
  }

  /** Sorts lanes of values into columns from {@code at} and {@code l}; false if not done. */
  private static boolean sortShort(
      float[] values, int n, float[] block, int at, int[] order, int l, Workspace work) {
    int[] keys = work.ints(n * LANES);
    int rowBits = Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
    if (!shortKeys(values, n, rowBits, keys, work)) {
      return false;
    }
    network(keys, n);
    int rowMask = (1 << rowBits) - 1;
    for (int r = 0; r < n; r++) {
      int to = r * COLUMNS;
      IntVector.fromArray(I, keys, r * LANES).and(rowMask).intoArray(order, to + l);
      for (int k = 0; k < LANES; k++) {
        block[at + to + k] = values[order[to + l + k] * LANES + k];
      }
    }
    int[] gaps = leastGaps(keys, n, rowBits);
    int left = PATIENCE * n * LANES;
    for (int k = 0; k < LANES && left >= 0; k++) {
      if (gaps[k] == 0) {
        left = exchangeNeighbours(block, at + k, order, l + k, n, left);
      }
    }
    return left >= 0;
  }

  /**
   * The least difference of neighbouring places, for each lane; 0 where two values share a place.
   * Overwrites the keys.
   */
  private static int[] leastGaps(int[] keys, int n, int rowBits) {
    IntVector least = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector before = IntVector.fromArray(I, keys, 0).lanewise(VectorOperators.LSHR, rowBits);
    for (int r = 1; r < n; r++) {
      IntVector place =
          IntVector.fromArray(I, keys, r * LANES).lanewise(VectorOperators.LSHR, rowBits);
      least = least.lanewise(VectorOperators.MIN, place.sub(before));
      before = place;
    }
    least.intoArray(keys, 0);
    return keys;
  }

  /** Places in the column's range above rows; false if a range is not finite or too small. */
  private static boolean shortKeys(float[] values, int n, int rowBits, int[] keys, Workspace work) {
    FloatVector low = FloatVector.fromArray(F, values, 0);
    FloatVector high = low;
    for (int r = 1; r < n; r++) {
      FloatVector x = FloatVector.fromArray(F, values, r * LANES);
      low = low.min(x);
      high = high.max(x);
    }
    int placeBits = Math.min(23, Integer.SIZE - 1 - rowBits);
    float[] scales = work.floats(Workspace.Use.LANES, LANES);
    high.sub(low).intoArray(scales, 0);
    for (int k = 0; k < LANES; k++) {
      float range = scales[k];
      scales[k] = range == 0 ? 0 : ((1 << placeBits) - 2) / range;
      if (!Float.isFinite(range) || !Float.isFinite(scales[k])) {
        return false;
      }
    }
    float[] lows = work.floats(Workspace.Use.MEAN, LANES);
    low.intoArray(lows, 0);
    for (int r = 0; r < n; r++) {
      for (int k = 0; k < LANES; k++) {
        int place = (int) ((values[r * LANES + k] - lows[k]) * scales[k]);
        keys[r * LANES + k] = place << rowBits | r;
      }
    }
    return true;
  }

  /** Insertion sort of one column; returns the rest of the {@code left} exchanges. */
  private static int exchangeNeighbours(
      float[] block, int at, int[] order, int l, int n, int left) {
    int rest = left;
    float before = block[at];
    for (int r = 1; r < n && rest >= 0; r++) {
      float value = block[at + r * COLUMNS];
      if (before < value) {
        before = value;
        continue;
      }
      int row = order[l + r * COLUMNS];
      int bits = PlainColumnSorter.ordered(Float.floatToRawIntBits(value));
      int to = r;
      while (to > 0 && orderedAt(block, at + (to - 1) * COLUMNS) > bits) {
        block[at + to * COLUMNS] = block[at + (to - 1) * COLUMNS];
        order[l + to * COLUMNS] = order[l + (to - 1) * COLUMNS];
        to--;
        rest--;
      }
      block[at + to * COLUMNS] = value;
      order[l + to * COLUMNS] = row;
      before = block[at + r * COLUMNS];
    }
    return rest;
  }

  private static int orderedAt(float[] block, int at) {
    return PlainColumnSorter.ordered(Float.floatToRawIntBits(block[at]));
  }

  private static void sortLong(
      float[] values, int n, float[] block, int at, int[] order, int l, Workspace work) {
    int lanes = L.length();
    long[] keys = work.keys(n * lanes);
    for (int first = 0; first < LANES; first += lanes) {
      for (int r = 0; r < n; r++) {
        for (int k = 0; k < lanes; k++) {
          long bits = orderedAt(values, r * LANES + first + k);
          keys[r * lanes + k] = bits << 32 | r;
        }
      }
      network(keys, n);
      for (int r = 0; r < n; r++) {
        for (int k = 0; k < lanes; k++) {
          long key = keys[r * lanes + k];
          int bits = PlainColumnSorter.ordered((int) (key >> 32));
          block[at + r * COLUMNS + first + k] = Float.intBitsToFloat(bits);
          order[l + r * COLUMNS + first + k] = (int) key;
        }
      }
    }
  }

  private static void network(int[] keys, int n) {
    int top = Integer.highestOneBit(Math.max(1, n - 1));
    for (int p = n < 2 ? 0 : top; p > 0; p /= 2) {
      exchange(keys, p, 0, n - p, p);
      for (int q = top; q > p; q /= 2) {
        exchange(keys, p, p, n - (q - p), q - p);
      }
    }
  }

  /** Compares rows i and i + distance for i from r below end, in runs of p rows out of 2 p. */
  private static void exchange(int[] keys, int p, int r, int end, int distance) {
    int lanes = I.length();
    int apart = distance * lanes;
    if (p == 1) {
      for (int at = r * lanes; at < end * lanes; at += 2 * lanes) {
        compare(keys, at, at + apart);
      }
      return;
    }
    for (int start = r; start < end; start += 2 * p) {
      int stop = Math.min(start + p, end) * lanes;
      for (int at = start * lanes; at < stop; at += lanes) {
        compare(keys, at, at + apart);
      }
    }
  }

  private static void compare(int[] keys, int low, int high) {
    IntVector a = IntVector.fromArray(I, keys, low);
    IntVector b = IntVector.fromArray(I, keys, high);
    a.lanewise(VectorOperators.MIN, b).intoArray(keys, low);
    a.lanewise(VectorOperators.MAX, b).intoArray(keys, high);
  }

  private static void network(long[] keys, int n) {
    int top = Integer.highestOneBit(Math.max(1, n - 1));
    for (int p = n < 2 ? 0 : top; p > 0; p /= 2) {
      exchange(keys, p, 0, n - p, p);
      for (int q = top; q > p; q /= 2) {
        exchange(keys, p, p, n - (q - p), q - p);
      }
    }
  }

  /** Compares rows i and i + distance for i from r below end, in runs of p rows out of 2 p. */
  private static void exchange(long[] keys, int p, int r, int end, int distance) {
    int lanes = L.length();
    int apart = distance * lanes;
    if (p == 1) {
      for (int at = r * lanes; at < end * lanes; at += 2 * lanes) {
        compare(keys, at, at + apart);
      }
      return;
    }
    for (int start = r; start < end; start += 2 * p) {
      int stop = Math.min(start + p, end) * lanes;
      for (int at = start * lanes; at < stop; at += lanes) {
        compare(keys, at, at + apart);
      }
    }
  }

  private static void compare(long[] keys, int low, int high) {
    LongVector a = LongVector.fromArray(L, keys, low);
    LongVector b = LongVector.fromArray(L, keys, high);
    a.lanewise(VectorOperators.MIN, b).intoArray(keys, low);
    a.lanewise(VectorOperators.MAX, b).intoArray(keys, high);
  }
}
