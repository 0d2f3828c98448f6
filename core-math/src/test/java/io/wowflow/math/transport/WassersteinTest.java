package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class WassersteinTest {
  static FloatMatrix normal(int n, int d, long seed) {
    CounterRandom random = CounterRandom.at(seed, 4, 0);
    FloatMatrix out = FloatMatrix.zeros(n, d);
    for (int e = 0; e < n * d; e++) {
      out.values()[e] = (float) random.nextGaussian();
    }
    return out;
  }

  private static LabelledClass onTheLine(float... positions) {
    return LabelledClass.of("line", new FloatMatrix(positions.length, 1, positions));
  }

  @Test
  void onTheLineSortedSamplesMeet() {
    assertThat(Wasserstein.squared(onTheLine(3, 0, 1), onTheLine(0, 5, 2)))
        .isCloseTo((0 + 1 + 4) / 3.0, within(1e-15));
    assertThat(Wasserstein.squared(onTheLine(0, 4), onTheLine(0, 1, 5, 6)))
        .isCloseTo((0 + 1 + 1 + 4) / 4.0, within(1e-15));
  }

  @Test
  void aTranslationCostsItsSquaredLength() {
    FloatMatrix samples = normal(40, 3, 1);
    FloatMatrix moved = new FloatMatrix(40, 3, samples.values().clone());
    for (int i = 0; i < 40; i++) {
      moved.values()[3 * i + 1] += 64;
    }
    // The sum is rounded to float at magnitude 64.
    assertThat(Wasserstein.squared(LabelledClass.of("a", samples), LabelledClass.of("b", moved)))
        .isCloseTo(4096, within(4096 * 1e-6));
  }

  @Test
  void aClassIsAtDistanceZeroFromItself() {
    LabelledClass even = LabelledClass.of("a", normal(50, 7, 2));
    assertThat(Wasserstein.squared(even, even)).isZero();
    double[] weights = TransportProblem.masses(50, 3, CounterRandom::nextDouble);
    LabelledClass weighted = LabelledClass.weighted("a", even.samples(), weights);
    assertThat(Wasserstein.squared(weighted, weighted)).isZero();
    assertThat(Wasserstein.squared(even, weighted)).isPositive();
  }

  @Test
  void theDistanceIsSymmetric() {
    LabelledClass mu = LabelledClass.of("a", normal(30, 5, 3));
    double[] weights = TransportProblem.masses(20, 4, r -> r.nextDouble() + 0.1);
    LabelledClass nu = LabelledClass.weighted("b", normal(20, 5, 4), weights);
    assertThat(Wasserstein.squared(mu, nu))
        .isCloseTo(Wasserstein.squared(nu, mu), Percentage.withPercentage(1e-11));
  }

  @Test
  void aRepeatedSampleIsASampleOfTwiceTheWeight() {
    FloatMatrix three = normal(3, 2, 5);
    FloatMatrix four = new FloatMatrix(4, 2, Arrays.copyOf(three.values(), 8));
    System.arraycopy(three.values(), 0, four.values(), 6, 2);
    LabelledClass other = LabelledClass.of("b", normal(6, 2, 6));
    LabelledClass weighted = LabelledClass.weighted("a", three, new double[] {2, 1, 1});
    assertThat(Wasserstein.squared(weighted, other))
        .isCloseTo(
            Wasserstein.squared(LabelledClass.of("a", four), other),
            Percentage.withPercentage(1e-11));
  }

  @Test
  void uniformClassesOfOneSizeAreAnAssignment() {
    for (int d : new int[] {1, 2, 3, 4, 9}) {
      LabelledClass mu = LabelledClass.of("a", normal(6, d, d));
      LabelledClass nu = LabelledClass.of("b", normal(6, d, d + 50));
      DoubleMatrix cost = DoubleMatrix.zeros(6, 6);
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
          for (int t = 0; t < d; t++) {
            double difference = (double) mu.samples().get(i, t) - nu.samples().get(j, t);
            cost.set(i, j, cost.get(i, j) + difference * difference);
          }
        }
      }
      assertThat(Wasserstein.squared(mu, nu))
          .isCloseTo(Permutations.leastCost(cost) / 6, within(1e-14 * d));
    }
  }

  @Test
  void farFromTheOriginSmallDistancesSurvive() {
    assertThat(Wasserstein.squared(onTheLine(1e6f, 2e6f), onTheLine(1e6f + 1, 2e6f + 1)))
        .isEqualTo(1);
  }

  @Test
  void threadsDoNotChangeABit() {
    LabelledDataset source = dataset(4, 25, 10);
    LabelledDataset target = dataset(5, 30, 20);
    DoubleMatrix one = Wasserstein.squaredBetween(source, target, 1);
    assertThat(Wasserstein.squaredBetween(source, target, 3).values())
        .containsExactly(one.values());
    assertThat(Wasserstein.squaredBetween(source, target, 100).values())
        .containsExactly(one.values());
    assertThat(one.get(3, 1)).isEqualTo(Wasserstein.squared(source.get(3), target.get(1)));
  }

  static LabelledDataset dataset(int classes, int samples, long seed) {
    return LabelledDataset.of(
        IntStream.range(0, classes)
            .mapToObj(c -> LabelledClass.of("c" + c, normal(samples, 3, seed + c)))
            .toList());
  }

  @Test
  void refusesWhatDoesNotFit() {
    LabelledClass plane = LabelledClass.of("plane", normal(2, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wasserstein.squared(onTheLine(1), plane))
        .withMessageContaining("dimension of class 'plane'")
        .withMessageContaining("must be 1, was 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Wasserstein.squaredBetween(dataset(1, 2, 1), LabelledDataset.of(List.of(plane)), 1))
        .withMessageContaining("dimension of the target");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wasserstein.squaredBetween(dataset(1, 2, 1), dataset(1, 2, 1), 0))
        .withMessageContaining("threads must be at least 1");
    LabelledDataset large = LabelledDataset.of(List.of(onTheLine(new float[50_000])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wasserstein.squaredBetween(large, large, 2))
        .withMessageContaining("draw fewer samples");
  }

  @Test
  void anInterruptedCallerGetsACancellationAndStaysInterrupted() {
    LabelledDataset data = dataset(4, 300, 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Wasserstein.squaredBetween(data, data, 1))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void afterAnInterruptNoTransportIsAtWork() throws Exception {
    // Each pair is a transport of a minute or so.
    LabelledDataset data = dataset(2, 4000, 1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                Wasserstein.squaredBetween(data, dataset(2, 4000, 2), 2);
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    caller.start();
    while (atWork().size() < 2 && caller.isAlive()) {
      Thread.sleep(5);
    }
    caller.interrupt();
    caller.join(60_000);
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(atWork()).isEmpty();
  }

  private static List<Thread> atWork() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            entry ->
                Arrays.stream(entry.getValue())
                    .anyMatch(frame -> frame.getClassName().endsWith("NetworkSimplex")))
        .map(Map.Entry::getKey)
        .toList();
  }
}
