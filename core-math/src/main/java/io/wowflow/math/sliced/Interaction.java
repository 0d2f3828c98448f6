package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;
import java.io.Serializable;

/**
 * Which classes the source classes interact with in a step: all of them, or the drawn ones of an
 * interaction batch.
 *
 * @param sources indices of source classes, ascending
 * @param targets indices of target classes, ascending
 */
public record Interaction(int[] sources, int[] targets) implements Serializable {

  /** Checks that there is something to interact with. */
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
