package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.DoubleOracle;
import io.wowflow.math.DoubleOracle.Cloud;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.ExplicitDirections;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.OrthonormalDirections;
import io.wowflow.math.sliced.PairMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowGradientTest {
  private static final double FLOAT_PATH = 1e-4;

  static Stream<Kernel> kernels() {
    return Stream.of(
        new Kernel.Riesz(1),
        new Kernel.Riesz(1.5),
        new Kernel.Gaussian(2),
        new Kernel.InverseMultiquadric(0.5),
        new Kernel.Laplace(1));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theFloatPathAgreesWithTheOracleOnEveryFamilyOfDirections(Kernel kernel) {
    LabelledDataset source = FlowFixture.dataset(1, 6, 12, 6, 4);
    LabelledDataset target = FlowFixture.dataset(2, 6, 12, 12, 3, 6);
    for (Directions directions :
        List.of(
            new GaussianDirections(5, 6, 50),
            new OrthonormalDirections(5, 6, 50),
            new HadamardDirections(5, 6, 64),
            new HadamardDirections(5, 6, 100))) {
      assertAgrees(FlowFixture.problem(source, target, kernel, directions));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void unequalAndWeightedClassesAgreeOnADenseGrid(Kernel kernel) {
    LabelledDataset source = FlowFixture.weighted(FlowFixture.dataset(3, 3, 5, 7, 4), 1);
    LabelledDataset target = FlowFixture.weighted(FlowFixture.dataset(4, 3, 6, 9), 2);
    int levels = 20_000;
    FlowProblem problem =
        new FlowProblem(
            source,
            target,
            kernel,
            new GaussianDirections(1, 3, 20),
            FlowProblem.levels(source, target, Batches.none(), OptionalInt.of(levels)));
    assertThat(problem.levels().exact()).isFalse();
    DoubleOracle.Step expected = oracle(problem);
    // A cell that two samples share averages them: an error of the order of the cells' width.
    assertClose(
        FlowFixture.gradient(problem, Batches.none(), InProcessEngine.initialState(problem)),
        expected.gradient(),
        3e-3);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theOracleAgreesWithCentralDifferences(Kernel kernel) {
    LabelledDataset source = FlowFixture.weighted(FlowFixture.dataset(3, 2, 5, 3), 1);
    LabelledDataset target = FlowFixture.dataset(4, 2, 4, 6);
    double[] directions = FlowFixture.rows(new GaussianDirections(1, 2, 7), 0, 1);
    DoubleOracle oracle = new DoubleOracle(2, directions, kernel);
    List<Cloud> x = Cloud.of(source);
    List<Cloud> y = Cloud.of(target);
    double[] a = source.classWeights();
    double[] b = target.classWeights();
    List<double[]> gradient = oracle.step(x, y, a, b).gradient();
    double h = 1e-6;
    for (int c = 0; c < x.size(); c++) {
      double[] points = x.get(c).points();
      for (int i = 0; i < points.length; i++) {
        double at = points[i];
        points[i] = at + h;
        double above = oracle.step(x, y, a, b).objective();
        points[i] = at - h;
        double below = oracle.step(x, y, a, b).objective();
        points[i] = at;
        double numeric = (above - below) / (2 * h) / (a[c] * source.get(c).weight(i / 2));
        assertThat(gradient.get(c)[i]).isCloseTo(numeric, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSmallStepLowersTheObjective(Kernel kernel) {
    FlowProblem problem =
        FlowFixture.problem(
            FlowFixture.dataset(1, 4, 20, 20),
            FlowFixture.dataset(2, 4, 20, 20),
            kernel,
            new HadamardDirections(9, 4, 64));
    List<Double> objectives = new ArrayList<>();
    double[] rows = FlowFixture.rows(problem.directions(), 0, scale(problem));
    FlowState state = InProcessEngine.initialState(problem);
    for (int k = 0; k < 2; k++) {
      List<LabelledClass> moved = new ArrayList<>();
      for (int c = 0; c < problem.source().classCount(); c++) {
        moved.add(problem.source().get(c).withSamples(state.positions().get(c)));
      }
      objectives.add(
          new DoubleOracle(4, rows, kernel)
              .step(
                  Cloud.of(problem.source().withClasses(moved)),
                  Cloud.of(problem.target()),
                  problem.source().classWeights(),
                  problem.target().classWeights())
              .objective());
      state = FlowFixture.run(problem, FlowFixture.fixed(1e-2, 0), 1, 1).state();
    }
    assertThat(objectives.get(1)).isLessThan(objectives.get(0));
  }

  @Test
  void aClassThatHasAllButArrivedKeepsItsGradient() {
    LabelledDataset target = FlowFixture.dataset(2, 5, 30, 30, 30);
    List<LabelledClass> near = new ArrayList<>();
    for (LabelledClass c : target.classes()) {
      float[] values = c.samples().values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += 1e-3f * (i % 7 - 3);
      }
      near.add(c.withSamples(new FloatMatrix(30, 5, values)));
    }
    LabelledDataset source = LabelledDataset.of(near);
    for (Kernel kernel : List.of(new Kernel.Riesz(1), new Kernel.Gaussian(0.01))) {
      assertAgrees(FlowFixture.problem(source, target, kernel, new GaussianDirections(5, 5, 64)));
    }
  }

  @Test
  void interactionBatchesAreUnbiased() {
    LabelledDataset source = FlowFixture.weighted(FlowFixture.dataset(1, 2, 4, 4, 4, 4, 4), 5);
    LabelledDataset target = FlowFixture.weighted(FlowFixture.dataset(2, 2, 4, 4, 4, 4), 6);
    double[] row = {1, 0, 0, 1, 0.6, 0.8};
    Directions directions = ExplicitDirections.of(1, 3, 2, row);
    FlowProblem problem = FlowFixture.problem(source, target, new Kernel.Riesz(1), directions);
    double[] dense =
        flat(FlowFixture.gradient(problem, Batches.none(), InProcessEngine.initialState(problem)));
    FlowState start = InProcessEngine.initialState(problem);
    int draws = 2000;
    double[] sum = new double[dense.length];
    double[] squares = new double[dense.length];
    for (int k = 0; k < draws; k++) {
      double[] g = flat(FlowFixture.gradient(problem, new Batches(k, 2, 0), start));
      for (int i = 0; i < g.length; i++) {
        sum[i] += g[i];
        squares[i] += g[i] * g[i];
      }
    }
    int beyond = 0;
    double chiSquared = 0;
    for (int i = 0; i < dense.length; i++) {
      double mean = sum[i] / draws;
      double sigma = Math.sqrt((squares[i] / draws - mean * mean) / draws);
      double z = (mean - dense[i]) / sigma;
      beyond += Math.abs(z) > 3 ? 1 : 0;
      chiSquared += z * z / dense.length;
    }
    assertThat(beyond).as("components beyond 3 sigma of %s", dense.length).isLessThanOrEqualTo(1);
    assertThat(chiSquared).as("mean squared z").isLessThan(2.5);
  }

  private static void assertAgrees(FlowProblem problem) {
    DoubleOracle.Step expected = oracle(problem);
    FlowState start = InProcessEngine.initialState(problem);
    assertClose(
        FlowFixture.gradient(problem, Batches.none(), start), expected.gradient(), FLOAT_PATH);
    double objective = FlowFixture.run(problem, FlowFixture.fixed(1, 0), 0, 2).objective();
    assertThat(objective)
        .isCloseTo(expected.objective(), within(FLOAT_PATH * Math.max(0.1, expected.objective())));
  }

  private static void assertClose(List<double[]> actual, List<double[]> expected, double relative) {
    double[] flat = flat(expected);
    double largest = Arrays.stream(flat).map(Math::abs).max().orElseThrow();
    assertThat(flat(actual)).containsExactly(flat, within(relative * largest));
  }

  private static DoubleOracle.Step oracle(FlowProblem problem) {
    double[] rows = FlowFixture.rows(problem.directions(), 0, scale(problem));
    return new DoubleOracle(problem.source().dimension(), rows, problem.kernel())
        .step(
            Cloud.of(problem.source()),
            Cloud.of(problem.target()),
            problem.source().classWeights(),
            problem.target().classWeights());
  }

  private static double scale(FlowProblem problem) {
    PairMeasure measure = problem.kernel().measure();
    double scale = measure.scale(problem.directions());
    return measure == PairMeasure.SQUARED ? Math.sqrt(scale) : scale;
  }

  private static double[] flat(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
