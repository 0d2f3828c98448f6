package io.wowflow.jobs.engine;

import io.wowflow.jobs.function.ClassBlock;
import io.wowflow.jobs.function.ContiguousPartitioner;
import io.wowflow.jobs.function.Particles;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.internal.LazyList;
import java.util.List;
import java.util.function.Function;

/**
 * A state that stays on the executors: on access to a class the driver fetches some consecutive
 * class blocks, and holds no more than these.
 */
final class StateView {
  /** State in one task result: a partition may be larger than an executor can hold twice. */
  static final long PIECE_BYTES = 32L << 20;

  private final Fetch fetch;
  private final FlowProblem problem;
  private final ContiguousPartitioner byBlock;
  private final int classesPerBlock;
  private final int most;
  private List<ClassBlock> piece = List.of();

  /**
   * A view.
   *
   * @param fetch brings blocks
   * @param problem gives the shape of the state
   * @param byBlock the partition of each block
   * @param classesPerBlock classes per block
   * @param pieceBytes the most that is fetched at once, one block at least
   */
  StateView(
      Fetch fetch,
      FlowProblem problem,
      ContiguousPartitioner byBlock,
      int classesPerBlock,
      long pieceBytes) {
    this.fetch = fetch;
    this.problem = problem;
    this.byBlock = byBlock;
    this.classesPerBlock = classesPerBlock;
    long largest = ClassBlocks.of(problem.source(), classesPerBlock).mostSamples();
    long bytes = 2L * Float.BYTES * problem.source().dimension() * largest;
    most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, pieceBytes / bytes));
  }

  /** Brings class blocks to the driver. */
  @FunctionalInterface
  interface Fetch {
    /**
     * Some blocks of a partition.
     *
     * @param partition the partition
     * @param skipped number of its blocks before them
     * @param most number of blocks, if the partition has that many more
     */
    List<ClassBlock> blocks(int partition, int skipped, int most);
  }

  /**
   * The state.
   *
   * @param step k
   * @return X_k and its velocities, whose classes are fetched on demand
   */
  FlowState at(int step) {
    return new FlowState(step, list(Particles::positions), list(Particles::velocities));
  }

  private List<FloatMatrix> list(Function<Particles, float[]> values) {
    int d = problem.source().dimension();
    return LazyList.of(
        problem.source().classCount(),
        c -> {
          float[] x = values.apply(particles(c));
          return new FloatMatrix(x.length / d, d, x);
        });
  }

  private Particles particles(int c) {
    int block = c / classesPerBlock;
    if (piece.isEmpty() || c < piece.get(0).first() || c >= end(piece)) {
      int partition = byBlock.getPartition(block);
      int within = block - byBlock.start(partition);
      piece = List.of();
      piece = fetch.blocks(partition, within / most * most, most);
    }
    ClassBlock found = piece.get(block - piece.get(0).first() / classesPerBlock);
    return found.get(c - found.first());
  }

  private static int end(List<ClassBlock> piece) {
    ClassBlock last = piece.get(piece.size() - 1);
    return last.first() + last.size();
  }
}
