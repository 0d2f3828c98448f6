package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Functional;
import io.wowflow.math.flow.Rematch;
import io.wowflow.math.sliced.ClassSketch;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.QuantileLevels;
import io.wowflow.math.wow.CandidatePairs;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * The sizes of a flow, and what follows from them.
 *
 * @param source the source
 * @param target the target
 * @param dimension d
 * @param directions L
 * @param levels Q, exact or cell averages
 * @param interaction classes that a class interacts with in a step, S + T
 * @param interactingTargets T of them
 * @param squared true if the pairs are a Gram matrix
 * @param flopsPerPoint of projecting one point on all directions
 * @param exactBytes memory of an exact matching, 0 where classes are matched by sliced costs
 * @param work sizes of the machinery
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
    double exactBytes,
    Work work) {
  /** Pairs whose distances are measured at the same time: 128 MB of sums. */
  public static final int PAIRS_AT_ONCE = 1 << 24;

  /** Comparisons of all sketches in a matching by candidates. */
  private static final int COMPARISONS = 7;

  /** The longest array that every JVM makes. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Sizes of the machinery of a flow.
   *
   * @param blockDirections p: directions that are projected together, whole leaves
   * @param projectorBytes the directions of one step
   * @param targetBatch samples drawn of a target class, 0 where none are drawn
   * @param threads of the in-process engine
   * @param rematch steps from one matching of classes to the next, 0 for step 0 only; empty for a
   *     functional whose steps need all pairs
   * @param candidates true if classes are matched by candidates, without the distances of all pairs
   * @param engines engines that are open at the same time: that of the flow, and that of distances
   *     where a classifier watches
   */
  record Work(
      int blockDirections,
      double projectorBytes,
      int targetBatch,
      int threads,
      OptionalInt rematch,
      boolean candidates,
      int engines) {
    /** One thread that projects leaf by leaf. */
    static final Work LEAST =
        new Work(Panels.LEAF_DIRECTIONS, 0, 0, 1, OptionalInt.empty(), false, 1);

    private static Work of(FlowConf conf, FlowInputs inputs, Directions directions, boolean exact) {
      int block = Math.min(directions.blockSize(), directions.count());
      double perDirection = directions instanceof HadamardDirections ? 3 : directions.dimension();
      return new Work(
          Panels.leafCount(block) * Panels.LEAF_DIRECTIONS,
          Float.BYTES * perDirection * directions.blockCount() * directions.blockSize(),
          conf.samples().targetBatch().orElse(0),
          threadsOf(conf),
          rematchOf(conf, inputs),
          isByCandidates(conf, inputs),
          conf.evaluation().evaluateWith().isPresent() && !exact ? 2 : 1);
    }
  }

  private static OptionalInt rematchOf(FlowConf conf, FlowInputs inputs) {
    if (conf.descent().functional() == DescentConf.Functional.MMD) {
      return OptionalInt.empty();
    }
    int sources = inputs.seenSource().classCount();
    int targets = inputs.seenTarget().classCount();
    return OptionalInt.of(conf.descent().planRule(sources, targets).every());
  }

  /** Tests whether the flow matches its classes by candidates. */
  static boolean isByCandidates(FlowConf conf, FlowInputs inputs) {
    return conf.descent().functional() == DescentConf.Functional.WOW
        && Rematch.isByCandidates(
            inputs.seenSource(),
            inputs.seenTarget(),
            inputs.shared(),
            Functional.Wow.EXACT_CLASSES);
  }

  private static int threadsOf(FlowConf conf) {
    return conf.engine().threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

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
        0,
        Work.LEAST);
  }

  /**
   * One of the two datasets.
   *
   * @param classSamples samples of each class that a step uses
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
    boolean wow = conf.descent().functional() == DescentConf.Functional.WOW;
    double exact = exactBytes(conf, inputs, source, target);
    return new FlowSizes(
        source,
        target,
        inputs.seenSource().dimension(),
        directions.count(),
        levels,
        (wow ? 0 : Math.min(batch, source.classes())) + targets,
        targets,
        conf.kernel().kernel().of(1).measure() == PairMeasure.SQUARED,
        flopsPerPoint(directions),
        exact,
        Work.of(conf, inputs, directions, exact > 0));
  }

  /**
   * Refuses sizes whose arrays no JVM makes, before an executor or a thread fails on them.
   *
   * @throws JobException (usage) naming the sizes and the remedy
   */
  void checkArrays() {
    if ((long) work.blockDirections * mostSamples() > LARGEST_ARRAY) {
      throw JobException.usage(
          work.blockDirections
              + " directions of a class of "
              + mostSamples()
              + " samples are more than one array: give a smaller --direction-count or"
              + " --samples-per-class");
    }
    long panel = (long) mostRows() * levels.levels() * Panels.LEAF_DIRECTIONS;
    if (panel > LARGEST_ARRAY) {
      throw JobException.usage(
          levels.levels()
              + " quantile levels of "
              + mostRows()
              + " classes on "
              + Panels.LEAF_DIRECTIONS
              + " directions are more than one array: give smaller --levels or --class-batch");
    }
    if (reportSumBytes() / Double.BYTES > LARGEST_ARRAY) {
      throw JobException.usage(
          "The sums between "
              + source.classes()
              + " classes and the "
              + interaction
              + " that interact with each are more than one array: give a smaller"
              + " --class-batch");
    }
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
    double threads = threadsOf(conf);
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

  /**
   * The steps from one matching of the classes to the next.
   *
   * @return 0 for a matching at step 0 only; empty for a functional whose steps need all pairs
   */
  public OptionalInt rematch() {
    return work.rematch();
  }

  /** C + T, the rows of a panel. */
  int rows() {
    return source.classes() + interactingTargets;
  }

  /** Target classes that the distances of a matching or a page measure at once. */
  private int targetsAtOnce() {
    return Math.max(1, Math.min(target.classes(), PAIRS_AT_ONCE / source.classes()));
  }

  /** The rows of the largest panel: of a step, or of the distances between all classes. */
  int mostRows() {
    return exactBytes > 0 || work.candidates
        ? rows()
        : Math.max(rows(), source.classes() + targetsAtOnce());
  }

  int leaves() {
    return Panels.leafCount(directions);
  }

  /** Bytes of the quantiles of one class on one leaf. */
  long rowBytes() {
    return 4L * levels.levels() * Panels.LEAF_DIRECTIONS;
  }

  /** Bytes of the quantiles of some classes on all directions. */
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

  /** Particles of some samples before and after a step, with their ranks. */
  double movedBytes(long samples) {
    return 2 * (8.0 * dimension * samples + rankBytes(samples));
  }

  /** The pairwise sums of one leaf: when all source classes interact, each pair of them once. */
  double sumBytes() {
    double c = source.classes();
    if (work.candidates) {
      return 8.0 * Math.max((ClassSketch.WIDTH + 1.0) * rows(), rows() + CandidatePairs.MOST * c);
    }
    int sources = interaction - interactingTargets;
    double within = sources == source.classes() ? c * (c - 1) / 2 : c * sources;
    return 8.0 * (within + c * interactingTargets);
  }

  /** The same when the objective is reported, which needs each pair of target classes. */
  double reportSumBytes() {
    return rematch().isPresent()
        ? sumBytes()
        : sumBytes() + 8.0 * interactingTargets * interactingTargets;
  }

  /** The sums of one leaf between all source classes and the target classes of a measurement. */
  double distanceSumBytes() {
    return exactBytes > 0 || work.candidates ? 0 : 8.0 * source.classes() * targetsAtOnce();
  }

  /** The costs between all classes when a flow has ended, as measured and as matched. */
  double matchingBytes() {
    double costs = costBytes();
    if (work.candidates) {
      return Math.max(costs, exactBytes);
    }
    double sliced = 2 * costs + Math.min(costs, 8.0 * PAIRS_AT_ONCE);
    return Math.max(sliced, exactBytes);
  }

  /** The costs between all classes; or the sketches of all, and the pairs of candidates. */
  double costBytes() {
    if (work.candidates) {
      return source.classes() * (5.0 * 4 * ClassSketch.WIDTH + 40.0 * CandidatePairs.MOST);
    }
    return 8.0 * source.classes() * target.classes();
  }

  /**
   * Scratch of one thread or task: the slices of a class on a block of directions (4 p n bytes),
   * and its gradient or the samples drawn of it (4 d n).
   */
  double scratchBytes() {
    return 4.0 * work.blockDirections * mostSamples()
        + 4.0 * dimension * Math.max(source.mostSamples(), work.targetBatch);
  }

  /** Pair weights as they travel. */
  double weightBytes() {
    return rematch().isPresent() ? 12.0 * source.classes() : 4.0 * source.classes() * interaction;
  }

  /**
   * Of one JVM that does it all: both datasets as read and as normalised, a copy of the last state,
   * and the engines with their panels, ranks, directions and scratch.
   */
  double inProcessBytes() {
    double engine =
        stateBytes()
            + panelBytes(mostRows())
            + rankBytes()
            + work.projectorBytes
            + Math.min(work.threads, mostRows()) * scratchBytes();
    return 2 * stateBytes()
        + 2 * targetBytes()
        + work.engines * engine
        + Math.max(3 * reportSumBytes(), Math.max(matchingBytes(), 3 * distanceSumBytes()));
  }

  /** Quantiles on their way to the directions, and mixed ones on their way back. */
  double shuffledBytes() {
    return panelBytes(2.0 * source.classes() + interactingTargets);
  }

  /** A matching of the classes after projections and sorts, without the assignment itself. */
  double rematchFlops() {
    double columns = (double) directions * levels.levels();
    if (!work.candidates) {
      return 2.0 * source.classes() * interaction * columns;
    }
    double c = source.classes();
    double sketches = 2.0 * rows() * columns * ClassSketch.WIDTH;
    double comparisons = 2.0 * COMPARISONS * c * c * ClassSketch.WIDTH;
    return sketches + comparisons + 3.0 * CandidatePairs.MOST * c * columns;
  }

  /**
   * Seconds of the assignment itself on one core: n^3 with all pairs; about {@code n^2} with
   * candidates, of data of average difficulty.
   */
  double assignmentSeconds() {
    double n = Math.max(source.classes(), target.classes());
    return work.candidates ? 1e-7 * n * n : 1e-10 * n * n * n;
  }

  /** True if classes are matched by candidates. */
  boolean candidates() {
    return work.candidates;
  }

  /** Projections both ways, sorts, pairs and mixing. */
  double flops() {
    double points = source.samples() + (double) target.samples();
    double sort = points * directions * Math.log(levels.levels() + 1.0) / Math.log(2) * 4;
    double columns = (double) directions * levels.levels();
    double all = source.classes() * interaction * columns;
    double pairs = (squared ? 4.0 : 6.0) * all;
    if (rematch().isPresent()) {
      double renewals = rematch().getAsInt() == 0 ? 0 : 1.0 / rematch().getAsInt();
      pairs = rematchFlops() * renewals + 4 * source.classes() * columns;
    }
    return flopsPerPoint * (points + source.samples()) + sort + pairs;
  }
}
