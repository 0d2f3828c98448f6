package io.wowflow.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.compare.TrainingPair.Relation;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.learn.LabelledSamples;
import org.junit.jupiter.api.Test;

/** Which set contains the other. */
class TrainingPairTest {
  /** Samples of one feature; class 0 below 10, class 1 from there on. */
  private static LabelledSamples samples(float... values) {
    int[] classes = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      classes[i] = values[i] < 10 ? 0 : 1;
    }
    return new LabelledSamples(new ImageShape(1, 1, 1), values, classes);
  }

  @Test
  void theContainedSamplesAreTheOwnOnesOfBoth() {
    TrainingPair pair = TrainingPair.of(samples(5, 1, 11, 2, 12), samples(2, 11));

    assertThat(pair.relation()).isEqualTo(Relation.FIRST_CONTAINS_SECOND);
    assertThat(pair.first().samples().values()).containsExactly(2, 11, 5, 1, 12);
    assertThat(pair.first().samples().classes()).containsExactly(0, 1, 0, 0, 1);
    assertThat(pair.first().own()).isEqualTo(2);
    assertThat(pair.second().samples().values()).containsExactly(2, 11);
    assertThat(pair.second().isEnlarged()).isFalse();
  }

  @Test
  void theOtherWayRound() {
    TrainingPair pair = TrainingPair.of(samples(2, 11), samples(11, 3, 2));

    assertThat(pair.relation()).isEqualTo(Relation.SECOND_CONTAINS_FIRST);
    assertThat(pair.first().isEnlarged()).isFalse();
    assertThat(pair.second().samples().values()).containsExactly(2, 11, 3);
    assertThat(pair.second().own()).isEqualTo(2);
  }

  @Test
  void copiesAreAddedSamples() {
    TrainingPair pair = TrainingPair.of(samples(1, 11, 1, 11), samples(1, 11));

    assertThat(pair.relation()).isEqualTo(Relation.FIRST_CONTAINS_SECOND);
    assertThat(pair.first().own()).isEqualTo(2);
    assertThat(pair.first().samples().values()).containsExactly(1, 11, 1, 11);
  }

  @Test
  void equalSetsHaveTheOrderOfOne() {
    TrainingPair pair = TrainingPair.of(samples(11, 1), samples(1, 11));

    assertThat(pair.relation()).isEqualTo(Relation.EQUAL);
    assertThat(pair.first()).isEqualTo(pair.second());
  }

  @Test
  void multiplicityLabelsAndSignsOfZeroCount() {
    assertThat(TrainingPair.of(samples(1, 11, 3), samples(1, 1)).relation())
        .isEqualTo(Relation.NEITHER);
    LabelledSamples other =
        new LabelledSamples(new ImageShape(1, 1, 1), new float[] {1}, new int[] {1});
    assertThat(TrainingPair.of(samples(1, 11), other).relation()).isEqualTo(Relation.NEITHER);
    assertThat(TrainingPair.of(samples(-0f, 11), samples(0f)).relation())
        .isEqualTo(Relation.FIRST_CONTAINS_SECOND);
  }
}
