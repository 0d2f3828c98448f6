package io.wowflow.math.wow;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.sliced.ListedPairs;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PanelMix;
import io.wowflow.math.sliced.PanelWeights;
import io.wowflow.math.transport.LabelMatching;
import io.wowflow.math.transport.TransportPlan;
import java.util.Arrays;

/**
 * A plan Gamma between source and target classes, in the form in which a step uses it: for every
 * source class its target classes and their shares {@code Gamma_ce / a_c}, which sum to 1.
 *
 * <p>The gradient of {@code F = 1/2 sum_ce Gamma_ce SW_2^2(mu_c, nu_e)} at a fixed plan is, in
 * quantile space, {@code M_c = phi_c - sum_e (Gamma_ce / a_c) phi_e}: a class with one target is
 * pulled to it alone, a class that the plan splits is pulled to the mean quantile function of its
 * targets. An immutable value.
 */
public final class ClassPlan implements PanelWeights {
  private final int targetCount;
  private final int[] starts;
  private final int[] targets;
  private final double[] shares;

  private ClassPlan(int targetCount, int[] starts, int[] targets, double[] shares) {
    this.targetCount = targetCount;
    this.starts = starts;
    this.targets = targets;
    this.shares = shares;
  }

  /**
   * The plan of one target per source class.
   *
   * @param targetOf the target class of each source class, not modified
   * @param targetCount C'
   * @return the plan
   * @throws IllegalArgumentException if a target is out of range
   */
  public static ClassPlan of(int[] targetOf, int targetCount) {
    double[] shares = new double[targetOf.length];
    Arrays.fill(shares, 1);
    int[] starts = new int[targetOf.length + 1];
    Arrays.setAll(starts, c -> c);
    return of(targetCount, starts, targetOf, shares);
  }

  /**
   * A plan from its parts, such as those of an earlier plan.
   *
   * @param targetCount C'
   * @param starts C + 1 positions: the entries of class c are {@code starts[c] .. starts[c + 1] -
   *     1}; not modified
   * @param targets the target class of each entry, not modified
   * @param shares the share of each entry, above 0; those of a class sum to 1; not modified
   * @return the plan
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public static ClassPlan of(int targetCount, int[] starts, int[] targets, double[] shares) {
    Guard.size("number of shares of a plan", targets.length, shares.length);
    Guard.that(
        starts.length > 1 && starts[0] == 0 && starts[starts.length - 1] == targets.length,
        "the entries of a plan must be those of its classes");
    for (int c = 0; c + 1 < starts.length; c++) {
      Guard.that(starts[c] < starts[c + 1], "source class " + c + " has no target in the plan");
      double sum = 0;
      for (int i = starts[c]; i < starts[c + 1]; i++) {
        Guard.that(
            targets[i] >= 0 && targets[i] < targetCount,
            "a plan has target class " + targets[i] + " of " + targetCount);
        Guard.that(shares[i] > 0, "a share of a plan must be above 0, was " + shares[i]);
        sum += shares[i];
      }
      Guard.that(Math.abs(sum - 1) < 1e-9, "the shares of source class " + c + " sum to " + sum);
    }
    return new ClassPlan(targetCount, starts.clone(), targets.clone(), shares.clone());
  }

  /**
   * The plan of a matching.
   *
   * @param matching a matching of C source classes
   * @param targetCount C'
   * @return its plan
   */
  public static ClassPlan of(LabelMatching matching, int targetCount) {
    return matching
        .split()
        .map(ClassPlan::of)
        .orElseGet(() -> of(matching.targetOf(), targetCount));
  }

  /** The plan of a transport between class weights. */
  private static ClassPlan of(TransportPlan plan) {
    int[] starts = new int[plan.rowCount() + 1];
    double[] rowMass = new double[plan.rowCount()];
    for (int i = 0; i < plan.masses().length; i++) {
      starts[plan.rows()[i] + 1]++;
      rowMass[plan.rows()[i]] += plan.masses()[i];
    }
    for (int c = 0; c < rowMass.length; c++) {
      starts[c + 1] += starts[c];
    }
    double[] shares = new double[plan.masses().length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = plan.masses()[i] / rowMass[plan.rows()[i]];
    }
    return of(plan.columnCount(), starts, plan.columns(), shares);
  }

  /**
   * Number of source classes.
   *
   * @return C
   */
  public int sourceCount() {
    return starts.length - 1;
  }

  /**
   * Number of target classes.
   *
   * @return C'
   */
  public int targetCount() {
    return targetCount;
  }

  /**
   * The first entry of every source class, and the number of entries.
   *
   * @return C + 1 positions, not to be modified
   */
  public int[] starts() {
    return starts;
  }

  /**
   * The target class of every entry.
   *
   * @return not to be modified
   */
  public int[] targets() {
    return targets;
  }

  /**
   * The share of every entry, {@code Gamma_ce / a_c}.
   *
   * @return not to be modified
   */
  public double[] shares() {
    return shares;
  }

  /**
   * The operation that measures the distances of the entries.
   *
   * @return the pairs, in the order of the entries
   */
  public ListedPairs pairs() {
    int[] sources = new int[targets.length];
    for (int c = 0; c < sourceCount(); c++) {
      Arrays.fill(sources, starts[c], starts[c + 1], c);
    }
    return new ListedPairs(sourceCount(), targetCount, sources, targets);
  }

  /**
   * The functional of this plan, {@code F = 1/2 sum_ce Gamma_ce SW_2^2(mu_c, nu_e)}.
   *
   * @param a C class weights, not modified
   * @param distances {@code SW_2^2} of every entry, not modified
   * @return F, at least 0; NaN if a distance is NaN
   */
  public double objective(double[] a, double[] distances) {
    Guard.size("number of distances of a plan", targets.length, distances.length);
    double sum = 0;
    for (int c = 0; c < sourceCount(); c++) {
      double mean = 0;
      for (int i = starts[c]; i < starts[c + 1]; i++) {
        mean += shares[i] * distances[i];
      }
      sum += a[c] * mean;
    }
    return 0.5 * sum;
  }

  /**
   * The target class that receives most of each source class; masses that agree to 1e-12 relative
   * are a tie, and ties go to the lower class, as in {@link LabelMatching}.
   *
   * @return C indices of target classes
   */
  public int[] heaviest() {
    int[] out = new int[sourceCount()];
    for (int c = 0; c < out.length; c++) {
      int best = starts[c];
      for (int i = best + 1; i < starts[c + 1]; i++) {
        best = shares[i] > shares[best] * (1 + 1e-12) ? i : best;
      }
      out[c] = targets[best];
    }
    return out;
  }

  @Override
  public PanelMix mix(PairMeasure measure, PanelMix recycled, WorkPool pool) {
    return new PlanMix(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassPlan plan
        && targetCount == plan.targetCount
        && Arrays.equals(starts, plan.starts)
        && Arrays.equals(targets, plan.targets)
        && Arrays.equals(shares, plan.shares);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(targets);
  }
}
