package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharedLabelsTest {
  @Test
  void namesTheClassOfTheSameLabelAndTheClassesWithout() {
    SharedLabels shared =
        SharedLabels.of(List.of("cat", "3", "dog", "03"), List.of("dog", "fox", "3", "3.0"));
    assertThat(shared.targetOf()).containsExactly(SharedLabels.NONE, 2, 0, SharedLabels.NONE);
    assertThat(shared.count()).isEqualTo(2);
    assertThat(shared.unmatchedSources()).containsExactly(0, 3);
    assertThat(shared.unmatchedTargets()).containsExactly(1, 3);
  }

  @Test
  void theResultCannotBeModified() {
    SharedLabels shared = SharedLabels.of(List.of("a"), List.of("a"));
    shared.targetOf()[0] = 7;
    assertThat(shared).isEqualTo(SharedLabels.of(List.of("a"), List.of("a")));
    assertThat(shared).isNotEqualTo(SharedLabels.of(List.of("a"), List.of("a", "b")));
    assertThat(shared).isNotEqualTo(SharedLabels.of(List.of("b"), List.of("a")));
  }

  @Test
  void refusesALabelOfTwoClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedLabels.of(List.of("a", "a"), List.of("a")))
        .withMessage("label 'a' belongs to two source classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedLabels.of(List.of("a"), List.of("b", "b")))
        .withMessage("label 'b' belongs to two target classes");
  }
}
