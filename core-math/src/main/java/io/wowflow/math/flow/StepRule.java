package io.wowflow.math.flow;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.transport.LabelMatching;
import java.util.Arrays;

/** Gives the step size tau_c of every class in a step. */
public sealed interface StepRule permits StepRule.Fixed, StepRule.Matched {

  /**
   * Computes the step sizes of a step.
   *
   * @param step k
   * @param weights the pair weights of the step, with the distances behind them
   * @param problem what is minimised
   * @return tau_c for each source class
   */
  double[] stepSizes(int step, PairWeights weights, FlowProblem problem);

  /**
   * Computes the step size of a functional whose full step is the same for all classes.
   *
   * @param step k
   * @param fullStep the step size at which the pull equals slice matching along an orthonormal
   *     basis
   * @return tau of the fixed rule, {@code eta fullStep} of the matched one, after the decay
   */
  double stepSize(int step, double fullStep);

  /**
   * The paper's rule: {@code tau_c = tau decay^k}.
   *
   * @param stepSize tau, greater than 0
   * @param decay in (0, 1]
   */
  record Fixed(double stepSize, double decay) implements StepRule {
    /** Checks the ranges. */
    public Fixed {
      check("step size", stepSize, decay);
    }

    @Override
    public double[] stepSizes(int step, PairWeights weights, FlowProblem problem) {
      double[] out = new double[problem.source().classCount()];
      Arrays.fill(out, stepSize(step, 1));
      return out;
    }

    @Override
    public double stepSize(int step, double fullStep) {
      return stepSize * StrictMath.pow(decay, step);
    }
  }

  /**
   * The matched rule: with sigma the label matching on the distances of this step, {@code tau_c =
   * eta d / |w_c,sigma(c)|}, so that the pull towards the matched class is eta d g whatever the
   * distance; eta = 1 is the full step of slice matching along an orthonormal basis. For the Riesz
   * kernel with r = 1 this is {@code eta d SW_2(mu_c, nu_sigma(c)) / b_sigma(c)}. Needs a dense
   * interaction.
   *
   * @param eta greater than 0
   * @param decay in (0, 1]: eta of step k is {@code eta decay^k}
   */
  record Matched(double eta, double decay) implements StepRule {
    /** Checks the ranges. */
    public Matched {
      check("step size (eta)", eta, decay);
    }

    @Override
    public double[] stepSizes(int step, PairWeights weights, FlowProblem problem) {
      PairSums sums = weights.sums();
      DoubleMatrix costs = sums.targetMatrix();
      LabelMatching matching = problem.matching(costs);
      double scaled = eta * StrictMath.pow(decay, step) * problem.source().dimension();
      double[] out = new double[sums.sourceCount()];
      for (int c = 0; c < out.length; c++) {
        double pull = Math.abs(weights.toTarget(c, matching.targetOf()[c]));
        // A class at its target is not pulled: no step instead of a division by zero.
        out[c] = pull == 0 ? 0 : scaled / pull;
      }
      return out;
    }

    @Override
    public double stepSize(int step, double fullStep) {
      return eta * StrictMath.pow(decay, step) * fullStep;
    }
  }

  private static void check(String name, double size, double decay) {
    Guard.positive(name, size);
    Guard.that(decay > 0 && decay <= 1, "step decay must be in (0, 1], was " + decay);
  }
}
