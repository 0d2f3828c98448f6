package io.wowflow.math.flow;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.transport.LabelMatching;
import java.util.Arrays;

/** Gives the step size tau_c of every class in a step. */
public sealed interface StepRule permits StepRule.Fixed, StepRule.Matched {

  /**
   * Computes the step sizes of a step.
   *
   * @param step k
   * @param weights the pair weights of the step, with the distances behind them
   * @param problem the problem whose objective descends
   * @param momentum m of the descent, in [0, 1)
   * @return tau_c for each source class
   */
  double[] stepSizes(int step, PairWeights weights, FlowProblem problem, double momentum);

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
    public double[] stepSizes(int step, PairWeights weights, FlowProblem problem, double momentum) {
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
   * The matched rule: the pull towards the matched class is the same for all classes, whatever the
   * distance, as long as the pull of all targets together allows it. With sigma the label matching
   * on the distances of this step, {@code W_c = sum_e |w_ce|} over all target classes, m the
   * momentum and d the dimension,
   *
   * <pre>
   *   tau_c = d decay^k min( eta / |w_c,sigma(c)|, limit / W_c )
   *   limit = min( 1.15 (1 + m), 320 (1 - m) p ),   p = mean over c of |w_c,sigma(c)| / W_c
   * </pre>
   *
   * <p>The first term moves a class by eta of the full step of slice matching along an orthonormal
   * basis. For the Riesz kernel with r = 1 it is {@code eta d SW_2(mu_c, nu_sigma(c)) /
   * b_sigma(c)}. The matched class is one of C' targets, and p is about 1 / C' until the classes
   * part: without the limit the joint pull of the targets would be up to C' times the full step.
   * The two terms of the limit have different reasons:
   *
   * <ul>
   *   <li>Stability. With the weights of a step held fixed, a shift x_c of each class changes its
   *       gradient by {@code (J x)_c / d}, {@code J = diag(W) - D}, where {@code (D x)_c = sum_e
   *       |w_ce| (x_c - x_e)} over the source classes is positive semidefinite: the pushes between
   *       classes cancel in a shift of all, and reduce the curvature of every other. No eigenvalue
   *       of the step is therefore above {@code max tau_c W_c / d}, which is at most the limit, and
   *       descent with momentum m is stable below {@code 2 (1 + m)} (Polyak 1964). The limit is
   *       0.57 of that: weights are not fixed, a class far from all others is hardly held back, and
   *       its step grows with its distance. At 0.9 of the bound 9 of 600 flows between 5 and 22
   *       classes in few dimensions rose or diverged; at 0.57 none of 3000 diverged, and one rose
   *       for ten steps.
   *   <li>Noise. Along fresh directions samples are paired differently in each step. The noise is
   *       that of the pull of all targets, but only the share p of the pull returns a class to its
   *       own target: the stationary variance of its position is {@code limit / (2 p (1 - m))}
   *       times that of the noise of a full step. The second term keeps this ratio at most 160 for
   *       any number of classes, about its value for ten equidistant classes at eta 0.3 and
   *       momentum 0.9. Without it hundreds of classes exchange their targets at random.
   * </ul>
   *
   * <p>With few classes the limit applies while they are far from all targets, at eta 0.3 from
   * about six on. It applies to every class where there are many, and eases when classes approach
   * their targets, since p then grows towards 1. The decay reduces both terms. A class that its
   * matched target does not pull (distance 0) makes no step. Needs a dense interaction.
   *
   * @param eta greater than 0
   * @param decay in (0, 1]: the step sizes of step k are multiplied by {@code decay^k}
   */
  record Matched(double eta, double decay) implements StepRule {
    private static final double STABLE = 1.15;
    private static final double NOISE = 320;

    /** Checks the ranges. */
    public Matched {
      check("step size (eta)", eta, decay);
    }

    @Override
    public double[] stepSizes(int step, PairWeights weights, FlowProblem problem, double momentum) {
      LabelMatching matching = problem.matching(weights.sums().targetMatrix());
      int classes = weights.sums().sourceCount();
      double[] own = new double[classes];
      double[] all = new double[classes];
      double share = 0;
      for (int c = 0; c < classes; c++) {
        own[c] = Math.abs(weights.toTarget(c, matching.targetOf()[c]));
        for (int e = 0; e < problem.target().classCount(); e++) {
          all[c] += Math.abs(weights.toTarget(c, e));
        }
        share += own[c] == 0 ? 0 : own[c] / all[c] / classes;
      }
      double limit = Math.min(STABLE * (1 + momentum), NOISE * (1 - momentum) * share);
      double decayed = StrictMath.pow(decay, step);
      double scaled = eta * decayed * problem.source().dimension();
      double limited = limit * decayed * problem.source().dimension();
      double[] out = new double[classes];
      for (int c = 0; c < classes; c++) {
        // A class at its target is not pulled: no step instead of a division by zero.
        out[c] = own[c] == 0 ? 0 : Math.min(scaled / own[c], limited / all[c]);
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
