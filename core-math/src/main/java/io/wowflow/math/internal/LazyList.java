package io.wowflow.math.internal;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A list that makes an element whenever it is read, and keeps none.
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
   * Returns a list of elements that are made on demand.
   *
   * @param size number of elements
   * @param element makes the element at an index, equal each time
   * @param <T> the elements
   * @return the list, unmodifiable
   */
  public static <T> List<T> of(int size, IntFunction<T> element) {
    return new LazyList<>(size, element);
  }

  /**
   * Tests whether reading an element of a list makes the element.
   *
   * @param list any list
   * @return false if the list holds its elements
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
