package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Objective;
import io.wowflow.math.mmd.Reweighting;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of the reweighting of classes, and of the flow that does it. */
class ReweightingTest {
  private static final int DIMENSION = 4;
  private static final Kernel RIESZ = new Kernel.Riesz(1);

  private final LabelledDataset source = FlowFixture.dataset(1, DIMENSION, 9, 12, 7, 12, 10);
  private final LabelledDataset target = FlowFixture.dataset(2, DIMENSION, 12, 8, 12);

  /** The distances between all classes of two datasets. */
  private static PairSums sums(LabelledDataset source, LabelledDataset target, Kernel kernel) {
    FlowProblem problem =
        FlowFixture.problem(source, target, kernel, new HadamardDirections(7, DIMENSION, 32));
    try (FlowEngine engine =
        new InProcessEngine(problem, Batches.none(), InProcessEngine.initialState(problem), 1)) {
      return engine.keep(
          engine.measure(Interaction.dense(source.classCount(), target.classCount()), true));
    }
  }

  private static Kernel kernel(CounterRandom random, int which) {
    double parameter = 0.05 + 1.9 * random.nextDouble();
    return switch (which % 4) {
      case 0 -> new Kernel.Riesz(parameter);
      case 1 -> new Kernel.Gaussian(10 * parameter);
      case 2 -> new Kernel.InverseMultiquadric(parameter);
      default -> new Kernel.Laplace(3 * parameter);
    };
  }

  private static double[] weights(CounterRandom random, int count) {
    double[] out = new double[count];
    Arrays.setAll(out, c -> 0.01 + random.nextDouble());
    double sum = Arrays.stream(out).sum();
    Arrays.setAll(out, c -> out[c] / sum);
    return out;
  }

  @Test
  void theWeightsSumToOneAndTheObjectiveNeverRises() {
    int falls = 0;
    for (int trial = 0; trial < 120; trial++) {
      CounterRandom random = CounterRandom.at(5, 91, trial);
      int[] sizes = new int[2 + trial % 6];
      Arrays.setAll(sizes, c -> 3 + c);
      int[] others = new int[1 + trial % 5];
      Arrays.fill(others, 6);
      Kernel kernel = kernel(random, trial);
      PairSums sums =
          sums(
              FlowFixture.dataset(100 + trial, DIMENSION, sizes),
              FlowFixture.dataset(900 + trial, DIMENSION, others),
              kernel);
      double[] a = weights(random, sizes.length);
      double[] b = weights(random, others.length);
      Reweighting rule = new Reweighting(1, trial % 3 == 0 ? 1 : 1 - random.nextDouble());
      double before = Objective.of(kernel, sums, a, b);
      for (int k = 0; k < 30; k++) {
        a = rule.renewed(kernel, sums, a, b);
        assertThat(Arrays.stream(a).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(a).min().orElseThrow()).isGreaterThan(0.999 * Reweighting.FLOOR);
        double after = Objective.of(kernel, sums, a, b);
        if (Arrays.stream(a).min().orElseThrow() > 2 * Reweighting.FLOOR) {
          assertThat(after).as("trial %d, %s", trial, kernel).isLessThanOrEqualTo(before + 1e-14);
          falls += after < before - 1e-12 ? 1 : 0;
        }
        before = after;
      }
    }
    assertThat(falls).isGreaterThan(2000);
  }

  @Test
  void theUpdateIsThatOfItsFormula() {
    for (Kernel kernel : List.of(RIESZ, new Kernel.Gaussian(4), new Kernel.Laplace(2))) {
      PairSums sums = sums(source, target, kernel);
      CounterRandom random = CounterRandom.at(6, 91, 0);
      double[] a = weights(random, 5);
      double[] b = weights(random, 3);
      double[] h = new double[5];
      double largest = 0;
      double mean = 0;
      for (int c = 0; c < 5; c++) {
        for (int e = 0; e < 5; e++) {
          double k = kernel.value(sums.toSource(c, e));
          h[c] += a[e] * k;
          largest = Math.max(largest, Math.abs(k));
        }
        for (int e = 0; e < 3; e++) {
          h[c] -= b[e] * kernel.value(sums.toTarget(c, e));
        }
        mean += a[c] * h[c];
      }
      double[] expected = new double[5];
      for (int c = 0; c < 5; c++) {
        expected[c] = a[c] * Math.exp(-0.5 / largest * (h[c] - mean));
      }
      double total = Arrays.stream(expected).sum();
      double[] found = new Reweighting(10, 0.5).renewed(kernel, sums, a, b);
      for (int c = 0; c < 5; c++) {
        assertThat(found[c]).isCloseTo(expected[c] / total, within(1e-14));
      }
      // h is the derivative of the objective in every direction that keeps the sum.
      double step = 1e-5;
      for (int c = 1; c < 5; c++) {
        double up = moved(kernel, sums, a, b, c, step);
        double down = moved(kernel, sums, a, b, c, -step);
        assertThat((up - down) / (2 * step)).isCloseTo(h[c] - h[0], within(1e-7));
      }
    }
  }

