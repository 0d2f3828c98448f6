package io.wowflow.math.sliced;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sorts many columns at once by a sorting network, Batcher's merge exchange (Knuth, TAOCP 5.2.2 M):
 * lanes are columns, a comparator is a minimum and a maximum of two rows. Values are sorted as
 * ordered integers, with their rows as 64-bit keys (ordered value, row).
 */
final class VectorColumnSorter implements ColumnSorter {
  private static final int COLUMNS = Panels.LEAF_DIRECTIONS;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> L = LongVector.SPECIES_PREFERRED;

  /** Longer columns go to the sort of the JDK: a network does n log^2 n comparisons. */
  private static final int LONGEST = 4096;

  private final PlainColumnSorter plain = new PlainColumnSorter();

  @Override
  public void sort(float[] block, int offset, int n, Workspace work) {
    if (n > LONGEST) {
      plain.sort(block, offset, n, work);
      return;
    }
    int lanes = Math.min(COLUMNS, I.length());
    int[] keys = work.ints(n * lanes);
    for (int l = 0; l < COLUMNS; l += lanes) {
      for (int r = 0; r < n; r++) {
        for (int k = 0; k < lanes; k++) {
          int bits = Float.floatToRawIntBits(block[offset + r * COLUMNS + l + k]);
          keys[r * lanes + k] = PlainColumnSorter.ordered(bits);
        }
      }
      network(keys, n);
      for (int r = 0; r < n; r++) {
        for (int k = 0; k < lanes; k++) {
          int bits = PlainColumnSorter.ordered(keys[r * lanes + k]);
          block[offset + r * COLUMNS + l + k] = Float.intBitsToFloat(bits);
        }
      }
    }
  }

  @Override
  public void sort(float[] block, int offset, int n, int[] order, Workspace work) {
    if (n > LONGEST) {
      plain.sort(block, offset, n, order, work);
      return;
    }
    int lanes = Math.min(COLUMNS, L.length());
    long[] keys = work.keys(n * lanes);
    for (int l = 0; l < COLUMNS; l += lanes) {
      for (int r = 0; r < n; r++) {
        for (int k = 0; k < lanes; k++) {
          int bits = Float.floatToRawIntBits(block[offset + r * COLUMNS + l + k]);
          keys[r * lanes + k] = ((long) PlainColumnSorter.ordered(bits) << 32) | r;
        }
      }
      network(keys, n);
      for (int r = 0; r < n; r++) {
        for (int k = 0; k < lanes; k++) {
          long key = keys[r * lanes + k];
          int bits = PlainColumnSorter.ordered((int) (key >> 32));
          block[offset + r * COLUMNS + l + k] = Float.intBitsToFloat(bits);
          order[r * COLUMNS + l + k] = (int) key;
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
