package io.wowflow.jobs.distance;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicedGramTest {
  /** As the help of --direction-count says. */
  @ParameterizedTest
  @CsvSource({"2, 2", "3, 3", "19, 19", "20, 20", "21, 40", "40, 40", "500, 500"})
  void directionsAboveTwentyAreRoundedUp(int asked, int used) {
    SlicedGram.Settings settings = new SlicedGram.Settings(0, asked, 1);
    assertThat(settings.groups() * settings.ofGroup()).isEqualTo(used);
    assertThat(
            Reference.options("distance").stream()
                .filter(option -> option.key().equals("direction-count"))
                .findFirst()
                .orElseThrow()
                .meaning())
        .contains("at least 2; more than 20 are rounded up to a multiple of 20");
  }
}
