package io.wowflow.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.learn.Accuracies;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Intervals and verdicts; the figures are from SciPy's Student distribution. */
class PairedDifferenceTest {
  /**
   * Pairs of which the first labels b, and the second c samples rightly that the other does not.
   */
  private static PairedDifference of(int tested, int[]... pairs) {
    List<BitSet> first = new ArrayList<>();
    List<BitSet> second = new ArrayList<>();
    for (int[] pair : pairs) {
      BitSet one = new BitSet();
      BitSet other = new BitSet();
      one.set(0, pair[0]);
      other.set(pair[0], pair[0] + pair[1]);
      // Both are right on the rest but for ten.
      one.set(pair[0] + pair[1], Math.max(pair[0] + pair[1], tested - 10));
      other.set(pair[0] + pair[1], Math.max(pair[0] + pair[1], tested - 10));
      first.add(one);
      second.add(other);
    }
    return PairedDifference.of(first, second, tested);
  }

  private static Comparison comparison(
      PairedDifference difference, double first, double second, double chance) {
    int repeats = difference.differences().size();
    return new Comparison(
        side("a", first, repeats),
        side("b", second, repeats),
        difference,
        chance,
        new Comparison.Training("linear", 100, "none", 0.5));
  }

  private static Comparison.Side side(String name, double accuracy, int repeats) {
    return new Comparison.Side(
        name,
        10,
        Accuracies.of(
            Collections.nCopies(repeats, accuracy).stream().mapToDouble(a -> a).toArray()));
  }

  private static int[][] times(int repeats, int... pair) {
    return Collections.nCopies(repeats, pair).toArray(int[][]::new);
  }

  @Test
  void theTestSetLimitsTheInterval() {
    int[][] pairs = {{30, 10}, {25, 12}, {28, 15}, {22, 11}, {31, 9}};
    PairedDifference found = of(200, pairs);

    assertThat(found.mean()).isCloseTo(0.079, within(1e-12));
    assertThat(found.trainingVariance()).isCloseTo(1.185e-4, within(1e-12));
    assertThat(found.trainingVariance()).isLessThan(found.testVariance());
    assertThat(found.halfWidth()).isCloseTo(0.08502930674299661, within(1e-9));
  }

  @Test
  void theTrainingsLimitTheInterval() {
    int[][] pairs = {{150, 10}, {20, 120}, {160, 15}, {10, 140}, {130, 20}};
    PairedDifference found = of(1000, pairs);

    assertThat(found.trainingVariance()).isGreaterThan(found.testVariance());
    assertThat(found.halfWidth()).isCloseTo(0.16908983792308105, within(1e-9));
    assertThat(found.samplesFor(Math.abs(found.mean()))).isEmpty();
    assertThat(found.pairsFor(Math.abs(found.mean())).orElseThrow()).isGreaterThan(5);
  }

  @Test
  void classifiersThatAgreeOnFewSamplesProveNothing() {
    PairedDifference found = of(20, times(5, 0, 0));

    assertThat(found.mean()).isZero();
    assertThat(found.halfWidth()).isCloseTo(0.12620205, within(1e-7));
    Comparison comparison = comparison(found, 0.9, 0.9, 0.1);
    assertThat(comparison.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(comparison.isWithin(2)).isFalse();
    assertThat(comparison.isWithin(13)).isTrue();
    long needed = comparison.samplesNeeded(2).orElseThrow();
    assertThat(comparison.remedy(2)).contains("about " + needed + " held-out samples");
    assertThat(comparison(of((int) needed, times(5, 0, 0)), 0.9, 0.9, 0.1).isWithin(2)).isTrue();
  }

  @Test
  void theNumberOfSamplesThatIsNamedDecides() {
    PairedDifference few = of(100, times(5, 8, 4));
    long needed = few.samplesFor(few.mean()).orElseThrow();

    int factor = (int) Math.ceil(needed / 100.0);
    assertThat(few.low()).isNegative();
    assertThat(of(100 * factor, times(5, 8 * factor, 4 * factor)).low()).isPositive();
    int tooFew = factor - 2;
    assertThat(of(100 * tooFew, times(5, 8 * tooFew, 4 * tooFew)).low()).isNegative();
  }

  @Test
  void fourRepeatsDecideNothing() {
    PairedDifference four = of(1000, times(4, 300, 10));
    PairedDifference five = of(1000, times(5, 300, 10));

    assertThat(comparison(four, 0.8, 0.5, 0.1).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(comparison(four, 0.8, 0.5, 0.1).remedy(0)).contains("at least 5 repeats");
    assertThat(comparison(five, 0.8, 0.5, 0.1).verdict()).isEqualTo(Verdict.HELPS);
    assertThat(comparison(five, 0.8, 0.5, 0.1).remedy(0)).isEmpty();
    assertThat(comparison(of(1000, times(5, 10, 300)), 0.5, 0.8, 0.1).verdict())
        .isEqualTo(Verdict.HARMS);
  }

  @Test
  void classifiersAtChanceDecideNothing() {
    PairedDifference better = of(1000, times(5, 300, 10));

    Comparison both = comparison(better, 0.12, 0.11, 0.12);
    assertThat(both.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(both.isWithin(50)).isFalse();
    assertThat(both.remedy(0)).contains("No classifier is better than chance (12.00 %)");
    assertThat(comparison(better, 0.121, 0.11, 0.12).verdict()).isEqualTo(Verdict.HELPS);
  }

  @Test
  void oneRepeatHasNoInterval() {
    PairedDifference one = of(100, new int[] {5, 2});

    assertThat(one.halfWidth()).isInfinite();
    assertThat(one.low()).isEqualTo(-1);
    Comparison comparison = comparison(one, 0.9, 0.87, 0.1);
    assertThat(comparison.sentence()).contains("+3.00 points, without an interval");
    assertThat(comparison.toMap()).containsEntry("low", null).containsEntry("word", "undecided");
    assertThat(TrainingConf.REPEATS_OF_A_VERDICT).isEqualTo(5);
  }
}