  private static double moved(
      Kernel kernel, PairSums sums, double[] a, double[] b, int c, double by) {
    double[] other = a.clone();
    other[c] += by;
    other[0] -= by;
    return Objective.of(kernel, sums, other, b);
  }

  @Test
  void theDerivativeIsConstantOnTheClassesThatKeepWeight() {
    PairSums sums = sums(source, target, RIESZ);
    double[] a = source.classWeights();
    double[] b = target.classWeights();
    Reweighting rule = new Reweighting(1, 1);
    for (int k = 0; k < 20_000; k++) {
      a = rule.renewed(RIESZ, sums, a, b);
    }
    double[] h = Reweighting.derivative(RIESZ, sums, a, b);
    double mean = 0;
    for (int c = 0; c < 5; c++) {
      mean += a[c] * h[c];
    }
    int support = 0;
    for (int c = 0; c < 5; c++) {
      assertThat(h[c]).as("class %d of weight %s", c, a[c]).isGreaterThan(mean - 1e-4);
      if (a[c] > 0.01) {
        support++;
        assertThat(h[c]).isCloseTo(mean, within(1e-4));
      }
    }
    assertThat(support).isBetween(2, 4);
    assertThat(Arrays.stream(a).filter(Reweighting::isFaded).count()).isPositive();
  }

  /** The derivative by a class without counterpart falls with its weight: the weight is as 1/k. */
  @Test
  void classesWithoutCounterpartFadeWhereTheOthersAreAtTheirTargets() {
    LabelledDataset some =
        LabelledDataset.weighted(source.classes().subList(0, 3), new double[] {0.5, 0.2, 0.3});
    PairSums sums = sums(source, some, RIESZ);
    double[] a = source.classWeights();
    double start = Objective.of(RIESZ, sums, a, some.classWeights());
    Reweighting rule = new Reweighting(1, 1);
    double[] rest = new double[3];
    int[] counts = {100, 1000, 10_000};
    int made = 0;
    for (int i = 0; i < counts.length; i++) {
      for (; made < counts[i]; made++) {
        a = rule.renewed(RIESZ, sums, a, some.classWeights());
      }
      rest[i] = a[3] + a[4];
    }
    assertThat(rest[0]).isLessThan(0.1);
    assertThat(rest[1]).isLessThan(0.2 * rest[0]);
    assertThat(rest[2]).isLessThan(0.2 * rest[1]);
    assertThat(a[0]).isCloseTo(0.5, within(1e-3));
    assertThat(a[1]).isCloseTo(0.2, within(1e-3));
    assertThat(a[2]).isCloseTo(0.3, within(1e-3));
    assertThat(Objective.of(RIESZ, sums, a, some.classWeights())).isLessThan(1e-6 * start);
  }

  @Test
  void classesThatCoincideKeepTheirWeights() {
    LabelledClass one = source.get(0);
    LabelledDataset twice =
        LabelledDataset.weighted(
            List.of(one, LabelledClass.of("again", (FloatMatrix) one.source())),
            new double[] {0.25, 0.75});
    PairSums sums = sums(twice, target, RIESZ);
    assertThat(
            new Reweighting(1, 1).renewed(RIESZ, sums, twice.classWeights(), target.classWeights()))
        .containsExactly(0.25, 0.75);
  }

  @Test
  void onlyWholeDistancesAndRatesThatCannotRaiseTheObjectiveAreAccepted() {
    assertThatThrownBy(() -> new Reweighting(0, 0.5)).hasMessageContaining("two reweightings");
    assertThatThrownBy(() -> new Reweighting(1, 1.5)).hasMessageContaining("was 1.5");
    assertThatThrownBy(() -> new Reweighting(1, 0)).hasMessageContaining("(0, 1]");
    FlowMethod batches = FlowFixture.fixed(1, 0, new Batches(1, 2, 0));
    assertThatThrownBy(
            () ->
                new Flow(
                    problem(new Reweighting(1, 1)),
                    batches,
                    StopRule.afterSteps(1),
                    new FlowObserver() {}))
        .hasMessageContaining("class batch");
  }

