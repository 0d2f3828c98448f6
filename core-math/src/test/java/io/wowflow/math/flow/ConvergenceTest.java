package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.math.flow.Convergence.Verdict;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvergenceTest {

  private static Convergence of(int steps, IntToDoubleFunction objective) {
    Convergence out = new Convergence();
    for (int k = 0; k <= steps; k += Convergence.EVERY) {
      out.add(k, objective.applyAsDouble(k));
    }
    return out;
  }

  /** The first step at which the rule would end the flow, or -1. */
  private static int stop(int steps, IntToDoubleFunction objective) {
    Convergence course = new Convergence();
    for (int k = 0; k <= steps; k += Convergence.EVERY) {
      course.add(k, objective.applyAsDouble(k));
      if (course.step().isPresent()) {
        assertThat(course.step().getAsInt()).isEqualTo(k);
        return k;
      }
    }
    return -1;
  }

  /** Independent factors around 1. */
  private static IntToDoubleFunction noisy(
      double deviation, long seed, IntToDoubleFunction objective) {
    Random random = new Random(seed);
    double[] factors = new double[200_001];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = 1 + deviation * random.nextGaussian();
    }
    return k -> factors[k] * objective.applyAsDouble(k);
  }

  private static double exponential(int k) {
    return 0.01 + Math.exp(-k / 50.0);
  }

  /**
   * FashionMNIST onto MNIST by the fixed rule: means of 200 steps, as measured, joined by lines.
   */
  private static double slow(int k) {
    double[] means = {
      0.0566, 0.0216, 0.0141, 0.0121, 0.0113, 0.0107, 0.0102, 0.0099, 0.0095, 0.0092
    };
    double at = k / 200.0 - 0.5;
    int i = Math.max(0, Math.min((int) at, means.length - 2));
    return means[i] + (at - i) * (means[i + 1] - means[i]);
  }

  @Test
  void aFlowThatIsTooShortIsNotJudged() {
    assertThat(of(45, k -> 1).trend().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(of(0, k -> 1).trend().text()).contains("too few steps");
    assertThat(stop(95, k -> k == 0 ? 1 : 0.5)).isEqualTo(-1);
    assertThat(stop(200, k -> k == 0 ? 1 : 0.5)).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.001, 1", "0.03, 1", "0.03, 2", "0.03, 3", "0.05, 4", "0.05, 5"})
  void aFlowConvergesSoonAfterItsObjectiveIsFlat(double noise, long seed) {
    // At step 460 the exponential is 1 % of the floor.
    int at = stop(20_000, noisy(noise, seed, ConvergenceTest::exponential));
    assertThat(at).isBetween(330, 2500);
    Convergence there = of(at, noisy(noise, seed, ConvergenceTest::exponential));
    assertThat(there.trend().verdict()).isEqualTo(Verdict.CONVERGED);
    assertThat(there.trend().text()).isEqualTo("the objective converged at step " + at);
    assertThat(there.trend().step()).hasValue(at);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.003, 0.01})
  void aSlowFlowIsNotEnded(double noise) {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(stop(2000, noisy(noise, seed, ConvergenceTest::slow))).isEqualTo(-1);
    }
    Convergence end = of(2000, noisy(noise, 0, ConvergenceTest::slow));
    assertThat(end.trend().verdict()).isEqualTo(Verdict.FALLING);
    assertThat(end.trend().change()).isBetween(-5.0, -1.0);
    assertThat(end.trend().text())
        .matches(
            "the objective is still falling by [0-9.]+ per cent over the last (19.|200) steps");
  }

  /** A power law is never flat: a tenth more steps is worth 2.6 per cent at any step. */
  /**
   * One sample per class onto batches of 256: nine tenths of the objective are the distance of a
   * single sample to a class, which no flow removes, with noise of 0.7 %.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aSmallFallAboveALargeFloorIsNotLostInItsNoise(long seed) {
    IntToDoubleFunction objective =
        noisy(0.007, seed, k -> 0.108 + 0.007 * Math.exp(-Math.max(k, 0) / 400.0));
    assertThat(stop(900, objective)).isEqualTo(-1);
    assertThat(stop(20_000, objective)).isBetween(1500, 19_000);
  }

  @Test
  void aPowerLawFallsForever() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(stop(100_000, noisy(0.01, seed, k -> Math.pow(k + 1.0, -0.25)))).isEqualTo(-1);
    }
  }

  /** The fixed rule begins slowly: KMNIST, ten shots, fell by 1.2 per cent at step 500. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-5, 1e-4, 1e-3})
  void aSlowBeginningIsNotAPlateau(double perStep) {
    assertThat(stop(900, noisy(1e-4 * perStep / 1e-5 * 0.01, 1, k -> 1 - perStep * k)))
        .isEqualTo(-1);
  }

  @Test
  void anOscillationAroundAFloorConvergesAndOneThatFallsDoesNot() {
    IntToDoubleFunction wave = k -> 1 + 0.1 * Math.sin(2 * Math.PI * k / 43);
    assertThat(stop(5000, k -> wave.applyAsDouble(k) * (0.01 + Math.exp(-k / 50.0))))
        .isBetween(300, 3000);
    assertThat(stop(2000, k -> wave.applyAsDouble(k) * Math.exp(-k / 300.0))).isEqualTo(-1);
  }

  @Test
  void noiseThatIsCorrelatedFromStepToStepIsNotATrend() {
    Random random = new Random(3);
    double[] noise = new double[20_001];
    for (int k = 1; k < noise.length; k++) {
      noise[k] = 0.9 * noise[k - 1] + 0.02 * random.nextGaussian();
    }
    assertThat(stop(20_000, k -> k == 0 ? 10 : 1 + noise[k])).isBetween(100, 5000);
  }

  @Test
  void aRiseIsNeverConverged() {
    IntToDoubleFunction rising = noisy(0.01, 5, k -> k < 100 ? 1 - k / 150.0 : 0.33 + k / 5000.0);
    assertThat(stop(2000, rising)).isEqualTo(-1);
    Convergence.Trend trend = of(2000, rising).trend();
    assertThat(trend.verdict()).isEqualTo(Verdict.RISING);
    assertThat(trend.change()).isPositive();
    assertThat(trend.text()).startsWith("the objective is rising by ");

    Convergence.Trend above = of(1000, k -> k == 0 ? 1 : 1.25).trend();
    assertThat(above.verdict()).isEqualTo(Verdict.RISING);
    assertThat(above.text()).isEqualTo("the objective ends 25 per cent above its start");
  }

  /** The course of 1000 characters under a rule that was too fast for them. */
  @Test
  void aShortFlowThatEndsAboveItsStartIsRising() {
    Convergence short30 = of(30, k -> 0.0258 + 0.0011 * k);
    assertThat(short30.trend().verdict()).isEqualTo(Verdict.UNKNOWN);
    Convergence.Trend end = short30.trend(0.0589);
    assertThat(end.verdict()).isEqualTo(Verdict.RISING);
    assertThat(end.change()).isBetween(128.0, 129.0);
    assertThat(end.text()).isEqualTo("the objective ends 128 per cent above its start");
    assertThat(of(0, k -> 1).trend(1.5).verdict()).isEqualTo(Verdict.RISING);

    assertThat(of(0, k -> 1).trend(1.04).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(of(30, k -> k == 25 ? 0.9 : 1 + 0.1 * k).trend(2).verdict())
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(of(30, k -> 1 + 0.1 * k).trend(0.9).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(of(30, k -> k == 0 ? 0 : 1).trend(1).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(of(30, k -> 1 + 0.1 * k).trend(Double.NaN).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void theEndOfAJudgedFlowDoesNotChangeItsTrend() {
    Convergence falling = of(2000, noisy(0.01, 0, ConvergenceTest::slow));
    assertThat(falling.trend(2)).isEqualTo(falling.trend());
    Convergence converged = of(3000, noisy(0.01, 1, ConvergenceTest::exponential));
    assertThat(converged.trend(2)).isEqualTo(converged.trend());
  }

  @Test
  void anObjectiveAtRoundingLevelHasConverged() {
    Random random = new Random(9);
    assertThat(stop(500, k -> k < 30 ? 1 : 0)).isEqualTo(125);
    assertThat(stop(500, k -> k < 30 ? 1 : 1e-9 * random.nextGaussian())).isBetween(100, 150);
    assertThat(stop(500, k -> 0)).isEqualTo(100);
    // A number below 0 that is not small is no rounding: class batches can have it.
    assertThat(stop(2000, k -> k < 30 ? 1 : -0.1)).isEqualTo(-1);
    assertThat(stop(2000, k -> Double.NaN)).isEqualTo(-1);
  }

  /** Noise of 15 % on a floor that is 1/2000 of the start, as of the fixed rule. */
  @Test
  void aNoisyFloorFarBelowTheStartHasConverged() {
    for (long seed = 0; seed < 10; seed++) {
      IntToDoubleFunction floor = noisy(0.15, seed, k -> 5e-4 + Math.exp(-k / 50.0));
      assertThat(stop(3000, floor)).isBetween(300, 2000);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 0.125, 3, 1e9})
  void theVerdictDoesNotDependOnTheUnit(double unit) {
    for (long seed = 0; seed < 10; seed++) {
      IntToDoubleFunction one = noisy(0.03, seed, ConvergenceTest::exponential);
      assertThat(stop(5000, k -> unit * one.applyAsDouble(k))).isEqualTo(stop(5000, one));
    }
  }

  @Test
  void aResumedFlowIsJudgedAsOneThatWasNotInterrupted() {
    IntToDoubleFunction objective = noisy(0.03, 8, ConvergenceTest::exponential);
    int whole = stop(5000, objective);
    for (int at = 0; at <= whole + 30; at += 15) {
      Convergence before = new Convergence();
      for (int k = 0; k < at; k += Convergence.EVERY) {
        before.add(k, objective.applyAsDouble(k));
      }
      Convergence after = Convergence.resumed(before.series());
      assertThat(after.step()).isEqualTo(before.step());
      assertThat(after.trend()).isEqualTo(before.trend());
      for (int k = at; k <= 5000; k += Convergence.EVERY) {
        before.add(k, objective.applyAsDouble(k));
        after.add(k, objective.applyAsDouble(k));
        assertThat(after.trend()).isEqualTo(before.trend());
      }
    }
  }

  @Test
  void aSeriesWithAGapIsJudgedByTheStepsAfterItAndTheStart() {
    Convergence course = Convergence.resumed(new Convergence.Series(4, 0, List.of()));
    for (int k = 400; k <= 800; k += Convergence.EVERY) {
      course.add(k, 0.5);
    }
    assertThat(course.trend().verdict()).isEqualTo(Verdict.CONVERGED);
    assertThat(course.step().getAsInt()).isBetween(600, 800);
    Convergence above = Convergence.resumed(new Convergence.Series(0.25, 0, List.of()));
    for (int k = 400; k <= 800; k += Convergence.EVERY) {
      above.add(k, 0.5);
    }
    assertThat(above.trend().verdict()).isEqualTo(Verdict.RISING);
  }

  @Test
  void otherStepsAreRefused() {
    assertThatThrownBy(() -> new Convergence().add(3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every step 5, was 3");
    assertThatThrownBy(() -> new Convergence.Series(1, 7, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 5, was 7");
  }
}
