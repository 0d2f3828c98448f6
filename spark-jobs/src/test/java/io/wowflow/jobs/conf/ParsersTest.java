package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParsersTest {
  private static final List<Function<String, ?>> ALL =
      List.of(
          Parsers.POSITIVE,
          Parsers.FINITE,
          Parsers.LONG,
          Parsers.FLAG,
          Parsers.integer(0),
          Parsers.choice(EngineConf.Engine.class),
          Parsers::duration,
          DescentConf.Clip::parse,
          DescentConf.Normalise::parse,
          ImageSize::parse,
          ImageShape::parse,
          OrFile.parser(DirectionsConf.Kind.class, ".npy"));

  @Property
  void anyTextIsReadOrRefusedWithWhatWasExpected(@ForAll String text) {
    for (Function<String, ?> parser : ALL) {
      try {
        assertThat(parser.apply(text)).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Property
  void integersFromTheLeastOn(@ForAll int value, @ForAll int least) {
    if (value >= least) {
      assertThat(Parsers.integer(least).apply(Integer.toString(value))).isEqualTo(value);
    } else {
      assertThatThrownBy(() -> Parsers.integer(least).apply(Integer.toString(value)))
          .hasMessageContaining(Integer.toString(least));
    }
  }

  @Property
  void longs(@ForAll long value) {
    assertThat(Parsers.LONG.apply(Long.toString(value))).isEqualTo(value);
  }

  @Property
  void durations(@ForAll @IntRange(min = 1, max = 999_999_999) int amount) {
    assertThat(Parsers.duration(amount + "s")).isEqualTo(Duration.ofSeconds(amount));
    assertThat(Parsers.duration(amount + "m")).isEqualTo(Duration.ofMinutes(amount));
    assertThat(Parsers.duration(amount + "h")).isEqualTo(Duration.ofHours(amount));
    assertThat(Parsers.duration(amount + "d")).isEqualTo(Duration.ofDays(amount));
  }

  @Property
  void theTextOfAValueReadsBackAsTheValue(
      @ForAll @IntRange(min = -999, max = 999) int low,
      @ForAll @IntRange(min = 1, max = 999) int width) {
    var clip = new DescentConf.Clip(low / 7.0, (low + width) / 7.0);
    var shape = new ImageShape(width, width + 1, width + 2);
    var normalise = new DescentConf.Normalise(List.of(low / 7.0, 1.0), List.of(width / 7.0, 2.0));

    assertThat(DescentConf.Clip.parse(clip.toString())).isEqualTo(clip);
    assertThat(ImageShape.parse(shape.toString())).isEqualTo(shape);
    assertThat(DescentConf.Normalise.parse(normalise.toString())).isEqualTo(normalise);
  }

  @ParameterizedTest
  @CsvSource({"stpes, steps", "step, steps", "momentm, momentum"})
  void nearest(String name, String expected) {
    List<String> known = List.of("steps", "momentum", "kernel");

    assertThat(Parsers.nearest(name, known)).contains(expected);
    assertThat(Parsers.nearest("something", known)).isEqualTo(Optional.empty());
  }
}
