package io.wowflow.jobs.compare;

import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.TrainingSet;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two training sets, brought into the form of {@link TrainingSet}: where one contains the other,
 * the contained samples are the own samples of both.
 *
 * @param first the set that is judged
 * @param second the set that it is compared with
 * @param relation which one contains the other
 */
record TrainingPair(TrainingSet first, TrainingSet second, Relation relation) {
  /** Containment, with multiplicity, of samples with equal labels and equal values. */
  enum Relation {
    /** Both have the same samples. */
    EQUAL,
    /** The first contains the second. */
    FIRST_CONTAINS_SECOND,
    /** The second contains the first. */
    SECOND_CONTAINS_FIRST,
    /** Neither. */
    NEITHER
  }

  static TrainingPair of(LabelledSamples first, LabelledSamples second) {
    if (first.count() >= second.count()) {
      int[] places = places(second, first);
      if (places.length == second.count()) {
        return new TrainingPair(
            enlarged(first, second, places),
            TrainingSet.of(second),
            first.count() == second.count() ? Relation.EQUAL : Relation.FIRST_CONTAINS_SECOND);
      }
    } else {
      int[] places = places(first, second);
      if (places.length == first.count()) {
        return new TrainingPair(
            TrainingSet.of(first), enlarged(second, first, places), Relation.SECOND_CONTAINS_FIRST);
      }
    }
    return new TrainingPair(TrainingSet.of(first), TrainingSet.of(second), Relation.NEITHER);
  }

  private static TrainingSet enlarged(LabelledSamples larger, LabelledSamples own, int[] places) {
    if (larger.count() == own.count()) {
      return TrainingSet.of(own);
    }
    boolean[] taken = new boolean[larger.count()];
    for (int place : places) {
      taken[place] = true;
    }
    int[] others = IntStream.range(0, taken.length).filter(i -> !taken[i]).toArray();
    return TrainingSet.of(own, larger.at(others));
  }

  /** Positions of the samples of one set in another, each used once; shorter if one is missing. */
  private static int[] places(LabelledSamples of, LabelledSamples in) {
    Map<Key, Deque<Integer>> there = new HashMap<>();
    for (int i = 0; i < in.count(); i++) {
      there.computeIfAbsent(Key.of(in, i), key -> new ArrayDeque<>()).add(i);
    }
    int[] out = new int[of.count()];
    for (int i = 0; i < out.length; i++) {
      Deque<Integer> left = there.get(Key.of(of, i));
      if (left == null || left.isEmpty()) {
        return new int[0];
      }
      out[i] = left.remove();
    }
    return out;
  }

  /** A sample by its content. */
  private record Key(int label, ByteBuffer values) {
    static Key of(LabelledSamples samples, int i) {
      int d = samples.shape().dimension();
      ByteBuffer bytes = ByteBuffer.allocate(d * Float.BYTES);
      FloatBuffer floats = bytes.asFloatBuffer();
      for (int f = 0; f < d; f++) {
        // -0 equals 0.
        floats.put(samples.values()[i * d + f] + 0f);
      }
      return new Key(samples.classes()[i], bytes);
    }
  }
}
