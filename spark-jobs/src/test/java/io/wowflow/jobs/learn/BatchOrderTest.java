package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.TrainingConf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The samples of the batches. */
class BatchOrderTest {
  private static TrainingPlan plan(int steps, double share) {
    return new TrainingPlan(
        Architecture.CNN, 3, steps, TrainingConf.Augmentation.NONE, share, 5, 0);
  }

  private static TrainingSet set(int own, int all) {
    return new TrainingSet(
        new LabelledSamples(new ImageShape(1, 1, 1), new float[all], new int[all]), own);
  }

  private static int[] range(int start, int end) {
    return IntStream.range(start, end).toArray();
  }

  private static int[] sorted(int[] places) {
    int[] out = places.clone();
    Arrays.sort(out);
    return out;
  }

  @Test
  void aPassUsesEverySampleOnce() {
    BatchOrder order = new BatchOrder(plan(0, 0.5), set(100, 100));

    assertThat(order.batch(0)).hasSize(64);
    assertThat(order.batch(1)).hasSize(36);
    for (long step = 0; step < 6; step += 2) {
      int[] both =
          IntStream.concat(Arrays.stream(order.batch(step)), Arrays.stream(order.batch(step + 1)))
              .toArray();
      assertThat(sorted(both)).isEqualTo(range(0, 100));
    }
    assertThat(order.batch(0)).isNotEqualTo(order.batch(2));
  }

  @Test
  void stepsHaveFullBatches() {
    BatchOrder few = new BatchOrder(plan(7, 0.5), set(10, 10));
    int[] uses = new int[10];
    for (int step = 0; step < 7; step++) {
      assertThat(few.batch(step)).hasSize(64);
      Arrays.stream(few.batch(step)).forEach(i -> uses[i]++);
    }
    // 448 places, 10 samples: each is used 44 or 45 times.
    assertThat(Arrays.stream(uses).filter(n -> n != 44 && n != 45)).isEmpty();
  }

  @Test
  void aFixedShareIsFromTheOwnSamples() {
    for (double share : new double[] {0.25, 0.5, 0.99, 0.001}) {
      BatchOrder order = new BatchOrder(plan(50, share), set(10, 400));
      int expected = Math.max(1, Math.min(63, (int) Math.round(64 * share)));
      List<Integer> added = new ArrayList<>();
      for (int step = 0; step < 50; step++) {
        int[] batch = order.batch(step);
        assertThat(batch).hasSize(64);
        assertThat(Arrays.stream(batch).filter(i -> i < 10).count()).isEqualTo(expected);
        Arrays.stream(batch).filter(i -> i >= 10).forEach(added::add);
      }
      int once = Math.min(390, added.size());
      assertThat(added.subList(0, once)).doesNotHaveDuplicates();
    }
  }

  @Test
  void addedSamplesHaveAnOrderOfTheirOwn() {
    int[] batch = new BatchOrder(plan(1, 0.5), set(32, 64)).batch(0);

    int[] own = Arrays.copyOfRange(batch, 0, 32);
    int[] added = Arrays.stream(batch).skip(32).map(i -> i - 32).toArray();
    assertThat(sorted(own)).isEqualTo(range(0, 32));
    assertThat(sorted(added)).isEqualTo(range(0, 32));
    assertThat(own).isNotEqualTo(added);
  }
}
