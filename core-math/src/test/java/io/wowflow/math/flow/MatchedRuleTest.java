package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.transport.LabelMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws of the matched step rule for any number of classes. */
class MatchedRuleTest {
  private static final double[] MOMENTA = {0, 0.5, 0.9, 0.95};
  private static final double[] ETAS = {0.1, 0.3, 1};

  /**
   * Of the first objective; with momentum 0.95 a swing through the rest takes more than ten steps.
   */
  private static double mostRise(double momentum) {
    return momentum > 0.9 ? 1 : 0.25;
  }

  /** Normal classes around random means. */
  private static LabelledDataset classes(long seed, int count, int d, double shift, boolean even) {
    List<LabelledClass> out = new ArrayList<>();
    double[] weights = new double[count];
    for (int c = 0; c < count; c++) {
      CounterRandom random = CounterRandom.at(seed, 91, c);
      double[] mean = new double[d];
      Arrays.setAll(mean, j -> shift + random.nextGaussian());
      float[] values = new float[6 * d];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (mean[i % d] + 0.5 * random.nextGaussian());
      }
      out.add(LabelledClass.of(Integer.toString(c), new FloatMatrix(6, d, values)));
      weights[c] = even ? 1 : 0.1 + random.nextDouble();
    }
    return LabelledDataset.weighted(out, weights);
  }

  private static FlowProblem problem(
      long seed, int sources, int targets, int d, double shift, boolean even) {
    return FlowFixture.problem(
        classes(2 * seed, sources, d, shift, even),
        classes(2 * seed + 1, targets, d, 0, even),
        new Kernel.Riesz(1),
        new HadamardDirections(seed, d, 64));
  }

  private static List<Double> objectives(FlowProblem problem, FlowMethod method, int steps) {
    List<Double> out = new ArrayList<>();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void objective(int step, double objective) {
            out.add(objective);
          }
        };
    FlowState start = InProcessEngine.initialState(problem);
    try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      new Flow(problem, method, StopRule.afterSteps(steps), observer).run(engine, List.of());
    }
    return out;
  }

  /**
   * No divergence, no rise over ten steps and a fall over forty: the mean objective of ten steps is
   * never above that of the ten before by more than {@link #mostRise} of the first objective. The
   * first ten may be, by a swing of the momentum through the rest: 71 % were seen once in 3000
   * random flows of up to 30 classes, else at most 10 %. An unstable rule multiplies the objective
   * by more than 10 in the first ten steps of 150 classes.
   */
  @Property(tries = 12)
  void theObjectiveFallsForAnyNumberOfClasses(
      @ForAll @IntRange(min = 1, max = 200) int sources,
      @ForAll @IntRange(min = 1, max = 200) int targets,
      @ForAll @IntRange(min = 2, max = 6) int d,
      @ForAll @IntRange(min = 0, max = 3) int momentum,
      @ForAll @IntRange(min = 0, max = 2) int eta,
      @ForAll @IntRange(min = 0, max = 4) int shift,
      @ForAll boolean square,
      @ForAll boolean even,
      @ForAll @IntRange(max = 1000) int seed) {
    FlowProblem problem = problem(seed, sources, square ? sources : targets, d, shift, even);
    FlowMethod method =
        new FlowMethod(
            new StepRule.Matched(ETAS[eta], 1),
            MOMENTA[momentum],
            Optional.empty(),
            Batches.none(),
            1);
    List<Double> objectives = objectives(problem, method, 40);
    double start = objectives.get(0);
    double before = start;
    for (int k = 1; k + 10 <= objectives.size(); k += 10) {
      double mean =
          objectives.subList(k, k + 10).stream().mapToDouble(f -> f).average().orElseThrow();
      assertThat(mean).isLessThan(before + mostRise(MOMENTA[momentum]) * start);
      before = mean;
    }
    assertThat(before).isLessThan(0.9 * start);
  }

  /** The step sizes are the smaller of the two terms of the formula, and within the bound. */
  @Example
  void theStepSizesAreLimitedByThePullOfAllTargets() {
    for (int count : new int[] {2, 10, 60}) {
      FlowProblem problem = problem(5, count, count + 3, 3, 1, true);
      FlowState start = InProcessEngine.initialState(problem);
      try (FlowEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
        PairSums sums = engine.measure(Interaction.dense(count, count + 3), false);
        PairWeights weights = engine.weights(problem, sums);
        int[] matched =
            LabelMatching.of(
                    sums.targetMatrix(),
                    problem.source().classWeights(),
                    problem.target().classWeights())
                .targetOf();
        double[] all = new double[count];
        double share = 0;
        for (int c = 0; c < count; c++) {
          for (int e = 0; e < count + 3; e++) {
            all[c] += Math.abs(weights.toTarget(c, e));
          }
          share += Math.abs(weights.toTarget(c, matched[c])) / all[c] / count;
        }
        for (double m : MOMENTA) {
          double limit = Math.min(1.15 * (1 + m), 320 * (1 - m) * share);
          double[] tau = new StepRule.Matched(0.3, 0.5).stepSizes(2, weights, problem, m);
          for (int c = 0; c < count; c++) {
            double own = 0.3 / Math.abs(weights.toTarget(c, matched[c]));
            double expected = 3 * 0.25 * Math.min(own, limit / all[c]);
            assertThat(tau[c]).isCloseTo(expected, within(1e-12 * expected));
            assertThat(tau[c] * all[c] / 3).isLessThan(2 * (1 + m));
          }
        }
      }
    }
  }
}
