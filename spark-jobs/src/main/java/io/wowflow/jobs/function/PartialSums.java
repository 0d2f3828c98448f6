package io.wowflow.jobs.function;

import io.wowflow.math.sliced.TreeSum;
import java.io.Serializable;

/**
 * The part of one partition's leaves in the pairwise sums.
 *
 * @param firstNonFinite the first source class with a particle that is NaN or infinite, or -1
 * @param nodes the maximal whole subtrees of the partition's leaves
 */
public record PartialSums(int firstNonFinite, TreeSum.Node[] nodes) implements Serializable {

  /**
   * The lower of two classes; -1 is no class.
   *
   * @param one a class or -1
   * @param other a class or -1
   * @return the lower class, or -1 if there is none
   */
  public static int first(int one, int other) {
    return one < 0 || other < 0 ? Math.max(one, other) : Math.min(one, other);
  }
}
