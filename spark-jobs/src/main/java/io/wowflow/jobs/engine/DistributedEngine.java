package io.wowflow.jobs.engine;

import io.wowflow.jobs.function.AssemblePanels;
import io.wowflow.jobs.function.ClassBlock;
import io.wowflow.jobs.function.ContiguousPartitioner;
import io.wowflow.jobs.function.EmbedClasses;
import io.wowflow.jobs.function.FlowConstants;
import io.wowflow.jobs.function.LeafRows;
import io.wowflow.jobs.function.MixPanels;
import io.wowflow.jobs.function.Move;
import io.wowflow.jobs.function.MoveClasses;
import io.wowflow.jobs.function.PanelLeaf;
import io.wowflow.jobs.function.PartialSums;
import io.wowflow.jobs.function.SomeBlocks;
import io.wowflow.jobs.function.SumPairs;
import io.wowflow.jobs.function.TargetBlock;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.Update;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.sliced.ClassSketch;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.ListedPairs;
import io.wowflow.math.sliced.ListedSums;
import io.wowflow.math.sliced.PairKernel;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelSums;
import io.wowflow.math.sliced.PanelWeights;
import io.wowflow.math.sliced.TreeSum;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * The engine of a Spark cluster. Class blocks with their particles are cached on executors and stay
 * there; quantiles travel by leaf of directions, and mixed quantiles by class block. {@link #move}
 * only plans: the next {@link #measure} runs one job of three stages,
 *
 * <pre>
 * direction side   W_k x Phi_k                                    -- shuffle of mixed quantiles
 * class side       update to X_(k+1), project and sort for k + 1  -- shuffle of quantiles
 * direction side   Phi_(k+1), partial sums of its directions      -- to the driver
 * </pre>
 *
 * and the target classes are projected and sorted for k + 1 meanwhile, in a job of their own that
 * {@link #beginNextStep} begins.
 *
 * <p>Sums run along the tree of all leaves and rows are put in place by their number, so neither
 * partitions nor lost executors nor the order in which tasks end change a bit: the state is that of
 * the in-process engine. The blocks of a lost executor are computed again from the last checkpoint.
 *
 * <p>Used by one thread.
 */
public final class DistributedEngine implements FlowEngine {
  private static final StorageLevel LEVEL = StorageLevel.MEMORY_AND_DISK();

  /** The local properties of a thread that {@code setJobGroup} sets. */
  private static final List<String> JOB_GROUP =
      List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

  private final JavaSparkContext spark;
  private final FlowProblem problem;
  private final String group;
  private final Grid grid;
  private final UnaryOperator<FlowState> keep;
  private final PairMeasure measure;
  private final Broadcast<FlowConstants> flow;
  private final ContiguousPartitioner byBlock;
  private final ContiguousPartitioner byLeaf;
  private final WorkPool pool = new WorkPool(Runtime.getRuntime().availableProcessors());
  private final Checkpoints checkpoints;
  private final Distribution distribution;
  private final JavaRDD<TargetBlock> targets;
  private final TargetRows targetRows;
  private JavaRDD<ClassBlock> state;
  private JavaRDD<ClassBlock> before;
  private JavaRDD<PanelLeaf> panels;
  private int panelsStep = -1;
  private int[] panelTargets = new int[0];
  private final StepResources resources = new StepResources();
  private int step;
  private int firstNonFinite = -1;

  /**
   * An engine at a state.
   *
   * @param spark an open context
   * @param problem the objective to minimise
   * @param batches the samples of the target that a step uses
   * @param start the state to begin at, copied
   * @param layout partitions and checkpoints
   */
  public DistributedEngine(
      JavaSparkContext spark,
      FlowProblem problem,
      Batches batches,
      FlowState start,
      Layout layout) {
    this.spark = spark;
    this.problem = problem;
    this.group = layout.group();
    this.grid = layout.grid();
    this.keep = layout.keep();
    this.measure = problem.functional().measure();
    int classes = problem.source().classCount();
    FlowConstants constants =
        new FlowConstants(
            problem.directions(), problem.levels().levels(), measure, classes, batches);
    flow = spark.broadcast(constants);
    checkpoints = new Checkpoints(spark, layout.checkpoints());
    distribution = new Distribution(spark, problem, grid);
    byBlock = distribution.partitioner(problem.source());
    byLeaf = new ContiguousPartitioner(constants.leafCount(), grid.directionPartitions());
    targets = distribution.targets().setName("target classes").persist(LEVEL);
    targetRows = new TargetRows(spark, flow, targets, byLeaf, resources);
    state = distribution.sources(start).setName("X_" + start.step());
    state.persist(LEVEL);
    step = start.step();
  }

  /**
   * The place of a flow on a cluster.
   *
   * @param group the job group that Spark shows its jobs in, such as {@code flow}
   * @param grid the partitions
   * @param checkpoints a directory that all executors see, made and deleted by the engine; empty to
   *     use that of the context, or a temporary one when the executors are this JVM
   * @param keep copies a state whose classes are fetched on demand, once and in order
   */
  public record Layout(
      String group, Grid grid, Optional<String> checkpoints, UnaryOperator<FlowState> keep) {}

  @Override
  public int step() {
    return step;
  }

  @Override
  public PairSums measure(Interaction interaction, boolean withTargets) {
    PairKernel block =
        new PairKernel(problem.source().classCount(), interaction, measure, withTargets);
    double[] total = sums(block);
    return PairSums.of(block, total, problem.directions(), problem.levels().levels());
  }

  @Override
  public ListedSums measure(ListedPairs pairs) {
    return ListedSums.of(pairs, sums(pairs), problem.directions(), problem.levels().levels());
  }

  @Override
  public ClassSketch.Sums measure(ClassSketch sketch) {
    return sketch.of(sums(sketch), problem.directions(), problem.levels().levels());
  }

  @Override
  public void share(int count, WorkPool.Task task) {
    pool.run(count, task);
  }

  private double[] sums(PanelSums wanted) {
    if (panelsStep == step && Arrays.equals(panelTargets, wanted.targets())) {
      return total(
          shownAs(
              "step " + step + ": sums of more pairs",
              () -> panels.mapPartitions(new SumPairs(flow, wanted)).collect()));
    }
    resources.ageShuffles();
    JavaPairRDD<Integer, LeafRows> ofTargets =
        resources.keepShuffle(targetRows.take(step, wanted.targets()));
    JavaPairRDD<Integer, LeafRows> ofSources =
        resources.keepShuffle(
            state.mapPartitionsToPair(new EmbedClasses(flow, step)).partitionBy(byLeaf));
    JavaRDD<PanelLeaf> measured =
        ofSources
            .zipPartitions(ofTargets, new AssemblePanels(flow, wanted.rows()))
            .setName("quantiles of step " + step)
            .persist(LEVEL);
    List<PartialSums> parts =
        shownAs(
            "step " + step + ": move, project and sort, pairwise sums",
            () -> measured.mapPartitions(new SumPairs(flow, wanted)).collect());
    settle(measured);
    panelsStep = step;
    panelTargets = wanted.targets();
    return total(parts);
  }

  /** Runs Spark jobs under our group and a description; those of the caller are set again after. */
  private <T> T shownAs(String description, Supplier<T> job) {
    List<String> callers = JOB_GROUP.stream().map(spark::getLocalProperty).toList();
    spark.setJobGroup(group, description, false);
    try {
      return job.get();
    } finally {
      for (int i = 0; i < JOB_GROUP.size(); i++) {
        spark.setLocalProperty(JOB_GROUP.get(i), callers.get(i));
      }
    }
  }

  @Override
  public PairSums keep(PairSums sums) {
    // Every measurement has an array of its own.
    return sums;
  }

  private double[] total(List<PartialSums> parts) {
    TreeSum tree = new TreeSum(flow.value().leafCount());
    firstNonFinite = -1;
    for (PartialSums part : parts) {
      tree.merge(Arrays.asList(part.nodes()));
      firstNonFinite = PartialSums.first(firstNonFinite, part.firstNonFinite());
    }
    return tree.total();
  }

  /** Releases what the state does not need after it was computed. */
  private void settle(JavaRDD<PanelLeaf> measured) {
    // While their inputs are still cached: cleaning continues through what is not cached, along
    // every path to the last checkpoint, and each step doubles the number of paths.
    resources.releaseOlderShuffles();
    if (panels != null) {
      panels.unpersist(false);
    }
    panels = measured;
    if (before == null) {
      distribution.leaveExecutors();
    } else {
      before.unpersist(false);
      before = null;
    }
    if (checkpoints.isWritten(state)) {
      checkpoints.deleteOlder(state);
      distribution.dropSources();
      resources.releaseWeights();
    }
  }

  @Override
  public PairWeights weights(FlowProblem given, PairSums sums) {
    return PairWeights.of(
        given.kernel(), sums, given.source().classWeights(), given.target().classWeights(), pool);
  }

  @Override
  public void beginNextStep() {
    Interaction next =
        flow.value()
            .batches()
            .interaction(step + 1, problem.source().classCount(), problem.target().classCount());
    shownAs(
        "targets of step " + (step + 1) + ": project and sort",
        () -> targetRows.begin(step + 1, next.targets()));
  }

  @Override
  public void move(PanelWeights weights, double[] stepSizes, FlowMethod method) {
    double scale = measure.scale(problem.directions()) / problem.directions().count();
    float[] factors = new float[stepSizes.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = (float) (stepSizes[c] * scale);
    }
    Broadcast<Move> move =
        resources.keep(
            spark.broadcast(
                new Move(weights.mix(measure, null, pool), factors, Update.of(method))));
    JavaPairRDD<Integer, LeafRows> mixed =
        resources.keepShuffle(
            panels
                .mapPartitionsToPair(new MixPanels(flow, move, grid.classesPerBlock()))
                .partitionBy(byBlock));
    before = state;
    state = mixed.zipPartitions(before, new MoveClasses(flow, move, step));
    step++;
    state.setName("X_" + step).persist(LEVEL);
    // The first state, too: after it the driver need not keep the blocks that it sent.
    if (distribution.hasSources() || step % grid.stepsPerCheckpoint() == 0) {
      checkpoints.mark(state);
    }
  }

  @Override
  public int firstNonFinite() {
    return firstNonFinite;
  }

  @Override
  public FlowState state() {
    return keep.apply(view());
  }

  private List<ClassBlock> piece(int partition, int skipped, int most) {
    return shownAs(
        "state of step " + step,
        () ->
            state.mapPartitions(new SomeBlocks(skipped, most))
                .collectPartitions(new int[] {partition})[0]);
  }

  @Override
  public FlowState view() {
    return new StateView(
            this::piece, problem, byBlock, grid.classesPerBlock(), StateView.PIECE_BYTES)
        .at(step);
  }

  @Override
  public void close() {
    // While the inputs of their files are still cached, as in settle.
    targetRows.close();
    resources.close();
    if (panels != null) {
      panels.unpersist(true);
    }
    if (before != null) {
      before.unpersist(true);
    }
    state.unpersist(true);
    targets.unpersist(true);
    distribution.close();
    flow.destroy(true);
    checkpoints.close();
    pool.close();
  }
}
