package io.wowflow.math.sliced;

import io.wowflow.math.array.DoubleMatrix;

/**
 * The distances between classes that a step needs, reduced over all directions: {@code s = SW_2^2}
 * or {@code s_1 = SW_1}, by the {@link PairMeasure}.
 */
public final class PairSums {
  private final PairLayout layout;
  private final Interaction interaction;
  private final double[] sums;
  private final double distanceScale;
  private final double spreadScale;

  private PairSums(
      PairLayout layout, Interaction interaction, double[] sums, double distance, double spread) {
    this.layout = layout;
    this.interaction = interaction;
    this.sums = sums;
    this.distanceScale = distance;
    this.spreadScale = spread;
  }

  /**
   * Returns the distances of a total of {@link PairKernel} sums.
   *
   * @param block the kernel that made the sums of the leaves
   * @param total the root's vector, handed over
   * @param directions the directions of the step
   * @param levels Q
   * @return the distances
   */
  public static PairSums of(PairKernel block, double[] total, Directions directions, int levels) {
    double terms = (double) directions.count() * levels;
    return new PairSums(
        block.layout(),
        block.interaction(),
        total,
        block.measure().scale(directions) / terms,
        directions.squaredScale() / terms);
  }

  /**
   * The same distances in an array of their own, which no engine writes to.
   *
   * @return a copy
   */
  public PairSums copy() {
    return new PairSums(layout, interaction, sums.clone(), distanceScale, spreadScale);
  }

  /**
   * The interacting classes; column j below S is {@code sources()[j]}, column S + j is {@code
   * targets()[j]}.
   *
   * @return the interaction
   */
  public Interaction interaction() {
    return interaction;
  }

  /**
   * Number of source classes C.
   *
   * @return at least 1
   */
  public int sourceCount() {
    return layout.sourceCount();
  }

  /**
   * Distance of a source class to an interacting source class.
   *
   * @param c the source class
   * @param column j: the other class is {@code interaction().sources()[j]}
   * @return s or s_1, at least 0; 0 for a class with itself, NaN if a sample of either class is NaN
   */
  public double toSource(int c, int column) {
    return sums[layout.pair(c, column)] * distanceScale;
  }

  /**
   * Distance of a source class to an interacting target class.
   *
   * @param c the source class
   * @param column j: the other class is {@code interaction().targets()[j]}
   * @return s or s_1
   */
  public double toTarget(int c, int column) {
    return sums[layout.pair(c, layout.sourceColumns() + column)] * distanceScale;
  }

  /**
   * Distance between two interacting target classes.
   *
   * @param column index of one class in {@code interaction().targets()}
   * @param other index of the other
   * @return s or s_1; 0 for a class with itself
   * @throws IllegalStateException if target-target sums were not computed
   */
  public double betweenTargets(int column, int other) {
    if (!layout.withTargets()) {
      throw new IllegalStateException("target-target sums were not computed");
    }
    return sums[layout.targetPair(column, other)] * distanceScale;
  }

  /**
   * Squared spread of a source class: SW_2^2 between it and the mean embedding of all classes of
   * the step.
   *
   * @param c the source class
   * @return at least 0
   */
  public double sourceSpread(int c) {
    return sums[layout.norm(c)] * spreadScale;
  }

  /**
   * Squared spread of an interacting target class.
   *
   * @param column its index in {@code interaction().targets()}
   * @return at least 0
   */
  public double targetSpread(int column) {
    return sums[layout.norm(layout.sourceCount() + column)] * spreadScale;
  }

  /**
   * Mean of all squared spreads, the scale of the floor below which a Riesz kernel is not
   * evaluated.
   *
   * @return at least 0
   */
  public double meanSpread() {
    int rows = layout.sourceCount() + layout.targetColumns();
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += sums[layout.norm(row)];
    }
    return sum * spreadScale / rows;
  }

  /**
   * The source-target distances of a dense step as a matrix.
   *
   * @return C x T
   */
  public DoubleMatrix targetMatrix() {
    DoubleMatrix out = DoubleMatrix.zeros(layout.sourceCount(), layout.targetColumns());
    for (int c = 0; c < out.rows(); c++) {
      for (int e = 0; e < out.columns(); e++) {
        out.set(c, e, toTarget(c, e));
      }
    }
    return out;
  }
}
