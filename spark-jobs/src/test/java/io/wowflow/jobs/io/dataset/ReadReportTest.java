package io.wowflow.jobs.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadReportTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0 to 1",
    "-0.25, 2.5, -0.25 to 2.5",
    "1700000000, 1700000275, 1700000000 to 1700000275",
    "0.1, 1000000, 0.1 to 1000000",
    "-3.4567891e38, 1e-30, -3.45679E+38 to 1E-30",
    "5, 5, 5 to 5"
  })
  void aRangeHasTheDigitsThatTellItsEndsApart(double low, double high, String text) {
    assertThat(new ReadReport.Values(low, high)).hasToString(text);
  }

  @Test
  void theLineHasEverything() {
    ReadReport report =
        ReadReport.of("csv", "column 'y' (a known name)", "columns a to c")
            .withSplit(Optional.of(new Split("dev")))
            .withWeight(Optional.of("column 'weight'"))
            .withId(Optional.of("column 'id'"))
            .withValues(new ReadReport.Values(1, 3))
            .withLeftOut(List.of("column 'name'"))
            .withNotice("look");
    LabelledDataset one =
        LabelledDataset.of(List.of(LabelledClass.of("k", new FloatMatrix(1, 3, new float[3]))));
    LoadedDataset loaded =
        new LoadedDataset(one, LabelKind.STRING, List.of(new long[1]), Optional.empty())
            .withReport(report);

    assertThat(loaded.line())
        .isEqualTo(
            "csv, split dev; labels from column 'y' (a known name); 3 features from columns a to c;"
                + " weights from column 'weight'; ids from column 'id'; 1 class, 1 sample, values 1"
                + " to 3; left out: column 'name'");
    assertThat(report.toMap())
        .containsEntry("split", "dev")
        .containsEntry("values", List.of(1.0, 3.0))
        .containsEntry("notices", List.of("look"));
  }
}
