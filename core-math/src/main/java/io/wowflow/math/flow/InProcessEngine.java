package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.LazyList;
import io.wowflow.math.internal.SumBuffers;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.ClassKernel;
import io.wowflow.math.sliced.ClassSketch;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.ListedPairs;
import io.wowflow.math.sliced.ListedSums;
import io.wowflow.math.sliced.PairKernel;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelMix;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.PanelSums;
import io.wowflow.math.sliced.PanelWeights;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import io.wowflow.math.sliced.TreeSum;
import java.util.Arrays;
import java.util.List;

/** The engine of one JVM: all particles in memory, the kernels of a step shared by threads. */
public final class InProcessEngine implements FlowEngine {
  private final FlowProblem problem;
  private final PairMeasure measure;
  private final WorkPool pool;
  private final TargetClasses targets;
  private final ClassKernel[] slices;
  private final float[][] positions;
  private final float[][] velocities;
  private final int[][][] order;
  private final boolean[] finite;
  private final SumBuffers buffers = new SumBuffers();
  private double[] total;
  private PanelMix mix;
  private int step;
  private Projector[] projectors = new Projector[0];
  private int projectedStep = -1;
  private int embeddedStep = -1;
  private int[] embeddedTargets = new int[0];
  private Panels panels;

  /**
   * An engine at a state.
   *
   * @param problem what is minimised
   * @param batches the samples of the target that a step uses
   * @param start the state to begin at, copied
   * @param threads number of threads that share the work, at least 1; no bit depends on it
   * @throws IllegalArgumentException if the state does not have the source's shape, or arrays of
   *     these sizes exceed the largest array
   */
  public InProcessEngine(FlowProblem problem, Batches batches, FlowState start, int threads) {
    this.problem = problem;
    this.measure = problem.functional().measure();
    this.pool = new WorkPool(threads);
    int classes = problem.source().classCount();
    int levels = problem.levels().levels();
    Guard.size("number of classes of the state", classes, start.positions().size());
    slices = new ClassKernel[classes];
    positions = new float[classes][];
    velocities = new float[classes][];
    order = new int[classes][][];
    finite = new boolean[classes];
    for (int c = 0; c < classes; c++) {
      LabelledClass source = problem.source().get(c);
      Guard.size("particles of " + source, source.size(), start.positions().get(c).rows());
      slices[c] = ClassKernel.of(source, levels);
      positions[c] = start.positions().get(c).values().clone();
      finite[c] = Update.allFinite(positions[c]);
      velocities[c] = start.velocities().get(c).values().clone();
      order[c] =
          new int[Panels.leafCount(problem.directions().count())]
              [Projector.length(1, source.size())];
    }
    targets = new TargetClasses(problem.target().classes(), 0, batches, levels);
    step = start.step();
  }

