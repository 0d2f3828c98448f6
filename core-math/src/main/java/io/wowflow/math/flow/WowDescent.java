package io.wowflow.math.flow;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.ListedPairs;
import io.wowflow.math.sliced.ListedSums;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelWeights;
import io.wowflow.math.wow.ClassPlan;
import io.wowflow.math.wow.PlanRule;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * The descent of half the squared Wasserstein over Wasserstein distance. A step that renews the
 * plan measures all pairs of a source and a target class; any other step measures at most the pairs
 * of the plan, and those only for a report. If the labels give every source class its target, no
 * step renews the plan.
 */
final class WowDescent extends Descent {
  private final FlowProblem problem;
  private final PlanRule rule;
  private final boolean fixed;
  private ClassPlan plan;
  private int renewed = -1;

  WowDescent(FlowProblem problem, PlanRule rule, Optional<ClassPlan> plan) {
    this.problem = problem;
    this.rule = rule;
    // Labels that both datasets have for every source class leave nothing to match.
    this.fixed =
        problem.shared().filter(labels -> labels.unmatchedSources().length == 0).isPresent();
    this.plan =
        fixed
            ? ClassPlan.of(problem.shared().get().targetOf(), problem.target().classCount())
            : plan.orElse(null);
  }

  @Override
  Measured measure(FlowEngine engine, boolean reported) {
    int step = engine.step();
    if (!fixed && (plan == null || (rule.renewsAt(step) && renewed != step))) {
      return renewed(engine);
    }
    ListedPairs pairs =
        reported ? plan.pairs() : new ListedPairs(classes(), targets(), new int[0], new int[0]);
    ListedSums sums = engine.measure(pairs);
    return new OfPlan(sums::sourceSpread, reported ? sums.distances() : null);
  }

  private Measured renewed(FlowEngine engine) {
    if (Rematch.isByCandidates(problem)) {
      return renewedByCandidates(engine);
    }
    int[] all = Interaction.dense(0, targets()).targets();
    PairSums sums = engine.measure(new Interaction(new int[0], all), false);
    DoubleMatrix cost = sums.targetMatrix();
    boolean finite = Arrays.stream(cost.values()).allMatch(Double::isFinite);
    if (finite) {
      plan = ClassPlan.of(problem.matching(cost), targets());
      renewed = engine.step();
    }
    return new OfPlan(sums::sourceSpread, finite ? distances(cost) : null);
  }

  private Measured renewedByCandidates(FlowEngine engine) {
    int[] known = plan == null ? null : plan.heaviest();
    Optional<Rematch> rematch = Rematch.of(problem, engine, known);
    if (rematch.isEmpty()) {
      // The engine reports the class that is not finite; the spreads say so, too.
      return new OfPlan(c -> Double.NaN, null);
    }
    plan = ClassPlan.of(rematch.get().targetOf(), targets());
    renewed = engine.step();
    return new OfPlan(rematch.get()::sourceSpread, rematch.get().distances());
  }

  private double[] distances(DoubleMatrix cost) {
    double[] out = new double[plan.targets().length];
    for (int c = 0; c < classes(); c++) {
      for (int i = plan.starts()[c]; i < plan.starts()[c + 1]; i++) {
        out[i] = cost.get(c, plan.targets()[i]);
      }
    }
    return out;
  }

  @Override
  FunctionalState state() {
    return FunctionalState.of(plan);
  }

  private int classes() {
    return problem.source().classCount();
  }

  private int targets() {
    return problem.target().classCount();
  }

  private final class OfPlan implements Measured {
    private final IntToDoubleFunction spread;
    private final double[] distances;

    OfPlan(IntToDoubleFunction spread, double[] distances) {
      this.spread = spread;
      this.distances = distances;
    }

    @Override
    public double sourceSpread(int c) {
      return spread.applyAsDouble(c);
    }

    @Override
    public double objective() {
      return plan.objective(problem.source().classWeights(), distances);
    }

    @Override
    public boolean servesStep() {
      return true;
    }

    @Override
    public PanelWeights weights(FlowEngine engine) {
      return plan;
    }

    @Override
    public double[] stepSizes(FlowMethod method, int step, PanelWeights weights) {
      double[] out = new double[classes()];
      Arrays.fill(out, method.stepRule().stepSize(step, problem.source().dimension()));
      return out;
    }

    @Override
    public Optional<PairSums> kept(FlowEngine engine) {
      return Optional.empty();
    }
  }
}
