package io.wowflow.jobs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.function.ClassBlock;
import io.wowflow.jobs.function.ContiguousPartitioner;
import io.wowflow.jobs.function.Particles;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.mmd.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateViewTest {
  private static final int CLASSES = 17;
  private static final int PER_BLOCK = 2;

  private final FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), CLASSES, 3, 32, 1);
  private final ContiguousPartitioner byBlock = new ContiguousPartitioner(9, 2);
  private final List<String> fetched = new ArrayList<>();

  private FlowState view(int blocksAtOnce) {
    long largest = ClassBlocks.of(trial.problem().source(), PER_BLOCK).mostSamples();
    long bytes = 8L * trial.problem().source().dimension() * largest;
    return new StateView(this::blocks, trial.problem(), byBlock, PER_BLOCK, blocksAtOnce * bytes)
        .at(4);
  }

  private List<ClassBlock> blocks(int partition, int skipped, int most) {
    fetched.add(partition + ":" + skipped);
    List<ClassBlock> out = new ArrayList<>();
    int first = byBlock.start(partition) + skipped;
    for (int b = first; b < Math.min(first + most, byBlock.start(partition + 1)); b++) {
      out.add(block(b));
    }
    return out;
  }

  private ClassBlock block(int b) {
    Particles[] classes = new Particles[Math.min(PER_BLOCK, CLASSES - b * PER_BLOCK)];
    for (int i = 0; i < classes.length; i++) {
      float[] x = trial.problem().source().get(b * PER_BLOCK + i).samples().values();
      classes[i] = new Particles(x, new float[x.length], null);
    }
    return new ClassBlock(b * PER_BLOCK, classes);
  }

  @Test
  void eachPieceIsFetchedOnceByWhoReadsInOrder() {
    FlowState state = view(2);
    assertThat(state.step()).isEqualTo(4);
    assertThat(state.positions()).hasSize(CLASSES);
    for (int c = 0; c < CLASSES; c++) {
      float[] expected = trial.problem().source().get(c).samples().values();
      assertThat(state.positions().get(c).values()).isEqualTo(expected);
      assertThat(state.velocities().get(c).values()).isEqualTo(new float[expected.length]);
    }
    // Blocks 0 to 4 are in the first partition, 5 to 8 in the second.
    assertThat(fetched).containsExactly("0:0", "0:2", "0:4", "1:0", "1:2");
  }

  @Test
  void whatIsNotAskedForIsNotFetched() {
    FlowState state = view(1);
    assertThat(fetched).isEmpty();
    assertThat(state.positions().get(12).columns()).isEqualTo(5);
    assertThat(state.positions().get(3).values())
        .isEqualTo(trial.problem().source().get(3).samples().values());
    assertThat(fetched).containsExactly("1:1", "0:1");
  }

  @Test
  void aPieceHasABlockAtLeast() {
    new StateView(this::blocks, trial.problem(), byBlock, PER_BLOCK, 1).at(0).positions().get(0);
    assertThat(fetched).containsExactly("0:0");
  }
}
