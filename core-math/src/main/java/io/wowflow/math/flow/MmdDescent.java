package io.wowflow.math.flow;

import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Objective;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.mmd.Reweighting;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The descent of half the squared MMD: the distances of all pairs of interacting classes. Where the
 * classes are reweighted, a step that is due renews the weights from its distances, after a report
 * and before its gradient: X_k and the weights of a report, of a snapshot and of a resumed flow
 * belong together.
 */
final class MmdDescent extends Descent {
  private final Kernel kernel;
  private final Optional<Reweighting> reweighting;
  private final Batches batches;

  /** With the class weights of the current state. */
  private FlowProblem problem;

  MmdDescent(
      FlowProblem problem,
      Functional.Mmd functional,
      Batches batches,
      Optional<List<Double>> classWeights) {
    kernel = functional.kernel();
    reweighting = functional.reweighting();
    this.batches = batches;
    this.problem = classWeights.map(problem::withSourceWeights).orElse(problem);
  }

  @Override
  Measured measure(FlowEngine engine, boolean reported) {
    int classes = problem.source().classCount();
    int targets = problem.target().classCount();
    Interaction interaction =
        reported
            ? batches.reported(classes, targets)
            : batches.interaction(engine.step(), classes, targets);
    return new Distances(engine.measure(interaction, reported));
  }

  @Override
  FunctionalState state() {
    return new FunctionalState(
        Optional.empty(), reweighting.map(rule -> boxed(problem.source().classWeights())));
  }

  private static List<Double> boxed(double[] weights) {
    return Arrays.stream(weights).boxed().toList();
  }

  private final class Distances implements Measured {
    private final PairSums sums;

    Distances(PairSums sums) {
      this.sums = sums;
    }

    @Override
    public double sourceSpread(int c) {
      return sums.sourceSpread(c);
    }

    @Override
    public double objective() {
      return Objective.of(
          kernel, sums, problem.source().classWeights(), problem.target().classWeights());
    }

    @Override
    public boolean servesStep() {
      return batches.classes() == 0;
    }

    @Override
    public PanelWeights weights(FlowEngine engine) {
      reweighting.filter(rule -> rule.renewsAt(engine.step())).ifPresent(this::reweight);
      return engine.weights(problem, sums);
    }

    private void reweight(Reweighting rule) {
      double[] a = problem.source().classWeights();
      double[] b = problem.target().classWeights();
      problem = problem.withSourceWeights(boxed(rule.renewed(kernel, sums, a, b)));
    }

    @Override
    public double[] stepSizes(FlowMethod method, int step, PanelWeights weights) {
      return method.stepRule().stepSizes(step, (PairWeights) weights, problem, method.momentum());
    }

    @Override
    public Optional<PairSums> kept(FlowEngine engine) {
      return Optional.of(engine.keep(sums));
    }
  }
}
