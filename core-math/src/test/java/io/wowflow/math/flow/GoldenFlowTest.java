package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.DoubleOracle;
import io.wowflow.math.DoubleOracle.Cloud;
import io.wowflow.math.Golden;
import io.wowflow.math.Kernels;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.ExplicitDirections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The step and the flow against values from PyTorch autograd in double precision. */
class GoldenFlowTest {
  private static final double ORACLE = 1e-9;
  private static final double FLOAT_PATH = 1e-4;

  static Stream<JsonNode> gradients() {
    return Golden.cases("mmd_gradient").stream();
  }

  static Stream<JsonNode> trajectories() {
    return Golden.cases("flow_trajectory").stream();
  }

  @ParameterizedTest
  @MethodSource("gradients")
  void theOracleAgreesWithTheGoldenGradient(JsonNode golden) {
    int d = golden.get("directions").get(0).size();
    DoubleOracle.Step step =
        new DoubleOracle(d, Golden.flat(golden.get("directions")), kernel(golden))
            .step(
                clouds(golden.get("x"), d),
                clouds(golden.get("y"), d),
                Golden.flat(golden.get("class_weights_x")),
                Golden.flat(golden.get("class_weights_y")));
    assertThat(step.objective()).isCloseTo(golden.get("loss").asDouble(), within(ORACLE));
    double[] expected = Golden.flat(golden.get("wow_gradient"));
    assertThat(flat(step.gradient())).containsExactly(expected, within(ORACLE * largest(expected)));
  }

  @ParameterizedTest
  @MethodSource("gradients")
  void theFloatPathAgreesWithTheGoldenGradient(JsonNode golden) {
    LabelledDataset source =
        Golden.dataset(golden.get("x"), Golden.flat(golden.get("class_weights_x")));
    LabelledDataset target =
        Golden.dataset(golden.get("y"), Golden.flat(golden.get("class_weights_y")));
    FlowProblem problem = problem(golden, source, target);
    List<Double> objectives = new ArrayList<>();
    FlowMethod method = method(1, 0);
    FlowState state = run(problem, method, 1, objectives);
    assertThat(objectives.get(0)).isCloseTo(golden.get("loss").asDouble(), within(FLOAT_PATH));
    double[] expected = Golden.flat(golden.get("wow_gradient"));
    List<double[]> moved = new ArrayList<>();
    for (var v : state.velocities()) {
      moved.add(widen(v.values()));
    }
    assertThat(flat(moved)).containsExactly(expected, within(FLOAT_PATH * largest(expected)));
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theOracleFollowsTheGoldenTrajectory(JsonNode golden) {
    int d = 2;
    List<Cloud> x = clouds(golden.get("x0"), d);
    List<double[]> velocity = x.stream().map(c -> new double[c.points().length]).toList();
    double[] uniform = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    for (int k = 0; k < golden.get("losses").size(); k++) {
      DoubleOracle.Step step =
          new DoubleOracle(d, Golden.flat(golden.get("directions").get(k)), kernel(golden))
              .step(x, clouds(golden.get("y"), d), uniform, uniform);
      assertThat(step.objective())
          .isCloseTo(golden.get("losses").get(k).asDouble(), within(ORACLE));
      for (int c = 0; c < x.size(); c++) {
        for (int i = 0; i < velocity.get(c).length; i++) {
          double v = velocity.get(c)[i] * golden.get("momentum").asDouble();
          velocity.get(c)[i] = v + golden.get("step_size").asDouble() * step.gradient().get(c)[i];
          x.get(c).points()[i] -= velocity.get(c)[i];
        }
      }
    }
    double[] expected = Golden.flat(golden.get("x_final"));
    assertThat(flat(x.stream().map(Cloud::points).toList()))
        .containsExactly(expected, within(ORACLE * largest(expected)));
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theFlowFollowsTheGoldenTrajectory(JsonNode golden) {
    FlowProblem problem =
        problem(
            golden, Golden.dataset(golden.get("x0"), null), Golden.dataset(golden.get("y"), null));
    FlowMethod method =
        method(golden.get("step_size").asDouble(), golden.get("momentum").asDouble());
    List<Double> objectives = new ArrayList<>();
    FlowState state = run(problem, method, golden.get("losses").size(), objectives);
    double[] losses = Golden.flat(golden.get("losses"));
    for (int k = 0; k < losses.length; k++) {
      assertThat(objectives.get(k)).isCloseTo(losses[k], within(FLOAT_PATH * losses[0]));
    }
    double[] expected = Golden.flat(golden.get("x_final"));
    List<double[]> moved = new ArrayList<>();
    state.positions().forEach(p -> moved.add(widen(p.values())));
    assertThat(flat(moved)).containsExactly(expected, within(FLOAT_PATH * largest(expected)));
  }

  private static FlowProblem problem(
      JsonNode golden, LabelledDataset source, LabelledDataset target) {
    JsonNode given = golden.get("directions");
    int sets = given.get(0).get(0).isArray() ? given.size() : 1;
    JsonNode set = sets > 1 ? given.get(0) : given;
    int multiple = 1;
    for (LabelledDataset dataset : List.of(source, target)) {
      for (var c : dataset.classes()) {
        multiple = multiple / gcd(multiple, c.size()) * c.size();
      }
    }
    return new FlowProblem(
        source,
        target,
        kernel(golden),
        ExplicitDirections.of(sets, set.size(), set.get(0).size(), Golden.flat(given)),
        FlowProblem.levels(source, target, Batches.none(), OptionalInt.of(multiple)));
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static FlowState run(
      FlowProblem problem, FlowMethod method, int steps, List<Double> objectives) {
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void objective(int step, double objective) {
            objectives.add(objective);
          }
        };
    FlowState start = InProcessEngine.initialState(problem);
    try (FlowEngine engine = new InProcessEngine(problem, method.batches(), start, 2)) {
      return new Flow(problem, method, StopRule.afterSteps(steps), observer)
          .run(engine, List.of())
          .state();
    }
  }

  private static FlowMethod method(double stepSize, double momentum) {
    return new FlowMethod(
        new StepRule.Fixed(stepSize, 1), momentum, Optional.empty(), Batches.none(), 1);
  }

  private static Kernel kernel(JsonNode golden) {
    return Kernels.named(golden.get("kernel").asText(), golden.get("parameter").asDouble());
  }

  private static List<Cloud> clouds(JsonNode classes, int d) {
    return Golden.points(classes).stream().map(p -> Cloud.uniform(p, d)).toList();
  }

  private static double[] flat(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] widen(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }
}
