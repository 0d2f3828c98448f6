package io.wowflow.jobs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
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
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.HadamardDirections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distributed engine makes the bits of the in-process one, however a flow is cut. */
class DistributedEngineTest {
  private static final int STEPS = 7;

  @TempDir Path folder;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkTest.session().sparkContext());

  private static LabelledDataset dataset(int classes, long seed, boolean weighted) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      CounterRandom random = CounterRandom.at(seed, 99, c);
      int n = 3 + (c * 7 + (int) seed) % 6;
      float[] x = new float[n * 5];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble() + c % 4;
      }
      double[] weights = new double[n];
      for (int i = 0; i < n; i++) {
        weights[i] = 1 + random.nextDouble();
      }
      FloatMatrix samples = new FloatMatrix(n, 5, x);
      out.add(
          weighted && c % 2 == 1
              ? LabelledClass.weighted("c" + c, samples, weights)
              : LabelledClass.of("c" + c, samples));
    }
    return LabelledDataset.of(out);
  }

  private FlowProblem problem(Kernel kernel, boolean weighted) {
    LabelledDataset source = dataset(17, 1, weighted);
    LabelledDataset target = dataset(11, 2, weighted);
    Directions directions = new HadamardDirections(5, 5, 300);
    return new FlowProblem(
        source,
        target,
        kernel,
        directions,
        FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()));
  }

  private static FlowResult run(FlowEngine engine, FlowProblem problem, Batches batches) {
    FlowMethod method =
        new FlowMethod(
            new StepRule.Fixed(0.1, 0.99), 0.9, Optional.of(Clip.of(-1f, 5f)), batches, 3);
    try (engine) {
      return new Flow(problem, method, StopRule.afterSteps(STEPS), new FlowObserver() {})
          .run(engine, List.of());
    }
  }

  private void assertSameBits(FlowProblem problem, Batches batches, Grid grid) {
    FlowState start = InProcessEngine.initialState(problem);
    FlowResult expected = run(new InProcessEngine(problem, batches, start, 1), problem, batches);
    FlowResult actual =
        run(
            new DistributedEngine(
                spark,
                problem,
                batches,
                start,
                new DistributedEngine.Layout(
                    grid, Optional.of(folder.resolve("checkpoints").toString()))),
            problem,
            batches);
    assertThat(actual.objective()).isEqualTo(expected.objective());
    for (int c = 0; c < problem.source().classCount(); c++) {
      assertThat(actual.state().positions().get(c).values())
          .isEqualTo(expected.state().positions().get(c).values());
      assertThat(actual.state().velocities().get(c).values())
          .isEqualTo(expected.state().velocities().get(c).values());
    }
    assertThat(spark.getPersistentRDDs()).isEmpty();
  }

  @Test
  void anyGridMakesTheSameBits() {
    FlowProblem problem = problem(new Kernel.Riesz(1), true);
    for (int classPartitions : new int[] {1, 3, 7}) {
      for (int directionPartitions : new int[] {1, 2, 5}) {
        assertSameBits(
            problem, Batches.none(), new Grid(2, classPartitions, directionPartitions, 3));
      }
    }
  }

  @Test
  void classesAndSamplesInBatches() {
    assertSameBits(
        problem(new Kernel.Gaussian(0.5), false), new Batches(3, 6, 2), new Grid(3, 2, 3, 2));
  }

  @Test
  void absoluteDistances() {
    assertSameBits(
        problem(new Kernel.Laplace(0.5), true), Batches.none(), new Grid(1, 20, 12, 100));
  }
}
