package io.wowflow.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestCheckTest {
  private static LoadedDataset line(float[]... classes) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < classes.length; c++) {
      out.add(LabelledClass.of("c" + c, new FloatMatrix(classes[c].length, 1, classes[c])));
    }
    List<long[]> ids = out.stream().map(c -> new long[c.size()]).toList();
    return new LoadedDataset(LabelledDataset.of(out), LabelKind.STRING, ids, Optional.empty());
  }

  private static RunReport.Nearest check(LoadedDataset flowed, LoadedDataset target, int... of) {
    List<String> labels = target.dataset().classes().stream().map(LabelledClass::label).toList();
    return NearestCheck.of(new FlowedDataset(flowed, LabelKind.STRING, labels, of), target, 7);
  }

  @Test
  void distancesAreToTheMatchedClassAndShotsAreCounted() {
    LoadedDataset target = line(new float[] {0, 1, 2, 4}, new float[] {100, 101});
    LoadedDataset flowed = line(new float[] {100.5f, 101.25f}, new float[] {0.25f, 0.25f, 3.5f});

    RunReport.Nearest found = check(flowed, target, 1, 0);

    assertThat(found.classes()).isEqualTo(2);
    assertThat(found.flowed()).isEqualTo(5);
    assertThat(found.targets()).isEqualTo(6);
    assertThat(found.ofTargets()).isEqualTo(6);
    // 0.25, 0.25, 0.25, 0.5, 0.5
    assertThat(found.distance()).isEqualTo(new RunReport.Quartiles(0.25, 0.25, 0.5));
    // 1, 1, 1, 2 and 1, 1
    assertThat(found.among()).isEqualTo(new RunReport.Quartiles(1, 1, 1));
    assertThat(found.used()).as("0, 4, both of the other class").isEqualTo(4);
    assertThat(found.usable()).as("three of four, and two").isEqualTo(5);
  }

  @Test
  void copiesAreAtDistanceZeroFromTheSamplesThatTheyCopy() {
    LoadedDataset target = line(new float[] {0, 1, 3});
    RunReport.Nearest found = check(target, target, 0);
    assertThat(found.distance()).isEqualTo(new RunReport.Quartiles(0, 0, 0));
    assertThat(found.used()).isEqualTo(3);
    RunReport.Nearest single = check(line(new float[] {5}), line(new float[] {2}), 0);
    assertThat(single.among()).as("a single shot has no neighbour").isNull();
    assertThat(single.distance().median()).isCloseTo(3, within(1e-12));
  }

  @Test
  void theWorkIsBoundedForManyClassesAndSamples() {
    float[] many = new float[300];
    for (int i = 0; i < many.length; i++) {
      many[i] = i;
    }
    LoadedDataset target = line(IntStream.range(0, 50).mapToObj(c -> many).toArray(float[][]::new));
    RunReport.Nearest found = check(target, target, IntStream.range(0, 50).toArray());
    assertThat(found.classes()).isEqualTo(20);
    assertThat(found.flowed()).isEqualTo(2000);
    assertThat(found.targets()).isEqualTo(6000);
    assertThat(found.usable()).isEqualTo(2000);
    assertThat(found.used()).isEqualTo(2000);
  }

  @Test
  void twoClassesThatWereMatchedWithOneShareItsSamples() {
    LoadedDataset target = line(new float[] {0, 1});
    LoadedDataset flowed = line(new float[] {0}, new float[] {1.5f});
    RunReport.Nearest found = check(flowed, target, 0, 0);
    assertThat(found.targets()).isEqualTo(2);
    assertThat(found.used()).isEqualTo(2);
    assertThat(found.usable()).isEqualTo(2);
  }
}
