package io.wowflow.jobs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.SparkTest;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.mmd.Kernel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distributed engine makes the bits of the in-process one, however a flow is cut. */
class DistributedEngineTest {
  @TempDir Path folder;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkTest.session().sparkContext());

  private FlowResult distributed(FlowTrial trial, Grid grid) {
    FlowResult made = trial.distributed(spark, grid, folder.resolve("checkpoints"));
    assertThat(spark.getPersistentRDDs()).isEmpty();
    assertThat(folder).isEmptyDirectory();
    return made;
  }

  @Test
  void anyGridMakesTheSameBits() {
    FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), 70, 45, 300, 4);
    FlowResult expected = trial.inProcess();
    for (int classPartitions : new int[] {1, 3, 7}) {
      for (int directionPartitions : new int[] {1, 2, 5}) {
        Grid grid = new Grid(2 + classPartitions, classPartitions, directionPartitions, 3);
        FlowTrial.assertSameBits(distributed(trial, grid), expected);
      }
    }
  }

  @Test
  void classesAndSamplesInBatches() {
    FlowTrial trial =
        FlowTrial.of(new Kernel.Gaussian(0.5), 17, 11, 64, 7).with(new Batches(3, 6, 2));
    FlowTrial.assertSameBits(distributed(trial, new Grid(3, 2, 3, 2)), trial.inProcess());
  }

  @Test
  void absoluteDistancesAndMorePartitionsThanBlocks() {
    FlowTrial trial = FlowTrial.of(new Kernel.Laplace(0.5), 17, 11, 300, 5);
    FlowTrial.assertSameBits(distributed(trial, new Grid(1, 20, 12, 100)), trial.inProcess());
  }

  @Test
  void aStateThatIsAskedForIsTheStateOfItsStep() {
    FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), 9, 5, 64, 4);
    Map<Integer, FloatMatrix> seen = new HashMap<>();
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            seen.put(flow.state().step(), flow.state().positions().get(3));
          }
        };
    trial.distributed(spark, new Grid(2, 2, 2, 2), folder.resolve("checkpoints"), observer);
    for (int steps = 1; steps <= 4; steps++) {
      FlowResult expected = FlowTrial.of(new Kernel.Riesz(1), 9, 5, 64, steps).inProcess();
      assertThat(seen.get(steps).values()).isEqualTo(expected.state().positions().get(3).values());
    }
  }

  @Test
  void anObserverThatThrowsLeavesNothingBehind() {
    FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), 9, 5, 64, 4);
    FlowObserver observer =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            throw new IllegalStateException("enough at step " + step);
          }
        };
    assertThatThrownBy(
            () ->
                trial.distributed(
                    spark, new Grid(2, 2, 2, 1), folder.resolve("checkpoints"), observer))
        .hasMessage("enough at step 1");
    assertThat(spark.getPersistentRDDs()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }
}
