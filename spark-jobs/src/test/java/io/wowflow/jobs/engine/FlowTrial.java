package io.wowflow.jobs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.Clip;
import io.wowflow.math.flow.Flow;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.Functional;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Reweighting;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.transport.SharedLabels;
import io.wowflow.math.wow.PlanRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One flow between unequal classes, every other one weighted, to be made by several engines.
 *
 * @param problem what is minimised
 * @param batches of classes and samples
 * @param steps how many are made
 */
record FlowTrial(FlowProblem problem, Batches batches, int steps) {
  private static final int DIMENSION = 5;

  static FlowTrial of(Kernel kernel, int sources, int targets, int directions, int steps) {
    return of(
        kernel,
        dataset(sources, 1, c -> 3 + (c * 7 + 1) % 6),
        dataset(targets, 2, c -> 3 + (c * 7 + 2) % 6),
        directions,
        steps);
  }

  /** Classes of 1 / rank of the largest one's samples, the largest source last. */
  static FlowTrial longTailed(Kernel kernel, int classes, int largest, int directions, int steps) {
    return of(
        kernel,
        dataset(classes, 1, c -> Math.max(1, largest / (classes - c))),
        dataset(classes / 2, 2, c -> Math.max(1, largest / (c + 1))),
        directions,
        steps);
  }

  private static FlowTrial of(
      Kernel kernel, LabelledDataset source, LabelledDataset target, int directions, int steps) {
    return new FlowTrial(
        new FlowProblem(
            source,
            target,
            kernel,
            new HadamardDirections(5, DIMENSION, directions),
            FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty())),
        Batches.none(),
        steps);
  }

  /** The same flow between other datasets. */
  FlowTrial between(LabelledDataset source, LabelledDataset target) {
    return new FlowTrial(
        new FlowProblem(source, target, problem.kernel(), problem.directions(), problem.levels()),
        batches,
        steps);
  }

  FlowTrial with(Batches other) {
    return new FlowTrial(problem, other, steps);
  }

  /** The same flow of the Wasserstein over Wasserstein distance, in steps of 0.3. */
  FlowTrial ofWow(int every, boolean sharedLabels) {
    return ofWow(every, sharedLabels, Functional.Wow.EXACT_CLASSES);
  }

  /** The same flow, in which more than some classes are matched by candidates. */
  FlowTrial ofWow(int every, boolean sharedLabels, int exactClasses) {
    List<String> source = labels(problem.source());
    List<String> target = labels(problem.target());
    return new FlowTrial(
        new FlowProblem(
            problem.source(),
            problem.target(),
            new Functional.Wow(new PlanRule(every), exactClasses),
            problem.directions(),
            problem.levels(),
            sharedLabels ? Optional.of(SharedLabels.of(source, target)) : Optional.empty()),
        batches,
        steps);
  }

  /** The same flow, which changes its class weights in every second step. */
  FlowTrial reweighted() {
    Functional functional =
        new Functional.Mmd(problem.kernel(), Optional.of(new Reweighting(2, 1)));
    return new FlowTrial(
        new FlowProblem(
            problem.source(), problem.target(), functional, problem.directions(), problem.levels()),
        batches,
        steps);
  }

  private static List<String> labels(LabelledDataset dataset) {
    return dataset.classes().stream().map(LabelledClass::label).toList();
  }

  private static LabelledDataset dataset(int classes, int seed, IntUnaryOperator sizes) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      CounterRandom random = CounterRandom.at(seed, 99, c);
      int n = sizes.applyAsInt(c);
      float[] x = new float[n * DIMENSION];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble() + c % 4;
      }
      double[] weights = new double[n];
      for (int i = 0; i < n; i++) {
        weights[i] = 1 + random.nextDouble();
      }
      FloatMatrix samples = new FloatMatrix(n, DIMENSION, x);
      out.add(
          c % 2 == 1
              ? LabelledClass.weighted("c" + c, samples, weights)
              : LabelledClass.of("c" + c, samples));
    }
    return LabelledDataset.of(out);
  }

  FlowResult inProcess() {
    return run(
        new InProcessEngine(problem, batches, InProcessEngine.initialState(problem), 1),
        new FlowObserver() {});
  }

  FlowResult distributed(JavaSparkContext spark, Grid grid, Path checkpoints) {
    return distributed(spark, grid, checkpoints, new FlowObserver() {});
  }

  FlowResult distributed(
      JavaSparkContext spark, Grid grid, Path checkpoints, FlowObserver observer) {
    return run(
        new DistributedEngine(
            spark,
            problem,
            batches,
            InProcessEngine.initialState(problem),
            new DistributedEngine.Layout(
                "flow", grid, Optional.of(checkpoints.toString()), this::kept)),
        observer);
  }

  /** In a file, however small it is. */
  private FlowState kept(FlowState state) {
    int[] sizes = problem.source().classes().stream().mapToInt(LabelledClass::size).toArray();
    return SamplePlace.files(Path.of(System.getProperty("java.io.tmpdir")), 0)
        .keep(state, sizes, problem.source().dimension());
  }

  private FlowResult run(FlowEngine engine, FlowObserver observer) {
    FlowMethod method =
        new FlowMethod(
            problem.functional() instanceof Functional.Wow
                ? new StepRule.Matched(0.3, 0.99)
                : new StepRule.Fixed(0.1, 0.99),
            0.9,
            Optional.of(Clip.of(-1f, 5f)),
            batches,
            3);
    try (engine) {
      return new Flow(problem, method, StopRule.afterSteps(steps), observer).run(engine, List.of());
    }
  }

  static void assertSameBits(FlowResult actual, FlowResult expected) {
    assertThat(actual.objective()).isEqualTo(expected.objective());
    for (int c = 0; c < expected.state().positions().size(); c++) {
      assertThat(actual.state().positions().get(c).values())
          .as("positions of class %d", c)
          .isEqualTo(expected.state().positions().get(c).values());
      assertThat(actual.state().velocities().get(c).values())
          .as("velocities of class %d", c)
          .isEqualTo(expected.state().velocities().get(c).values());
    }
  }
}
