package io.wowflow.math.sliced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.internal.Workspace;
import io.wowflow.math.random.CounterRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of one leaf against differences in double, across the borders of tiles and blocks. */
class PairKernelTest {
  private static final int LEVELS = 9;
  private static final int COLUMNS = LEVELS * Panels.LEAF_DIRECTIONS;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "3, 3, 40, 40",
    "33, 33, 31, 31",
    "130, 130, 5, 7",
    "270, 270, 140, 140",
    "270, 20, 11, 60",
    "40, 39, 1, 3"
  })
  void sumsAreSquaredAndAbsoluteDifferences(int c, int s, int t, int all) {
    float[] leaf = values((c + t) * COLUMNS);
    // One class has all but arrived at another: their Gram difference keeps no digit.
    for (int k = 0; k < COLUMNS; k++) {
      leaf[c * COLUMNS + k] = leaf[k] + 1e-5f;
    }
    Interaction interaction = new Interaction(some(s, c), some(t, all));
    for (PairMeasure measure : PairMeasure.values()) {
      for (boolean withTargets : new boolean[] {false, true}) {
        check(leaf, new PairKernel(c, interaction, measure, withTargets), withTargets);
      }
    }
  }

  private static void check(float[] leaf, PairKernel block, boolean withTargets) {
    double[] out = new double[block.length()];
    block.sums(0, leaf, COLUMNS, out, new Workspace());
    GaussianDirections directions = new GaussianDirections(1, 5, Panels.LEAF_DIRECTIONS);
    PairSums sums = PairSums.of(block, out, directions, LEVELS);
    int count = sums.sourceCount();
    int[] sources = sums.interaction().sources();
    int targets = sums.interaction().targets().length;
    for (int c = 0; c < count; c++) {
      for (int j = 0; j < sources.length; j++) {
        close(sums.toSource(c, j), leaf, c, sources[j], block.measure());
      }
      for (int e = 0; e < targets; e++) {
        close(sums.toTarget(c, e), leaf, c, count + e, block.measure());
      }
    }
    for (int e = 0; withTargets && e < targets; e++) {
      for (int f = 0; f < targets; f++) {
        close(sums.betweenTargets(e, f), leaf, count + e, count + f, block.measure());
      }
    }
  }

  private static void close(double actual, float[] leaf, int x, int y, PairMeasure measure) {
    double sum = 0;
    for (int k = 0; k < COLUMNS; k++) {
      double difference = (double) leaf[x * COLUMNS + k] - leaf[y * COLUMNS + k];
      sum += measure == PairMeasure.SQUARED ? difference * difference : Math.abs(difference);
    }
    double expected = sum / COLUMNS;
    assertThat(actual).as("rows %s and %s", x, y).isCloseTo(expected, within(1e-5 * expected));
  }

  private static int[] some(int count, int of) {
    return count == of
        ? Interaction.dense(of, of).sources()
        : CounterRandom.at(4, 4, of).sample(of, count);
  }

  private static float[] values(int length) {
    CounterRandom random = CounterRandom.at(3, 1, length);
    float[] out = new float[length];
    for (int i = 0; i < length; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }
}
