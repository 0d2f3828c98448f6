package io.wowflow.jobs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.EngineConf;
import io.wowflow.jobs.conf.EngineConf.Engine;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.Settings;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class FlowPlanTest {
  private static final long GB = 1L << 30;
  private static final Cluster LAPTOP = new Cluster(0, 2, 4 * GB, 4 * GB);
  private static final Cluster TWO_WORKERS = new Cluster(2, 2, 2 * GB, 4 * GB);
  private static final Cluster LARGE = new Cluster(20, 160, 16 * GB, 16 * GB);

  private static FlowSizes sizes(int classes, int samples, int dimension, int directions) {
    return batched(classes, samples, dimension, directions, classes);
  }

  private static FlowSizes batched(
      int classes, int samples, int dimension, int directions, int batch) {
    FlowSizes.Side side = new FlowSizes.Side(Collections.nCopies(classes, samples));
    return new FlowSizes(
        side,
        side,
        dimension,
        directions,
        new QuantileLevels(samples, true),
        2 * batch,
        batch,
        true,
        2.0 * dimension * directions);
  }

  /** Classes of 40,000 / rank samples: the first ten have a third of all. */
  private static FlowSizes longTailed(int classes) {
    List<Integer> samples =
        IntStream.rangeClosed(1, classes).mapToObj(rank -> 40_000 / rank).toList();
    FlowSizes.Side target = new FlowSizes.Side(Collections.nCopies(classes, 40));
    return new FlowSizes(
        new FlowSizes.Side(samples),
        target,
        256,
        256,
        new QuantileLevels(100, false),
        2 * classes,
        classes,
        true,
        2.0 * 256 * 256);
  }

  private static EngineConf asked(Engine engine) {
    return new EngineConf(
        engine, OptionalInt.of(2), OptionalInt.empty(), OptionalInt.empty(), false);
  }

  @Test
  void aLocalMasterComputesInTheDriver() {
    FlowPlan plan = FlowPlan.choose(sizes(10, 500, 784, 500), LAPTOP, asked(Engine.AUTO));
    assertThat(plan.engine()).isEqualTo("in-process");
    assertThat(plan.lines())
        .contains("engine: in-process (the master is local)")
        .anySatisfy(line -> assertThat(line).contains("bytes shuffled a step: 0"));
  }

  @Test
  void aSmallFlowIsFasterInTheDriverAndALargeOneOnTheCluster() {
    assertThat(FlowPlan.choose(sizes(3, 80, 2, 64), LARGE, asked(Engine.AUTO)).reason())
        .contains("s a step against")
        .endsWith("on the cluster");
    FlowPlan large = FlowPlan.choose(sizes(2000, 100, 784, 512), LARGE, asked(Engine.AUTO));
    assertThat(large.engine()).isEqualTo("distributed");
    assertThat(large.spread().directionPartitions()).isEqualTo(16);
    assertThat(large.spread().classPartitions()).isEqualTo(160);
  }

  @Test
  void whatDoesNotFitTheDriverGoesToTheCluster() {
    // Quantiles and ranks of 2048 directions are more than the copies that a cluster is sent.
    Cluster cluster = new Cluster(2, 2, 2 * GB, 2 * GB);
    FlowSizes sizes = sizes(1000, 50, 784, 2048);
    assertThat(FlowPlan.choose(sizes, cluster, asked(Engine.AUTO)).reason())
        .isEqualTo("it does not fit the memory of the driver");
  }

  /** 4 L (2 C Q + T Q). */
  @Test
  void bytesShuffledAreThoseOfQuantilesBothWays() {
    FlowPlan plan =
        FlowPlan.choose(sizes(1000, 50, 784, 256), TWO_WORKERS, asked(Engine.DISTRIBUTED));
    assertThat(plan.shuffledBytes()).isEqualTo(4L * 256 * (2 * 1000 * 50 + 1000 * 50));
    assertThat(plan.lines())
        .anySatisfy(line -> assertThat(line).contains("bytes shuffled a step: 153600000"))
        .anySatisfy(line -> assertThat(line).startsWith("an executor needs a heap of"))
        // Two partitions of 8 (C (C - 1) / 2 + C C), and 4 C 2 C.
        .contains(
            "a step sends pairwise sums of 22.9 MB to the driver, and pair weights of 7.6 MB from it to"
                + " each executor")
        .anySatisfy(line -> assertThat(line).startsWith("partitions: 2 of classes"));
  }

  @Test
  void smallerExecutorsGetSmallerTasks() {
    FlowSizes sizes = sizes(1000, 50, 784, 1024);
    GridPlan large = GridPlan.of(sizes, LARGE, asked(Engine.DISTRIBUTED));
    GridPlan small = GridPlan.of(sizes, new Cluster(2, 2, GB, GB), asked(Engine.DISTRIBUTED));
    assertThat(small.grid().directionPartitions()).isGreaterThan(2);
    assertThat(small.executorHeapBytes()).isLessThan(1.0 * GB);
    assertThat(large.grid().directionPartitions()).isEqualTo(32);
  }

  @Test
  void whatCannotFitAnExecutorIsRefusedWithTheRemedy() {
    FlowSizes dense = sizes(10_000, 20, 256, 256);
    assertThatThrownBy(() -> GridPlan.of(dense, TWO_WORKERS, asked(Engine.DISTRIBUTED)))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContainingAll("--executor-memory", "--class-batch (now 20000 classes");
    FlowSizes batched = batched(10_000, 20, 256, 256, 256);
    GridPlan plan = GridPlan.of(batched, TWO_WORKERS, asked(Engine.DISTRIBUTED));
    assertThat(plan.executorHeapBytes()).isLessThan(2.0 * GB);
  }

  @Test
  void theLargestClassOfALongTailDecidesWhatATaskNeeds() {
    FlowSizes tailed = longTailed(1000);
    int mean = (int) (tailed.source().samples() / 1000);
    FlowSizes even =
        new FlowSizes(
            new FlowSizes.Side(Collections.nCopies(1000, mean)),
            tailed.target(),
            256,
            256,
            tailed.levels(),
            2000,
            1000,
            true,
            tailed.flopsPerPoint());
    EngineConf conf =
        new EngineConf(
            Engine.DISTRIBUTED, OptionalInt.empty(), OptionalInt.of(80), OptionalInt.of(8), false);
    GridPlan ofEven = GridPlan.of(even, LARGE, conf);
    GridPlan ofTailed = GridPlan.of(tailed, LARGE, conf);
    // Positions, velocities and ranks of 40,000 samples, before and after.
    double largest = 2 * 40_000.0 * (8 * 256 + 4 * 256);
    // Of it, 80 MB are the sums of a report.
    assertThat(ofEven.taskBytes()).isLessThan(largest * 2 / 3);
    assertThat(ofTailed.taskBytes()).isGreaterThan(largest);
    Cluster small = new Cluster(2, 2, 700L << 20, 4 * GB);
    assertThat(GridPlan.of(even, small, asked(Engine.DISTRIBUTED)).taskBytes()).isPositive();
    assertThatThrownBy(() -> GridPlan.of(tailed, small, asked(Engine.DISTRIBUTED)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("the largest class has 40000 samples");
  }

  /** The matrix of costs, the same as matched, and 128 MB of pairs on their way into it. */
  @Test
  void theMatchingOfManyClassesCounts() {
    FlowSizes sizes = batched(20_000, 2, 8, 32, 64);
    double costs = 8.0 * 20_000 * 20_000;
    assertThat(sizes.matchingBytes()).isEqualTo(2 * costs + (128 << 20));
    assertThat(sizes.inProcessBytes()).isGreaterThan(sizes.matchingBytes());
    FlowPlan plan = FlowPlan.choose(sizes, LARGE, asked(Engine.DISTRIBUTED));
    assertThat(plan.driverBytes()).isGreaterThan(sizes.matchingBytes());
    assertThatThrownBy(() -> FlowPlan.choose(sizes, TWO_WORKERS, asked(Engine.DISTRIBUTED)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--driver-memory");
  }

  @Test
  void aDriverNeedsNoRoomForTheData() {
    FlowSizes sizes = sizes(500, 640, 784, 64);
    Cluster cluster = new Cluster(2, 2, GB, 5 * GB / 8);
    FlowPlan plan = FlowPlan.choose(sizes, cluster, asked(Engine.DISTRIBUTED));
    assertThat(sizes.stateBytes()).isGreaterThan(1.8 * GB);
    assertThat(plan.driverBytes()).isLessThan(0.5 * GB);
    // What cannot leave has to fit beside what may fill the rest: here 7 vectors of sums.
    FlowSizes dense = sizes(2000, 20, 784, 64);
    FlowPlan large = FlowPlan.choose(dense, LARGE, asked(Engine.DISTRIBUTED));
    assertThat(large.driverBytes())
        .isGreaterThan((3 + 2.0 * large.spread().directionPartitions()) * dense.sumBytes());
    assertThatThrownBy(() -> FlowPlan.choose(dense, cluster, asked(Engine.DISTRIBUTED)))
        .isInstanceOf(JobException.class);
  }

  @Test
  void samplesThatAStepDoesNotDrawLieSomewhereAllTheSame() {
    FlowSizes all = sizes(10, 6000, 784, 64);
    FlowSizes.Side batches =
        new FlowSizes.Side(Collections.nCopies(10, 256), Collections.nCopies(10, 6000));
    FlowSizes drawn =
        new FlowSizes(
            all.source(), batches, 784, 64, all.levels(), 20, 10, true, all.flopsPerPoint());
    assertThat(drawn.targetBytes()).isEqualTo(all.targetBytes());
    assertThat(drawn.mostSamples()).isEqualTo(6000);
    assertThat(drawn.flops()).isLessThan(all.flops());
  }

  /** A heap that is enough holds what cannot leave beside Spark's part and ours, or all data. */
  @Test
  void theLeastHeapOfADriverIsEnough() {
    for (int classes : new int[] {3, 300, 2000}) {
      for (int samples : new int[] {1, 20, 2000}) {
        FlowSizes sizes = sizes(classes, samples, 256, 64);
        double heap = DriverMemory.bytes(sizes, 3) / DriverMemory.SHARE;
        double data = 2 * sizes.stateBytes() + 2 * sizes.targetBytes();
        double sent = 2 * (sizes.stateBytes() + sizes.targetBytes());
        double always = 9 * sizes.sumBytes();
        double filled =
            always
                + Math.min(sent, Math.max(0, 0.6 * (heap - (300L << 20))))
                + Math.min(data, 6 * heap / 32);
        assertThat(filled).isLessThanOrEqualTo(0.9 * heap);
      }
    }
  }

  private static FlowSizes withWork(FlowSizes sizes, FlowSizes.Work work) {
    return new FlowSizes(
        sizes.source(),
        sizes.target(),
        sizes.dimension(),
        sizes.directions(),
        sizes.levels(),
        sizes.interaction(),
        sizes.interactingTargets(),
        sizes.squared(),
        sizes.flopsPerPoint(),
        sizes.exactBytes(),
        work);
  }

  /** 4 p n of slices and 4 d n of a gradient on each thread. */
  @Test
  void scratchOfEveryThreadOrTaskCounts() {
    FlowSizes one =
        withWork(
            sizes(10, 6000, 784, 1024),
            new FlowSizes.Work(1024, 0, 0, 1, OptionalInt.empty(), false, 1));
    FlowSizes eight =
        withWork(one, new FlowSizes.Work(1024, 0, 0, 8, OptionalInt.empty(), false, 1));
    FlowSizes byLeaf =
        withWork(one, new FlowSizes.Work(32, 0, 0, 1, OptionalInt.empty(), false, 1));
    double scratch = 4.0 * 6000 * (1024 + 784);

    assertThat(one.scratchBytes()).isEqualTo(scratch);
    assertThat(eight.inProcessBytes() - one.inProcessBytes()).isEqualTo(7 * scratch);
    EngineConf conf =
        new EngineConf(
            Engine.DISTRIBUTED, OptionalInt.empty(), OptionalInt.of(10), OptionalInt.of(32), false);
    assertThat(
            GridPlan.of(one, LARGE, conf).taskBytes()
                - GridPlan.of(byLeaf, LARGE, conf).taskBytes())
        .isEqualTo(4.0 * 6000 * (1024 - 32));
  }

  /** A plan that left them out would be too small: the tests above give them by hand. */
  @Test
  void theMachineryIsThatOfTheConfiguration() {
    assertThat(work("--threads=3", "--matching=sliced"))
        .isEqualTo(new FlowSizes.Work(64, 4.0 * 3 * 2 * 64, 0, 3, OptionalInt.empty(), false, 1));
    assertThat(work("--threads=3", "--matching=sliced", "--evaluate-with=m", "--target-batch=5"))
        .isEqualTo(new FlowSizes.Work(64, 4.0 * 3 * 2 * 64, 5, 3, OptionalInt.empty(), false, 2));
    assertThat(work("--threads=1", "--matching=exact", "--evaluate-with=m").engines())
        .as("the distances of exact matching are not those of an engine")
        .isEqualTo(1);
  }

  private static FlowSizes.Work work(String... options) {
    Map<String, String> given =
        new HashMap<>(Map.of("source", "here", "target", "there", "output", "out"));
    for (String option : options) {
      given.put(
          option.substring(2, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
    }
    FlowConf conf = FlowConf.of(Settings.resolve("flow", given, Optional.empty()));
    LoadedDataset rings = Readings.read("synthetic:rings", ReadOptions.defaults());
    FlowInputs inputs = FlowInputs.of(conf, rings, rings, new Configuration());
    HadamardDirections directions = new HadamardDirections(7, rings.dataset().dimension(), 128);
    return FlowSizes.of(conf, inputs, directions, new QuantileLevels(80, true)).work();
  }

  @Test
  void theEngineOfAWatchingClassifierCounts() {
    FlowSizes sizes = sizes(50, 600, 784, 1024);
    FlowSizes watched =
        withWork(sizes, new FlowSizes.Work(32, 0, 0, 1, OptionalInt.empty(), false, 2));

    assertThat(watched.inProcessBytes() - sizes.inProcessBytes())
        .isGreaterThan(sizes.stateBytes() + sizes.rankBytes() + sizes.panelBytes(sizes.rows()));
  }

  /** With class batches a step is small, but at its end all classes are measured. */
  @Test
  void theDistancesBetweenAllClassesCount() {
    FlowSizes sizes = batched(1000, 50, 16, 64, 20);

    assertThat(sizes.mostRows()).isEqualTo(2000);
    assertThat(sizes.distanceSumBytes()).isEqualTo(8.0 * 1000 * 1000);
    assertThat(GridPlan.of(sizes, LARGE, asked(Engine.DISTRIBUTED)).taskBytes())
        .isGreaterThan(2000.0 * sizes.rowBytes() + sizes.distanceSumBytes());
  }

  @Test
  void arraysThatNoJvmMakesAreRefused() {
    FlowSizes slices =
        withWork(
            sizes(2, 2_200_000, 1, 1024),
            new FlowSizes.Work(1024, 0, 0, 1, OptionalInt.empty(), false, 1));
    assertThatThrownBy(slices::checkArrays)
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("1024 directions of a class of 2200000 samples")
        .hasMessageContaining("--samples-per-class");
    assertThatThrownBy(sizes(5000, 10_000, 8, 64)::checkArrays)
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("10000 quantile levels of 10000 classes")
        .hasMessageContaining("--levels or --class-batch");
    assertThatThrownBy(sizes(40_000, 1, 8, 64)::checkArrays)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--class-batch");
    sizes(1000, 50, 784, 1024).checkArrays();
  }

  @Test
  void partitionsThatAreAskedForAreObeyed() {
    EngineConf conf =
        new EngineConf(
            Engine.DISTRIBUTED, OptionalInt.empty(), OptionalInt.of(7), OptionalInt.of(5), false);
    GridPlan plan = GridPlan.of(sizes(70, 10, 4, 300), TWO_WORKERS, conf);
    assertThat(plan.grid().classPartitions()).isEqualTo(7);
    assertThat(plan.grid().directionPartitions()).isEqualTo(5);
  }

  @Test
  void localMastersAreKnownWithoutASession() {
    assertThat(cores("local")).isEqualTo(1);
    assertThat(cores("local[3]")).isEqualTo(3);
    assertThat(cores("local[3,4]")).isEqualTo(3);
    assertThat(cores("local[*]")).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  private static int cores(String master) {
    return Cluster.of(
            master,
            () -> {
              throw new AssertionError("Spark was opened");
            })
        .cores();
  }
}