  private FlowProblem problem(Reweighting rule) {
    return new FlowProblem(
        source,
        target,
        new Functional.Mmd(RIESZ, Optional.of(rule)),
        new HadamardDirections(7, DIMENSION, 64),
        FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()));
  }

  /** Bits of the particles and the weights at the end of a flow. */
  private record End(FlowState state, FunctionalState functional, double objective) {
    List<Object> bits() {
      return List.of(
          Arrays.hashCode(FlowFixture.bits(state)), functional.classWeights().orElseThrow());
    }
  }

  private static End run(FlowProblem problem, FlowMethod method, int steps, int threads, End from) {
    FlowState start = from == null ? InProcessEngine.initialState(problem) : from.state;
    FunctionalState state = from == null ? FunctionalState.none() : from.functional;
    Flow flow = new Flow(problem, method, StopRule.afterSteps(steps), new FlowObserver() {}, state);
    try (FlowEngine engine = new InProcessEngine(problem, method.batches(), start, threads)) {
      FlowResult result = flow.run(engine, List.of());
      return new End(result.state(), flow.functionalState(), result.objective());
    }
  }

  private static FlowMethod matched(int reportEvery) {
    return new FlowMethod(
        new StepRule.Matched(0.3, 1), 0.9, Optional.empty(), Batches.none(), reportEvery);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aResumedFlowAndALongerFlowHaveTheSameStatesAndWeights(int every) {
    FlowProblem problem = problem(new Reweighting(every, 0.5));
    End ten = run(problem, matched(1), 10, 1, null);
    assertThat(run(problem, matched(100), 10, 3, null).bits()).isEqualTo(ten.bits());
    List<List<Object>> seen = new ArrayList<>();
    for (int cut : new int[] {2, 3, 4, 6}) {
      End middle = run(problem, matched(2), cut, 2, null);
      End resumed = run(problem, matched(2), 10, 2, middle);
      assertThat(resumed.bits()).as("interrupted at step %d", cut).isEqualTo(ten.bits());
      assertThat(resumed.objective()).isEqualTo(ten.objective());
      seen.add(middle.bits());
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void theStepsBeforeTheFirstChangeAreThoseOfFixedWeights() {
    FlowProblem problem = problem(new Reweighting(4, 1));
    FlowProblem fixed =
        FlowFixture.problem(source, target, RIESZ, new HadamardDirections(7, DIMENSION, 64));
    FlowMethod method = FlowFixture.fixed(0.5, 0.9);
    End four = run(problem, method, 4, 1, null);
    assertThat(FlowFixture.bits(four.state))
        .isEqualTo(FlowFixture.bits(FlowFixture.run(fixed, method, 4, 1).state()));
    assertThat(four.functional.classWeights()).contains(List.of(0.2, 0.2, 0.2, 0.2, 0.2));
    End five = run(problem, method, 5, 1, null);
    assertThat(five.functional.classWeights().orElseThrow()).doesNotContain(0.2);
    assertThat(FlowFixture.bits(five.state))
        .isNotEqualTo(FlowFixture.bits(FlowFixture.run(fixed, method, 5, 1).state()));
  }

  /** Gradient, step size, matching and objective are those of a source with the new weights. */
  @Test
  void aStepIsThatOfASourceWithTheNewWeights() {
    FlowProblem problem = problem(new Reweighting(1, 1));
    End three = run(problem, matched(1), 3, 1, null);
    End four = run(problem, matched(1), 4, 1, null);
    FlowProblem reweighted =
        new FlowProblem(source, target, RIESZ, problem.directions(), problem.levels())
            .withSourceWeights(four.functional.classWeights().orElseThrow());
    FlowResult expected = FlowFixture.run(reweighted, matched(1), 4, 1, three.state);
    assertThat(FlowFixture.bits(four.state)).isEqualTo(FlowFixture.bits(expected.state()));
    assertThat(four.objective()).isEqualTo(expected.objective());
  }

  /** One class is heavy in the target; its match has a third of the source. */
  @Test
  void theWeightsBecomeThoseOfTheTarget() {
    double[] b = {0.7, 0.2, 0.1};
    LabelledDataset uneven = LabelledDataset.weighted(target.classes(), b);
    LabelledDataset three = LabelledDataset.of(target.classes());
    FlowProblem problem =
        new FlowProblem(
            three,
            uneven,
            new Functional.Mmd(RIESZ, Optional.of(new Reweighting(1, 1))),
            new HadamardDirections(7, DIMENSION, 64),
            FlowProblem.levels(three, uneven, Batches.none(), OptionalInt.empty()));
    List<Double> found =
        run(problem, FlowFixture.fixed(1e-4, 0), 300, 2, null).functional.classWeights().get();
    for (int c = 0; c < 3; c++) {
      assertThat(found.get(c)).isCloseTo(b[c], within(0.01));
    }
  }
}
