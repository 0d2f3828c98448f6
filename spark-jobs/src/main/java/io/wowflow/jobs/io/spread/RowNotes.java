package io.wowflow.jobs.io.spread;

import io.wowflow.jobs.io.dataset.FeatureRanges;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Observations of the features of some rows, with a merge law: those of a whole input do not depend
 * on how its rows were divided.
 */
public final class RowNotes implements Packed {
  private static final long serialVersionUID = 1L;

  private final double[] low;
  private final double[] high;
  private final BitSet rounded = new BitSet();
  private final BitSet from0 = new BitSet();
  private final BitSet from1 = new BitSet();
  private long rows;
  private RowFault fault;

  /**
   * Notes of no rows.
   *
   * @param dimension d
   * @param counting whether to look for features that count the rows
   */
  RowNotes(int dimension, boolean counting) {
    low = new double[dimension];
    high = new double[dimension];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    if (counting) {
      from0.set(0, dimension);
      from1.set(0, dimension);
    }
  }

  /** Notes a value of a feature in the units of the input. */
  void value(int j, double value, boolean isRounded) {
    low[j] = Math.min(low[j], value);
    high[j] = Math.max(high[j], value);
    if (isRounded) {
      rounded.set(j);
    }
  }

  /** Notes a row whose place is its key: features that count the rows have its value. */
  void counted(long key, double[] values) {
    for (int j = from0.nextSetBit(0); j >= 0; j = from0.nextSetBit(j + 1)) {
      from0.set(j, values[j] == key);
    }
    for (int j = from1.nextSetBit(0); j >= 0; j = from1.nextSetBit(j + 1)) {
      from1.set(j, values[j] == key + 1);
    }
  }

  void row() {
    rows++;
  }

  void refuse(RowFault other) {
    fault = RowFault.first(fault, other);
  }

  /** Adds the notes of other rows. */
  RowNotes with(RowNotes other) {
    for (int j = 0; j < low.length; j++) {
      low[j] = Math.min(low[j], other.low[j]);
      high[j] = Math.max(high[j], other.high[j]);
    }
    rounded.or(other.rounded);
    from0.and(other.from0);
    from1.and(other.from1);
    rows += other.rows;
    refuse(other.fault);
    return this;
  }

  /**
   * The number of rows without a fault.
   *
   * @return rows that were read
   */
  public long rows() {
    return rows;
  }

  /**
   * The fault of the first row that has one.
   *
   * @return empty if all rows can be used
   */
  public Optional<RowFault> fault() {
    return Optional.ofNullable(fault);
  }

  /**
   * A feature that counts the rows from 0 or from 1.
   *
   * @return the first such feature, if there are at least 3 rows
   */
  public Optional<Integer> countingFeature() {
    BitSet either = (BitSet) from0.clone();
    either.or(from1);
    int j = either.nextSetBit(0);
    return j < 0 || rows < 3 ? Optional.empty() : Optional.of(j);
  }

  /**
   * The range of each feature in the units of the input.
   *
   * @param names of the features, by their places
   * @return the ranges
   */
  public FeatureRanges ranges(IntFunction<String> names) {
    boolean[] inexact = new boolean[low.length];
    for (int j = 0; j < inexact.length; j++) {
      inexact[j] = rounded.get(j);
    }
    return new FeatureRanges(low, high, inexact, names);
  }
}
