package io.wowflow.math.sliced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.random.CounterRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DirectionsTest {

  static Stream<Directions> families() {
    return Stream.of(
        new GaussianDirections(3, 5, 70),
        new OrthonormalDirections(3, 5, 70),
        new OrthonormalDirections(3, 40, 50),
        new HadamardDirections(3, 5, 70),
        new HadamardDirections(3, 70, 300));
  }

  @ParameterizedTest
  @MethodSource("families")
  void backProjectionIsTheAdjointOfProjection(Directions directions) {
    int n = 67;
    int d = directions.dimension();
    Workspace work = new Workspace();
    float[] x = normal(d * n, 1);
    for (int b = 0; b < directions.blockCount(); b++) {
      Projector block = directions.block(4, b);
      assertThat(block.firstLeaf() * Panels.LEAF_DIRECTIONS).isEqualTo(b * directions.blockSize());
      int length = block.leaves() * n * Panels.LEAF_DIRECTIONS;
      float[] projected = new float[length];
      block.project(x, n, projected, work);
      float[] values = normal(length, 2);
      for (int i = 0; i < length; i++) {
        // Lanes past the last direction hold zeros, whichever values they are given.
        int leaf = block.firstLeaf() + i / (n * Panels.LEAF_DIRECTIONS);
        int direction = leaf * Panels.LEAF_DIRECTIONS + i % Panels.LEAF_DIRECTIONS;
        if (direction >= directions.count()) {
          assertThat(projected[i]).isZero();
        }
      }
      float[] back = new float[d * n];
      block.addBackProjection(values, n, back, work);
      assertThat(dot(x, back)).isCloseTo(dot(projected, values), within(1e-2));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void blocksDependOnSeedStepAndNumberAlone(Directions directions) {
    float[] x = normal(directions.dimension(), 1);
    int last = directions.blockCount() - 1;
    float[] once = project(directions.block(2, last), x);
    assertThat(project(directions.block(2, last), x)).containsExactly(once);
    assertThat(project(directions.block(3, last), x)).isNotEqualTo(once);
  }

  @Test
  void gaussianAndOrthonormalRowsAreUnitVectors() {
    for (Directions directions :
        new Directions[] {new GaussianDirections(1, 9, 40), new OrthonormalDirections(1, 9, 40)}) {
      for (int b = 0; b < directions.blockCount(); b++) {
        Projector block = directions.block(0, b);
        int used =
            Math.min(
                block.leaves() * Panels.LEAF_DIRECTIONS,
                40 - block.firstLeaf() * Panels.LEAF_DIRECTIONS);
        double[] squares = new double[used];
        for (int j = 0; j < 9; j++) {
          float[] unit = new float[9];
          unit[j] = 1;
          float[] row = project(block, unit);
          for (int l = 0; l < squares.length; l++) {
            squares[l] += row[l] * row[l];
          }
        }
        for (double s : squares) {
          assertThat(s).isCloseTo(1, within(1e-6));
        }
      }
    }
  }

  @Test
  void wholeBlocksKeepTheNormOfEveryPoint() {
    float[] x = normal(64, 1);
    float[] hadamard = project(new HadamardDirections(5, 64, 64).block(0, 0), x);
    assertThat(dot(hadamard, hadamard)).isCloseTo(dot(x, x), within(1e-3));
    float[] rotated = project(new OrthonormalDirections(5, 64, 64).block(0, 0), x);
    assertThat(dot(rotated, rotated)).isCloseTo(dot(x, x), within(1e-3));
  }

  /** Independent steps give independent estimates; their mean must meet the Gaussian reference. */
  @ParameterizedTest
  @CsvSource({"2,2", "3,2", "64,2", "784,2", "2,1", "3,1", "64,1", "784,1"})
  void hadamardSlicesAgreeWithTwentyThousandGaussianDirections(int d, int exponent) {
    LabelledClass mu = bar(d, 0);
    LabelledClass nu = bar(d, 1);
    double[] reference =
        estimates(exponent, 40, seed -> new GaussianDirections(seed, d, 500), mu, nu);
    double[] hadamard =
        estimates(
            exponent,
            d == 784 ? 10 : 60,
            seed -> new HadamardDirections(seed, d, HadamardDirections.size(d)),
            mu,
            nu);
    double error = Math.hypot(reference[1], hadamard[1]);
    assertThat(hadamard[0]).isCloseTo(reference[0], within(3 * error));
    assertThat(error).as("standard error, relative").isLessThan(0.05 * reference[0]);
  }

  @Test
  void badSizesAndFilesAreRefused() {
    assertThatThrownBy(() -> new OrthonormalDirections(0, 257, 1))
        .hasMessageContaining("the data have 257: use hadamard directions");
    assertThatThrownBy(() -> new GaussianDirections(0, 2, 0))
        .hasMessage("direction count must be at least 1, was 0");
    assertThatThrownBy(() -> ExplicitDirections.of(2, 1, 2, new double[] {1, 0, 0.6, 0.9}))
        .hasMessageContaining("direction 0 of set 1 has norm 1.08");
    assertThatThrownBy(() -> ExplicitDirections.of(1, 1, 2, new double[3]))
        .hasMessageContaining("must be 2, was 3");
  }

  @Test
  void stepsPastTheLastExplicitSetTakeTheLast() {
    Directions directions = ExplicitDirections.of(2, 1, 2, new double[] {1, 0, 0, 1});
    float[] point = {3, 4};
    assertThat(project(directions.block(0, 0), point)[0]).isEqualTo(3f);
    assertThat(project(directions.block(1, 0), point)[0]).isEqualTo(4f);
    assertThat(project(directions.block(9, 0), point)[0]).isEqualTo(4f);
  }

  private static double[] estimates(
      int exponent, int count, IntFunction<Directions> family, LabelledClass mu, LabelledClass nu) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = SlicedWasserstein.of(exponent, family.apply(100 + i)).power(mu, nu);
      sum += value;
      squares += value * value;
    }
    double mean = sum / count;
    double variance = Math.max(0, squares / count - mean * mean) / (count - 1);
    return new double[] {mean, Math.sqrt(variance)};
  }

  /**
   * Points on a segment along one axis: the case in which one transform with signs is not enough.
   */
  private static LabelledClass bar(int d, int axis) {
    float[] values = new float[20 * d];
    for (int i = 0; i < 20; i++) {
      values[i * d + axis] = -1 + 2f * i / 19;
    }
    return LabelledClass.of("bar", new FloatMatrix(20, d, values));
  }

  private static float[] project(Projector block, float[] point) {
    float[] out = new float[block.leaves() * Panels.LEAF_DIRECTIONS];
    block.project(point, 1, out, new Workspace());
    return out;
  }

  private static float[] normal(int length, int index) {
    CounterRandom random = CounterRandom.at(8, 1, index);
    float[] out = new float[length];
    for (int i = 0; i < length; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
