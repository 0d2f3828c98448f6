package io.wowflow.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.record.ObjectiveLog.Row;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveLogTest {
  private static ObjectiveLog log(boolean withStateHash, Row... rows) {
    ObjectiveLog log = ObjectiveLog.empty(withStateHash);
    for (Row row : rows) {
      log.add(row);
    }
    return log;
  }

  @Test
  void theTextIsExact() {
    Row first = new Row(0, 1.0 / 3, 0, null);
    Row second = new Row(10, 1e-7, 12.5, "ab");
    assertThat(log(false, first, second).toCsv())
        .isEqualTo("step,objective,seconds\n0,0.3333333333333333,0.0\n10,1.0E-7,12.5\n");
    assertThat(log(true, first, second).toCsv())
        .isEqualTo(
            "step,objective,seconds,state_hash\n0,0.3333333333333333,0.0,\n10,1.0E-7,12.5,ab\n");
    assertThat(log(false).toCsv()).isEqualTo("step,objective,seconds\n");
  }

  @Property(tries = 100, seed = "1")
  void whatWasWrittenIsReadBack(@ForAll @Size(max = 20) List<Double> values) {
    ObjectiveLog log = ObjectiveLog.empty(true);
    for (int i = 0; i < values.size(); i++) {
      log.add(new Row(i * 10, values.get(i), i / 3.0, i % 2 == 0 ? null : "hash" + i));
    }
    assertThat(ObjectiveLog.parse(log.toCsv(), "x").rows()).isEqualTo(log.rows());
    assertThat(ObjectiveLog.parse(log.toCsv(), "x").toCsv()).isEqualTo(log.toCsv());
  }

  @Test
  void aResumedRunDropsTheRowsAfterItsSnapshotAndReportsItsStepOnce() {
    ObjectiveLog crashed =
        log(false, new Row(0, 3, 0, null), new Row(10, 2, 1, null), new Row(20, 1, 2, null));
    ObjectiveLog resumed = crashed.upTo(10);
    resumed.add(new Row(10, 2, 5, null));
    resumed.add(new Row(20, 1, 6, null));
    assertThat(resumed.toCsv())
        .isEqualTo("step,objective,seconds\n0,3.0,0.0\n10,2.0,5.0\n20,1.0,6.0\n");
    assertThat(crashed.rows()).hasSize(3);
    assertThat(crashed.upTo(15).rows()).hasSize(2);
  }

  @Test
  void rowsGoByStep() {
    ObjectiveLog log = log(false, new Row(10, 1, 0, null));
    assertThatThrownBy(() -> log.add(new Row(9, 1, 0, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 cannot follow 10");
    assertThatThrownBy(() -> log(false, new Row(-1, 1, 0, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "step,objective\n",
        "step,objective,seconds\n1,2\n",
        "step,objective,seconds\n1,2,3,4\n",
        "step,objective,seconds\n1,x,3\n",
        "step,objective,seconds\n1.5,2,3\n",
        "step,objective,seconds\n2,2,3\n1,2,3\n"
      })
  void aMalformedFileIsAnInvalidInputNamingIt(String csv) {
    assertThatThrownBy(() -> ObjectiveLog.parse(csv, "out/objective.csv"))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("out/objective.csv");
  }
}
