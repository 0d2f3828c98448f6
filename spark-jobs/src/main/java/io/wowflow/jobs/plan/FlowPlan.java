package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.EngineConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.engine.Grid;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The cost of a flow and the place where it runs, from sizes only.
 *
 * @param sizes numbers of classes, samples, directions and levels
 * @param grid the partitions on a cluster; empty for the in-process engine
 * @param reason the reason for the engine
 */
public record FlowPlan(FlowSizes sizes, Optional<GridPlan> grid, String reason) {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  // Orders of magnitude, measured on two cores; they only choose an engine.
  private static final double FLOPS_PER_CORE = 40e9;
  private static final double SHUFFLED_BYTES_PER_SECOND_AND_CORE = 300e6;
  private static final double SECONDS_A_JOB = 0.3;

  /**
   * The plan of a flow.
   *
   * @param conf a checked configuration
   * @param inputs the datasets
   * @param directions the directions
   * @param cluster the resources
   * @return the plan
   * @throws JobException (usage) if an option does not fit the sizes of the classes, or the flow
   *     does not fit the memory
   */
  public static FlowPlan of(
      FlowConf conf, FlowInputs inputs, Directions directions, Cluster cluster) {
    checkClassSizes(conf, inputs);
    Batches batches = FlowMethods.batches(conf);
    QuantileLevels levels =
        FlowProblem.levels(
            inputs.seenSource(), inputs.seenTarget(), batches, conf.directions().levels());
    FlowSizes sizes = FlowSizes.of(conf, inputs, directions, levels);
    sizes.checkArrays();
    return choose(sizes, cluster, conf.engine());
  }

  /** Chooses the engine. */
  static FlowPlan choose(FlowSizes sizes, Cluster cluster, EngineConf asked) {
    return switch (asked.engine()) {
      case IN_PROCESS -> inProcess(sizes, cluster, "as configured");
      case DISTRIBUTED -> distributed(sizes, cluster, asked, "as configured");
      case AUTO -> {
        if (cluster.isLocal()) {
          yield inProcess(sizes, cluster, "the master is local");
        }
        if (sizes.inProcessBytes() > DriverMemory.SHARE * cluster.driverHeapBytes()) {
          yield distributed(sizes, cluster, asked, "it does not fit the memory of the driver");
        }
        double here = sizes.flops() / FLOPS_PER_CORE / threads(asked);
        double there = secondsDistributed(sizes, cluster);
        String times =
            String.format(Locale.ROOT, "about %.2g s a step against %.2g s", here, there);
        yield here <= there
            ? inProcess(sizes, cluster, times + " on the cluster")
            : distributed(sizes, cluster, asked, times.replace("against", "in the driver against"));
      }
    };
  }

