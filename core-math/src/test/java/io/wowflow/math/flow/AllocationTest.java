package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * A warm step allocates no arrays of the size of particles, slices, panels, directions or Gram
 * sums.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Small objects of a step: tasks, tree nodes, pair weights, and three views (of 40 bytes) a tile
   * of 256 columns. The arrays of this flow are 0.96 MB of particles, 0.2 MB of panels a leaf and
   * 1.6 MB of order.
   */
  private static final long SMALL = 160 * 1024;

  @Test
  void aWarmStepAllocatesOnlySmallObjects() {
    assertSmall(new HadamardDirections(1, 300, 512));
    assertSmall(new GaussianDirections(1, 300, 512));
  }

  private static void assertSmall(Directions directions) {
    LabelledDataset source = FlowFixture.dataset(1, 300, 200, 200, 200, 200);
    LabelledDataset target = FlowFixture.dataset(2, 300, 200, 200, 200, 200);
    FlowProblem problem = FlowFixture.problem(source, target, new Kernel.Riesz(1), directions);
    FlowMethod method = FlowFixture.fixed(0.1, 0.9);
    FlowState start = InProcessEngine.initialState(problem);
    try (InProcessEngine engine = new InProcessEngine(problem, Batches.none(), start, 1)) {
      long least = Long.MAX_VALUE;
      // Vectors live on the heap until the compiler has seen them, so the first steps do not count.
      for (int k = 0; k < 400 && least > SMALL; k++) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        step(engine, problem, method);
        long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        least = Math.min(least, after - before);
      }
      assertThat(least).as("bytes allocated by a step with %s", directions).isLessThan(SMALL);
    }
  }

  private static void step(InProcessEngine engine, FlowProblem problem, FlowMethod method) {
    PairSums sums = engine.measure(Interaction.dense(4, 4), false);
    PairWeights weights = engine.weights(problem, sums);
    engine.move(weights, method.stepRule().stepSizes(engine.step(), weights, problem), method);
  }
}
