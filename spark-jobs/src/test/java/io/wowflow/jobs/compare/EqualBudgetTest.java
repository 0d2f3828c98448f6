package io.wowflow.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.TrainingConf.Augmentation;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.TrainingPlan;
import io.wowflow.math.random.CounterRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Comparisons of which the result is known. */
class EqualBudgetTest {
  private static final List<String> LABELS = List.of("a", "b", "c");
  private static final int DIMENSION = 8;
  private static JobContext context;

  @BeforeAll
  static void session() {
    Networks.open().start();
    context = JobContext.of(SparkTest.session());
  }

  /** Samples around three means that differ by about a deviation. */
  private static LabelledSamples samples(int count, long seed) {
    float[] values = new float[LABELS.size() * count * DIMENSION];
    int[] classes = new int[LABELS.size() * count];
    CounterRandom random = CounterRandom.at(seed, 1000, count);
    for (int i = 0; i < classes.length; i++) {
      classes[i] = i % LABELS.size();
      CounterRandom mean = CounterRandom.at(3, 1001, classes[i]);
      for (int f = 0; f < DIMENSION; f++) {
        values[i * DIMENSION + f] = (float) (0.5 * mean.nextGaussian() + random.nextGaussian());
      }
    }
    return new LabelledSamples(LabelledSamples.vectors(DIMENSION), values, classes);
  }

  private static Comparison compared(
      Architecture classifier, LabelledSamples first, LabelledSamples second, long seed) {
    TrainingPlan plan = new TrainingPlan(classifier, 1, 30, Augmentation.NONE, 0.5, seed, 0);
    return new EqualBudget(plan, 5, LABELS, samples(100, -1))
        .compare(
            new EqualBudget.Named("first", first),
            new EqualBudget.Named("second", second),
            false,
            context)
        .comparison();
  }

  private static LabelledSamples twice(LabelledSamples samples) {
    return samples.at(IntStream.range(0, 2 * samples.count()).map(i -> i / 2).toArray());
  }

  /** Two and a half per cent of such verdicts would be wrong if intervals had no margin. */
  @Test
  void ofFortyCopiesAtMostFourHelp() {
    int helps = 0;
    int equal = 0;
    for (int seed = 0; seed < 40; seed++) {
      LabelledSamples shots = samples(4, seed);
      Comparison found = compared(Architecture.LINEAR, twice(shots), shots, seed);
      assertThat(found.first().samples()).isEqualTo(24);
      assertThat(found.training().ownShare()).isEqualTo(0.5);
      helps += found.verdict() == Verdict.HELPS ? 1 : 0;
      equal += found.difference().mean() == 0 ? 1 : 0;
    }
    assertThat(helps).isLessThanOrEqualTo(4);
    // The trainings differ: the test could fail.
    assertThat(equal).isLessThan(20);
  }

  @Test
  void copiesChangeNoNeighbours() {
    LabelledSamples shots = samples(6, 1);
    Comparison found = compared(Architecture.KNN, twice(shots), shots, 1);

    assertThat(found.difference().mean()).isZero();
    assertThat(found.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void unseenSamplesOfTheSameKindHelp() {
    LabelledSamples shots = samples(2, 1);
    LabelledSamples unseen = samples(400, 2);
    int[] all = IntStream.range(0, unseen.count()).toArray();
    LabelledSamples both = followed(shots, unseen.at(all));

    Comparison found = compared(Architecture.LINEAR, both, shots, 1);

    assertThat(found.verdict()).as(found.sentence()).isEqualTo(Verdict.HELPS);
    assertThat(compared(Architecture.LINEAR, shots, both, 1).verdict()).isEqualTo(Verdict.HARMS);
  }

  private static LabelledSamples followed(LabelledSamples first, LabelledSamples second) {
    float[] values = new float[first.values().length + second.values().length];
    System.arraycopy(first.values(), 0, values, 0, first.values().length);
    System.arraycopy(second.values(), 0, values, first.values().length, second.values().length);
    int[] classes = new int[first.count() + second.count()];
    System.arraycopy(first.classes(), 0, classes, 0, first.count());
    System.arraycopy(second.classes(), 0, classes, first.count(), second.count());
    return new LabelledSamples(first.shape(), values, classes);
  }
}