  private static int threads(EngineConf asked) {
    return asked.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  private static double secondsDistributed(FlowSizes sizes, Cluster cluster) {
    return SECONDS_A_JOB
        + sizes.flops() / FLOPS_PER_CORE / cluster.cores()
        + sizes.shuffledBytes() / SHUFFLED_BYTES_PER_SECOND_AND_CORE / cluster.cores();
  }

  private static FlowPlan inProcess(FlowSizes sizes, Cluster cluster, String reason) {
    checkDriver(
        sizes.inProcessBytes(),
        cluster,
        "give more with -- --driver-memory, or flow less with --samples-per-class,"
            + " --class-batch, --direction-count or --levels");
    return new FlowPlan(sizes, Optional.empty(), reason);
  }

  private static FlowPlan distributed(
      FlowSizes sizes, Cluster cluster, EngineConf asked, String reason) {
    GridPlan grid = GridPlan.of(sizes, cluster, asked);
    FlowPlan plan = new FlowPlan(sizes, Optional.of(grid), reason);
    checkDriver(
        plan.driverBytes(),
        cluster,
        "give more with -- --driver-memory, or flow less with --samples-per-class or"
            + " --class-batch");
    return plan;
  }

  private static void checkDriver(double bytes, Cluster cluster, String remedy) {
    if (bytes > DriverMemory.SHARE * cluster.driverHeapBytes()) {
      throw JobException.usage(
          "The flow needs about "
              + Amount.ofBytes(bytes)
              + " of memory, the driver has "
              + Amount.ofBytes((double) cluster.driverHeapBytes())
              + ": "
              + remedy);
    }
  }

  /**
   * The engine.
   *
   * @return {@code in-process} or {@code distributed}
   */
  public String engine() {
    return grid.isPresent() ? "distributed" : "in-process";
  }

  /**
   * The partitions of the distributed engine.
   *
   * @return the grid
   * @throws java.util.NoSuchElementException for the in-process engine
   */
  public Grid spread() {
    return grid.orElseThrow().grid();
  }

  /** The memory of the driver. */
  double driverBytes() {
    return grid.isPresent()
        ? DriverMemory.bytes(sizes, spread().directionPartitions())
        : sizes.inProcessBytes();
  }

  private static void checkClassSizes(FlowConf conf, FlowInputs inputs) {
    IntSummaryStatistics source = sizes(inputs.seenSource());
    IntSummaryStatistics target = sizes(inputs.seenTarget());
    int batch = conf.samples().targetBatch().orElse(1);
    if (batch > target.getMin()) {
      throw JobException.usage(
          "--target-batch "
              + batch
              + ": a class of the target has only "
              + Amount.of(target.getMin(), "sample")
              + ": give at most that many");
    }
    if (source.getCount() * target.getCount() > LARGEST_ARRAY
        && !FlowSizes.isByCandidates(conf, inputs)) {
      throw JobException.usage(
          "Classes are matched at the end of a flow, and the costs between "
              + source.getCount()
              + " and "
              + target.getCount()
              + " classes are more than one array: flow fewer classes at a time");
    }
    boolean exact = MatchingChoice.isExact(conf, inputs.seenSource(), inputs.seenTarget());
    if (exact && (long) source.getMax() * target.getMax() > LARGEST_ARRAY) {
      throw JobException.usage(
          "--matching exact holds the costs between "
              + source.getMax()
              + " and "
              + target.getMax()
              + " samples in one array, which is too large: give --matching sliced, or fewer"
              + " --samples-per-class");
    }
  }

  private static IntSummaryStatistics sizes(LabelledDataset dataset) {
    return dataset.classes().stream().mapToInt(LabelledClass::size).summaryStatistics();
  }

  /**
   * Bytes that a step sends through shuffles.
   *
   * @return 0 for the in-process engine
   */
  public long shuffledBytes() {
    return grid.isPresent() ? (long) sizes.shuffledBytes() : 0;
  }

  /**
   * The plan in words.
   *
   * @return one line per subject: samples, directions, memory, partitions, engine
   */
  public List<String> lines() {
    List<String> out = new ArrayList<>();
    out.add(
        line(
            "source: %s, %s; target: %s, %s per step; dimension %d",
            Amount.of(sizes.source().classes(), "class"),
            Amount.of(sizes.source().samples(), "sample"),
            Amount.of(sizes.target().classes(), "class"),
            Amount.of(sizes.target().samples(), "sample"),
            sizes.dimension()));
    out.add(
        line(
            "directions: %d; quantile levels: %d (%s); classes that interact with each: %d",
            sizes.directions(),
            sizes.levels().levels(),
            sizes.levels().exact() ? "exact" : "cell averages",
            sizes.interaction()));
    sizes.rematch().ifPresent(every -> out.add("functional: wow, " + DescentConf.matched(every)));
    out.add(
        line(
            "state: %s; memory of the driver: about %s; a step: about %.3g GFLOP; bytes shuffled a"
                + " step: %d",
            Amount.ofBytes(sizes.stateBytes()),
            Amount.ofBytes(driverBytes()),
            sizes.flops() / 1e9,
            shuffledBytes()));
    sizes.rematch().ifPresent(every -> out.add(rematchLine()));
    if (grid.isPresent()) {
      out.addAll(spreadLines(grid.get()));
    }
    out.add("engine: " + engine() + " (" + reason + ")");
    return out;
  }

  private String rematchLine() {
    double flops = sizes.rematchFlops();
    double seconds = flops / FLOPS_PER_CORE + sizes.assignmentSeconds();
    return line(
        "matching the classes: %s; about %.3g GFLOP and %.2g s on one core more than another step,"
            + " memory of the driver about %s",
        sizes.candidates() ? "by candidates" : "by the distances of all pairs",
        flops / 1e9,
        seconds,
        Amount.ofBytes(sizes.matchingBytes()));
  }

  private List<String> spreadLines(GridPlan plan) {
    return List.of(
        line(
            "the driver puts on its disk what does not fit its memory: at most %s",
            Amount.ofBytes(DriverMemory.diskBytes(sizes))),
        line(
            "an executor needs a heap of %s (a task works on %s) and caches its part of %s, on disk"
                + " what does not fit",
            Amount.ofBytes(plan.executorHeapBytes()),
            Amount.ofBytes(plan.taskBytes()),
            Amount.ofBytes(plan.cachedBytes())),
        line(
            "partitions: %d of classes (blocks of %d), %d of directions; a checkpoint every"
                + " %s",
            plan.grid().classPartitions(),
            plan.grid().classesPerBlock(),
            plan.grid().directionPartitions(),
            Amount.of(plan.grid().stepsPerCheckpoint(), "step")),
        line(
            "a step sends pairwise sums of %s to the driver, and pair weights of %s from it to each"
                + " executor",
            Amount.ofBytes(plan.grid().directionPartitions() * sizes.sumBytes()),
            Amount.ofBytes(sizes.weightBytes())));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
