package io.wowflow.jobs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.jobs.record.Fingerprint;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.HadamardDirections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
  void classesThatExecutorsReadMakeTheSameBits() {
    FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), 17, 11, 64, 4);
    LabelledDataset source = onExecutors(trial.problem().source());
    LabelledDataset target = onExecutors(trial.problem().target());
    FlowResult expected = trial.between(source.inMemory(), target.inMemory()).inProcess();
    FlowTrial read = trial.between(source, target);
    for (int partitions : new int[] {1, 3, 7}) {
      FlowResult made =
          read.distributed(
              spark, new Grid(2 + partitions, partitions, 2, 3), folder.resolve("checkpoints"));
      FlowTrial.assertSameBits(made, expected);
    }
    SpreadDataset.of(source).orElseThrow().release();
    SpreadDataset.of(target).orElseThrow().release();
    assertThat(spark.getPersistentRDDs()).isEmpty();
  }

  /** Half of the classes, in the reverse order and twice as large, as derived on executors. */
  private static LabelledDataset onExecutors(LabelledDataset dataset) {
    List<long[]> ids = new ArrayList<>();
    long next = 0;
    for (LabelledClass c : dataset.classes()) {
      ids.add(LongStream.range(next, next + c.size()).toArray());
      next += c.size();
    }
    LoadedDataset loaded = new LoadedDataset(dataset, LabelKind.STRING, ids, Optional.empty());
    LabelledDataset read =
        RowDatasets.collect(
                RowDatasets.toRows(SparkTest.session(), loaded).repartition(3),
                ReadOptions.defaults().withPlace(SamplePlace.memory().preferringExecutors()))
            .dataset();
    List<LabelledClass> out = new ArrayList<>();
    for (int c = read.classCount() - 1; c >= 0; c -= 2) {
      LabelledClass from = read.get(c);
      out.add(from.withSamples(from.source().derived(from.size(), DistributedEngineTest::twice)));
    }
    return LabelledDataset.of(out);
  }

  private static FloatMatrix twice(FloatMatrix samples) {
    float[] values = samples.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return new FloatMatrix(samples.rows(), samples.columns(), values);
  }

  @Test
  void classesAndSamplesInBatches() {
    FlowTrial trial =
        FlowTrial.of(new Kernel.Gaussian(0.5), 17, 11, 64, 7).with(new Batches(3, 6, 2));
    FlowTrial.assertSameBits(distributed(trial, new Grid(3, 2, 3, 2)), trial.inProcess());
  }

  @Test
  void targetsThatWereSlicedAheadWaitForTheirInteraction() throws TimeoutException {
    SlicedTargets sliced = new SlicedTargets();
    spark.sc().addSparkListener(sliced);
    try {
      distributed(
          FlowTrial.of(new Kernel.Riesz(1), 17, 11, 64, 7).with(new Batches(3, 6, 0)),
          new Grid(3, 2, 3, 2));
      spark.sc().listenerBus().waitUntilEmpty();
    } finally {
      spark.sc().removeSparkListener(sliced);
    }
    // Seven steps, the objectives of 0, 3, 6 and 7, and what was begun for 7.
    assertThat(sliced.count).isEqualTo(7 + 4 + 1);
  }

  /** Counts the stages that slice targets. */
  private static final class SlicedTargets extends SparkListener {
    private int count;

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
      count += completed.stageInfo().name().contains("TargetRows") ? 1 : 0;
    }
  }

  @Test
  void theWowFlowHasTheSameBitsOnAnyGrid() {
    // More source classes than targets split the plan, as many make it an assignment.
    for (FlowTrial trial :
        List.of(
            FlowTrial.of(new Kernel.Riesz(1), 17, 17, 96, 5).ofWow(1, false),
            FlowTrial.of(new Kernel.Riesz(1), 17, 11, 96, 5).ofWow(3, false),
            FlowTrial.of(new Kernel.Riesz(1), 17, 11, 96, 3).ofWow(0, true))) {
      FlowResult expected = trial.inProcess();
      FlowTrial.assertSameBits(distributed(trial, new Grid(3, 2, 3, 2)), expected);
      FlowTrial.assertSameBits(distributed(trial, new Grid(17, 1, 1, 100)), expected);
    }
  }

  @Test
  void aFlowThatReweightsClassesHasTheSameBits() {
    FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), 9, 6, 64, 5);
    FlowResult expected = trial.reweighted().inProcess();
    FlowTrial.assertSameBits(distributed(trial.reweighted(), new Grid(3, 2, 3, 2)), expected);
    assertThat(expected.objective()).isNotEqualTo(trial.inProcess().objective());
  }

  @Test
  void aMatchingByCandidatesHasTheSameBitsOnAnyGrid() {
    FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), 90, 90, 64, 5).ofWow(2, false, 10);
    FlowResult expected = trial.inProcess();
    FlowTrial.assertSameBits(distributed(trial, new Grid(8, 3, 2, 2)), expected);
    FlowTrial.assertSameBits(distributed(trial, new Grid(90, 1, 1, 100)), expected);
  }

  @Test
  void aLongTail() {
    FlowTrial trial = FlowTrial.longTailed(new Kernel.Riesz(1), 40, 300, 64, 5);
    FlowTrial.assertSameBits(distributed(trial, new Grid(4, 5, 2, 2)), trial.inProcess());
    FlowTrial.assertSameBits(distributed(trial, new Grid(1, 40, 2, 2)), trial.inProcess());
  }

  @Test
  void absoluteDistancesAndMorePartitionsThanBlocks() {
    FlowTrial trial = FlowTrial.of(new Kernel.Laplace(0.5), 17, 11, 300, 5);
    FlowTrial.assertSameBits(distributed(trial, new Grid(1, 20, 12, 100)), trial.inProcess());
  }

  /** Along all paths of so many steps, cleaning would not end. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void farFromTheLastCheckpointItIsClosedAsSoon() {
    FlowTrial trial = FlowTrial.of(new Kernel.Riesz(1), 4, 3, 32, 42);
    FlowTrial.assertSameBits(distributed(trial, new Grid(2, 1, 1, 1000)), trial.inProcess());
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
            assertThat(Fingerprint.of(flow.view())).isEqualTo(Fingerprint.of(flow.state()));
          }
        };
    trial.distributed(spark, new Grid(2, 2, 2, 2), folder.resolve("checkpoints"), observer);
    for (int steps = 1; steps <= 4; steps++) {
      FlowResult expected = FlowTrial.of(new Kernel.Riesz(1), 9, 5, 64, steps).inProcess();
      assertThat(seen.get(steps).values()).isEqualTo(expected.state().positions().get(3).values());
    }
  }

  @Test
  void aPartitionComesInPiecesThatFitAnExecutor() {
    // Two partitions of three and four blocks; a class has 8 MB, so a piece has four classes.
    int samples = 512;
    int dimension = 2048;
    List<LabelledClass> classes = new ArrayList<>();
    for (int c = 0; c < 13; c++) {
      float[] x = new float[samples * dimension];
      Arrays.fill(x, c + 0.5f);
      classes.add(LabelledClass.of("c" + c, new FloatMatrix(samples, dimension, x)));
    }
    LabelledDataset dataset = LabelledDataset.of(classes);
    FlowProblem problem =
        new FlowProblem(
            dataset,
            dataset,
            new Kernel.Riesz(1),
            new HadamardDirections(0, dimension, 32),
            FlowProblem.levels(dataset, dataset, Batches.none(), OptionalInt.empty()));
    FlowState start = InProcessEngine.initialState(problem);
    DistributedEngine.Layout layout =
        new DistributedEngine.Layout(
            "flow", new Grid(2, 2, 1, 5), Optional.empty(), UnaryOperator.identity());
    try (DistributedEngine engine =
        new DistributedEngine(spark, problem, Batches.none(), start, layout)) {
      FlowState state = engine.state();
      assertThat(state.positions()).hasSize(13);
      for (int c = 0; c < 13; c++) {
        float[] x = state.positions().get(c).values();
        assertThat(x).hasSize(samples * dimension);
        assertThat(x[0]).isEqualTo(c + 0.5f);
        assertThat(x[x.length - 1]).isEqualTo(c + 0.5f);
      }
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
