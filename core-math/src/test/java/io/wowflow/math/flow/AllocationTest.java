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
import java.util.List;
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

  /** In a JVM of its own: what other tests taught its compiler would keep vectors on the heap. */
  @Test
  void aWarmStepAllocatesOnlySmallObjects() throws Exception {
    List<String> bytes =
        OtherJvmTest.printed(AllocationTest.class, OtherJvmTest.THIS_JAVA, OtherJvmTest.MODULE);
    assertThat(bytes).as("bytes allocated by a step, per kind of directions").hasSize(2);
    assertThat(bytes).allSatisfy(one -> assertThat(Long.parseLong(one)).isLessThan(SMALL));
  }

  public static void main(String[] args) {
    System.out.println(leastBytes(new HadamardDirections(1, 300, 512)));
    System.out.println(leastBytes(new GaussianDirections(1, 300, 512)));
  }

  private static long leastBytes(Directions directions) {
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
      return least;
    }
  }

  private static void step(InProcessEngine engine, FlowProblem problem, FlowMethod method) {
    PairSums sums = engine.measure(Interaction.dense(4, 4), false);
    PairWeights weights = engine.weights(problem, sums);
    double[] sizes =
        method.stepRule().stepSizes(engine.step(), weights, problem, method.momentum());
    engine.move(weights, sizes, method);
  }
}
