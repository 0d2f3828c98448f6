package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.Collections;
import java.util.List;

/**
 * The sizes of a flow, and what follows from them alone.
 *
 * @param source the source
 * @param target the target
 * @param dimension d
 * @param directions L
 * @param levels Q, and whether it is exact
 * @param interaction classes that a class interacts with in a step, S + T
 * @param interactingTargets T of them
 * @param squared whether pairs are a Gram matrix
 * @param flopsPerPoint of projecting one point on all directions
 * @param exactBytes what an exact matching holds at once, 0 where classes are matched otherwise
 */
public record FlowSizes(
    Side source,
    Side target,
    int dimension,
    int directions,
    QuantileLevels levels,
    int interaction,
    int interactingTargets,
    boolean squared,
    double flopsPerPoint,
    double exactBytes) {
  /** Pairs whose distances are measured at the same time: 128 MB of sums. */
  public static final int PAIRS_AT_ONCE = 1 << 24;

  /** Sizes of a flow whose classes are matched by sliced costs. */
  FlowSizes(
      Side source,
      Side target,
      int dimension,
      int directions,
      QuantileLevels levels,
      int interaction,
      int interactingTargets,
      boolean squared,
      double flopsPerPoint) {
    this(
        source,
        target,
        dimension,
        directions,
        levels,
        interaction,
        interactingTargets,
        squared,
        flopsPerPoint,
        0);
  }

  /**
   * One of the two datasets.
   *
   * @param classSamples samples of each class, as far as a step uses them
   * @param held all samples of each class
   */
  record Side(List<Integer> classSamples, List<Integer> held) {
    Side {
      classSamples = List.copyOf(classSamples);
      held = List.copyOf(held);
    }

    /** A step uses all samples. */
    Side(List<Integer> classSamples) {
      this(classSamples, classSamples);
    }

    private static Side of(LabelledDataset dataset, int batch) {
      List<Integer> held = dataset.classes().stream().map(LabelledClass::size).toList();
      return new Side(held.stream().map(size -> Math.min(batch, size)).toList(), held);
    }

    private long heldSamples() {
      return held.stream().mapToLong(Integer::longValue).sum();
    }

    int classes() {
      return classSamples.size();
    }

    /** In the largest class. */
    int mostSamples() {
      return Collections.max(classSamples);
    }

    /** In all classes. */
    long samples() {
      return classSamples.stream().mapToLong(Integer::longValue).sum();
    }
  }

  static FlowSizes of(
      FlowConf conf, FlowInputs inputs, Directions directions, QuantileLevels levels) {
    Side source = Side.of(inputs.seenSource(), Integer.MAX_VALUE);
    Side target =
        Side.of(inputs.seenTarget(), conf.samples().targetBatch().orElse(Integer.MAX_VALUE));
    int batch = conf.samples().classBatch().orElse(Integer.MAX_VALUE);
    int targets = Math.min(batch, target.classes());
    return new FlowSizes(
        source,
        target,
        inputs.seenSource().dimension(),
        directions.count(),
        levels,
        Math.min(batch, source.classes()) + targets,
        targets,
        FlowKernels.measure(conf.kernel()) == PairMeasure.SQUARED,
        flopsPerPoint(directions),
        exactBytes(conf, inputs, source, target));
  }

  /** All samples, and for each thread two classes in double precision and their costs. */
  private static double exactBytes(FlowConf conf, FlowInputs inputs, Side source, Side target) {
    if (!MatchingChoice.isExact(conf, inputs.seenSource(), inputs.seenTarget())) {
      return 0;
    }
    double d = inputs.seenSource().dimension();
    double n = Collections.max(source.held);
    double m = Collections.max(target.held);
    double pairs = (double) source.classes() * target.classes();
    double threads =
        conf.engine().threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    return 4 * d * (source.heldSamples() + target.heldSamples())
        + Math.min(threads, pairs) * 8 * (d * (n + m) + n * m);
  }

  private static double flopsPerPoint(Directions directions) {
    if (directions instanceof HadamardDirections) {
      double p = directions.blockSize();
      return directions.blockCount() * 3 * p * Math.log(p) / Math.log(2);
    }
    return 2.0 * directions.dimension() * directions.count();
  }

  /** C + T, the rows of a panel. */
  int rows() {
    return source.classes() + interactingTargets;
  }

  int leaves() {
    return Panels.leafCount(directions);
  }

  /** Bytes of the quantiles of one class on one leaf. */
  long rowBytes() {
    return 4L * levels.levels() * Panels.LEAF_DIRECTIONS;
  }

  /** Bytes of the quantiles of so many classes on all directions. */
  double panelBytes(double classes) {
    return classes * leaves() * rowBytes();
  }

  /** In the largest class of all. */
  int mostSamples() {
    return Math.max(Collections.max(source.held), Collections.max(target.held));
  }

  /** All samples of both datasets. */
  long heldSamples() {
    return source.heldSamples() + target.heldSamples();
  }

  /** Positions and velocities. */
  double stateBytes() {
    return 8.0 * dimension * source.samples();
  }

  /** All samples of the target, whatever a step draws of them. */
  double targetBytes() {
    return 4.0 * dimension * target.heldSamples();
  }

  /** Which particle has each rank on each direction. */
  double rankBytes() {
    return rankBytes(source.samples());
  }

  private double rankBytes(long samples) {
    return 4.0 * leaves() * Panels.LEAF_DIRECTIONS * samples;
  }

  /** Particles of so many samples before and after a step, with their ranks. */
  double movedBytes(long samples) {
    return 2 * (8.0 * dimension * samples + rankBytes(samples));
  }

  /** The pairwise sums of one leaf: when all source classes interact, each pair of them once. */
  double sumBytes() {
    double c = source.classes();
    int sources = interaction - interactingTargets;
    double within = sources == source.classes() ? c * (c - 1) / 2 : c * sources;
    return 8.0 * (within + c * interactingTargets);
  }

  /** The costs between all classes when a flow has ended, as measured and as matched. */
  double matchingBytes() {
    double costs = 8.0 * source.classes() * target.classes();
    double sliced = 2 * costs + Math.min(costs, 8.0 * PAIRS_AT_ONCE);
    return Math.max(sliced, exactBytes);
  }

  /** Pair weights as they travel. */
  double weightBytes() {
    return 4.0 * source.classes() * interaction;
  }

  /** Of one JVM that does it all: particles and their copies, targets, panels, ranks, pairs. */
  double inProcessBytes() {
    return 2 * stateBytes()
        + 2 * targetBytes()
        + panelBytes(rows())
        + rankBytes()
        + Math.max(3 * sumBytes(), matchingBytes());
  }

  /** Quantiles on their way to the directions, and mixed ones on their way back. */
  double shuffledBytes() {
    return panelBytes(2.0 * source.classes() + interactingTargets);
  }

  /** Projections both ways, sorts, pairs and mixing. */
  double flops() {
    double points = source.samples() + (double) target.samples();
    double sort = points * directions * Math.log(levels.levels() + 1.0) / Math.log(2) * 4;
    double columns = (double) directions * levels.levels();
    double pairs = (squared ? 4.0 : 6.0) * source.classes() * interaction * columns;
    return flopsPerPoint * (points + source.samples()) + sort + pairs;
  }
}
