package io.wowflow.jobs.io.dataset;

import io.wowflow.math.internal.Guard;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The units in which the samples of a dataset are kept as 32-bit floats: value x of feature j is
 * kept as {@code (x - offset[j]) / 2^exponent}, computed in 64 bits and rounded once.
 *
 * <p>32-bit floats hold 24 binary digits. Seconds since 1970 are near 1.7e9, where neighbouring
 * floats are 128 apart: differences of a minute would be gone. Less an offset they are kept. A
 * distance between datasets does not change with a common offset, and a power of two changes no
 * digit of it, only its magnitude.
 */
public final class Units implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The values as they are. */
  public static final Units AS_READ = new Units(new double[0], 0);

  private final double[] offset;
  private final int exponent;

  private Units(double[] offset, int exponent) {
    this.offset = offset;
    this.exponent = exponent;
  }

  /**
   * Units with offsets and a scale.
   *
   * @param offset finite numbers, one per feature, copied
   * @param exponent of the power of two that values are divided by
   * @return the units; {@link #AS_READ} if they change nothing
   * @throws IllegalArgumentException if an offset is not finite or there is none
   */
  public static Units of(double[] offset, int exponent) {
    Guard.positive("number of offsets", offset.length);
    for (double each : offset) {
      Guard.that(Double.isFinite(each), "an offset must be finite, was " + each);
    }
    return exponent == 0 && Arrays.stream(offset).allMatch(each -> each == 0)
        ? AS_READ
        : new Units(offset.clone(), exponent);
  }

  /**
   * Whether values are kept as they are.
   *
   * @return true without offset and scale
   */
  public boolean isAsRead() {
    return offset.length == 0;
  }

  /**
   * The offset of a feature.
   *
   * @param j the feature
   * @return 0 for values as they are
   */
  public double offset(int j) {
    return isAsRead() ? 0 : offset[j];
  }

  /**
   * The exponent of the scale.
   *
   * @return 0 for values that are only moved
   */
  public int exponent() {
    return exponent;
  }

  /**
   * A value as it is kept.
   *
   * @param j its feature
   * @param value in the units of the input
   * @return the value in these units; infinite if it leaves the range of 32-bit floats
   */
  public float kept(int j, double value) {
    return isAsRead() ? (float) value : (float) Math.scalb(value - offset[j], -exponent);
  }

  /**
   * The value that is kept as a number.
   *
   * @param j its feature
   * @param kept in these units
   * @return the value in the units of the input
   */
  public double value(int j, float kept) {
    return isAsRead() ? kept : offset[j] + Math.scalb((double) kept, exponent);
  }

  /**
   * A length, such as a distance, in the units of the input.
   *
   * @param kept in these units
   * @return {@code kept 2^exponent}, exact unless it leaves the range of normal 64-bit floats
   */
  public double length(double kept) {
    return Math.scalb(kept, exponent);
  }

  /**
   * The units as text, equal for equal units only; part of the identity of a run.
   *
   * @return exponent and offsets in hexadecimal
   */
  public String text() {
    StringBuilder out = new StringBuilder("2^").append(exponent);
    for (double each : offset) {
      out.append(' ').append(Double.toHexString(each));
    }
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Units units
        && exponent == units.exponent
        && Arrays.equals(offset, units.offset);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(offset) + exponent;
  }

  @Override
  public String toString() {
    return text();
  }
}
