package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.io.Readings;
import io.wowflow.math.random.CounterRandom;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The classifiers linear, mlp and knn. */
class VectorClassifiersTest {
  private static final Networks NETWORKS = Networks.open();
  private static final List<String> THREE = List.of("a", "b", "c");

  private static final Fitting UNSCALED =
      Fitting.of(
          new TrainingConf.Vectors(
              TrainingConf.Scaling.NO, OptionalDouble.empty(), OptionalInt.empty()));

  /** Twelve points of the plane, four of each class. */
  private static final LabelledSamples PLANE =
      vectors(
          2,
          new int[] {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2},
          0,
          0,
          1,
          .5,
          .5,
          2,
          2,
          1,
          3,
          3,
          2.5,
          4,
          4,
          3.5,
          3,
          1.5,
          -1,
          3,
          -2,
          4,
          0,
          5,
          1,
          3.5);

  @TempDir Path folder;

  private static LabelledSamples vectors(int d, int[] classes, double... values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return new LabelledSamples(LabelledSamples.vectors(d), narrow, classes);
  }

  private static TrainingPlan plan(Architecture classifier, int steps, Fitting fitting) {
    TrainingConf.Augmentation none = TrainingConf.Augmentation.NONE;
    return new TrainingPlan(classifier, 1, steps, none, 0.5, 3, 0, fitting);
  }

  private static Classifier train(TrainingPlan plan, LabelledSamples samples, List<String> labels) {
    return NETWORKS.train(plan, TrainingSet.of(samples), labels, () -> {});
  }

  /** Normal clouds around means that are {@code apart} deviations from each other. */
  private static LabelledSamples clouds(int classes, int each, int d, double apart, long seed) {
    float[] values = new float[classes * each * d];
    int[] of = new int[classes * each];
    for (int c = 0; c < classes; c++) {
      CounterRandom mean = CounterRandom.at(99, 1000, c);
      double[] centre = new double[d];
      Arrays.setAll(centre, j -> apart * mean.nextGaussian());
      CounterRandom random = CounterRandom.at(seed, 1001, c);
      for (int i = 0; i < each; i++) {
        of[c * each + i] = c;
        for (int j = 0; j < d; j++) {
          values[(c * each + i) * d + j] = (float) (centre[j] + random.nextGaussian());
        }
      }
    }
    return new LabelledSamples(LabelledSamples.vectors(d), values, of);
  }

