package io.wowflow.math.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MoveADatasetTest {
  @Test
  void theExampleMovesTheSourceOntoTheTarget() {
    MoveADataset.Numbers numbers = MoveADataset.run();
    assertThat(numbers.labels()).containsExactly("near", "far");
    assertThat(numbers.classes()).isGreaterThan(5);
    assertThat(numbers.wow()).isBetween(3.0, 5.0);
    assertThat(numbers.before().standardError()).isPositive();
    assertThat(numbers.after().value()).isLessThan(0.2 * numbers.before().value());
  }
}
