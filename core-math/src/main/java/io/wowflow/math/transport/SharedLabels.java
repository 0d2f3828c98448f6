package io.wowflow.math.transport;

import io.wowflow.math.internal.Guard;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The classes of two datasets that have the same label: {@code sigma(c)} is the target class of the
 * label of source class c, where there is one. Labels are compared as texts, character by
 * character: {@code 3} and {@code 3.0} are two labels.
 *
 * <p>An immutable value. {@link LabelMatching#of(io.wowflow.math.array.DoubleMatrix, double[],
 * double[], int[])} matches by it.
 */
public final class SharedLabels {
  /** In the place of a target class: no target class has the label. */
  public static final int NONE = -1;

  private final int[] targetOf;
  private final int targetCount;

  private SharedLabels(int[] targetOf, int targetCount) {
    this.targetOf = targetOf;
    this.targetCount = targetCount;
  }

  /**
   * Compares the labels of two datasets.
   *
   * @param source the labels of the C source classes, distinct, not modified
   * @param target the labels of the C' target classes, distinct, not modified
   * @return the classes of equal labels
   * @throws IllegalArgumentException if a label repeats on one side
   */
  public static SharedLabels of(List<String> source, List<String> target) {
    places("source", source);
    Map<String, Integer> places = places("target", target);
    int[] targetOf = source.stream().mapToInt(label -> places.getOrDefault(label, NONE)).toArray();
    return new SharedLabels(targetOf, target.size());
  }

  private static Map<String, Integer> places(String side, List<String> labels) {
    Map<String, Integer> out = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      Guard.that(
          out.put(labels.get(i), i) == null,
          "label '" + labels.get(i) + "' belongs to two " + side + " classes");
    }
    return out;
  }

  /**
   * The target class of the same label of each source class.
   *
   * @return C numbers in {@code 0 .. C'-1}, or {@link #NONE} where no target class has the label; a
   *     new array
   */
  public int[] targetOf() {
    return targetOf.clone();
  }

  /**
   * Number of labels that both datasets have.
   *
   * @return from 0 to the smaller number of classes
   */
  public int count() {
    return targetOf.length - unmatchedSources().length;
  }

  /**
   * The source classes whose label no target class has.
   *
   * @return indices, ascending; a new array
   */
  public int[] unmatchedSources() {
    return IntStream.range(0, targetOf.length).filter(c -> targetOf[c] == NONE).toArray();
  }

  /**
   * The target classes whose label no source class has.
   *
   * @return indices, ascending; a new array
   */
  public int[] unmatchedTargets() {
    boolean[] shared = new boolean[targetCount];
    for (int e : targetOf) {
      if (e != NONE) {
        shared[e] = true;
      }
    }
    return IntStream.range(0, targetCount).filter(e -> !shared[e]).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedLabels labels
        && targetCount == labels.targetCount
        && Arrays.equals(targetOf, labels.targetOf);
  }

  @Override
  public int hashCode() {
    return 31 * targetCount + Arrays.hashCode(targetOf);
  }

  @Override
  public String toString() {
    return count() + " shared labels of " + targetOf.length + " and " + targetCount;
  }
}
