package io.wowflow.jobs.job;

import io.wowflow.jobs.conf.EngineConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * What a flow will cost, from sizes alone.
 *
 * @param sizes numbers of classes, samples, directions and levels
 * @param memoryBytes what the engine holds at once
 * @param stepFlops estimated floating-point operations of a step
 * @param engine {@code in-process}
 * @param reason why this engine
 */
record FlowPlan(Sizes sizes, long memoryBytes, double stepFlops, String engine, String reason) {

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * The sizes of a flow.
   *
   * @param sourceClasses C
   * @param targetClasses C'
   * @param sourceSamples particles in all classes
   * @param targetSamples samples in all classes of the target
   * @param dimension d
   * @param directions L
   * @param levels Q, and whether it is exact
   * @param interaction classes that a class interacts with in a step, S + S'
   * @param squared whether pairs are a Gram matrix
   */
  record Sizes(
      int sourceClasses,
      int targetClasses,
      long sourceSamples,
      long targetSamples,
      int dimension,
      int directions,
      QuantileLevels levels,
      int interaction,
      boolean squared) {

    static Sizes of(
        FlowConf conf, FlowInputs inputs, Directions directions, QuantileLevels levels) {
      LabelledDataset source = inputs.seenSource();
      LabelledDataset target = inputs.seenTarget();
      int batch = conf.samples().classBatch().orElse(Integer.MAX_VALUE);
      return new Sizes(
          source.classCount(),
          target.classCount(),
          source.sampleCount(),
          usedSamples(conf, target),
          source.dimension(),
          directions.count(),
          levels,
          Math.min(batch, source.classCount()) + Math.min(batch, target.classCount()),
          FlowKernels.measure(conf.kernel()) == PairMeasure.SQUARED);
    }

    private static long usedSamples(FlowConf conf, LabelledDataset target) {
      int batch = conf.samples().targetBatch().orElse(Integer.MAX_VALUE);
      long sum = 0;
      for (LabelledClass c : target.classes()) {
        sum += Math.min(batch, c.size());
      }
      return sum;
    }

    private int panelRows() {
      return sourceClasses + Math.min(targetClasses, interaction);
    }

    /** Positions, velocities and their copies, targets, panels, ranks. */
    long memory() {
      double particles = 4.0 * dimension * (4 * sourceSamples + 2 * targetSamples);
      double panels = 4.0 * panelRows() * directions * levels.levels();
      double ranks = 4.0 * directions * sourceSamples;
      double pairs = 24.0 * sourceClasses * interaction;
      return (long) (particles + panels + ranks + pairs);
    }

    /** Projections both ways, sorts, pairs and mixing. */
    double flops() {
      double samples = sourceSamples + (double) targetSamples;
      double perPoint = 2.0 * dimension * directions;
      double columns = (double) directions * levels.levels();
      double project = perPoint * (samples + sourceSamples);
      double sort = samples * directions * Math.log(levels.levels() + 1.0) / Math.log(2) * 4;
      double pairs = (squared ? 4.0 : 6.0) * sourceClasses * interaction * columns;
      return project + sort + pairs;
    }
  }

  /**
   * The plan of a flow.
   *
   * @throws JobException (usage) if the engine asked for is not there, an option does not fit the
   *     sizes of the classes, or the flow does not fit the memory of this JVM
   */
  static FlowPlan of(FlowConf conf, FlowInputs inputs, Directions directions, long heapBytes) {
    checkEngine(conf.engine());
    checkClassSizes(conf, inputs, directions.count());
    Batches batches = FlowMethods.batches(conf);
    QuantileLevels levels =
        FlowProblem.levels(
            inputs.seenSource(), inputs.seenTarget(), batches, conf.directions().levels());
    Sizes sizes = Sizes.of(conf, inputs, directions, levels);
    long memory = sizes.memory();
    if (memory > 0.9 * heapBytes) {
      throw JobException.usage(
          "The flow needs about "
              + bytes(memory)
              + " of memory, the driver has "
              + bytes(heapBytes)
              + ": give more with -- --driver-memory, or ask for less with --samples-per-class,"
              + " --class-batch, --direction-count or --levels");
    }
    String reason =
        conf.engine().engine() == EngineConf.Engine.IN_PROCESS
            ? "asked for"
            : "it fits the memory of the driver, and this version has no other engine";
    return new FlowPlan(sizes, memory, sizes.flops(), "in-process", reason);
  }

  /**
   * Refuses an engine that is not there.
   *
   * @throws JobException (usage) for the distributed engine
   */
  static void checkEngine(EngineConf conf) {
    if (conf.engine() == EngineConf.Engine.DISTRIBUTED) {
      throw JobException.usage(
          "--engine distributed: this version has no distributed engine; leave the option out, or"
              + " give --engine in-process");
    }
  }

  private static void checkClassSizes(FlowConf conf, FlowInputs inputs, int directions) {
    IntSummaryStatistics source = sizes(inputs.seenSource());
    IntSummaryStatistics target = sizes(inputs.seenTarget());
    int batch = conf.samples().targetBatch().orElse(1);
    if (batch > target.getMin()) {
      throw JobException.usage(
          "--target-batch "
              + batch
              + ": a class of the target has only "
              + target.getMin()
              + " samples; give at most that many");
    }
    if ((long) directions * source.getMax() > LARGEST_ARRAY) {
      throw JobException.usage(
          directions
              + " directions of a class of "
              + source.getMax()
              + " samples are more than one array: ask for less with --direction-count or"
              + " --samples-per-class");
    }
    boolean exact = FlowMatching.isExact(conf, inputs.seenSource(), inputs.seenTarget());
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

  /** The plan in words, a line each. */
  List<String> lines() {
    return List.of(
        String.format(
            Locale.ROOT,
            "source: %d classes, %d samples; target: %d classes, %d samples a step; dimension %d",
            sizes.sourceClasses,
            sizes.sourceSamples,
            sizes.targetClasses,
            sizes.targetSamples,
            sizes.dimension),
        String.format(
            Locale.ROOT,
            "directions: %d; quantile levels: %d (%s)",
            sizes.directions,
            sizes.levels.levels(),
            sizes.levels.exact() ? "exact" : "cell averages"),
        String.format(
            Locale.ROOT,
            "memory: about %s; a step: about %.3g GFLOP; bytes shuffled a step: %d",
            bytes(memoryBytes),
            stepFlops / 1e9,
            shuffledBytes()),
        "engine: " + engine + " (" + reason + ")");
  }

  /** What a step sends through shuffles, in bytes: nothing inside one JVM. */
  long shuffledBytes() {
    return 0;
  }

  private static String bytes(long count) {
    return count < 10L << 30
        ? String.format(Locale.ROOT, "%.1f MB", count / 1048576.0)
        : String.format(Locale.ROOT, "%.1f GB", count / 1073741824.0);
  }
}
