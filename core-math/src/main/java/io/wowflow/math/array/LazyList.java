package io.wowflow.math.array;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A list whose elements are made when they are asked for, and anew each time.
 *
 * @param <T> the elements
 */
public final class LazyList<T> extends AbstractList<T> {
  private final int size;
  private final IntFunction<T> element;

  private LazyList(int size, IntFunction<T> element) {
    this.size = size;
    this.element = element;
  }

  /**
   * A list.
   *
   * @param size how many elements
   * @param element makes the one at an index
   * @param <T> the elements
   * @return the list, unmodifiable
   */
  public static <T> List<T> of(int size, IntFunction<T> element) {
    return new LazyList<>(size, element);
  }

  /**
   * Whether asking a list for an element makes one.
   *
   * @param list any list
   * @return false if its elements are there
   */
  public static boolean isLazy(List<?> list) {
    return list instanceof LazyList;
  }

  @Override
  public T get(int index) {
    return element.apply(Objects.checkIndex(index, size));
  }

  @Override
  public int size() {
    return size;
  }
}
