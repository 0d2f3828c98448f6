package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.Golden;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.ExplicitDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.OrthonormalDirections;
import io.wowflow.math.sliced.SlicedWasserstein;
import io.wowflow.math.wow.ClassPlan;
import io.wowflow.math.wow.PlanRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow of the Wasserstein over Wasserstein distance: golden values and its laws. */
class WowDescentTest {
  private static final PlanRule EVERY_STEP = new PlanRule(1);

  /** All assignments of three classes. */
  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  private final LabelledDataset source = FlowFixture.dataset(1, 4, 12, 12, 12);
  private final LabelledDataset target = FlowFixture.dataset(2, 4, 12, 12, 12);

  @Test
  void theFlowFollowsTheGoldenTrajectory() {
    JsonNode golden =
        Golden.cases("passengers").stream()
            .filter(c -> c.get("step_rule").asText().equals("wow"))
            .findFirst()
            .orElseThrow();
    JsonNode given = golden.get("directions");
    int steps = given.size();
    LabelledDataset x = Golden.dataset(golden.get("x0"), null);
    LabelledDataset y = Golden.dataset(golden.get("y"), null);
    Directions directions =
        ExplicitDirections.of(
            steps, given.get(0).size(), given.get(0).get(0).size(), Golden.flat(given));
    FlowMethod method =
        new FlowMethod(
            new StepRule.Matched(golden.get("step_size").asDouble(), 1),
            golden.get("momentum").asDouble(),
            Optional.of(new Clip(new float[] {0}, new float[] {1})),
            Batches.none(),
            1);
    FlowState state = run(problem(x, y, directions, EVERY_STEP), method, steps).state();
    double[] expected = Golden.flat(golden.get("x_final"));
    List<Double> moved = new ArrayList<>();
    state.positions().forEach(p -> addAll(moved, p.values()));
    for (int i = 0; i < expected.length; i++) {
      assertThat(moved.get(i)).as("value %d", i).isCloseTo(expected[i], within(2e-6));
    }
  }

  @Test
  void plainLoopsInDoubleFollowTheGoldenTrajectory() {
    JsonNode golden =
        Golden.cases("passengers").stream()
            .filter(c -> c.get("step_rule").asText().equals("wow"))
            .findFirst()
            .orElseThrow();
    int d = golden.get("directions").get(0).get(0).size();
    List<double[]> x = Golden.points(golden.get("x0"));
    List<double[]> y = Golden.points(golden.get("y"));
    List<double[]> v = x.stream().map(c -> new double[c.length]).toList();
    for (JsonNode step : golden.get("directions")) {
      double[] theta = Golden.flat(step);
      int[] match = cheapest(x, y, theta, d);
      for (int c = 0; c < x.size(); c++) {
        double[] pull = pull(x.get(c), y.get(match[c]), theta, d);
        for (int i = 0; i < pull.length; i++) {
          v.get(c)[i] =
              golden.get("momentum").asDouble() * v.get(c)[i]
                  + golden.get("step_size").asDouble() * d * pull[i];
        }
      }
      for (int c = 0; c < x.size(); c++) {
        for (int i = 0; i < v.get(c).length; i++) {
          x.get(c)[i] = Math.min(1, Math.max(0, x.get(c)[i] - v.get(c)[i]));
        }
      }
    }
    double[] expected = Golden.flat(golden.get("x_final"));
    double[] found = x.stream().flatMapToDouble(Arrays::stream).toArray();
    assertThat(found).containsExactly(expected, within(1e-9));
  }

  /** The mean over directions of the way from a particle to the target of its rank. */
  private static double[] pull(double[] x, double[] y, double[] theta, int d) {
    double[] out = new double[x.length];
    int n = x.length / d;
    int directions = theta.length / d;
    for (int l = 0; l < directions; l++) {
      Integer[] rankX = ranked(x, theta, l, d);
      Integer[] rankY = ranked(y, theta, l, d);
      for (int r = 0; r < n; r++) {
        double way = along(x, rankX[r], theta, l, d) - along(y, rankY[r], theta, l, d);
        for (int j = 0; j < d; j++) {
          out[rankX[r] * d + j] += theta[l * d + j] * way / directions;
        }
      }
    }
    return out;
  }

  private static Integer[] ranked(double[] x, double[] theta, int l, int d) {
    Integer[] out = new Integer[x.length / d];
    Arrays.setAll(out, i -> i);
    Arrays.sort(out, Comparator.comparingDouble(i -> along(x, i, theta, l, d)));
    return out;
  }

  private static double along(double[] x, int i, double[] theta, int l, int d) {
    double out = 0;
    for (int j = 0; j < d; j++) {
      out += x[i * d + j] * theta[l * d + j];
    }
    return out;
  }

