package io.wowflow.math.examples;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.Flow;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Estimate;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Mmd;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.SlicedWasserstein;
import io.wowflow.math.transport.LabelMatching;
import io.wowflow.math.transport.WowDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The library in one page: distances between two labelled datasets, and a flow between them. */
public final class MoveADataset {
  private MoveADataset() {}

  /**
   * The numbers that the example computes.
   *
   * @param classes the sliced distance between the first classes
   * @param before the MMD between the datasets
   * @param wow the exact Wasserstein over Wasserstein distance between them
   * @param after the MMD once the source has moved
   * @param labels the target's label of each source class
   */
  public record Numbers(
      double classes, Estimate before, double wow, Estimate after, List<String> labels) {}

  /**
   * Runs the example.
   *
   * @return its numbers
   */
  public static Numbers run() {
    // Two classes of three samples in the plane, and two that are moved and renamed.
    LabelledDataset source =
        LabelledDataset.of(
            List.of(
                LabelledClass.of("a", new FloatMatrix(3, 2, new float[] {0, 0, 1, 0, 0, 1})),
                LabelledClass.of("b", new FloatMatrix(3, 2, new float[] {9, 9, 8, 9, 9, 8}))));
    LabelledDataset target =
        LabelledDataset.of(
            List.of(
                LabelledClass.of("far", new FloatMatrix(3, 2, new float[] {7, 12, 8, 13, 9, 14})),
                LabelledClass.of("near", new FloatMatrix(3, 2, new float[] {2, 1, 2, 2, 2, 3}))));

    // Distances.
    double classes = SlicedWasserstein.withDefaults().distance(source.get(0), target.get(0));
    Estimate before = Mmd.withDefaults().distance(source, target);
    double wow = Math.sqrt(WowDistance.squared(source, target));

    // A flow: 20 steps of the matched rule over 64 directions each.
    FlowProblem problem =
        new FlowProblem(
            source,
            target,
            new Kernel.Riesz(1),
            new HadamardDirections(0, source.dimension(), 64),
            FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()));
    FlowMethod method =
        new FlowMethod(new StepRule.Matched(0.5, 1), 0, Optional.empty(), Batches.none(), 5);
    FlowResult result;
    try (FlowEngine engine =
        new InProcessEngine(problem, Batches.none(), InProcessEngine.initialState(problem), 1)) {
      result =
          new Flow(problem, method, StopRule.afterSteps(20), new FlowObserver() {})
              .run(engine, List.of());
    }

    // The moved classes, and the target class that each of them has become.
    List<LabelledClass> moved = new ArrayList<>();
    for (int c = 0; c < source.classCount(); c++) {
      moved.add(source.get(c).withSamples(result.state().positions().get(c)));
    }
    Estimate after = Mmd.withDefaults().distance(source.withClasses(moved), target);
    List<String> labels = new ArrayList<>();
    for (int e : LabelMatching.exact(source.withClasses(moved), target, 1).targetOf()) {
      labels.add(target.get(e).label());
    }
    return new Numbers(classes, before, wow, after, labels);
  }
}
