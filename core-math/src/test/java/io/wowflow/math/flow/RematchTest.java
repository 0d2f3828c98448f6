package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.transport.Assignment;
import io.wowflow.math.transport.SharedLabels;
import io.wowflow.math.wow.PlanRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matchings by candidates, and flows that use them. */
class RematchTest {
  private static final int D = 16;

  /** Classes in clusters of other centres and sizes on each side; spread 0: in none. */
  private static LabelledDataset dataset(int classes, int seed, int clusters, double spread) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      CounterRandom random = CounterRandom.at(seed, 99, c);
      CounterRandom centre = CounterRandom.at(seed, 98, random.nextInt(clusters));
      double[] mean = new double[D];
      for (int j = 0; j < D; j++) {
        mean[j] = seed + spread * centre.nextGaussian() + random.nextGaussian();
      }
      int n = 3 + c % 3;
      float[] x = new float[n * D];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (mean[i % D] + 0.3 * random.nextGaussian());
      }
      out.add(LabelledClass.of("c" + c, new FloatMatrix(n, D, x)));
    }
    return LabelledDataset.of(out);
  }

  private static FlowProblem problem(
      LabelledDataset source, LabelledDataset target, int every, Optional<SharedLabels> shared) {
    return new FlowProblem(
        source,
        target,
        new Functional.Wow(new PlanRule(every), 10),
        new HadamardDirections(3, D, 32),
        FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()),
        shared);
  }

  private static FlowEngine engine(FlowProblem problem, FlowState start, int threads) {
    return new InProcessEngine(problem, Batches.none(), start, threads);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "20, 4", "20, 1"})
  void itCostsAtMostTwoPerCentMoreThanTheExactAssignment(int clusters, double spread) {
    int classes = 500;
    FlowProblem problem =
        problem(
            dataset(classes, 1, clusters, spread),
            dataset(classes, 2, clusters, spread),
            1,
            Optional.empty());
    try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem), 2)) {
      int[] all = IntStream.range(0, classes).toArray();
      DoubleMatrix cost = engine.measure(new Interaction(new int[0], all), false).targetMatrix();
      double exact = Assignment.solve(cost).cost();
      Rematch found = Rematch.of(problem, engine, null).orElseThrow();
      assertThat(Arrays.stream(found.distances()).sum()).isLessThan(1.02 * exact);
      assertThat(found.targetOf()).containsExactlyInAnyOrder(all);
      for (int c = 0; c < classes; c++) {
        double direct = cost.get(c, found.targetOf()[c]);
        assertThat(found.distances()[c]).isCloseTo(direct, within(1e-5 * direct));
      }
    }
  }

  @Test
  void itNeverCostsMoreThanAKnownMatching() {
    int classes = 200;
    FlowProblem problem =
        problem(dataset(classes, 1, 5, 2), dataset(classes, 2, 5, 2), 1, Optional.empty());
    try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem), 1)) {
      int[] all = IntStream.range(0, classes).toArray();
      DoubleMatrix cost = engine.measure(new Interaction(new int[0], all), false).targetMatrix();
      Assignment exact = Assignment.solve(cost);
      Rematch found = Rematch.of(problem, engine, exact.columnOfRow()).orElseThrow();
      assertThat(Arrays.stream(found.distances()).sum()).isLessThan(exact.cost() * (1 + 1e-5));
    }
  }

  @Test
  void sharedLabelsKeepTheirTargets() {
    LabelledDataset source = dataset(150, 1, 5, 2);
    LabelledDataset target = dataset(150, 2, 5, 2);
    List<String> labels = new ArrayList<>();
    for (int e = 0; e < 150; e++) {
      labels.add(e % 3 == 0 ? "c" + (e + 3) % 150 : "t" + e);
    }
    SharedLabels shared =
        SharedLabels.of(source.classes().stream().map(LabelledClass::label).toList(), labels);
    FlowProblem problem = problem(source, target, 1, Optional.of(shared));
    assertThat(Rematch.isByCandidates(problem)).isTrue();
    try (FlowEngine engine = engine(problem, InProcessEngine.initialState(problem), 2)) {
      int[] all = IntStream.range(0, 150).toArray();
      DoubleMatrix cost = engine.measure(new Interaction(new int[0], all), false).targetMatrix();
      Rematch found = Rematch.of(problem, engine, null).orElseThrow();
      double exact = problem.matching(cost).totalCost();
      double[] a = source.classWeights();
      assertThat(found.matching(a).totalCost()).isBetween(exact * (1 - 1e-5), exact * 1.02);
      for (int e = 0; e < 150; e += 3) {
        assertThat(found.targetOf()[(e + 3) % 150]).isEqualTo(e);
      }
      assertThat(found.targetOf()).containsExactlyInAnyOrder(all);
    }
  }

  @Test
  void plansThatSplitClassesNeedAllPairs() {
    LabelledDataset source = dataset(30, 1, 5, 2);
    assertThat(Rematch.isByCandidates(problem(source, dataset(29, 2, 5, 2), 1, Optional.empty())))
        .isFalse();
    double[] weights = new double[30];
    Arrays.setAll(weights, c -> 1 + c % 2);
    LabelledDataset weighted = LabelledDataset.weighted(dataset(30, 2, 5, 2).classes(), weights);
    assertThat(Rematch.isByCandidates(problem(source, weighted, 1, Optional.empty()))).isFalse();
    assertThat(Rematch.isByCandidates(problem(source, dataset(30, 2, 5, 2), 1, Optional.empty())))
        .isTrue();
  }

  /** A run of five steps, and the same in two parts with other numbers of threads. */
  @ParameterizedTest
  @CsvSource({"1", "3", "0"})
  void aResumedFlowHasTheSameBits(int every) {
    FlowProblem problem =
        problem(dataset(100, 1, 5, 2), dataset(100, 2, 5, 2), every, Optional.empty());
    Part start = new Part(InProcessEngine.initialState(problem), FunctionalState.none());
    Part half = run(problem, start, 2, 1);
    assertThat(half.kept.plan()).isPresent();
    assertThat(FlowFixture.bits(run(problem, half, 5, 3).state))
        .isEqualTo(FlowFixture.bits(run(problem, start, 5, 2).state));
  }

  /** A state and the plan that the next steps use. */
  private record Part(FlowState state, FunctionalState kept) {}

  private static Part run(FlowProblem problem, Part from, int steps, int threads) {
    FlowMethod method =
        new FlowMethod(new StepRule.Matched(0.3, 1), 0.9, Optional.empty(), Batches.none(), 2);
    Flow flow =
        new Flow(problem, method, StopRule.afterSteps(steps), new FlowObserver() {}, from.kept);
    try (FlowEngine engine = engine(problem, from.state, threads)) {
      FlowState state = flow.run(engine, List.of()).state();
      return new Part(state, flow.functionalState());
    }
  }
}
