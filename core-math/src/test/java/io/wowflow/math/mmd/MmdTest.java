package io.wowflow.math.mmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.DoubleOracle;
import io.wowflow.math.DoubleOracle.Cloud;
import io.wowflow.math.Golden;
import io.wowflow.math.Kernels;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MmdTest {
  private final LabelledDataset p = dataset(1, 3, 12, 12, 12);
  private final LabelledDataset q = dataset(2, 3, 12, 12);

  static Stream<JsonNode> golden() {
    return Golden.cases("mmd_gradient").stream();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void theFormulaIsTwiceTheGoldenObjective(JsonNode golden) {
    int d = golden.get("directions").get(0).size();
    Kernel kernel =
        Kernels.named(golden.get("kernel").asText(), golden.get("parameter").asDouble());
    DoubleOracle oracle = new DoubleOracle(d, Golden.flat(golden.get("directions")), kernel);
    List<Cloud> x = clouds(golden.get("x"), d);
    List<Cloud> y = clouds(golden.get("y"), d);
    SlicedGram gram =
        new SlicedGram(distances(oracle, x, x), distances(oracle, x, y), distances(oracle, y, y));
    double squared =
        gram.squaredMmd(
            kernel,
            Golden.flat(golden.get("class_weights_x")),
            Golden.flat(golden.get("class_weights_y")));
    assertThat(squared / 2).isCloseTo(golden.get("loss").asDouble(), within(1e-9));
  }

  private static List<Cloud> clouds(JsonNode classes, int d) {
    return Golden.points(classes).stream().map(points -> Cloud.uniform(points, d)).toList();
  }

  private static DoubleMatrix distances(DoubleOracle oracle, List<Cloud> x, List<Cloud> y) {
    DoubleMatrix out = DoubleMatrix.zeros(x.size(), y.size());
    for (int c = 0; c < x.size(); c++) {
      for (int e = 0; e < y.size(); e++) {
        out.set(c, e, x == y && c == e ? 0 : oracle.distance(x.get(c), y.get(e)));
      }
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({"riesz", "laplace"})
  void theEstimateAgreesWithPlainSumsOverTheSameDirections(String name) {
    Kernel kernel = Kernels.named(name, 1);
    Estimate estimate = Mmd.of(kernel).withDirections(5, 60).withThreads(2).squared(p, q);
    int groups = 20;
    double[] leftOut = new double[groups];
    for (int g = 0; g < groups; g++) {
      leftOut[g] = plain(kernel, g);
    }
    double all = plain(kernel, -1);
    double mean = Arrays.stream(leftOut).sum() / groups;
    double squares = Arrays.stream(leftOut).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares * (groups - 1) / groups);
    assertThat(estimate.value()).isCloseTo(all, within(1e-4 * all));
    assertThat(estimate.standardError()).isCloseTo(error, within(1e-3 * error));
    assertThat(Mmd.of(kernel).withDirections(5, 60).distance(p, q).value())
        .isCloseTo(Math.sqrt(all), within(1e-4 * Math.sqrt(all)));
  }

  /** The squared MMD over the directions of all groups of 3 but one. */
  private double plain(Kernel kernel, int leftOut) {
    Directions directions = new GaussianDirections(5, 3, 3);
    List<Double> rows = new ArrayList<>();
    for (int g = 0; g < 20; g++) {
      if (g != leftOut) {
        Arrays.stream(rows(directions, g)).forEach(rows::add);
      }
    }
    double[] flat = rows.stream().mapToDouble(Double::doubleValue).toArray();
    DoubleOracle oracle = new DoubleOracle(3, flat, kernel);
    List<Cloud> x = Cloud.of(p);
    List<Cloud> y = Cloud.of(q);
    return new SlicedGram(distances(oracle, x, x), distances(oracle, x, y), distances(oracle, y, y))
        .squaredMmd(kernel, p.classWeights(), q.classWeights());
  }

  private static double[] rows(Directions directions, int step) {
    int d = directions.dimension();
    float[] identity = new float[d * d];
    for (int j = 0; j < d; j++) {
      identity[j * d + j] = 1;
    }
    Projector block = directions.block(step, 0);
    float[] projected = new float[d * Panels.LEAF_DIRECTIONS];
    block.project(identity, d, projected, new Workspace());
    double[] out = new double[directions.count() * d];
    for (int l = 0; l < directions.count(); l++) {
      for (int j = 0; j < d; j++) {
        out[l * d + j] = projected[j * Panels.LEAF_DIRECTIONS + l];
      }
    }
    return out;
  }

  @Test
  void groupsAreTheDistancesOfAFlowToTheBit() {
    LabelledDataset weighted = weighted(dataset(3, 4, 7, 9));
    LabelledDataset other = dataset(4, 4, 5, 8, 11);
    GramSampling sampling = new GramSampling(PairMeasure.SQUARED, 11, 70, 3);
    Directions directions = new GaussianDirections(11, 4, sampling.directionsOfGroup());
    FlowProblem problem =
        new FlowProblem(
            weighted, other, new Kernel.Riesz(1), directions, sampling.levels(weighted, other));
    FlowState start = InProcessEngine.initialState(problem);
    List<SlicedGram> groups = sampling.between(weighted, other).groups();
    assertThat(groups).hasSize(20);
    for (int g = 0; g < 20; g++) {
      FlowState step = new FlowState(g, start.positions(), start.velocities());
      try (InProcessEngine engine = new InProcessEngine(problem, Batches.none(), step, 1)) {
        PairSums sums = engine.measure(Interaction.dense(2, 3), true);
        assertThat(groups.get(g).across().values()).containsExactly(sums.targetMatrix().values());
        assertThat(groups.get(g).within().get(0, 1)).isEqualTo(sums.toSource(0, 1));
        assertThat(groups.get(g).between().get(1, 2)).isEqualTo(sums.betweenTargets(1, 2));
      }
    }
  }

  @Test
  void theErrorOfAMeanIsTheStandardErrorOfTheMean() {
    double[] values = {1, 2, 4, 7};
    List<SlicedGram> groups = new ArrayList<>();
    for (double v : values) {
      DoubleMatrix one = new DoubleMatrix(1, 1, new double[] {v});
      groups.add(new SlicedGram(DoubleMatrix.zeros(1, 1), one, DoubleMatrix.zeros(1, 1)));
    }
    Estimate mean = new GramGroups(groups).estimate(gram -> gram.across().get(0, 0));
    assertThat(mean.value()).isEqualTo(3.5);
    // The sample variance is 7, over 4 groups.
    assertThat(mean.standardError()).isCloseTo(Math.sqrt(7 / 4.0), within(1e-12));
  }

  @Test
  void theStandardErrorIsTheSpreadOverSeeds() {
    int seeds = 60;
    double[] values = new double[seeds];
    double errors = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Estimate estimate = Mmd.withDefaults().withDirections(seed, 100).distance(p, q);
      values[seed] = estimate.value();
      errors += estimate.standardError() / seeds;
    }
    double mean = Arrays.stream(values).sum() / seeds;
    double spread =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (seeds - 1));
    // The relative error of a spread over 60 seeds is 9 %.
    assertThat(errors).isCloseTo(spread, within(0.3 * spread));
  }

  @Test
  void equalDatasetsAndPointMasses() {
    assertThat(Mmd.withDefaults().distance(p, p).value()).isLessThan(1e-3);
    LabelledDataset left = dataset(1, 2, 1);
    LabelledDataset right = dataset(2, 2, 1);
    double x = left.get(0).samples().get(0, 0) - right.get(0).samples().get(0, 0);
    double y = left.get(0).samples().get(0, 1) - right.get(0).samples().get(0, 1);
    // Two classes only: MMD^2 = 2 SW_2, and SW_2 of point masses is |x - y| / sqrt(d).
    Estimate squared = Mmd.withDefaults().squared(left, right);
    assertThat(squared.value())
        .isCloseTo(2 * Math.hypot(x, y) / Math.sqrt(2), within(4 * squared.standardError()));
  }

  @Test
  void aSampleThatIsNotANumberGivesNoNumber() {
    FloatMatrix nan = new FloatMatrix(2, 3, new float[] {1, 2, 3, 4, Float.NaN, 6});
    LabelledClass unread = LabelledClass.of("unread", MatrixSource.of(2, 3, () -> nan));
    Estimate estimate =
        Mmd.withDefaults().withDirections(0, 40).distance(LabelledDataset.of(List.of(unread)), q);
    assertThat(estimate.value()).isNaN();
    assertThat(estimate.standardError()).isNaN();
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> Mmd.withDefaults().withDirections(0, 1))
        .hasMessage("direction count must be at least 2, was 1");
    assertThatThrownBy(() -> Mmd.withDefaults().withThreads(0)).hasMessageContaining("threads");
    assertThatThrownBy(() -> Mmd.withDefaults().squared(p, dataset(1, 2, 4)))
        .hasMessage("dimension of the target must be 3, was 2");
  }

  private static LabelledDataset dataset(long seed, int d, int... sizes) {
    List<LabelledClass> classes = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      CounterRandom random = CounterRandom.at(seed, 79, c);
      double shift = 3 * random.nextGaussian();
      float[] values = new float[sizes[c] * d];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (shift + random.nextGaussian());
      }
      classes.add(LabelledClass.of("c" + c, new FloatMatrix(sizes[c], d, values)));
    }
    return LabelledDataset.of(classes);
  }

  private static LabelledDataset weighted(LabelledDataset dataset) {
    CounterRandom random = CounterRandom.at(3, 80, 0);
    List<LabelledClass> out = new ArrayList<>();
    for (LabelledClass c : dataset.classes()) {
      double[] weights = new double[c.size()];
      Arrays.setAll(weights, i -> 0.1 + random.nextDouble());
      out.add(LabelledClass.weighted(c.label(), c.source(), weights));
    }
    return LabelledDataset.weighted(out, new double[] {1, 2});
  }
}
