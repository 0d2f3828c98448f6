package io.wowflow.math.flow;

import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Reweighting;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.wow.PlanRule;
import java.util.Optional;

/**
 * The functional that a flow descends. It turns the projected, sorted classes of a step into a pull
 * for every class, a value to report and, where it has one, a full step: the step size at which the
 * pull equals slice matching along an orthonormal basis.
 */
public sealed interface Functional permits Functional.Mmd, Functional.Wow {

  /**
   * The distance between classes that the functional is made of.
   *
   * @return the summand of its pairs
   */
  PairMeasure measure();

  /**
   * {@code F = MMD_K^2(P, Q) / 2} (18): every class is pulled to all targets and pushed by all
   * other classes.
   *
   * @param kernel the kernel between classes
   * @param reweighting how F descends by the weights of the source classes, too; empty for weights
   *     that stay
   */
  record Mmd(Kernel kernel, Optional<Reweighting> reweighting) implements Functional {

    /**
     * The MMD of classes whose weights stay.
     *
     * @param kernel the kernel between classes
     */
    public Mmd(Kernel kernel) {
      this(kernel, Optional.empty());
    }

    @Override
    public PairMeasure measure() {
      return kernel.measure();
    }
  }

  /**
   * {@code F = 1/2 sum_ce Gamma_ce SW_2^2(mu_c, nu_e)}, half the squared Wasserstein over
   * Wasserstein distance (4) with SW_2 as the inner distance and Gamma the optimal plan: every
   * class is pulled to its matched targets only. By the envelope theorem the gradient needs no
   * derivative of Gamma, {@code M_c = phi_c - sum_e (Gamma_ce / a_c) phi_e}; its full step is d.
   * For the convergence of such steps see Li, Moosmueller, Wang (arXiv 2307.05705).
   *
   * @param rule the steps that renew Gamma; between them F is that of the plan in use, and a step
   *     is linear in the number of classes
   * @param exactClasses the most source or target classes whose distances are measured for all
   *     pairs when Gamma is renewed; more are matched by candidates ({@link Rematch})
   */
  record Wow(PlanRule rule, int exactClasses) implements Functional {
    /** The most classes that are matched by the distances of all pairs. */
    public static final int EXACT_CLASSES = 4000;

    /**
     * The functional with exact plans for up to {@link #EXACT_CLASSES} classes.
     *
     * @param rule the steps that renew Gamma
     */
    public Wow(PlanRule rule) {
      this(rule, EXACT_CLASSES);
    }

    @Override
    public PairMeasure measure() {
      return PairMeasure.SQUARED;
    }
  }
}