  private static int[] cheapest(List<double[]> x, List<double[]> y, double[] theta, int d) {
    double[][] cost = new double[3][3];
    for (int c = 0; c < 3; c++) {
      for (int e = 0; e < 3; e++) {
        for (int l = 0; l < theta.length / d; l++) {
          Integer[] rankX = ranked(x.get(c), theta, l, d);
          Integer[] rankY = ranked(y.get(e), theta, l, d);
          for (int r = 0; r < rankX.length; r++) {
            double way =
                along(x.get(c), rankX[r], theta, l, d) - along(y.get(e), rankY[r], theta, l, d);
            cost[c][e] += way * way;
          }
        }
      }
    }
    return Arrays.stream(ORDERS)
        .min(Comparator.comparingDouble(p -> cost[0][p[0]] + cost[1][p[1]] + cost[2][p[2]]))
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.6, 0.25})
  void aStepAlongAWholeBlockCoversItsFractionOfTheWay(double eta) {
    Directions directions = new OrthonormalDirections(5, 4, 4);
    FlowProblem problem = problem(source, target, directions, EVERY_STEP);
    FlowState start = InProcessEngine.initialState(problem);
    double before = objectiveAlong(problem, start);
    FlowState after = run(problem, matched(eta, 0), 1).state();
    assertThat(objectiveAlong(problem, after))
        .isCloseTo((1 - eta) * (1 - eta) * before, within(1e-6 * before));
  }

  @Test
  void theMeansOfAClassApproachThoseOfItsMatchByTheFractionOfAStep() {
    Directions directions = new OrthonormalDirections(5, 4, 8);
    FlowProblem problem = problem(source, target, directions, new PlanRule(0));
    Flow flow = new Flow(problem, matched(0.3, 0), StopRule.afterSteps(1), new FlowObserver() {});
    FlowState after;
    int[] match;
    try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem))) {
      after = flow.run(engine, List.of()).state();
      match = flow.functionalState().plan().orElseThrow().heaviest();
    }
    for (int c = 0; c < 3; c++) {
      double[] x = mean(source.get(c).samples().values());
      double[] y = mean(target.get(match[c]).samples().values());
      double[] moved = mean(after.positions().get(c).values());
      for (int j = 0; j < 4; j++) {
        assertThat(moved[j]).isCloseTo(0.7 * x[j] + 0.3 * y[j], within(1e-5));
      }
    }
  }

  @Test
  void oneClassMovesAsByTheMmd() {
    LabelledDataset one = FlowFixture.dataset(3, 4, 15);
    LabelledDataset other = FlowFixture.dataset(4, 4, 10);
    Directions directions = new HadamardDirections(7, 4, 64);
    FlowState wow = run(problem(one, other, directions, EVERY_STEP), matched(0.3, 0.9), 4).state();
    FlowProblem mmd = FlowFixture.problem(one, other, new Kernel.Riesz(1), directions);
    FlowState expected = run(mmd, matched(0.3, 0.9), 4).state();
    float[] moved = wow.positions().get(0).values();
    float[] other0 = expected.positions().get(0).values();
    for (int i = 0; i < moved.length; i++) {
      assertThat(moved[i]).isCloseTo(other0[i], within(2e-5f));
    }
  }

  @Test
  void theOrderOfTheTargetClassesChangesNoParticle() {
    LabelledDataset turned =
        LabelledDataset.of(List.of(target.get(2), target.get(0), target.get(1)));
    Directions directions = new HadamardDirections(7, 4, 64);
    FlowState one =
        run(problem(source, target, directions, EVERY_STEP), matched(0.3, 0.5), 6).state();
    FlowState two =
        run(problem(source, turned, directions, EVERY_STEP), matched(0.3, 0.5), 6).state();
    for (int c = 0; c < 3; c++) {
      float[] x = one.positions().get(c).values();
      float[] y = two.positions().get(c).values();
      for (int i = 0; i < x.length; i++) {
        // The rows are centred in their order, so the last digits differ.
        assertThat(x[i]).isCloseTo(y[i], within(2e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 0})
  void aResumedFlowAndALongerFlowHaveTheSameStates(int every) {
    LabelledDataset five = FlowFixture.dataset(6, 4, 9, 12, 7, 12, 10);
    Directions directions = new HadamardDirections(7, 4, 64);
    FlowProblem problem = problem(five, target, directions, new PlanRule(every));
    FlowMethod method = matched(0.3, 0.9);
    int seven = hash(run(problem, method, 7).state());
    List<Integer> hashes = new ArrayList<>();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            hashes.add(hash(flow.state()));
          }
        };
    Flow longer = new Flow(problem, method, StopRule.afterSteps(10), observer);
    int ten;
    try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem))) {
      ten = hash(longer.run(engine, List.of()).state());
    }
    assertThat(hashes.get(6)).isEqualTo(seven);
    for (int cut : new int[] {3, 4, 5}) {
      Flow first = new Flow(problem, method, StopRule.afterSteps(cut), new FlowObserver() {});
      FlowState middle;
      try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem))) {
        middle = first.run(engine, List.of()).state();
      }
      Flow second =
          new Flow(
              problem,
              method,
              StopRule.afterSteps(10),
              new FlowObserver() {},
              first.functionalState());
      try (FlowEngine engine = engine(problem, middle)) {
        assertThat(hash(second.run(engine, List.of()).state()))
            .as("interrupted at step %d", cut)
            .isEqualTo(ten);
      }
    }
  }

  @Test
  void reportsDoNotChangeTheStates() {
    Directions directions = new HadamardDirections(7, 4, 64);
    FlowProblem problem = problem(source, target, directions, new PlanRule(3));
    FlowMethod often = matched(0.3, 0.9);
    FlowMethod seldom =
        new FlowMethod(often.stepRule(), 0.9, Optional.empty(), Batches.none(), 100);
    assertThat(hash(run(problem, seldom, 8).state()))
        .isEqualTo(hash(run(problem, often, 8).state()));
  }

  @Test
  void weightsSizesAndNumbersOfClassesMayDiffer() {
    LabelledDataset weighted = FlowFixture.weighted(FlowFixture.dataset(8, 4, 9, 12, 7, 30, 10), 3);
    LabelledDataset onto = FlowFixture.weighted(FlowFixture.dataset(9, 4, 8, 21, 16), 4);
    FlowProblem problem = problem(weighted, onto, new HadamardDirections(7, 4, 64), EVERY_STEP);
    List<Double> objectives = new ArrayList<>();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void objective(int step, double objective) {
            objectives.add(objective);
          }
        };
    Flow flow = new Flow(problem, matched(0.3, 0), StopRule.afterSteps(30), observer);
    try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem))) {
      flow.run(engine, List.of());
    }
    ClassPlan plan = flow.functionalState().plan().orElseThrow();
    assertThat(plan.targets().length).isGreaterThan(5);
    assertThat(objectives.get(30)).isLessThan(0.2 * objectives.get(0));
  }

  @Test
  void aClassBatchIsRefused() {
    FlowProblem problem = problem(source, target, new HadamardDirections(7, 4, 64), EVERY_STEP);
    FlowMethod batches =
        new FlowMethod(new StepRule.Fixed(1, 1), 0, Optional.empty(), new Batches(1, 2, 0), 1);
    assertThatThrownBy(
            () -> new Flow(problem, batches, StopRule.afterSteps(1), new FlowObserver() {}))
        .hasMessageContaining("class batch");
  }

  private static void addAll(List<Double> to, float[] values) {
    for (float v : values) {
      to.add((double) v);
    }
  }

  private static double[] mean(float[] x) {
    double[] out = new double[4];
    for (int i = 0; i < x.length; i++) {
      out[i % 4] += x[i] / (x.length / 4.0);
    }
    return out;
  }

  /** F on the directions of step 0 by the public sliced distance, matched again. */
  private static double objectiveAlong(FlowProblem problem, FlowState at) {
    List<LabelledClass> classes = new ArrayList<>();
    for (int c = 0; c < at.positions().size(); c++) {
      classes.add(problem.source().get(c).withSamples(at.positions().get(c)));
    }
    double[][] cost = new double[3][3];
    for (int c = 0; c < 3; c++) {
      for (int e = 0; e < 3; e++) {
        cost[c][e] =
            SlicedWasserstein.of(2, problem.directions())
                .power(classes.get(c), problem.target().get(e));
      }
    }
    return Arrays.stream(ORDERS)
            .mapToDouble(p -> cost[0][p[0]] + cost[1][p[1]] + cost[2][p[2]])
            .min()
            .orElseThrow()
        / 6;
  }

  private static FlowProblem problem(
      LabelledDataset source, LabelledDataset target, Directions directions, PlanRule rule) {
    return new FlowProblem(
        source,
        target,
        new Functional.Wow(rule),
        directions,
        FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()));
  }

  private static FlowMethod matched(double eta, double momentum) {
    return new FlowMethod(
        new StepRule.Matched(eta, 1), momentum, Optional.empty(), Batches.none(), 1);
  }

  private static FlowEngine engine(FlowProblem problem, FlowState start) {
    return new InProcessEngine(problem, Batches.none(), start, 2);
  }

  private static FlowResult run(FlowProblem problem, FlowMethod method, int steps) {
    Flow flow = new Flow(problem, method, StopRule.afterSteps(steps), new FlowObserver() {});
    try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem))) {
      return flow.run(engine, List.of());
    }
  }

  private static int hash(FlowState state) {
    return Arrays.hashCode(FlowFixture.bits(state));
  }
}
