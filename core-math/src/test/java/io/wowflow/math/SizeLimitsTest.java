package io.wowflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.MixKernel;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.ClassKernel;
import io.wowflow.math.sliced.ExplicitDirections;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairKernel;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import io.wowflow.math.sliced.SlicedWasserstein;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Products of sizes that exceed an array are refused with the sizes, before anything overflows. */
class SizeLimitsTest {
  private final Workspace work = new Workspace();

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void lengthIsTheProductOrARefusalWithTheSizes() {
    assertThat(Guard.length("x")).isEqualTo(1);
    assertThat(Guard.length("x", 3, 0, 5)).isZero();
    assertThat(Guard.length("x", Integer.MAX_VALUE, Integer.MAX_VALUE, 0)).isZero();
    assertThat(Guard.length("x", 1, Guard.MAX_LENGTH)).isEqualTo(Guard.MAX_LENGTH);
    refused(() -> Guard.length("x", 2, 1L << 30), "x: 2 x 1073741824 values exceed the largest");
    refused(() -> Guard.length("x", Long.MAX_VALUE, Long.MAX_VALUE), "exceed the largest array");
    refused(() -> Guard.length("x", 3, -1), "must not be negative");
  }

  @Test
  void matrices() {
    refused(() -> FloatMatrix.zeros(70_000, 70_000), "70000 x 70000");
    refused(() -> DoubleMatrix.zeros(70_000, 70_000), "70000 x 70000");
    refused(() -> DoubleMatrix.zeros(-1, 3), "negative");
  }

  @Test
  void slicesOfAClass() {
    refused(() -> ClassKernel.of(70_000_000, null, 4), "1 x 70000000 x 32");
    refused(() -> ClassKernel.of(3, null, 70_000_000), "70000000 x 32");
    ClassKernel slices = ClassKernel.of(40_000_000, null, 1);
    Projector twoLeaves = new Leaves(2);
    PanelRow row = new PanelRow(new Panels(1, 64, 1), 0);
    refused(() -> slices.embed(new float[0], twoLeaves, row, null, work), "2 x 40000000 x 32");
    refused(
        () -> slices.addGradient(row, twoLeaves, new int[2][], new float[0], work),
        "2 x 40000000 x 32");
  }

  @Test
  void panels() {
    refused(() -> new Panels(10_000, 32, 10_000), "10000 x 10000 x 32");
    refused(() -> Panels.over(32, 70_000_000, new float[][] {{1}}), "1 x 70000000 x 32");
    assertThat(Panels.leafCount(Integer.MAX_VALUE)).isEqualTo(1 << 26);
  }

  @Test
  void directions() {
    refused(() -> new GaussianDirections(0, 70_000_000, 1), "32 x 70000000");
    refused(
        () -> ExplicitDirections.of(1 << 22, 1 << 22, 1 << 22, new double[0]),
        "4194304 x 4194304 x 4194304");
  }

  @Test
  void sumsOfPairs() {
    Interaction dense = Interaction.dense(60_000, 60_000);
    refused(
        () -> new PairKernel(60_000, dense, PairMeasure.SQUARED, false), "60000 x 120000 values");
    Interaction fewSources = Interaction.dense(20, 46_400);
    refused(
        () -> new PairKernel(20, fewSources, PairMeasure.SQUARED, true),
        "20 source classes against 46420",
        "2152960000 sums between targets");
    // Where all source classes interact, half of their pairs need no place.
    Interaction square = Interaction.dense(40_000, 10_000);
    assertThat(new PairKernel(40_000, square, PairMeasure.SQUARED, true).length())
        .isEqualTo(40_000 * 50_000 - 40_000 / 2 * 39_999 + 50_000 + 100_000_000);
    PairKernel small = new PairKernel(1, Interaction.dense(1, 1), PairMeasure.SQUARED, false);
    refused(
        () -> small.sums(0, new float[64], 1 << 30, new double[small.length()], work),
        "must hold at least 2147483648 values, has 64");
    refused(() -> PairKernel.centre(new float[64], 3, 1 << 30, work), "3221225472 values, has 64");
  }

  @Test
  void mixedQuantiles() {
    Interaction dense = Interaction.dense(1, 1);
    PairKernel pairs = new PairKernel(1, dense, PairMeasure.SQUARED, false);
    double[] total = new double[pairs.length()];
    PairSums sums = PairSums.of(pairs, total, new GaussianDirections(0, 2, 32), 1);
    double[] one = {1};
    PairWeights weights = PairWeights.of(new Kernel.Gaussian(1), sums, one, one);
    MixKernel mix = new MixKernel(weights, PairMeasure.SQUARED, null);
    refused(
        () -> mix.mix(new float[64], new float[64], 1 << 30, work), "2147483648 values, has 64");
    refused(() -> mix.mix(new float[64], new float[31], 32, work), "at least 32 values, has 31");
  }

  @Test
  void aSlicedDistance() {
    LabelledClass large = LabelledClass.of("large", unread(70_000_000, 1));
    LabelledClass small = LabelledClass.of("small", FloatMatrix.zeros(1, 1));
    SlicedWasserstein distance = SlicedWasserstein.of(2, new GaussianDirections(0, 1, 1));
    refused(() -> distance.distance(large, small), "1 x 70000000 x 32");
  }

  private static MatrixSource unread(int rows, int columns) {
    return MatrixSource.of(
        rows,
        columns,
        () -> {
          throw new AssertionError("read before the sizes were checked");
        });
  }

  /** Leaves of directions that must not be projected on. */
  private record Leaves(int leaves) implements Projector {
    @Override
    public int firstLeaf() {
      return 0;
    }

    @Override
    public void project(float[] x, int n, float[] out, Workspace work) {
      throw new AssertionError("projected");
    }

    @Override
    public void addBackProjection(float[] values, int n, float[] gradient, Workspace work) {
      throw new AssertionError("projected back");
    }
  }
}
