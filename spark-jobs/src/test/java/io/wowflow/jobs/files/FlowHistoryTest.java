package io.wowflow.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.flow.CopyWatch;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.record.AccuracyLog;
import io.wowflow.jobs.record.CopyLog;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Convergence;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.FunctionalState;
import io.wowflow.math.wow.ClassPlan;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowHistoryTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As version 0.9 wrote it, with a key that this version does not know. */
  private static final String EARLIER =
      """
      {"kernel_parameter": 1.5, "seconds": 0.25, "classifiers": "ab12", "unknown": [1],
       "objectives": [
         {"step": 0, "objective": "0.3333333333333333", "seconds": "0.0", "state_hash": null},
         {"step": 10, "objective": "NaN", "seconds": "1.0E-5", "state_hash": "cd"}],
       "accuracies": [
         {"step": 0, "accuracy": "0.5", "nearest_of_flowed": "2.0"},
         {"step": 10, "accuracy": "0.75", "nearest_of_flowed": "1.0", "nearest_of_unseen": "3.0",
          "accuracy_deviation": "NaN"}]}
      """;

  private static final List<ObjectiveLog.Row> OBJECTIVES =
      List.of(
          new ObjectiveLog.Row(0, 1.0 / 3, 0, null),
          new ObjectiveLog.Row(10, Double.NaN, 1e-5, "cd"));

  private static final List<AccuracyLog.Row> ACCURACIES =
      List.of(
          new AccuracyLog.Row(0, 0.5, 2, Double.NaN, Double.NaN),
          new AccuracyLog.Row(10, 0.75, 1, 3, Double.NaN));

  private static Map<String, Object> parsed(String json) throws IOException {
    return JSON.readValue(json, new TypeReference<>() {});
  }

  /** Through text, as a snapshot's index goes. */
  private static Map<String, Object> read(FlowHistory history) throws IOException {
    return parsed(JSON.writeValueAsString(history.toExtras()));
  }

  @Test
  void aSnapshotOfTheVersionBefore() throws IOException {
    FlowHistory history = FlowHistory.of(parsed(EARLIER), "step=00000010");

    assertThat(history)
        .isEqualTo(
            new FlowHistory(
                1.5,
                FunctionalState.none(),
                OBJECTIVES,
                Optional.empty(),
                0.25,
                Optional.of(new FlowHistory.Evaluation("ab12", ACCURACIES)),
                Optional.empty(),
                Optional.empty()));
  }

  /** The version before reads these keys, numbers that may be NaN as text, and no others. */
  @Test
  void theFormIsThatOfTheVersionBefore() throws IOException {
    Map<String, Object> written = read(FlowHistory.of(parsed(EARLIER), "step=00000010"));

    Map<String, Object> expected = parsed(EARLIER);
    expected.remove("unknown");
    @SuppressWarnings("unchecked")
    Map<String, Object> first = (Map<String, Object>) ((List<?>) expected.get("accuracies")).get(0);
    first.put("nearest_of_unseen", "NaN");
    first.put("accuracy_deviation", "NaN");
    assertThat(written).isEqualTo(expected);
  }

  @Test
  void aFlowWithoutClassifiersAndPicturesLeavesTheirKeysOut() throws IOException {
    FlowHistory history =
        new FlowHistory(
            -0.5,
            FunctionalState.none(),
            OBJECTIVES,
            Optional.empty(),
            1e-5,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(read(history)).containsOnlyKeys("kernel_parameter", "objectives", "seconds");
    assertThat(FlowHistory.of(read(history), "")).isEqualTo(history);
  }

  @Test
  void theObjectivesOfConvergenceComeBackToTheBit() throws IOException {
    Convergence.Series series =
        new Convergence.Series(1.0 / 3, 15, List.of(0.1 + 0.2, Double.NaN, -Double.MIN_VALUE));
    FlowHistory history =
        new FlowHistory(
            1,
            FunctionalState.none(),
            List.of(),
            Optional.of(series),
            2,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(FlowHistory.of(read(history), "")).isEqualTo(history);
  }

  @Test
  void recordedStatesComeBack() throws IOException {
    LoadedDataset points =
        new LoadedDataset(
            LabelledDataset.of(
                List.of(LabelledClass.of("a", new FloatMatrix(2, 2, new float[] {1, 2, 3, 4})))),
            LabelKind.STRING,
            List.of(new long[2]),
            Optional.empty());
    RecordedStates states =
        RecordedStates.of(points, points, Optional.empty())
            .orElseThrow()
            .with(3, c -> new FloatMatrix(2, 2, new float[] {-1, 0.5f, 0, 1e-30f}));
    FlowHistory history =
        new FlowHistory(
            1,
            FunctionalState.none(),
            List.of(),
            Optional.empty(),
            2,
            Optional.empty(),
            Optional.empty(),
            Optional.of(states));

    FlowHistory back = FlowHistory.of(read(history), "");

    assertThat(back.states().orElseThrow()).usingRecursiveComparison().isEqualTo(states);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kernel_parameter | null                                | it has no kernel_parameter",
        "seconds          | null                                | it has no seconds",
        "objectives       | 3                                   | its objectives has another form",
        "objectives       | [{\"step\": 0, \"objective\": \"x\"}] | \"x\"",
        "states           | \"all\"                             | its states has another form",
      })
  void anotherFormIsRefusedWithTheSnapshotAndTheKey(String key, String value, String message)
      throws IOException {
    Map<String, Object> extras = new HashMap<>(parsed(EARLIER));
    extras.put(key, JSON.readValue(value, Object.class));

    assertThatThrownBy(() -> FlowHistory.of(extras, "out/snapshots/step=00000010"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("out/snapshots/step=00000010")
        .hasMessageContaining(message)
        .hasMessageContaining("--mode overwrite")
        .extracting(e -> ((JobException) e).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void plansComeBack() {
    for (ClassPlan plan :
        List.of(
            ClassPlan.of(new int[] {2, 0, 1}, 3),
            ClassPlan.of(
                2, new int[] {0, 1, 3}, new int[] {1, 0, 1}, new double[] {1, 0.3, 0.7}))) {
      FlowHistory history =
          new FlowHistory(
              1,
              new FunctionalState(Optional.of(plan), Optional.empty()),
              List.of(),
              Optional.empty(),
              2,
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      assertThat(FlowHistory.of(history.toExtras(), "s").functional().plan()).contains(plan);
    }
  }

  @Test
  void classWeightsComeBackToTheBit() throws IOException {
    FunctionalState weights =
        new FunctionalState(
            Optional.empty(), Optional.of(List.of(0.1 + 0.2, 1e-8 / 3, Math.nextUp(0.7), 1.0)));
    FlowHistory history =
        new FlowHistory(
            1,
            weights,
            List.of(),
            Optional.empty(),
            2,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(FlowHistory.of(read(history), "s").functional()).isEqualTo(weights);
  }

  @Test
  void copySharesComeBackAndThoseOfAnEarlierStateAreCut() throws IOException {
    List<CopyLog.Row> rows =
        List.of(
            new CopyLog.Row(0, 0.4, 0.3, 0.7, 1.25),
            new CopyLog.Row(10, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    FlowHistory history =
        new FlowHistory(
            1,
            FunctionalState.none(),
            List.of(new ObjectiveLog.Row(0, 2, 0, null), new ObjectiveLog.Row(10, 1, 0, null)),
            Optional.empty(),
            2,
            Optional.empty(),
            Optional.of(new FlowHistory.Copying(rows, 10)),
            Optional.empty());

    assertThat(FlowHistory.of(read(history), "s")).isEqualTo(history);

    FlowState state = new FlowState(0, List.of(), List.of());
    Convergence.Series series = new Convergence().series();
    FlowHistory before = history.before(new CopyWatch.Kept(state, FunctionalState.none(), series));
    assertThat(before.objectives()).isEmpty();
    assertThat(before.convergence()).contains(series);
    assertThat(before.copying()).contains(new FlowHistory.Copying(rows.subList(0, 1), 0));
  }
}
