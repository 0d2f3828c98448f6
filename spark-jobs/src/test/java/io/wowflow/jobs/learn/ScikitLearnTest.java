package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.io.Readings;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accuracies of scikit-learn on Banking77: 10003 texts of 77 intents to train on, 3080 to test. */
class ScikitLearnTest {
  private static final Networks NETWORKS = Networks.open();
  private static final int ALL = Integer.MAX_VALUE;

  /** {@code LogisticRegression(C=10)} on standardised features: 0.931. */
  @Test
  void linearAgreesOnBanking77() {
    Fitting given = Fitting.OPEN.withL2(4e-3);
    assertThat(accuracy(plan(Architecture.LINEAR, given), ALL)).isCloseTo(0.931, within(0.005));
  }

  /** {@code KNeighborsClassifier(5)} on standardised features, first ten of each class: 0.918. */
  @Test
  void fiveNeighboursAgreeOnBanking77() {
    Fitting given = Fitting.OPEN.withNeighbours(5);
    assertThat(accuracy(plan(Architecture.KNN, given), 10)).isCloseTo(0.918, within(0.005));
  }

  private static TrainingPlan plan(Architecture classifier, Fitting given) {
    TrainingConf.Augmentation none = TrainingConf.Augmentation.NONE;
    return new TrainingPlan(classifier, 10, 0, none, 0.5, 0, 0, given);
  }

  private static double accuracy(TrainingPlan plan, int testedOfClass) {
    LabelledDataset train = read("train.npz");
    List<String> labels = train.classes().stream().map(LabelledClass::label).toList();
    LabelledSamples seen = samples(train, labels);
    LabelledSamples unseen = samples(read("test.npz"), labels);
    int[] met = new int[labels.size()];
    int[] tested =
        IntStream.range(0, unseen.count())
            .filter(i -> met[unseen.classes()[i]]++ < testedOfClass)
            .toArray();
    try (Classifier made = NETWORKS.train(plan, TrainingSet.of(seen), labels, () -> {})) {
      return made.accuracy(unseen.at(tested));
    }
  }

  private static LabelledSamples samples(LabelledDataset dataset, List<String> labels) {
    return LabelledSamples.of(
        dataset, LabelledSamples.vectors(dataset.dimension()), labels, "Banking77");
  }

  private static LabelledDataset read(String file) {
    return Readings.read(Needs.dataSet("Banking77").resolve(file)).dataset();
  }
}
