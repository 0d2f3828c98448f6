package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowTest {
  private final LabelledDataset source = FlowFixture.dataset(1, 3, 40, 30, 20);
  private final LabelledDataset target = FlowFixture.dataset(2, 3, 60, 20, 30, 40);

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    for (Kernel kernel : List.of(new Kernel.Riesz(1), new Kernel.Laplace(1))) {
      for (Directions directions :
          List.of(new HadamardDirections(7, 3, 100), new GaussianDirections(7, 3, 100))) {
        Batches batches = new Batches(3, 2, 15);
        FlowProblem problem = FlowFixture.problem(source, target, kernel, directions, batches);
        FlowMethod method = FlowFixture.fixed(0.1, 0.9, batches);
        FlowResult one = FlowFixture.run(problem, method, 5, 1);
        for (int threads = 2; threads <= 5; threads++) {
          FlowResult many = FlowFixture.run(problem, method, 5, threads);
          assertThat(FlowFixture.bits(many.state())).containsExactly(FlowFixture.bits(one.state()));
          assertThat(many.objective()).isEqualTo(one.objective());
        }
      }
    }
  }

  @Test
  void aFlowThatGoesOnFromItsStateIsTheSameFlow() {
    Batches batches = new Batches(3, 2, 15);
    FlowProblem problem =
        FlowFixture.problem(
            source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64), batches);
    FlowMethod method = FlowFixture.fixed(0.1, 0.9, batches);
    FlowState whole = FlowFixture.run(problem, method, 9, 2).state();
    FlowState half = FlowFixture.run(problem, method, 4, 2).state();
    FlowState resumed = FlowFixture.run(problem, method, 9, 1, half).state();
    assertThat(FlowFixture.bits(resumed)).containsExactly(FlowFixture.bits(whole));
  }

  private static LabelledClass points(String label, float... values) {
    return LabelledClass.of(label, new FloatMatrix(values.length / 2, 2, values));
  }

  /** The end of a flow that ends where it converges, or after 3000 steps. */
  private static FlowResult converged(
      FlowProblem problem, FlowMethod method, FlowState start, Convergence convergence) {
    StopRule rule =
        StopRule.anyOf(List.of(StopRule.afterSteps(3000), StopRule.whenConverged(convergence)));
    try (FlowEngine engine = new InProcessEngine(problem, method.batches(), start, 2)) {
      return new Flow(problem, method, rule, new FlowObserver() {})
          .run(engine, List.of(), convergence);
    }
  }

  @Test
  void aFlowEndsAtTheSameStepHoweverOftenItReportsAndWhereverItWasInterrupted() {
    LabelledDataset from =
        LabelledDataset.of(List.of(points("a", 0, 1, 1, 0, 2, 1), points("b", 5, 5, 4, 5, 4, 4)));
    LabelledDataset to =
        LabelledDataset.of(List.of(points("x", 1, 3, 2, 2, 3, 3), points("y", 7, 6, 6, 7, 6, 6)));
    LabelledDataset far =
        LabelledDataset.of(
            List.of(points("a", 40, 1, 41, 0, 42, 1), points("b", 45, 5, 44, 5, 44, 4)));
    for (Batches batches : List.of(Batches.none(), new Batches(3, 2, 0))) {
      // Noise of batches is to be small next to what the flow removes.
      boolean exact = batches.equals(Batches.none());
      FlowProblem problem =
          FlowFixture.problem(
              exact ? from : far,
              to,
              exact ? new Kernel.Gaussian(2) : new Kernel.Riesz(1),
              new HadamardDirections(7, 2, 16),
              batches);
      FlowState start = InProcessEngine.initialState(problem);
      FlowMethod often = FlowFixture.fixed(0.1, 0.9, batches);
      FlowResult whole = converged(problem, often, start, new Convergence());
      assertThat(whole.stopReason()).isEqualTo("the objective converged");
      int end = whole.state().step();
      assertThat(end).isBetween(100, 2999);

      FlowMethod seldom = new FlowMethod(often.stepRule(), 0.9, Optional.empty(), batches, 1000);
      FlowResult same = converged(problem, seldom, start, new Convergence());
      assertThat(FlowFixture.bits(same.state())).containsExactly(FlowFixture.bits(whole.state()));
      assertThat(same.objective()).isEqualTo(whole.objective());

      for (int at : new int[] {1, end / 2, end - 1}) {
        Convergence before = new Convergence();
        List<FlowState> states = new ArrayList<>();
        List<Convergence.Series> series = new ArrayList<>();
        FlowObserver interrupts =
            new FlowObserver() {
              @Override
              public void moved(int step, StateSource flow) {
                if (step == at) {
                  states.add(flow.state());
                  series.add(before.series());
                }
              }
            };
        try (FlowEngine engine = new InProcessEngine(problem, batches, start, 1)) {
          new Flow(problem, seldom, StopRule.afterSteps(at), interrupts)
              .run(engine, List.of(), before);
        }
        FlowResult resumed =
            converged(problem, often, states.get(0), Convergence.resumed(series.get(0)));
        assertThat(resumed.state().step()).isEqualTo(end);
        assertThat(FlowFixture.bits(resumed.state()))
            .containsExactly(FlowFixture.bits(whole.state()));
      }
    }
  }

  @Test
  void objectivesAreReportedFirstLastAndInBetween() {
    FlowProblem problem =
        FlowFixture.problem(source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    FlowMethod method =
        new FlowMethod(new StepRule.Fixed(0.1, 1), 0, Optional.empty(), Batches.none(), 3);
    List<Integer> reported = new ArrayList<>();
    List<Integer> moved = new ArrayList<>();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void objective(int step, double objective) {
            reported.add(step);
          }

          @Override
          public void moved(int step, StateSource flow) {
            moved.add(flow.state().step());
          }
        };
    FlowState start = InProcessEngine.initialState(problem);
    try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      FlowResult result =
          new Flow(problem, method, StopRule.afterSteps(7), observer).run(engine, List.of());
      assertThat(result.stopReason()).isEqualTo("all steps made");
      assertThat(result.state().step()).isEqualTo(7);
    }
    assertThat(reported).containsExactly(0, 3, 6, 7);
    assertThat(moved).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aResultKeepsItsDistancesWhenTheEngineGoesOn() {
    FlowProblem problem =
        FlowFixture.problem(source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    FlowMethod method = FlowFixture.fixed(0.1, 0.9);
    FlowState start = InProcessEngine.initialState(problem);
    try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      FlowResult result =
          new Flow(problem, method, StopRule.afterSteps(2), new FlowObserver() {})
              .run(engine, List.of());
      double[] before = result.distances().orElseThrow().targetMatrix().values();
      new Flow(problem, method, StopRule.afterSteps(5), new FlowObserver() {})
          .run(engine, List.of());
      assertThat(result.distances().orElseThrow().targetMatrix().values()).containsExactly(before);
      assertThat(result.distances().orElseThrow().copy().targetMatrix().values())
          .containsExactly(before);
    }
  }

  @Test
  void observersSeeTheBeginningTheStepsAndTheEndInTheirOrder() {
    FlowProblem problem =
        FlowFixture.problem(source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    FlowMethod method =
        new FlowMethod(new StepRule.Fixed(0.1, 1), 0, Optional.empty(), Batches.none(), 2);
    List<String> calls = new ArrayList<>();
    FlowObserver both = FlowObserver.all(List.of(watcher("a", calls), watcher("b", calls)));
    FlowState start = FlowFixture.run(problem, method, 1, 1).state();
    try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      new Flow(problem, method, StopRule.afterSteps(3), both).run(engine, List.of());
    }
    assertThat(calls)
        .containsExactly(
            "a begins at 1 of 1", "b begins at 1 of 1",
            "a moved to 2 of 2", "b moved to 2 of 2",
            "a reports 2 of 2", "b reports 2 of 2",
            "a moved to 3 of 3", "b moved to 3 of 3",
            "a reports 3 of 3", "b reports 3 of 3",
            "a ends at 3: all steps made", "b ends at 3: all steps made");
  }

  private static FlowObserver watcher(String name, List<String> calls) {
    return new FlowObserver() {
      private StateSource states;

      @Override
      public void begin(int step, StateSource flow) {
        states = flow;
        calls.add(name + " begins at " + step + " of " + flow.state().step());
      }

      @Override
      public void objective(int step, double objective) {
        calls.add(name + " reports " + step + " of " + states.view().step());
      }

      @Override
      public void moved(int step, StateSource flow) {
        calls.add(name + " moved to " + step + " of " + flow.view().step());
      }

      @Override
      public void finish(FlowResult result) {
        calls.add(name + " ends at " + result.state().step() + ": " + result.stopReason());
      }
    };
  }

  @Test
  void theMatchedRuleGivesEveryClassTheSamePull() {
    LabelledDataset square = FlowFixture.dataset(2, 3, 60, 20, 30);
    for (Kernel kernel : List.of(new Kernel.Riesz(1), new Kernel.Gaussian(3))) {
      FlowProblem problem =
          FlowFixture.problem(source, square, kernel, new HadamardDirections(7, 3, 64));
      FlowState start = InProcessEngine.initialState(problem);
      try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
        PairSums sums = engine.measure(Interaction.dense(3, 3), false);
        PairWeights weights =
            PairWeights.of(kernel, sums, source.classWeights(), square.classWeights());
        double[] tau = new StepRule.Matched(0.3, 0.5).stepSizes(2, weights, problem, 0.9);
        for (int c = 0; c < 3; c++) {
          double nearest = Double.MAX_VALUE;
          for (int e = 0; e < 3; e++) {
            nearest = Math.min(nearest, Math.abs(tau[c] * weights.toTarget(c, e) - 0.3 * 0.25 * 3));
          }
          assertThat(nearest).isCloseTo(0, within(1e-12));
          if (kernel instanceof Kernel.Riesz) {
            double expected = 0.3 * 0.25 * 3 * Math.sqrt(sums.toTarget(c, matched(sums, c))) * 3;
            assertThat(tau[c]).isCloseTo(expected, within(1e-9));
          }
        }
      }
    }
  }

  private static int matched(PairSums sums, int c) {
    double[] uniform = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    return io.wowflow.math.transport.LabelMatching.of(sums.targetMatrix(), uniform, uniform)
        .targetOf()[c];
  }

  @Test
  void theMatchedRuleArrivesWithinAFewSteps() {
    LabelledDataset square = FlowFixture.dataset(2, 3, 40, 40, 40);
    LabelledDataset from = FlowFixture.dataset(9, 3, 40, 40, 40);
    FlowProblem problem =
        FlowFixture.problem(from, square, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    FlowMethod method =
        new FlowMethod(new StepRule.Matched(0.3, 1), 0.9, Optional.empty(), Batches.none(), 1);
    assertThat(FlowFixture.run(problem, method, 300, 2).objective()).isLessThan(1e-3);
  }

  @Test
  void clippedParticlesStayInTheirRange() {
    FlowProblem problem =
        FlowFixture.problem(source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    FlowMethod method =
        new FlowMethod(
            new StepRule.Fixed(0.5, 1),
            0.9,
            Optional.of(new Clip(new float[] {-0.5f, -9f, -0.5f}, new float[] {1f, 0.25f, 1f})),
            Batches.none(),
            10);
    FlowState state = FlowFixture.run(problem, method, 5, 2).state();
    for (var m : state.positions()) {
      for (int i = 0; i < m.rows(); i++) {
        assertThat(m.get(i, 0)).isBetween(-0.5f, 1f);
        assertThat(m.get(i, 1)).isBetween(-9f, 0.25f);
        assertThat(m.get(i, 2)).isBetween(-0.5f, 1f);
      }
    }
  }

  @Test
  void aStepThatIsFarTooLargeIsNamed() {
    FlowProblem problem =
        FlowFixture.problem(source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    assertThatThrownBy(() -> FlowFixture.run(problem, FlowFixture.fixed(1e6, 0.9), 50, 2))
        .isInstanceOf(FlowDivergedException.class)
        .hasMessageMatching("the flow diverged at step 1: class '0' has strayed .* times .*");
    assertThatThrownBy(() -> FlowFixture.run(problem, FlowFixture.fixed(1e39, 0), 50, 2))
        .isInstanceOf(FlowDivergedException.class)
        .hasMessage(
            "the flow diverged at step 1: class '0' has a particle that is NaN or infinite");
  }

  @Test
  void stopRulesSayWhy() {
    StopRule plateau = StopRule.onPlateau(2);
    assertThat(plateau.reason(5, List.of(4.0, 3.0, 2.9))).isEmpty();
    assertThat(plateau.reason(5, List.of(4.0, 3.0, 2.0, 1.0))).isEmpty();
    assertThat(plateau.reason(5, List.of(9.0, 2.0, 2.0, 2.0, 2.0)))
        .contains("the objective is on a plateau");
    StopRule both = StopRule.anyOf(List.of(StopRule.afterSteps(10), plateau));
    assertThat(both.reason(10, List.of(1.0))).contains("all steps made");
    assertThat(both.reason(9, List.of(1.0))).isEmpty();
    assertThat(both.reason(9, List.of(1.0, 1.0, 1.0, 1.0))).isPresent();
  }

  @Test
  void impossibleMethodsAndStatesAreRefused() {
    assertThatThrownBy(
            () ->
                new FlowMethod(
                    new StepRule.Matched(0.3, 1), 0.9, Optional.empty(), new Batches(0, 2, 0), 1))
        .hasMessageContaining("distances of all classes");
    assertThatThrownBy(() -> FlowFixture.fixed(0.1, 1)).hasMessageContaining("[0, 1), was 1.0");
    assertThatThrownBy(() -> FlowFixture.fixed(Double.NaN, 0)).hasMessageContaining("was NaN");
    Batches tooLarge = new Batches(0, 0, 21);
    FlowProblem problem =
        FlowFixture.problem(
            source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64), tooLarge);
    assertThatThrownBy(() -> FlowFixture.run(problem, FlowFixture.fixed(0.1, 0, tooLarge), 1, 1))
        .hasMessage(
            "a target batch of 21 needs as many samples, class '1' of 20 samples in R^3 has fewer");
  }

  @Test
  void theMedianBandwidthIsTheMiddleOfTheSourceTargetDistances() {
    LabelledDataset two = FlowFixture.dataset(2, 3, 10, 10);
    LabelledDataset three = FlowFixture.dataset(5, 3, 10, 10, 10);
    FlowProblem problem =
        FlowFixture.problem(two, three, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    FlowState start = InProcessEngine.initialState(problem);
    try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      PairSums sums = engine.measure(Interaction.dense(2, 3), false);
      double[] all = sums.targetMatrix().values().clone();
      java.util.Arrays.sort(all);
      assertThat(Bandwidth.median(sums)).isEqualTo((all[2] + all[3]) / 2);
    }
  }

  @Test
  void aViewIsTheStateUntilItMoves() {
    FlowProblem problem =
        FlowFixture.problem(source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    List<float[]> seen = new ArrayList<>();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            FlowState view = flow.view();
            FlowState copy = flow.state();
            assertThat(view.step()).isEqualTo(step).isEqualTo(copy.step());
            for (int c = 0; c < problem.source().classCount(); c++) {
              float[] x = view.positions().get(c).values();
              assertThat(x).isEqualTo(copy.positions().get(c).values());
              assertThat(x).isNotSameAs(copy.positions().get(c).values());
              assertThat(view.velocities().get(c).values())
                  .isEqualTo(copy.velocities().get(c).values());
              seen.add(x);
            }
          }
        };
    FlowState start = InProcessEngine.initialState(problem);
    FlowMethod method = FlowFixture.fixed(0.1, 0.9);
    try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      new Flow(problem, method, StopRule.afterSteps(2), observer).run(engine, List.of());
    }
    // The arrays of the engine themselves.
    assertThat(seen.get(0)).isSameAs(seen.get(problem.source().classCount()));
  }

  @Test
  void aViewRefusesAClassThatIsNotFinite() {
    FlowProblem problem =
        FlowFixture.problem(source, target, new Kernel.Riesz(1), new HadamardDirections(7, 3, 64));
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            flow.view().positions().forEach(x -> {});
          }
        };
    FlowState start = InProcessEngine.initialState(problem);
    try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      Flow flow = new Flow(problem, FlowFixture.fixed(1e300, 0), StopRule.afterSteps(2), observer);
      assertThatThrownBy(() -> flow.run(engine, List.of()))
          .isInstanceOf(FlowDivergedException.class)
          .hasMessageContaining("NaN or infinite")
          .extracting(e -> ((FlowDivergedException) e).step())
          .isEqualTo(1);
    }
  }
}
