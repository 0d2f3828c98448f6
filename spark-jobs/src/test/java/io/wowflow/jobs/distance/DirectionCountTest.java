package io.wowflow.jobs.distance;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.Reference;
import io.wowflow.math.mmd.GramSampling;
import io.wowflow.math.sliced.PairMeasure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionCountTest {
  /** The help of --direction-count describes the rounding. */
  @ParameterizedTest
  @CsvSource({"2, 2", "3, 3", "19, 19", "20, 20", "21, 40", "40, 40", "500, 500"})
  void directionsAboveTwentyAreRoundedUp(int asked, int used) {
    GramSampling sampling = new GramSampling(PairMeasure.SQUARED, 0, asked, 1);
    assertThat(sampling.groupCount() * sampling.directionsOfGroup()).isEqualTo(used);
    assertThat(
            Reference.options("distance").stream()
                .filter(option -> option.key().equals("direction-count"))
                .findFirst()
                .orElseThrow()
                .meaning())
        .contains("at least 2; more than 20 are rounded up to a multiple of 20");
  }
}
