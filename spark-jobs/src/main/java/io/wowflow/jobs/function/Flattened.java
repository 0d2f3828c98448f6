package io.wowflow.jobs.function;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The elements made of some inputs, one input at a time: a partition's output is never in memory at
 * once.
 *
 * @param <A> input
 * @param <B> output
 */
final class Flattened<A, B> implements Iterator<B> {
  private final Iterator<A> inputs;
  private final Function<A, Iterator<B>> made;
  private Iterator<B> current = Collections.emptyIterator();

  private Flattened(Iterator<A> inputs, Function<A, Iterator<B>> made) {
    this.inputs = inputs;
    this.made = made;
  }

  static <A, B> Iterator<B> of(Iterator<A> inputs, Function<A, Iterator<B>> made) {
    return new Flattened<>(inputs, made);
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && inputs.hasNext()) {
      current = made.apply(inputs.next());
    }
    return current.hasNext();
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more elements");
    }
    return current.next();
  }
}
