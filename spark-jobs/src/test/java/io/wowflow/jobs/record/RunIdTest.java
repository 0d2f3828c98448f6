package io.wowflow.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
  @Test
  void anIdIsTheUtcInstantAndASuffix() {
    assertThat(RunId.create(Instant.parse("2026-11-01T09:30:15.123456Z")).value())
        .matches("20261101T093015123Z-[0-9a-f]{8}");
  }

  @Test
  void idsSortByTime() {
    Instant start = Instant.parse("2026-12-31T23:59:59.999Z");
    assertThat(RunId.create(start).value()).isLessThan(RunId.create(start.plusMillis(1)).value());
  }

  @Test
  void idsOfOneInstantDiffer() {
    Instant start = Instant.parse("2026-11-01T09:30:15Z");
    Set<RunId> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ids.add(RunId.create(start));
    }
    assertThat(ids).hasSize(100);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "7", "../x", "20261101T093015123Z-5f3a09c1/x"})
  void whatIsNoIdIsRefused(String text) {
    assertThatThrownBy(() -> new RunId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
