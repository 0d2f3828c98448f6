package io.wowflow.math.flow;

import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Objective;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelWeights;
import io.wowflow.math.wow.ClassPlan;
import java.util.Optional;

/** The descent of half the squared MMD: the distances of all pairs of interacting classes. */
final class MmdDescent extends Descent {
  private final FlowProblem problem;
  private final Kernel kernel;
  private final Batches batches;

  MmdDescent(FlowProblem problem, Kernel kernel, Batches batches) {
    this.problem = problem;
    this.kernel = kernel;
    this.batches = batches;
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
  Optional<ClassPlan> plan() {
    return Optional.empty();
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
      return engine.weights(problem, sums);
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
