package io.wowflow.math.wow;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.PanelMix;

/**
 * The kernel of a step that mixes the rows of one leaf by a plan: {@code M_c = phi_c - sum_e
 * (Gamma_ce / a_c) phi_e}. Order of one entry: the targets of the class, ascending. Time and memory
 * grow with the entries of the plan.
 */
public final class PlanMix implements PanelMix {
  private static final long serialVersionUID = 1L;

  private final int sourceCount;
  private final int rows;
  private final int[] starts;
  private final int[] targets;
  private final float[] shares;

  /**
   * The kernel of one step.
   *
   * @param plan the plan of the step
   */
  public PlanMix(ClassPlan plan) {
    sourceCount = plan.sourceCount();
    rows = Math.addExact(sourceCount, plan.targetCount());
    starts = plan.starts();
    targets = plan.targets();
    shares = new float[targets.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) plan.shares()[i];
    }
  }

  @Override
  public void mix(float[] leaf, float[] out, int columns, Workspace work) {
    Guard.holds("a leaf of the panels", (long) rows * columns, leaf.length);
    Guard.holds("the mixed rows of a leaf", (long) sourceCount * columns, out.length);
    for (int c = 0; c < sourceCount; c++) {
      int row = c * columns;
      if (starts[c + 1] - starts[c] == 1) {
        int other = (sourceCount + targets[starts[c]]) * columns;
        for (int k = 0; k < columns; k++) {
          out[row + k] = leaf[row + k] - leaf[other + k];
        }
        continue;
      }
      for (int i = starts[c]; i < starts[c + 1]; i++) {
        float[] from = i == starts[c] ? leaf : out;
        float share = -shares[i];
        int other = (sourceCount + targets[i]) * columns;
        for (int k = 0; k < columns; k++) {
          out[row + k] = Math.fma(share, leaf[other + k], from[row + k]);
        }
      }
    }
  }
}
