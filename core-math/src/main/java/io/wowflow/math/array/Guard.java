package io.wowflow.math.array;

/**
 * Argument guards. A public method guards once, with a message that names the argument, its value
 * and what was expected; the loops below it check nothing.
 */
public final class Guard {
  private Guard() {}

  /**
   * Requires {@code value >= 1}.
   *
   * @param name what the value is called in the message
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
   * @param name what the value is called in the message
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
   * @param name what the index is called in the message
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
   * @param name what the size is called in the message
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
   * Requires a condition.
   *
   * @param condition what must hold
   * @param message the whole message if it does not
   * @throws IllegalArgumentException if {@code condition} is false
   */
  public static void that(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
