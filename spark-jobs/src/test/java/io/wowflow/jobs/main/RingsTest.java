package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.transport.Wasserstein;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figure 1 of the paper: one cloud in three classes flows onto three rings. */
class RingsTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--kernel=riesz",
        "--kernel=gaussian --kernel-parameter=0.05",
        "--kernel=imq --kernel-parameter=0.05"
      })
  void everyClassArrivesOnARingOfItsOwn(String kernel) throws IOException {
    Path output = temp.resolve("rings");
    String command =
        "flow --source synthetic:rings-source --target synthetic:rings --steps 500"
            + " --stop-plateau off "
            + kernel
            + " --output "
            + output;
    CommandLines.run(command.split(" ", -1)).succeeded();

    String csv = Files.readString(output.resolve("objective.csv"));
    List<ObjectiveLog.Row> rows = ObjectiveLog.parse(csv, "objective.csv").rows();
    assertThat(rows.get(0).step()).isZero();
    assertThat(rows.get(rows.size() - 1).step()).isEqualTo(500);
    assertThat(rows.get(rows.size() - 1).objective()).isLessThan(0.01);
    LoadedDataset flowed = Readings.read(output.resolve("data"));
    LoadedDataset rings = Readings.read("synthetic:rings", ReadOptions.defaults());
    assertThat(Readings.labels(flowed)).isEqualTo(Readings.labels(rings));
    for (LabelledClass c : flowed.dataset().classes()) {
      double squared = Wasserstein.squared(c, Readings.ofLabel(rings, c.label()));
      assertThat(Math.sqrt(squared)).as("W_2 of class %s", c.label()).isLessThan(0.1);
    }
  }
}
