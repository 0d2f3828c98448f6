package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Small datasets and flows for the tests of this package. */
final class FlowFixture {
  private FlowFixture() {}

  /** Normal classes of the given sizes around random means. */
  static LabelledDataset dataset(long seed, int d, int... sizes) {
    List<LabelledClass> classes = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      CounterRandom random = CounterRandom.at(seed, 77, c);
      double[] mean = new double[d];
      Arrays.setAll(mean, j -> 2 * random.nextGaussian());
      float[] values = new float[sizes[c] * d];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (mean[i % d] + random.nextGaussian());
      }
      classes.add(LabelledClass.of(Integer.toString(c), new FloatMatrix(sizes[c], d, values)));
    }
    return LabelledDataset.of(classes);
  }

  /** The same classes with random sample and class weights. */
  static LabelledDataset weighted(LabelledDataset dataset, long seed) {
    CounterRandom random = CounterRandom.at(seed, 78, 0);
    List<LabelledClass> classes = new ArrayList<>();
    double[] classWeights = new double[dataset.classCount()];
    for (int c = 0; c < classWeights.length; c++) {
      LabelledClass of = dataset.get(c);
      double[] weights = new double[of.size()];
      Arrays.setAll(weights, i -> 0.2 + random.nextDouble());
      classes.add(LabelledClass.weighted(of.label(), of.samples(), weights));
      classWeights[c] = 0.5 + random.nextDouble();
    }
    return LabelledDataset.weighted(classes, classWeights);
  }

  static FlowProblem problem(
      LabelledDataset source, LabelledDataset target, Kernel kernel, Directions directions) {
    return problem(source, target, kernel, directions, Batches.none());
  }

  static FlowProblem problem(
      LabelledDataset source,
      LabelledDataset target,
      Kernel kernel,
      Directions directions,
      Batches batches) {
    return new FlowProblem(
        source,
        target,
        kernel,
        directions,
        FlowProblem.levels(source, target, batches, OptionalInt.empty()));
  }

  static FlowMethod fixed(double stepSize, double momentum) {
    return fixed(stepSize, momentum, Batches.none());
  }

  static FlowMethod fixed(double stepSize, double momentum, Batches batches) {
    return new FlowMethod(new StepRule.Fixed(stepSize, 1), momentum, Optional.empty(), batches, 1);
  }

  static FlowResult run(FlowProblem problem, FlowMethod method, int steps, int threads) {
    return run(problem, method, steps, threads, InProcessEngine.initialState(problem));
  }

  static FlowResult run(
      FlowProblem problem, FlowMethod method, int steps, int threads, FlowState start) {
    try (FlowEngine engine = new InProcessEngine(problem, method.batches(), start, threads)) {
      return new Flow(problem, method, StopRule.afterSteps(steps), new FlowObserver() {})
          .run(engine, List.of());
    }
  }

  /** The gradient of one step: with step size 1 and no momentum it is what the velocity becomes. */
  static List<double[]> gradient(FlowProblem problem, Batches batches, FlowState at) {
    FlowMethod method = fixed(1, 0, batches);
    FlowState moved = run(problem, method, at.step() + 1, 2, at).state();
    List<double[]> out = new ArrayList<>();
    for (FloatMatrix v : moved.velocities()) {
      double[] g = new double[v.values().length];
      for (int i = 0; i < g.length; i++) {
        g[i] = v.values()[i];
      }
      out.add(g);
    }
    return out;
  }

  /** The directions of a step as rows, scaled so that their plain mean of squares is SW_2^2. */
  static double[] rows(Directions directions, int step, double scale) {
    int d = directions.dimension();
    double[] out = new double[directions.count() * d];
    float[] identity = new float[d * d];
    for (int j = 0; j < d; j++) {
      identity[j * d + j] = 1;
    }
    for (int b = 0; b < directions.blockCount(); b++) {
      Projector block = directions.block(step, b);
      float[] projected = new float[block.leaves() * d * Panels.LEAF_DIRECTIONS];
      block.project(identity, d, projected, new Workspace());
      for (int i = 0; i < projected.length; i++) {
        int leaf = block.firstLeaf() + i / (d * Panels.LEAF_DIRECTIONS);
        int j = i / Panels.LEAF_DIRECTIONS % d;
        int direction = leaf * Panels.LEAF_DIRECTIONS + i % Panels.LEAF_DIRECTIONS;
        if (direction < directions.count()) {
          out[direction * d + j] = projected[i] * scale;
        }
      }
    }
    return out;
  }

  static int[] bits(FlowState state) {
    List<Integer> out = new ArrayList<>();
    for (List<FloatMatrix> part : List.of(state.positions(), state.velocities())) {
      for (FloatMatrix m : part) {
        for (float v : m.values()) {
          out.add(Float.floatToRawIntBits(v));
        }
      }
    }
    return out.stream().mapToInt(Integer::intValue).toArray();
  }
}
