package io.wowflow.jobs.report;

import static io.wowflow.jobs.report.Reports.dataset;
import static io.wowflow.jobs.report.Reports.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordedStatesTest {
  private static final Optional<ImageShape> GREY = Optional.of(new ImageShape(2, 2, 1));

  private static List<String> labels(int count) {
    return IntStream.range(0, count).mapToObj(c -> "c" + (1000 + c)).toList();
  }

  private static List<Integer> steps(RecordedStates states) {
    return states.frames().stream().map(RecordedStates.Frame::step).toList();
  }

  @Test
  void imagesBecomeBytes() {
    RecordedStates states = Reports.states(labels(2), GREY);
    assertThat(states.isImages()).isTrue();
    RecordedStates with =
        RecordedStates.of(
                dataset(labels(1), 1, 4, GREY), dataset(labels(1), 1, 4, GREY), Optional.empty())
            .orElseThrow()
            .with(3, c -> new FloatMatrix(1, 4, new float[] {-1, 0.2f, 1, 7}));
    assertThat(with.frames().get(0).values()).containsExactly(0, 51, 255, 255);
    assertThat(with.targetValues()).containsExactly(0, 64, 128, 191);
  }

  @Test
  void pointsKeepTheirBits() {
    LoadedDataset plane = dataset(labels(1), 2, 2, Optional.empty());
    RecordedStates states =
        RecordedStates.of(plane, plane, Optional.empty())
            .orElseThrow()
            .with(0, c -> matrix(2, 2, -3.25f));
    ByteBuffer in = ByteBuffer.wrap(states.frames().get(0).values()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.getFloat()).isEqualTo(-3.25f);
    assertThat(in.getFloat()).isEqualTo(-3f);
    assertThat(in.capacity()).isEqualTo(16);
  }

  @Test
  void vectorsAreRecordedInThePlaneWhereTheTargetVariesMost() {
    LoadedDataset cube = dataset(labels(2), 5, 3, Optional.empty());
    PrincipalPlane plane = PrincipalPlane.of(cube, cube).orElseThrow();
    RecordedStates states =
        RecordedStates.of(cube, cube, Optional.of(plane))
            .orElseThrow()
            .with(4, label -> plane.project(cube.dataset().get(0).samples()));
    assertThat(states.axes().dimension()).isEqualTo(3);
    // All samples are on one line.
    assertThat(states.axes().first()).isCloseTo(1, within(1e-6));
    assertThat(states.axes().second()).isCloseTo(0, within(1e-6));
    assertThat(states.targetValues()).hasSize(2 * 5 * 8);
    byte[] first = Arrays.copyOf(states.targetValues(), 40);
    assertThat(Arrays.copyOf(states.frames().get(0).values(), 40)).isEqualTo(first);
  }

  @Test
  void samplesOfOneValueAreNotRecorded() {
    LoadedDataset line = dataset(labels(1), 2, 1, Optional.empty());
    assertThat(PrincipalPlane.of(line, line)).isEmpty();
    assertThat(RecordedStates.of(line, line, Optional.empty())).isEmpty();
    LoadedDataset images = dataset(labels(1), 2, 4, GREY);
    assertThat(PrincipalPlane.of(images, images)).as("images are shown as they are").isEmpty();
  }

  @Test
  void ofManyClassesOfImagesSomeAreRecordedWithTheirMatchedTargets() {
    LoadedDataset many = dataset(labels(1000), 4, 4, GREY);
    RecordedStates states = RecordedStates.of(many, many, Optional.empty()).orElseThrow();
    assertThat(states.particles()).hasSize(60).allMatch(group -> group.count() == 3);
    assertThat(states.particles().get(0).label()).isEqualTo("c1000");
    assertThat(states.particles().get(59).label()).isEqualTo("c1999");
    RecordedStates matched = states.withMatched(Set.of("c1007", "c1999"), many);
    assertThat(matched.targets())
        .containsExactly(
            new RecordedStates.Group("c1007", 4), new RecordedStates.Group("c1999", 4));
    assertThat(matched.targetValues()).hasSize(2 * 4 * 4);
  }

  @Test
  void theRecordStaysSmallWhateverFlows() {
    Optional<ImageShape> large = Optional.of(new ImageShape(96, 192, 3));
    LoadedDataset images = dataset(labels(30), 12, large.get().dimension(), large);
    RecordedStates states = RecordedStates.of(images, images, Optional.empty()).orElseThrow();
    assertThat(states.shape()).isEqualTo(new ImageShape(32, 64, 3));
    assertThat(states.particles()).hasSize(30).allMatch(group -> group.count() == 1);
    LoadedDataset plane = dataset(labels(100), 50, 2, Optional.empty());
    states = RecordedStates.of(plane, plane, Optional.empty()).orElseThrow();
    assertThat(states.particles()).hasSize(100).allMatch(group -> group.count() == 30);
    LoadedDataset manyClasses = dataset(labels(4000), 1, 2, Optional.empty());
    assertThat(
            RecordedStates.of(manyClasses, manyClasses, Optional.empty()).orElseThrow().particles())
        .hasSize(3000);
    LoadedDataset small = dataset(labels(3), 40, 4, GREY);
    assertThat(RecordedStates.of(small, small, Optional.empty()).orElseThrow().particles())
        .allMatch(group -> group.count() == 10);
  }

  @Test
  void ofAStateThatIsLargeTwentyClassesAreRecorded() {
    List<LabelledClass> classes = new ArrayList<>();
    for (String label : labels(30)) {
      // 60 million values that no one may read.
      MatrixSource samples =
          MatrixSource.of(
              1_000_000,
              2,
              () -> {
                throw new AssertionError("the source is not read for a record without steps");
              });
      classes.add(LabelledClass.of(label, samples));
    }
    LoadedDataset large =
        new LoadedDataset(
            LabelledDataset.of(classes), LabelKind.STRING, List.of(), Optional.empty());
    LoadedDataset target = dataset(labels(30), 2, 2, Optional.empty());
    assertThat(RecordedStates.of(large, target, Optional.empty()).orElseThrow().particles())
        .hasSize(20)
        .allMatch(group -> group.count() == 150);
  }

  @Test
  void atMostTwelveStepsAreKeptWithFirstAndLast() {
    RecordedStates states = Reports.states(labels(1), GREY);
    assertThat(steps(states)).hasSize(12).startsWith(0, 1, 4).endsWith(100, 121);
    RecordedStates more = states.with(130, c -> matrix(5, 4, 0));
    assertThat(steps(more)).hasSize(12).startsWith(0).endsWith(130).doesNotContain(121);
    assertThat(more.with(130, c -> matrix(5, 4, 1))).isSameAs(more);
    for (int step = 200; step < 20_000; step += 100) {
      more = more.with(step, c -> matrix(5, 4, 0));
    }
    assertThat(steps(more)).hasSize(12).startsWith(0).endsWith(19_900).isSorted();
  }

  @Test
  void theRecordSurvivesFiles() {
    RecordedStates states = Reports.states(List.of("<script>", "b"), GREY);
    RunReport report = Reports.finished(List.of("<script>", "b"), states);
    RunReport back =
        RunReport.parse(report.toJson().getBytes(StandardCharsets.UTF_8), "report.json");
    assertSame(back.states(), states);
    assertThat(back.toJson()).isEqualTo(report.toJson());
  }

  private static void assertSame(RecordedStates actual, RecordedStates expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }
}