  /**
   * Returns the state that a flow begins with: the source at rest.
   *
   * @param problem what is minimised
   * @return X_0, the samples of the source themselves, and velocities 0, each read or made on
   *     demand
   */
  public static FlowState initialState(FlowProblem problem) {
    List<LabelledClass> classes = problem.source().classes();
    return new FlowState(
        0,
        LazyList.of(classes.size(), c -> classes.get(c).samples()),
        LazyList.of(
            classes.size(),
            c -> FloatMatrix.zeros(classes.get(c).size(), classes.get(c).dimension())));
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public PairSums measure(Interaction interaction, boolean withTargets) {
    PairKernel block = new PairKernel(slices.length, interaction, measure, withTargets);
    return PairSums.of(block, sums(block), problem.directions(), panels.levels());
  }

  @Override
  public ListedSums measure(ListedPairs pairs) {
    return ListedSums.of(pairs, sums(pairs), problem.directions(), panels.levels());
  }

  @Override
  public ClassSketch.Sums measure(ClassSketch sketch) {
    return sketch.of(sums(sketch), problem.directions(), panels.levels());
  }

  @Override
  public void share(int count, WorkPool.Task task) {
    pool.run(count, task);
  }

  private double[] sums(PanelSums wanted) {
    preparePanels(wanted.rows(), wanted.targets());
    if (total != null) {
      buffers.give(total);
    }
    TreeSum tree = new TreeSum(panels.leafCount(), buffers);
    pool.run(panels.leafCount(), (leaf, work) -> sum(leaf, wanted, tree, work));
    total = tree.total();
    return total;
  }

  @Override
  public PairSums keep(PairSums sums) {
    // The array now belongs to the caller: the next measure fills another one.
    total = null;
    return sums;
  }

  private void sum(int leaf, PanelSums block, TreeSum tree, Workspace work) {
    float[] panel = panels.leaf(leaf);
    double[] out = buffers.take(block.length());
    block.sums(leaf, panel, panels.columns(), out, work);
    tree.add(leaf, out);
  }

  private void prepareProjectors(Directions directions) {
    if (projectedStep == step) {
      return;
    }
    if (projectors.length == 0) {
      projectors = new Projector[directions.blockCount()];
    }
    pool.run(
        projectors.length, (b, work) -> projectors[b] = directions.block(step, b, projectors[b]));
    projectedStep = step;
  }

  /** Embeds all rows, unless the last measurement of this step had the same. */
  private void preparePanels(int rows, int[] targetRows) {
    if (embeddedStep == step && Arrays.equals(embeddedTargets, targetRows)) {
      return;
    }
    prepareProjectors(problem.directions());
    if (panels == null || panels.rows() != rows) {
      panels = new Panels(rows, problem.directions().count(), problem.levels().levels());
    }
    int blocks = projectors.length;
    pool.run(
        Guard.length("tasks of a step, classes x direction blocks", rows, blocks),
        (task, work) -> embed(task / blocks, projectors[task % blocks], targetRows, work));
    pool.run(
        panels.leafCount(),
        (leaf, work) ->
            PairKernel.centre(panels.leaf(leaf), panels.rows(), panels.columns(), work));
    embeddedStep = step;
    embeddedTargets = targetRows;
  }

  private void embed(int row, Projector projector, int[] targetRows, Workspace work) {
    PanelRow into = new PanelRow(panels, row);
    if (row < slices.length) {
      slices[row].embed(positions[row], projector, into, order[row], work);
    } else {
      int target = targetRows[row - slices.length];
      targets.embed(target, step, projector, into, work);
    }
  }

  @Override
  public PairWeights weights(FlowProblem given, PairSums sums) {
    return PairWeights.of(
        given.kernel(), sums, given.source().classWeights(), given.target().classWeights(), pool);
  }

  @Override
  public void move(PanelWeights weights, double[] stepSizes, FlowMethod method) {
    mix = weights.mix(measure, mix, pool);
    pool.run(
        panels.leafCount(),
        (leaf, work) -> mix.mix(panels.leaf(leaf), panels.leaf(leaf), panels.columns(), work));
    double scale = measure.scale(problem.directions()) / problem.directions().count();
    Update update = Update.of(method);
    pool.run(slices.length, (c, work) -> update(c, (float) (stepSizes[c] * scale), update, work));
    step++;
  }

  private void update(int c, float factor, Update update, Workspace work) {
    int length = positions[c].length;
    float[] gradient = work.floats(Workspace.Use.GRADIENT, length);
    Arrays.fill(gradient, 0, length, 0f);
    for (Projector projector : projectors) {
      slices[c].addGradient(new PanelRow(panels, c), projector, order[c], gradient, work);
    }
    update.apply(positions[c], velocities[c], gradient, factor);
    finite[c] = Update.allFinite(positions[c]);
  }

  @Override
  public int firstNonFinite() {
    for (int c = 0; c < positions.length; c++) {
      if (!finite[c]) {
        return c;
      }
    }
    return -1;
  }

  @Override
  public FlowState state() {
    return FlowState.copyOf(step, problem.source().dimension(), positions, velocities);
  }

  @Override
  public FlowState view() {
    return FlowState.over(step, problem.source().dimension(), positions, velocities);
  }

  @Override
  public void close() {
    pool.close();
  }
}
