package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "0, step, 0 steps",
    "1, step, 1 step",
    "2, step, 2 steps",
    "1, class, 1 class",
    "12, class, 12 classes",
    "10000000000, sample, 10000000000 samples"
  })
  void onlyOneIsSingular(long count, String noun, String text) {
    assertThat(Amount.of(count, noun)).isEqualTo(text);
  }
}
