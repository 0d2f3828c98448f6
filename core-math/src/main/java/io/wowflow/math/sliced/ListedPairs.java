package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;

/**
 * The operation of a step that sums listed pairs of a source and a target class: {@code |phi_c -
 * phi_e|^2} by direct differences, and the squared norm of every row. Unlike {@link PairKernel} its
 * vector grows with the number of pairs and classes, not with their product.
 */
public final class ListedPairs implements PanelSums {
  private static final long serialVersionUID = 1L;

  private final int sourceCount;
  private final int[] targets;
  private final int[] sources;
  private final int[] partners;

  /**
   * The operation of one step, in which all target classes have a row.
   *
   * @param sourceCount C
   * @param targetCount C'
   * @param sources the source class of each pair, not modified
   * @param partners the target class of each pair, not modified
   * @throws IllegalArgumentException if the lists differ in length or contain an index out of range
   */
  public ListedPairs(int sourceCount, int targetCount, int[] sources, int[] partners) {
    this.sourceCount = Guard.positive("number of source classes", sourceCount);
    this.targets = Interaction.dense(0, targetCount).targets();
    Guard.size("number of target classes of the pairs", sources.length, partners.length);
    for (int i = 0; i < sources.length; i++) {
      Guard.that(
          sources[i] >= 0
              && sources[i] < sourceCount
              && partners[i] >= 0
              && partners[i] < targetCount,
          "pair " + i + " is (" + sources[i] + ", " + partners[i] + "), which is out of range");
    }
    this.sources = sources.clone();
    this.partners = partners.clone();
  }

  @Override
  public int[] targets() {
    return targets;
  }

  @Override
  public int rows() {
    return sourceCount + targets.length;
  }

  @Override
  public int length() {
    return rows() + sources.length;
  }

  int pair(int i) {
    return rows() + i;
  }

  int pairs() {
    return sources.length;
  }

  @Override
  public void sums(int index, float[] leaf, int columns, double[] out, Workspace work) {
    Guard.holds("a leaf of the panels", (long) rows() * columns, leaf.length);
    Guard.holds("the vector of sums", length(), out.length);
    for (int r = 0; r < rows(); r++) {
      out[r] = LaneSum.squares(leaf, r * columns, columns, work);
    }
    for (int i = 0; i < sources.length; i++) {
      int other = sourceCount + partners[i];
      out[pair(i)] =
          LaneSum.squaredDifferences(
              leaf, sources[i] * columns, leaf, other * columns, columns, work);
    }
  }
}
