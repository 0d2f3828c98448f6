package io.wowflow.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  private static LabelledClass counting(String label, int first, int size) {
    float[] values = new float[size];
    IntStream.range(0, size).forEach(i -> values[i] = first + i);
    return LabelledClass.of(label, new FloatMatrix(size, 1, values));
  }

  private static LoadedDataset loaded(LabelledClass... classes) {
    List<LabelledClass> all = List.of(classes);
    return new LoadedDataset(
        LabelledDataset.of(all),
        LabelKind.STRING,
        all.stream().map(c -> LongStream.range(0, c.size()).toArray()).toList(),
        Optional.empty());
  }

  private static double[] values(LabelledClass c) {
    float[] values = c.samples().values();
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Test
  void theTwoPartsAreTheWholeAndTheDrawIsThatOfTheClass() {
    LabelledClass a = counting("a", 0, 50);
    LabelledClass b = counting("b", 1000, 23);

    HoldOut parts = HoldOut.of(loaded(a, b), OptionalDouble.of(0.2), 5);

    assertThat(parts.held()).extracting(LabelledClass::size).containsExactly(10, 5);
    assertThat(parts.seen().dataset().classes())
        .extracting(LabelledClass::size)
        .containsExactly(40, 18);
    double[] both =
        Arrays.stream(new LabelledClass[] {parts.held().get(0), parts.seen().dataset().get(0)})
            .flatMapToDouble(c -> Arrays.stream(values(c)))
            .sorted()
            .toArray();
    assertThat(both).isEqualTo(values(a));
    // The ids of the seen samples are theirs.
    assertThat(parts.seen().ids().get(0))
        .isEqualTo(
            Arrays.stream(values(parts.seen().dataset().get(0)))
                .mapToLong(v -> (long) v)
                .toArray());
    HoldOut alone = HoldOut.of(loaded(b), OptionalDouble.of(0.2), 5);
    assertThat(values(alone.held().get(0))).isEqualTo(values(parts.held().get(1)));
    HoldOut other = HoldOut.of(loaded(b), OptionalDouble.of(0.2), 6);
    assertThat(values(other.held().get(0))).isNotEqualTo(values(parts.held().get(1)));
  }

  @Test
  void everyClassKeepsHalfOfItsSamples() {
    HoldOut parts =
        HoldOut.of(
            loaded(counting("a", 0, 1), counting("b", 0, 2), counting("c", 0, 3)),
            OptionalDouble.of(0.5),
            0);

    assertThat(parts.held()).extracting(LabelledClass::label).containsExactly("b", "c");
    assertThat(parts.held()).extracting(LabelledClass::size).containsExactly(1, 1);
    assertThat(parts.seen().dataset().sampleCount()).isEqualTo(4);
    LoadedDataset whole = loaded(counting("a", 0, 9));
    assertThat(HoldOut.of(whole, OptionalDouble.empty(), 0).seen()).isSameAs(whole);
  }

  @Test
  void samplesThatAreReadOnDemandStayWhereTheyAre() {
    FloatMatrix all = counting("a", 0, 20).samples();
    LabelledClass lazy = LabelledClass.of("a", MatrixSource.of(20, 1, () -> all));

    HoldOut parts = HoldOut.of(loaded(lazy), OptionalDouble.of(0.2), 1);

    assertThat(parts.seen().dataset().get(0).source()).isNotInstanceOf(FloatMatrix.class);
    assertThat(values(parts.seen().dataset().get(0)))
        .isEqualTo(
            values(
                HoldOut.of(loaded(counting("a", 0, 20)), OptionalDouble.of(0.2), 1)
                    .seen()
                    .dataset()
                    .get(0)));
  }

  @Test
  void statisticsAreThoseOfTheSeenSamples() {
    LoadedDataset source = loaded(counting("s", 3, 10));
    LoadedDataset target = loaded(counting("a", 0, 40), counting("b", 100, 20));
    FlowInputs inputs = inputs(Map.of("hold-out", "0.25", "standardise", "target"), source, target);
    LoadedDataset seen = HoldOut.of(target, OptionalDouble.of(0.25), 0).seen();

    FlowInputs ofSeen = inputs(Map.of("standardise", "target"), source, seen);

    assertThat(inputs.held()).extracting(LabelledClass::size).containsExactly(10, 5);
    assertThat(inputs.normalisation().ofData()).isEqualTo(ofSeen.normalisation().ofData());
    assertThat(inputs.seenTarget().sampleCount()).isEqualTo(45);
    for (int e = 0; e < 2; e++) {
      assertThat(values(inputs.seenTarget().get(e))).isEqualTo(values(ofSeen.seenTarget().get(e)));
    }
    assertThat(inputs.normalisation().ofData())
        .isNotEqualTo(
            inputs(Map.of("standardise", "target"), source, target).normalisation().ofData());
  }

  private static FlowInputs inputs(
      Map<String, String> options, LoadedDataset source, LoadedDataset target) {
    FlowConf conf = FlowConf.of(FrameOptions.resolve("flow", options));
    return FlowInputs.of(conf, source, target, new Configuration());
  }
}
