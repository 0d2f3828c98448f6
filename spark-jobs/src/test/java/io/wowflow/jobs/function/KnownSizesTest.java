package io.wowflow.jobs.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.wowflow.math.flow.Batches;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.Panels;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sizes that blocks report, compared with those that Spark finds by walking their arrays. */
class KnownSizesTest {
  private static final int DIRECTIONS = 64;

  @ParameterizedTest
  @CsvSource({"50, 40", "2, 2", "1, 1"})
  void aClassBlock(int samples, int dimension) {
    FlowConstants flow =
        new FlowConstants(
            new HadamardDirections(0, dimension, DIRECTIONS),
            samples,
            PairMeasure.SQUARED,
            2,
            Batches.none());
    Particles[] classes = {particles(samples, dimension, null), weighted(samples, dimension)};
    ClassBlock block = new ClassBlock(0, classes);
    long particles = estimated(classes[0]) + estimated(classes[1]);
    near(block.estimatedSize(), particles);

    Workspace work = new Workspace();
    StepDirections directions = StepDirections.of(flow, 0);
    block.sliced(flow, directions, work);
    int[][][] ranks = new int[2][flow.leafCount()][samples * Panels.LEAF_DIRECTIONS];
    float[][] quantiles = new float[flow.leafCount()][2 * flow.columns()];
    near(
        block.estimatedSize(),
        particles + SizeEstimator.estimate(ranks) + SizeEstimator.estimate(quantiles));

    block.takeQuantiles(flow, directions, work);
    near(block.estimatedSize(), particles + SizeEstimator.estimate(ranks));
  }

  @ParameterizedTest
  @CsvSource({"100000", "32"})
  void aPanelLeaf(int length) {
    near(
        new PanelLeaf(0, -1, new float[length]).estimatedSize(),
        SizeEstimator.estimate(new float[length]));
  }

  private static Particles particles(int samples, int dimension, double[] weights) {
    int length = samples * dimension;
    return new Particles(new float[length], new float[length], weights);
  }

  private static Particles weighted(int samples, int dimension) {
    return particles(samples, dimension, new double[samples]);
  }

  private static long estimated(Particles particles) {
    return SizeEstimator.estimate(particles);
  }

  /**
   * Objects of a few bytes are mostly header: there only the order of magnitude has to be right.
   */
  private static void near(long said, long found) {
    assertThat(said).isCloseTo(found, withinPercentage(found > 10_000 ? 3 : 40));
  }
}