  private static List<String> labels(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** {@code LogisticRegression(C=1 / (0.05 * 12), tol=1e-12)} of scikit-learn 1.2.1. */
  @Test
  void linearIsTheMinimumThatScikitLearnFinds() {
    double[] weights = {-0.39489088, -1.09739029, 1.30063385, 0.28989144, -0.90574296, 0.80749885};
    double[] terms = {3.52045483, -2.58009979, -0.94035504};
    double[] scaledWeights = {
      -0.39840561, -1.2716268, 1.46164287, 0.34671735, -1.06323726, 0.92490945
    };
    double[] scaledTerms = {0.07855524, -0.104351, 0.02579576};
    assertMinimum(UNSCALED, weights, terms);
    assertMinimum(Fitting.OPEN, scaledWeights, scaledTerms);
  }

  private static void assertMinimum(Fitting fitting, double[] weights, double[] terms) {
    // Passes of one batch with all twelve.
    TrainingConf.Augmentation none = TrainingConf.Augmentation.NONE;
    Fitting given = fitting.withL2(0.05);
    TrainingPlan plan = new TrainingPlan(Architecture.LINEAR, 4000, 0, none, 0.5, 3, 0, given);
    try (Classifier linear = train(plan, PLANE, THREE)) {
      assertThat(linear.accuracy(PLANE)).isEqualTo(1);
      List<float[]> found = linear.state().weights();
      for (int i = 0; i < weights.length; i++) {
        assertThat(found.get(2)[i]).as("weight %d", i).isCloseTo((float) weights[i], within(2e-3f));
      }
      // Terms have no penalty, so they are determined up to a number common to all.
      double common = found.get(3)[0] - terms[0];
      for (int c = 0; c < terms.length; c++) {
        assertThat(found.get(3)[c] - common).as("term %d", c).isCloseTo(terms[c], within(5e-3));
      }
    }
  }

  @Test
  void featuresAreScaledByMeanAndDeviation() {
    Fitting found = Fitting.OPEN.withScale(PLANE);
    assertThat(found.mean()).containsExactly(new float[] {1.1666666f, 2.5833333f}, within(1e-6f));
    assertThat(found.factor())
        .containsExactly(new float[] {1 / 1.7118865f, 1 / 1.4976834f}, within(1e-6f));
    Fitting as = UNSCALED.withScale(PLANE);
    assertThat(as.mean()).containsExactly(0, 0);
    assertThat(as.factor()).containsExactly(1, 1);
  }

  /** Roundoff next to other features, roundoff of a large number, a constant, a small number. */
  @Test
  void featuresThatDifferByRoundoffAreOnlyCentred() {
    LabelledSamples samples =
        vectors(4, new int[] {0, 1}, 0, 1e7, 7, -1e-3, 1e-7, 1e7 + 1, 7, 1e-3);
    Fitting found = Fitting.OPEN.withScale(samples);
    assertThat(found.factor()).containsExactly(new float[] {1, 1, 1, 1000}, within(1e-3f));
    assertThat(found.mean()[2]).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 1", "5, 0", "6, 0", "100, 0"})
  void theMajorityOfTheNearestDecidesAndTiesGoToTheFirstLabel(int neighbours, int expected) {
    // Distances from 0 with their classes: 1 (a), 2 (b), 3 (b), 4 (c), 5 (a), 6 (c).
    LabelledSamples line = vectors(1, new int[] {1, 0, 2, 1, 0, 2}, 2, 1, -6, -3, -5, 4);
    Fitting given = UNSCALED.withNeighbours(neighbours);
    try (Classifier knn = train(plan(Architecture.KNN, 1, given), line, THREE)) {
      assertThat(knn.classify(vectors(1, new int[] {0}, 0))).containsExactly(expected);
    }
  }

  @Test
  void copiesOfSamplesDoNotVote() {
    LabelledSamples line = vectors(1, new int[] {0, 0, 0, 1, 1, 0, 0}, 0, 0, -0.0, 1, 2, 30, 30);
    Fitting given = UNSCALED.withNeighbours(3);
    try (Classifier knn = train(plan(Architecture.KNN, 1, given), line, THREE)) {
      assertThat(knn.classify(vectors(1, new int[] {0}, 0))).containsExactly(1);
      assertThat(knn.state().weights().get(2)).containsExactly(0, 1, 2, 30);
    }
  }

  /** Neighbours at 1e-4 of a value near 1000 are distinguished from the sample itself. */
  @Test
  void aTrainingSampleIsItsOwnNearest() {
    int count = 1300;
    float[] values = new float[count * 70];
    int[] classes = new int[count];
    Arrays.fill(values, 1000);
    for (int i = 0; i < count; i++) {
      classes[i] = i % 3;
      values[i * 70 + 69] = 1000 + i * 0x1p-13f;
    }
    LabelledSamples samples = new LabelledSamples(LabelledSamples.vectors(70), values, classes);
    Fitting given = UNSCALED.withNeighbours(1);
    try (Classifier knn = train(plan(Architecture.KNN, 1, given), samples, THREE)) {
      assertThat(knn.classify(samples)).containsExactly(classes);
    }
  }

  @Test
  void theNumberOfNeighboursIsChosenByLeavingSamplesOut() {
    // Pairs of one class far from each other: the nearest is right, the majority of five is not.
    float[] pairs = new float[24];
    int[] classes = new int[24];
    for (int i = 0; i < 24; i++) {
      pairs[i] = i / 2 * 10 + i % 2;
      classes[i] = i / 2 % 3;
    }
    LabelledSamples near = new LabelledSamples(LabelledSamples.vectors(1), pairs, classes);
    assertThat(chosen(Architecture.KNN, near).neighbours()).isEqualTo(1);
    // The same with each sample twice: a copy is not a neighbour.
    float[] twice = new float[48];
    int[] twiceOf = new int[48];
    for (int i = 0; i < 48; i++) {
      twice[i] = pairs[i % 24];
      twiceOf[i] = classes[i % 24];
    }
    LabelledSamples copies = new LabelledSamples(LabelledSamples.vectors(1), twice, twiceOf);
    assertThat(chosen(Architecture.KNN, copies).neighbours()).isEqualTo(1);
    // Overlapping clouds: five neighbours average the noise. Equally good numbers: the larger.
    assertThat(chosen(Architecture.KNN, clouds(3, 60, 3, 0.7, 1)).neighbours()).isEqualTo(5);
    assertThat(chosen(Architecture.KNN, clouds(3, 20, 3, 50, 1)).neighbours()).isEqualTo(5);
  }

  private static Fitting chosen(Architecture classifier, LabelledSamples samples) {
    TrainingPlan plan = plan(classifier, 200, Fitting.OPEN);
    TrainingPlan whole = NETWORKS.fitted(plan, samples, THREE);
    assertThat(NETWORKS.fitted(whole, samples, THREE)).isSameAs(whole);
    return whole.fitting();
  }

  @Test
  void thePenaltyIsChosenByAFifthOfEachClass() {
    // Separated clouds: all penalties are right on all samples, so the largest.
    assertThat(chosen(Architecture.LINEAR, clouds(3, 20, 3, 50, 1)).l2()).isEqualTo(0.1);
    // One sample of each class leaves none to test on: the middle.
    assertThat(chosen(Architecture.LINEAR, clouds(3, 1, 3, 50, 1)).l2()).isEqualTo(0.01);
    // A rare class at a small distance: large penalties give it up.
    float[] values = new float[100];
    int[] classes = new int[100];
    Arrays.fill(values, 90, 100, 0.5f);
    Arrays.fill(classes, 90, 100, 1);
    LabelledSamples rare = new LabelledSamples(LabelledSamples.vectors(1), values, classes);
    TrainingPlan unscaled = plan(Architecture.LINEAR, 400, UNSCALED);
    assertThat(NETWORKS.fitted(unscaled, rare, labels(2)).fitting().l2()).isEqualTo(1e-3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"LINEAR", "MLP", "KNN"})
  void aSavedClassifierGivesTheSameClasses(Architecture classifier) {
    LabelledSamples samples = clouds(3, 30, 5, 1, 1);
    LabelledSamples unseen = clouds(3, 200, 5, 1, 2);
    String file = folder.resolve("model").toString();
    try (Classifier trained = train(plan(classifier, 100, Fitting.OPEN), samples, THREE)) {
      ModelFile.write(List.of(trained.state(), trained.state()), file, new Configuration());
      for (NetworkState read : ModelFile.read(file, new Configuration())) {
        try (Classifier restored = NETWORKS.restore(read)) {
          assertThat(restored.classify(unseen)).containsExactly(trained.classify(unseen));
        }
      }
      assertThat(trained.accuracy(unseen)).isGreaterThan(0.7);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"LINEAR", "MLP", "KNN"})
  void extremeSetsAreLearnt(Architecture classifier) {
    // One feature, two samples.
    LabelledSamples two = vectors(1, new int[] {0, 1}, -1e-30, 1e-30);
    assertLearnt(classifier, two, labels(2));
    // Large values and a constant feature.
    LabelledSamples wide = vectors(2, new int[] {0, 1, 2}, -1e30, 5, 0, 5, 1e30, 5);
    assertLearnt(classifier, wide, THREE);
    // A thousand classes with one sample each.
    assertLearnt(classifier, clouds(1000, 1, 30, 10, 1), labels(1000));
  }

  private static void assertLearnt(
      Architecture classifier, LabelledSamples samples, List<String> labels) {
    Fitting nearest = Fitting.OPEN.withNeighbours(1);
    try (Classifier made = train(plan(classifier, 200, nearest), samples, labels)) {
      assertThat(made.accuracy(samples)).isGreaterThan(0.98);
      for (float[] tensor : made.state().weights()) {
        for (float value : tensor) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  /** All features constant: every class has the same sample. */
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"LINEAR", "MLP", "KNN"})
  void equalSamplesOfTwoClassesGiveTheFirst(Architecture classifier) {
    LabelledSamples same = vectors(2, new int[] {0, 1}, 3, 3, 3, 3);
    try (Classifier made = train(plan(classifier, 10, Fitting.OPEN), same, labels(2))) {
      assertThat(made.accuracy(same)).isEqualTo(0.5);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"LINEAR", "MLP", "KNN"})
  void theSameSeedGivesTheSameBits(Architecture classifier) {
    LabelledSamples samples = clouds(3, 50, 20, 1, 1);
    try (Classifier one = train(plan(classifier, 50, Fitting.OPEN), samples, THREE);
        Classifier other = train(plan(classifier, 50, Fitting.OPEN), samples, THREE)) {
      for (int t = 0; t < one.state().weights().size(); t++) {
        assertThat(one.state().weights().get(t)).containsExactly(other.state().weights().get(t));
      }
    }
  }

  @Test
  void samplesOfAnotherDimensionAreRefused() {
    try (Classifier knn =
        train(plan(Architecture.KNN, 1, Fitting.OPEN), clouds(3, 5, 4, 1, 1), THREE)) {
      assertThatThrownBy(() -> knn.classify(clouds(3, 5, 3, 1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("samples of 1x1x3 for a classifier of 1x1x4");
    }
  }

  @Test
  void classifiersOfManySamplesAreNotSaved() {
    Readings.refusal(
            ExitCode.USAGE,
            () ->
                ModelFile.checkFits(
                    Architecture.KNN, LabelledSamples.vectors(3000), 10, 100_000, 1))
        .contains("do not fit into one file", "--samples-per-class");
    ModelFile.checkFits(Architecture.KNN, LabelledSamples.vectors(3000), 10, 10_000, 5);
  }
}
