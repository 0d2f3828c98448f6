package io.wowflow.jobs.function;

import io.wowflow.math.data.LabelledClass;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Groups the classes of a partition, which come in the order of their places, by block. No more
 * than one block is held.
 *
 * @param <B> what is made of the classes of a block
 */
final class BlocksOfClasses<B> implements Iterator<B> {
  private final Iterator<Tuple2<Integer, LabelledClass>> classes;
  private final int classesPerBlock;
  private final Maker<B> maker;
  private Tuple2<Integer, LabelledClass> next;

  /** Makes a block. */
  @FunctionalInterface
  interface Maker<B> {
    /** The block of classes that follow each other, whose first has a place. */
    B of(int first, List<LabelledClass> classes);
  }

  BlocksOfClasses(
      Iterator<Tuple2<Integer, LabelledClass>> classes, int classesPerBlock, Maker<B> maker) {
    this.classes = classes;
    this.classesPerBlock = classesPerBlock;
    this.maker = maker;
    this.next = classes.hasNext() ? classes.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public B next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    int first = next._1();
    List<LabelledClass> block = new ArrayList<>();
    while (next != null && next._1() / classesPerBlock == first / classesPerBlock) {
      block.add(next._2());
      next = classes.hasNext() ? classes.next() : null;
    }
    return maker.of(first, block);
  }
}
