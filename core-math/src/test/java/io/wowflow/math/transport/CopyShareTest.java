package io.wowflow.math.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopyShareTest {
  private static final int ALL = Integer.MAX_VALUE / 2;

  private static LabelledClass line(String label, float... values) {
    return LabelledClass.of(label, new FloatMatrix(values.length, 1, values));
  }

  private static FloatMatrix points(float... values) {
    return new FloatMatrix(values.length, 1, values);
  }

  @Test
  void aCaseThatIsComputedByHand() {
    CopyShare shares = CopyShare.of(List.of(line("a", 0, 10)), List.of(line("a", 1, 20)), 0, ALL);

    // Nearest: 0 (seen); 10 (seen); 20 (held); 0 and 1 at the same distance (one half).
    CopyShare.Result found = shares.of(points(0.1f, 9, 18, 0.5f));

    assertThat(found.share()).isEqualTo(2.5 / 4);
    // The six ways to choose the two seen ones of 0, 10, 1 and 20 give 2.5, 2, 2.5, 1.5, 2 and 1.5.
    assertThat(found.low()).isEqualTo(1.5 / 4);
    assertThat(found.high()).isEqualTo(2.5 / 4);
    assertThat(found.isAboveBand()).isFalse();
    assertThat(shares.heldCount()).isEqualTo(2);
    assertThat(shares.isDecidable()).isFalse();
  }

  @Test
  void labelsArePermutedWithinClassesOnly() {
    // Each class has one pair, and all points are nearest to the samples of the first class.
    CopyShare shares =
        CopyShare.of(
            List.of(line("a", 0), line("b", 100)), List.of(line("b", 101), line("a", 1)), 0, ALL);

    CopyShare.Result found = shares.of(points(0, 0, 0, 1));

    assertThat(found.share()).isEqualTo(0.75);
    assertThat(found.low()).isEqualTo(0.25);
    assertThat(found.high()).isEqualTo(0.75);
  }

  @Test
  void copiesHaveTheShareOneFarAboveTheBand() {
    LabelledClass seen = LabelledClass.of("a", WassersteinTest.normal(60, 5, 1));
    LabelledClass held = LabelledClass.of("a", WassersteinTest.normal(60, 5, 2));
    CopyShare shares = CopyShare.of(List.of(seen), List.of(held), 7, ALL);

    CopyShare.Result found = shares.of(seen.samples());

    assertThat(found.share()).isEqualTo(1);
    assertThat(found.high()).isBetween(0.5, 0.75);
    assertThat(found.low()).isCloseTo(1 - found.high(), within(0.1));
    assertThat(found.isAboveBand()).isTrue();
    assertThat(shares.of(held.samples()).share()).isZero();
    assertThat(shares.isDecidable()).isTrue();
  }

  @Test
  void independentPointsAreInsideTheBandInNineteenOfTwentyCases() {
    int outside = 0;
    double sum = 0;
    for (int seed = 0; seed < 40; seed++) {
      FloatMatrix drawn = WassersteinTest.normal(400, 3, 1000 + seed);
      List<LabelledClass> seen = new ArrayList<>();
      List<LabelledClass> held = new ArrayList<>();
      for (int e = 0; e < 2; e++) {
        seen.add(LabelledClass.of("c" + e, rows(drawn, 200 * e, 160)));
        held.add(LabelledClass.of("c" + e, rows(drawn, 200 * e + 160, 40)));
      }
      FloatMatrix points = WassersteinTest.normal(500, 3, 5000 + seed);
      CopyShare.Result found = CopyShare.of(seen, held, seed, ALL).of(points);
      outside += found.share() < found.low() || found.share() > found.high() ? 1 : 0;
      sum += found.share();
    }
    assertThat(outside).isBetween(0, 5);
    assertThat(sum / 40).isCloseTo(0.5, within(0.03));
  }

  private static FloatMatrix rows(FloatMatrix of, int first, int count) {
    int d = of.columns();
    return new FloatMatrix(
        count, d, Arrays.copyOfRange(of.values(), first * d, (first + count) * d));
  }

  @Test
  void agreesWithAPlainSearchAcrossTilesFarFromTheOrigin() {
    int n = 1100;
    FloatMatrix seen = shifted(WassersteinTest.normal(300, 4, 3));
    FloatMatrix held = shifted(WassersteinTest.normal(300, 4, 4));
    FloatMatrix points = shifted(WassersteinTest.normal(n, 4, 5));
    double expected = 0;
    for (int i = 0; i < n; i++) {
      double toSeen = least(points, i, seen);
      double toHeld = least(points, i, held);
      expected += toSeen < toHeld ? 1 : toSeen == toHeld ? 0.5 : 0;
    }

    CopyShare shares =
        CopyShare.of(
            List.of(LabelledClass.of("a", seen)), List.of(LabelledClass.of("a", held)), 1, ALL);

    assertThat(shares.of(points).share()).isEqualTo(expected / n);
  }

  private static FloatMatrix shifted(FloatMatrix of) {
    IntStream.range(0, of.values().length).forEach(i -> of.values()[i] += 1000);
    return of;
  }

  private static double least(FloatMatrix points, int i, FloatMatrix samples) {
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < samples.rows(); j++) {
      double sum = 0;
      for (int k = 0; k < points.columns(); k++) {
        double difference = (double) points.get(i, k) - samples.get(j, k);
        sum += difference * difference;
      }
      least = Math.min(least, sum);
    }
    return least;
  }

  @Test
  void equalSamplesOfBothKindsAreTies() {
    float[] grid = new float[40];
    for (int i = 0; i < 40; i++) {
      grid[i] = i % 4;
    }
    LabelledClass seen = line("a", grid);
    LabelledClass held = line("a", grid.clone());

    CopyShare.Result found =
        CopyShare.of(List.of(seen), List.of(held), 3, ALL).of(points(0, 1, 2, 3, 0.2f, 2.7f));

    assertThat(found.share()).isEqualTo(0.5);
    assertThat(found.low()).isEqualTo(0.5);
    assertThat(found.high()).isEqualTo(0.5);
  }

  @Test
  void thinningAndPermutationsAreKeyed() {
    LabelledClass seen = LabelledClass.of("a", WassersteinTest.normal(200, 3, 1));
    LabelledClass held = LabelledClass.of("a", WassersteinTest.normal(50, 3, 2));
    FloatMatrix points = WassersteinTest.normal(300, 3, 3);

    CopyShare.Result one = CopyShare.of(List.of(seen), List.of(held), 1, ALL).of(points);

    assertThat(CopyShare.of(List.of(seen), List.of(held), 1, ALL).of(points)).isEqualTo(one);
    assertThat(CopyShare.of(List.of(seen), List.of(held), 2, ALL).of(points)).isNotEqualTo(one);
  }

  @Test
  void asManySeenAsHeldSamplesAreCompared() {
    CounterRandom random = CounterRandom.at(0, 99, 0);
    float[] many = new float[300];
    IntStream.range(0, 300).forEach(i -> many[i] = (float) random.nextDouble());
    LabelledClass seen = line("a", many);
    CopyShare all =
        CopyShare.of(List.of(seen, line("b", 5, 6)), List.of(line("a", 1, 2, 3)), 0, ALL);
    CopyShare more = CopyShare.of(List.of(line("a", 1, 2, 3)), List.of(seen), 0, ALL);
    CopyShare bounded = CopyShare.of(List.of(seen), List.of(line("a", many.clone())), 0, 30);

    assertThat(all.heldCount()).isEqualTo(3);
    assertThat(more.heldCount()).isEqualTo(3);
    assertThat(more.held().get(0).size()).isEqualTo(3);
    assertThat(bounded.heldCount()).isEqualTo(30);
    assertThat(bounded.isDecidable()).isTrue();
  }

  @Test
  void withoutHeldSamplesOrPointsThereIsNoShare() {
    CopyShare none = CopyShare.of(List.of(line("a", 0, 1)), List.of(), 0, ALL);
    assertThat(none.of(points(1)).share()).isNaN();
    assertThat(none.of(points(1)).isAboveBand()).isFalse();
    assertThat(none.isDecidable()).isFalse();
    CopyShare some = CopyShare.of(List.of(line("a", 0, 1)), List.of(line("a", 2)), 0, ALL);
    assertThat(some.of(points()).share()).isNaN();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    List<LabelledClass> seen = List.of(line("a", 0, 1));
    List<LabelledClass> held = List.of(line("a", 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CopyShare.of(seen, List.of(line("b", 2)), 0, ALL))
        .withMessageContaining("no seen class has the label");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CopyShare.of(seen, held, 0, ALL).of(points(1, Float.NaN)))
        .withMessageContaining("point 1 is not finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CopyShare.of(seen, held, 0, ALL).of(new FloatMatrix(1, 2, new float[2])));
  }
}
