package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import java.io.Serializable;

/**
 * The classes that the source classes interact with in a step: all classes, or those drawn for an
 * interaction batch.
 *
 * @param sources indices of source classes, ascending
 * @param targets indices of target classes, ascending
 */
public record Interaction(int[] sources, int[] targets) implements Serializable {

  /**
   * Checks that there is a target class.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Interaction {
    Guard.positive("number of target classes in an interaction", targets.length);
  }

  /**
   * Every source class with every class.
   *
   * @param sourceCount C
   * @param targetCount C'
   * @return all indices
   */
  public static Interaction dense(int sourceCount, int targetCount) {
    return new Interaction(range(sourceCount), range(targetCount));
  }

  private static int[] range(int count) {
    int[] out = new int[count];
    for (int i = 0; i < count; i++) {
      out[i] = i;
    }
    return out;
  }
}
