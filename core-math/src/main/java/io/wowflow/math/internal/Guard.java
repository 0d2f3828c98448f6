package io.wowflow.math.internal;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Argument guards. A public method checks its arguments once, with a message that contains the
 * argument's name, its value and the expectation; the loops below it check nothing.
 */
public final class Guard {
  /** The largest length of an array on the JVMs in use: a few values below 2^31. */
  public static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private Guard() {}

  /**
   * Requires {@code value >= 1}.
   *
   * @param name name of the value in the message
   * @param value the value
   * @return {@code value}
   * @throws IllegalArgumentException if {@code value < 1}
   */
  public static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
    return value;
  }

  /**
   * Requires a finite value greater than zero.
   *
   * @param name name of the value in the message
   * @param value the value
   * @return {@code value}
   * @throws IllegalArgumentException if {@code value} is NaN, infinite, zero or negative
   */
  public static double positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
    }
    return value;
  }

  /**
   * Requires {@code 0 <= index < size}.
   *
   * @param name name of the index in the message
   * @param index the index
   * @param size the exclusive bound
   * @return {@code index}
   * @throws IllegalArgumentException if the index is out of bounds
   */
  public static int index(String name, int index, int size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          name + " must be at least 0 and below " + size + ", was " + index);
    }
    return index;
  }

  /**
   * Requires two sizes to be equal.
   *
   * @param name name of the size in the message
   * @param expected the size it must have
   * @param actual the size it has
   * @throws IllegalArgumentException if they differ
   */
  public static void size(String name, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(name + " must be " + expected + ", was " + actual);
    }
  }

  /**
   * The length of an array of several dimensions, the product of its sizes, if a Java array can
   * have it.
   *
   * @param name contents and dimensions of the array, for the message
   * @param sizes its sizes, each at least 0
   * @return the product of the sizes
   * @throws IllegalArgumentException if a size is negative or the product exceeds {@link
   *     #MAX_LENGTH}; the message contains the name and all sizes
   */
  public static int length(String name, long... sizes) {
    long product = 1;
    boolean isEmpty = false;
    for (long size : sizes) {
      that(size >= 0, "a size of an array must not be negative");
      isEmpty |= size == 0;
      // Both factors are below 2^31, so the product of any number of sizes stays within a long.
      product = Math.min(product * Math.min(size, MAX_LENGTH + 1L), MAX_LENGTH + 1L);
    }
    if (isEmpty) {
      return 0;
    }
    if (product > MAX_LENGTH) {
      String factors =
          LongStream.of(sizes).mapToObj(Long::toString).collect(Collectors.joining(" x "));
      throw new IllegalArgumentException(
          name + ": " + factors + " values exceed the largest array, " + MAX_LENGTH + " values");
    }
    return (int) product;
  }

  /**
   * Requires that an array holds at least a number of values.
   *
   * @param name name of the array in the message
   * @param needed the least number of values
   * @param actual the length of the array
   * @throws IllegalArgumentException if {@code actual < needed}
   */
  public static void holds(String name, long needed, int actual) {
    if (actual < needed) {
      throw new IllegalArgumentException(
          name + " must hold at least " + needed + " values, has " + actual);
    }
  }

  /**
   * Requires a condition.
   *
   * @param condition the condition
   * @param message the whole message of the exception
   * @throws IllegalArgumentException if {@code condition} is false
   */
  public static void that(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
