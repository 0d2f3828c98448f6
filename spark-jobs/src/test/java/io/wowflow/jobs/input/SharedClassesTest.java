package io.wowflow.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.SamplesConf.Unmatched;
import io.wowflow.jobs.conf.Settings;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClassesTest {
  private static final List<String> PETS = List.of("cat", "dog", "fox");

  @TempDir Path folder;

  /** Classes of 2 points each; those of class c begin with 10 c. */
  private static LoadedDataset dataset(List<String> labels) {
    List<LabelledClass> classes = new ArrayList<>();
    List<long[]> ids = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      float[] values = {10 * c, 10 * c + 1, 10 * c + 2, 10 * c + 5};
      classes.add(LabelledClass.of(labels.get(c), new FloatMatrix(2, 2, values)));
      ids.add(new long[] {2L * c, 2L * c + 1});
    }
    return new LoadedDataset(LabelledDataset.of(classes), LabelKind.STRING, ids, Optional.empty());
  }

  private static SharedClasses shared(
      List<String> source, List<String> target, Unmatched unmatched) {
    return SharedClasses.of(
        new SharedClasses.NamedClasses("the source a", dataset(source).dataset()),
        new SharedClasses.NamedClasses("the target b", dataset(target).dataset()),
        unmatched);
  }

  @Test
  void classesWithoutACounterpartStayToBeAssigned() {
    SharedClasses shared = shared(PETS, List.of("ant", "fox", "dog"), Unmatched.ASSIGN);

    assertThat(shared.labels().targetOf()).containsExactly(-1, 2, 1);
    assertThat(shared.sources()).containsExactly(0, 1, 2);
    assertThat(shared.targets()).containsExactly(0, 1, 2);
    assertThat(shared.unmatchedSources()).isEqualTo(1);
    assertThat(shared.unmatchedTargets()).isEqualTo(1);
    assertThat(shared.notices())
        .containsExactly(
            "1 class of the source a has a label that the target b does not have: 'cat'",
            "1 class of the target b has a label that the source a does not have: 'ant'");
  }

  @Test
  void classesWithoutACounterpartAreLeftOut() {
    SharedClasses shared = shared(PETS, List.of("ant", "fox", "dog"), Unmatched.DROP);

    assertThat(shared.sources()).containsExactly(1, 2);
    assertThat(shared.targets()).containsExactly(1, 2);
    assertThat(shared.labels().targetOf()).containsExactly(1, 0);
    assertThat(shared.unmatchedSources()).isEqualTo(1);
    assertThat(shared.notices()).hasSize(2).allMatch(notice -> notice.endsWith("'; left out"));
  }

  @Test
  void classesWithoutACounterpartAreRefused() {
    Readings.refusal(
            ExitCode.INPUT, () -> shared(PETS, List.of("ant", "fox", "dog"), Unmatched.REFUSE))
        .isEqualTo(
            "1 class of the source a has a label that the target b does not have: 'cat'; 1 class of"
                + " the target b has a label that the source a does not have: 'ant': give"
                + " --unmatched assign to match them by transport, or --unmatched drop to leave"
                + " them out");
    assertThat(shared(PETS, List.of("fox", "dog", "cat"), Unmatched.REFUSE).notices()).isEmpty();
  }

  @Test
  void ofManyClassesTheFirstTenAreNamed() {
    List<String> many = IntStream.range(10, 23).mapToObj(i -> "c" + i).toList();
    assertThat(shared(many, List.of("c10"), Unmatched.ASSIGN).notices())
        .containsExactly(
            "12 classes of the source a have labels that the target b does not have: 'c11', 'c12',"
                + " 'c13', 'c14', 'c15', 'c16', 'c17', 'c18', 'c19', 'c20' and 2 more");
  }

  @Test
  void datasetsWithoutACommonLabelAreRefused() {
    Readings.refusal(
            ExitCode.INPUT,
            () -> shared(List.of("0", "1", "2", "3"), List.of("cat"), Unmatched.ASSIGN))
        .isEqualTo(
            "--labels shared needs a label that both datasets have, but the labels of the source a"
                + " are '0', '1', '2' and 1 more, those of the target b are 'cat': name the column"
                + " of the labels (--label-column), or leave --labels shared out, which matches"
                + " classes by transport");
    Readings.refusal(
            ExitCode.INPUT, () -> shared(List.of("0", "1"), List.of("0.0", "1.0"), Unmatched.DROP))
        .endsWith(
            "those of the target b are '0.0', '1.0': they are equal as numbers, but labels are"
                + " compared as texts; write both alike");
  }

  @Test
  void keptClassesHaveTheirShareOfTheWeight() {
    List<LabelledClass> classes = dataset(PETS).dataset().classes();
    LabelledDataset weighted = LabelledDataset.weighted(classes, new double[] {2, 1, 1});
    assertThat(SharedClasses.kept(weighted, List.of(0, 1, 2))).isSameAs(weighted);
    assertThat(SharedClasses.kept(weighted, List.of(1, 2)).classWeights()).containsExactly(.5, .5);
    LabelledDataset two = SharedClasses.kept(weighted, List.of(0, 2));
    assertThat(two.classWeight(0)).isEqualTo(2 * two.classWeight(1));
    assertThat(two.get(1).label()).isEqualTo("fox");
    // As a dataset of these classes has them, to the last bit.
    List<String> six = List.of("a", "b", "c", "d", "e", "f");
    assertThat(SharedClasses.kept(dataset(six).dataset(), List.of(0, 1, 2)).classWeight(0))
        .isEqualTo(1.0 / 3);
  }

  private FlowInputs inputs(List<String> source, List<String> target, Map<String, String> options) {
    Map<String, String> given = new HashMap<>(options);
    given.putAll(Map.of("source", "a", "target", "b", "output", "o", "labels", "shared"));
    return FlowInputs.of(
        FlowConf.of(Settings.resolve("flow", given, Optional.empty())),
        dataset(source),
        dataset(target),
        new Configuration());
  }

  @Test
  void aFlowSeesTheIndexOfTheTargetClassOfTheSameLabel() {
    FlowInputs inputs = inputs(PETS, List.of("ant", "fox", "dog"), Map.of());
    assertThat(inputs.shared().orElseThrow().targetOf()).containsExactly(-1, 2, 1);
    assertThat(inputs.notices()).anyMatch(notice -> notice.contains("source a has a label"));
  }

  /** Also class weights from a file are those of a dataset without these classes. */
  @Test
  void aFlowWithoutClassesIsThatOfDatasetsWithoutThem() throws IOException {
    Path weights = folder.resolve("weights.json");
    Files.writeString(weights, "{\"source\": {\"cat\": 7, \"dog\": 1, \"fox\": 3}}");
    Map<String, String> options =
        Map.of("unmatched", "drop", "class-weights", weights.toString(), "standardise", "pooled");
    FlowInputs dropped = inputs(PETS, List.of("ant", "fox", "dog"), options);

    assertThat(Readings.labels(dropped.source())).containsExactly("dog", "fox");
    assertThat(Readings.labels(dropped.target())).containsExactly("fox", "dog");
    assertThat(dropped.source().ids()).containsExactly(new long[] {2, 3}, new long[] {4, 5});
    assertThat(dropped.shared().orElseThrow().targetOf()).containsExactly(1, 0);
    assertThat(dropped.seenSource().classWeights()).containsExactly(0.25, 0.75);
    assertThat(dropped.seenTarget().classWeights()).containsExactly(0.5, 0.5);
    // Statistics of the classes that are left out do not count.
    double sum = 0;
    for (LabelledDataset seen : List.of(dropped.seenSource(), dropped.seenTarget())) {
      for (LabelledClass each : seen.classes()) {
        sum += each.samples().get(0, 0) + each.samples().get(1, 0);
      }
    }
    assertThat(Math.abs(sum)).isLessThan(1e-5);
  }
}
