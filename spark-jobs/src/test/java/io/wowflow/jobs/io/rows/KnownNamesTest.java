package io.wowflow.jobs.io.rows;

import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownNamesTest {
  @Test
  void labelsAreFoundByTheirKnownNames() {
    assertThat(KnownNames.label(List.of("x", "class", "target"))).isEqualTo(OptionalInt.of(2));
    assertThat(KnownNames.label(List.of("y", "x", "Species"))).isEqualTo(OptionalInt.of(0));
    assertThat(KnownNames.label(List.of("Label", "label"))).isEqualTo(OptionalInt.of(1));
    assertThat(KnownNames.label(List.of("labels", "LABEL"))).isEqualTo(OptionalInt.of(1));
    assertThat(KnownNames.label(List.of("x", "quality", "my_label"))).isEmpty();
    for (String known : KnownNames.LABELS) {
      assertThat(KnownNames.label(List.of("x", known))).isEqualTo(OptionalInt.of(1));
    }
    assertThat(KnownNames.isLabel("Label")).isTrue();
    assertThat(KnownNames.isLabel("labels")).isFalse();
  }

  @Test
  void weightsHaveOneNameAndIdsAnyCapitals() {
    assertThat(KnownNames.weight(List.of("Weight", "weight"))).isEqualTo(OptionalInt.of(1));
    assertThat(KnownNames.weight(List.of("Weight", "weights"))).isEmpty();
    assertThat(KnownNames.id(List.of("ID", "x"))).isEqualTo(OptionalInt.of(0));
    assertThat(KnownNames.id(List.of("Id", "id"))).isEqualTo(OptionalInt.of(1));
    assertThat(KnownNames.id(List.of("idx"))).isEmpty();
  }

  @Test
  void columnsWithoutANameAreKnown() {
    for (String name :
        new String[] {"", " ", "Unnamed: 0", "Unnamed: 12", "Unnamed: 0.1", "...1"}) {
      assertThat(KnownNames.isUnnamed(name)).as(name).isTrue();
    }
    for (String name : new String[] {"x", "Unnamed", "0", "index"}) {
      assertThat(KnownNames.isUnnamed(name)).as(name).isFalse();
    }
    assertThat(KnownNames.isPandasIndex("__index_level_0__")).isTrue();
    assertThat(KnownNames.isPandasIndex("index")).isFalse();
  }

  @Test
  void aStarStandsForAnyCharacters() {
    assertThat(KnownNames.matches("f*", "f12")).isTrue();
    assertThat(KnownNames.matches("f*", "f")).isTrue();
    assertThat(KnownNames.matches("f*", "of")).isFalse();
    assertThat(KnownNames.matches("*", "a\nb")).isTrue();
    assertThat(KnownNames.matches("*(cm)", "sepal length (cm)")).isTrue();
    assertThat(KnownNames.matches("a.c", "abc")).isFalse();
    assertThat(KnownNames.matches("a.*", "abc")).isFalse();
    assertThat(KnownNames.matches("a*", "Ab")).isFalse();
    assertThat(KnownNames.matches("a*b", "a*b")).isTrue();
    assertThat(KnownNames.matches("\\E*", "\\Ex")).isTrue();
  }

  @Test
  void optionsNameColumnsThatAreThere() {
    List<String> names = List.of("f1", "f2", "Quality");
    assertThat(KnownNames.selected("a.csv", "--drop-columns", List.of("f*"), names).stream())
        .containsExactly(0, 1);
    assertThat(KnownNames.named("a.csv", "--label-column", "Quality", names)).isEqualTo(2);
    refusal(ExitCode.USAGE, () -> KnownNames.named("a.csv", "--label-column", "quality", names))
        .isEqualTo(
            "a.csv has no column 'quality', which --label-column names (did you mean 'Quality'?);"
                + " its columns are f1, f2, Quality");
    refusal(
            ExitCode.USAGE,
            () -> KnownNames.selected("a.csv", "--drop-columns", List.of("f1", "g*"), names))
        .startsWith("a.csv has no column 'g*', which --drop-columns names");
  }

  @Test
  void manyNamesAreListedShortly() {
    List<String> pixels = IntStream.range(0, 784).mapToObj(i -> "pixel" + i).toList();
    assertThat(KnownNames.listed(pixels))
        .startsWith("pixel0, pixel1, ")
        .endsWith(", ... pixel783 (784)")
        .hasSizeLessThan(130);
    assertThat(KnownNames.listed(List.of("a", "b"))).isEqualTo("a, b");
    assertThat(KnownNames.listed(List.of("x".repeat(500), "b".repeat(500)))).hasSizeLessThan(130);
  }

  @Test
  void refusalsNameTheRemedy() {
    assertThat(KnownNames.noLabel("a.csv", List.of("ph", "quality")))
        .hasMessage(
            "a.csv: no column is called 'label'; name the column of the labels with"
                + " --label-column NAME; the columns are ph, quality");
    assertThat(KnownNames.unnamed("a.csv", "Unnamed: 0", "the first column"))
        .hasMessage(
            "a.csv: the first column has no name and may be the index of a table: leave it out with"
                + " --drop-columns 'Unnamed: 0', or name it in the file");
  }
}
