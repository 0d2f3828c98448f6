package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.math.Golden;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabelMatchingTest {
  // Relative 1e-9 for what computes in double throughout, 1e-4 for samples stored as float.
  private static final Percentage DOUBLE_PATH = Percentage.withPercentage(1e-7);
  private static final Percentage FLOAT_PATH = Percentage.withPercentage(1e-2);

  static List<JsonNode> golden() {
    return Golden.cases("wow_distance");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithGoldenValuesInDouble(JsonNode golden) {
    JsonNode x = golden.get("x");
    JsonNode y = golden.get("y");
    DoubleMatrix expected = Golden.doubles(golden.get("w2_squared"));
    DoubleMatrix cost = DoubleMatrix.zeros(x.size(), y.size());
    for (int c = 0; c < x.size(); c++) {
      for (int e = 0; e < y.size(); e++) {
        cost.set(c, e, squaredInDouble(x.get(c), y.get(e)));
        assertThat(cost.get(c, e)).isCloseTo(expected.get(c, e), DOUBLE_PATH);
      }
    }
    LabelMatching matching =
        LabelMatching.of(
            cost, TransportProblem.uniform(x.size()), TransportProblem.uniform(y.size()));
    assertThat(matching.totalCost())
        .isCloseTo(golden.get("wow_squared").doubleValue(), DOUBLE_PATH);
    checkLabels(golden, matching);
  }

  private static double squaredInDouble(JsonNode x, JsonNode y) {
    int dimension = x.get(0).size();
    DoubleMatrix cost = Wasserstein.squaredDistances(Golden.flat(x), Golden.flat(y), dimension);
    return OptimalTransport.solve(
            TransportProblem.uniform(x.size()), TransportProblem.uniform(y.size()), cost)
        .cost();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithGoldenValuesFromFloatSamples(JsonNode golden) {
    LabelledDataset source = dataset(golden.get("x"));
    LabelledDataset target = dataset(golden.get("y"));
    DoubleMatrix expected = Golden.doubles(golden.get("w2_squared"));
    DoubleMatrix between = Wasserstein.squaredBetween(source, target, 2);
    for (int e = 0; e < expected.values().length; e++) {
      assertThat(between.values()[e]).isCloseTo(expected.values()[e], FLOAT_PATH);
    }
    double wow = golden.get("wow_squared").doubleValue();
    assertThat(WowDistance.squared(source, target)).isCloseTo(wow, FLOAT_PATH);
    assertThat(WowDistance.squared(source, target, 3))
        .isEqualTo(WowDistance.squared(source, target));
    checkLabels(golden, LabelMatching.exact(source, target, 2));
  }

  private static void checkLabels(JsonNode golden, LabelMatching matching) {
    if (golden.hasNonNull("label_of_x")) {
      double[] labels = Golden.flat(golden.get("label_of_x"));
      assertThat(matching.targetOf())
          .containsExactly(Arrays.stream(labels).mapToInt(label -> (int) label).toArray());
    }
  }

  private static LabelledDataset dataset(JsonNode classes) {
    List<LabelledClass> out = new ArrayList<>();
    for (JsonNode samples : classes) {
      double[] numbers = Golden.flat(samples);
      float[] values = new float[numbers.length];
      for (int e = 0; e < values.length; e++) {
        values[e] = (float) numbers[e];
      }
      out.add(
          LabelledClass.of(
              "class " + out.size(),
              new FloatMatrix(samples.size(), samples.get(0).size(), values)));
    }
    return LabelledDataset.of(out);
  }

  @Test
  void equallyManyUniformClassesAreAssignedOneToOne() {
    // Both classes prefer target 0; together it is cheaper to send the first to target 1.
    DoubleMatrix cost = new DoubleMatrix(2, 2, new double[] {1, 2, 1, 10});
    double[] even = {0.5, 0.5};
    LabelMatching matching = LabelMatching.of(cost, even, even);
    assertThat(matching.targetOf()).containsExactly(1, 0);
    assertThat(matching.matchedCost()).containsExactly(2, 1);
    assertThat(matching.totalCost()).isEqualTo(1.5);
  }

  @Test
  void aSplitClassGoesWhereMostOfItGoes() {
    DoubleMatrix cost = new DoubleMatrix(2, 3, new double[] {1, 2, 9, 9, 3, 1});
    LabelMatching matching =
        LabelMatching.of(cost, new double[] {0.5, 0.5}, new double[] {0.2, 0.4, 0.4});
    assertThat(matching.targetOf()).containsExactly(1, 2);
    assertThat(matching.matchedCost()).containsExactly(2, 1);
    assertThat(matching.totalCost())
        .isCloseTo(0.2 * 1 + 0.3 * 2 + 0.1 * 3 + 0.4 * 1, within(1e-14));
  }

  @Test
  void tiesGoToTheLowerTarget() {
    DoubleMatrix cost = new DoubleMatrix(1, 4, new double[] {9, 4, 1, 2});
    LabelMatching matching =
        LabelMatching.of(cost, new double[] {1}, new double[] {0.1, 0.3, 0.3, 0.3});
    assertThat(matching.targetOf()).containsExactly(1);
    // 0.1 + 0.2 differs from 0.3 in the last bit: still a tie.
    LabelMatching rounded =
        LabelMatching.of(cost, new double[] {1}, new double[] {0.1, 0.3, 0.1 + 0.2, 0.3});
    assertThat(rounded.targetOf()).containsExactly(1);
  }

  @Test
  void moreSourcesThanTargetsShareThem() {
    DoubleMatrix cost = new DoubleMatrix(4, 2, new double[] {0, 5, 5, 0, 0, 5, 5, 0});
    LabelMatching matching =
        LabelMatching.of(cost, TransportProblem.uniform(4), TransportProblem.uniform(2));
    assertThat(matching.targetOf()).containsExactly(0, 1, 0, 1);
    assertThat(matching.totalCost()).isZero();
  }

  @Test
  void weightedClassesMayShareATargetThoughTheCountsAgree() {
    DoubleMatrix cost = new DoubleMatrix(2, 2, new double[] {0, 1, 0, 1});
    LabelMatching matching =
        LabelMatching.of(cost, new double[] {0.5, 0.5}, new double[] {0.9, 0.1});
    assertThat(matching.targetOf()).containsExactly(0, 0);
    assertThat(matching.totalCost()).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void aPermutedDatasetIsAtDistanceZeroAndMatchedBack() {
    LabelledDataset source = WassersteinTest.dataset(5, 12, 40);
    int[] order = {3, 0, 4, 1, 2};
    List<LabelledClass> permuted = new ArrayList<>();
    for (int c : order) {
      permuted.add(source.get(c));
    }
    LabelMatching matching = LabelMatching.exact(source, LabelledDataset.of(permuted), 2);
    assertThat(matching.targetOf()).containsExactly(1, 3, 4, 0, 2);
    assertThat(matching.totalCost()).isZero();
  }

  @Test
  void classWeightsEnterTheDistance() {
    List<LabelledClass> points =
        List.of(
            LabelledClass.of("a", new FloatMatrix(1, 1, new float[] {0})),
            LabelledClass.of("b", new FloatMatrix(1, 1, new float[] {3})));
    LabelledDataset source = LabelledDataset.weighted(points, new double[] {3, 1});
    LabelledDataset target = LabelledDataset.weighted(points, new double[] {1, 3});
    assertThat(WowDistance.squared(source, target)).isCloseTo(0.5 * 9, within(1e-14));
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    DoubleMatrix cost = DoubleMatrix.zeros(2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatching.of(cost, new double[] {1}, new double[] {1}))
        .withMessageContaining("number of masses of the row marginal");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatching.of(cost, new double[] {1, 1}, new double[] {2, 2}))
        .withMessageContaining("same total mass");
  }

  @Test
  void labelsThatAreKeptCostWhatTheyCost() {
    DoubleMatrix cost = new DoubleMatrix(2, 2, new double[] {5, 1, 1, 7});
    LabelMatching kept = LabelMatching.diagonal(cost, new double[] {0.25, 0.75});
    assertThat(kept.targetOf()).containsExactly(0, 1);
    assertThat(kept.matchedCost()).containsExactly(5, 7);
    assertThat(kept.totalCost()).isEqualTo(0.25 * 5 + 0.75 * 7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatching.diagonal(cost, new double[] {1}))
        .withMessageContaining("number of target classes must be 1, was 2");
  }

  @Test
  void givenTargetsAreKeptAndTheRestIsAssigned() {
    // The optimal assignment of all is the diagonal, at no cost.
    DoubleMatrix cost = new DoubleMatrix(3, 3, new double[] {0, 4, 7, 9, 0, 8, 5, 6, 0});
    double[] even = TransportProblem.uniform(3);
    LabelMatching matching = LabelMatching.of(cost, even, even, new int[] {1, -1, -1});
    // Of the classes 1 and 2 and the targets 0 and 2: 9 + 0 is cheaper than 8 + 5.
    assertThat(matching.targetOf()).containsExactly(1, 0, 2);
    assertThat(matching.matchedCost()).containsExactly(4, 9, 0);
    assertThat(matching.totalCost()).isCloseTo((4 + 9) / 3.0, within(1e-15));
    assertThat(matching.split()).isEmpty();
  }

  @Test
  void freeClassesAreSplitByThePlanOfRenormalisedWeights() {
    // Class 1 is given target 0. The classes 0 and 2 have 0.3 and 0.2, the free targets 1 and 2
    // 0.2 and 0.6, scaled to 0.125 and 0.375. Class 0 prefers target 2 by 9, class 2 by 1.
    DoubleMatrix cost = new DoubleMatrix(3, 3, new double[] {5, 10, 1, 3, 5, 5, 5, 2, 1});
    LabelMatching matching =
        LabelMatching.of(
            cost,
            new double[] {0.3, 0.5, 0.2},
            new double[] {0.2, 0.2, 0.6},
            new int[] {-1, 0, -1});
    assertThat(matching.targetOf()).containsExactly(2, 0, 1);
    TransportPlan plan = matching.split().orElseThrow();
    assertThat(plan.rows()).containsExactly(0, 1, 2, 2);
    assertThat(plan.columns()).containsExactly(2, 0, 1, 2);
    assertThat(plan.masses()).containsExactly(new double[] {0.3, 0.5, 0.125, 0.075}, within(1e-15));
    assertThat(plan.masses()[1]).isEqualTo(0.5);
    assertThat(matching.totalCost())
        .isCloseTo(0.3 * 1 + 0.5 * 3 + 0.125 * 2 + 0.075 * 1, within(1e-15));
    assertThat(plan.cost()).isEqualTo(matching.totalCost());
  }

  @Test
  void classesGoToTheirNearestTargetIfNoneIsFree() {
    DoubleMatrix cost = new DoubleMatrix(4, 2, new double[] {9, 1, 1, 9, 6, 4, 3, 3});
    LabelMatching matching =
        LabelMatching.of(
            cost,
            new double[] {0.1, 0.2, 0.3, 0.4},
            new double[] {0.5, 0.5},
            new int[] {0, 1, -1, -1});
    assertThat(matching.targetOf()).containsExactly(0, 1, 1, 0);
    assertThat(matching.split()).isEmpty();
    assertThat(matching.totalCost())
        .isCloseTo(0.1 * 9 + 0.2 * 9 + 0.3 * 4 + 0.4 * 3, within(1e-15));
  }

  @Test
  void freeTargetsStayAloneIfEveryClassHasItsOwn() {
    DoubleMatrix cost = new DoubleMatrix(1, 3, new double[] {2, 1, 0});
    LabelMatching matching =
        LabelMatching.of(cost, new double[] {1}, new double[] {0.2, 0.3, 0.5}, new int[] {1});
    assertThat(matching.targetOf()).containsExactly(1);
    assertThat(matching.totalCost()).isEqualTo(1);
    assertThat(matching.split()).isEmpty();
  }

  @Test
  void withoutGivenTargetsNothingChanges() {
    DoubleMatrix cost = new DoubleMatrix(2, 3, new double[] {1, 2, 9, 9, 3, 1});
    double[] a = {0.5, 0.5};
    double[] b = {0.2, 0.4, 0.4};
    LabelMatching free = LabelMatching.of(cost, a, b);
    LabelMatching none = LabelMatching.of(cost, a, b, new int[] {-1, -1});
    assertThat(none.targetOf()).isEqualTo(free.targetOf());
    assertThat(none.totalCost()).isEqualTo(free.totalCost());
    assertThat(none.split().orElseThrow().masses()).isEqualTo(free.split().orElseThrow().masses());
  }

  @Test
  void refusesGivenTargetsThatDoNotExist() {
    DoubleMatrix cost = DoubleMatrix.zeros(2, 2);
    double[] even = {0.5, 0.5};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatching.of(cost, even, even, new int[] {0, 2}))
        .withMessage("source class 1 has target class 2 of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatching.of(cost, even, even, new int[] {-2, 0}))
        .withMessage("source class 0 has target class -2 of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatching.of(cost, even, even, new int[] {0}))
        .withMessageContaining("number of given targets must be 2, was 1");
  }
}
