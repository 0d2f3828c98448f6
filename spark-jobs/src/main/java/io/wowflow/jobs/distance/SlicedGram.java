package io.wowflow.jobs.distance;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.QuantileLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * All {@code SW_2^2} between the classes of two datasets, as means over groups of Gaussian
 * directions: what is computed of the mean has a standard error by leaving each group out once (the
 * jackknife).
 *
 * @param within between source classes, C x C
 * @param across between source and target classes, C x C'
 * @param between between target classes, C' x C'
 */
record SlicedGram(DoubleMatrix within, DoubleMatrix across, DoubleMatrix between) {
  private static final int GROUPS = 20;

  /** Levels where the sizes have no common multiple; fewer where panels would be over 128 MB. */
  private static final int FINE = 4096;

  private static final long MOST_VALUES = 1L << 25;

  /** A number computed of the mean over all directions, and its standard error. */
  record Estimate(double value, double standardError) {}

  /** The Gram matrices of every group of directions, of equal numbers of directions. */
  static List<SlicedGram> groups(
      LabelledDataset source, LabelledDataset target, Settings settings) {
    int groups = settings.groups();
    FlowProblem problem =
        new FlowProblem(
            source,
            target,
            new Kernel.Riesz(1),
            new GaussianDirections(settings.seed(), source.dimension(), settings.ofGroup()),
            levels(source, target, settings));
    FlowState start = InProcessEngine.initialState(problem);
    Interaction all = Interaction.dense(source.classCount(), target.classCount());
    List<SlicedGram> out = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      // Every step has directions of its own.
      FlowState step = new FlowState(group, start.positions(), start.velocities());
      try (InProcessEngine engine =
          new InProcessEngine(problem, Batches.none(), step, settings.threads())) {
        out.add(of(engine.measure(all, true)));
      }
    }
    return out;
  }

  /**
   * The quantile levels of a distance. A flow takes so many that its steps stay cheap; a distance
   * is measured once, so it takes more where these are not exact and few: averages make SW_2
   * smaller.
   */
  static QuantileLevels levels(LabelledDataset source, LabelledDataset target, Settings settings) {
    QuantileLevels ofFlow = FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty());
    if (ofFlow.exact()) {
      return ofFlow;
    }
    List<LabelledClass> all = new ArrayList<>(source.classes());
    all.addAll(target.classes());
    int[] sizes = all.stream().mapToInt(LabelledClass::size).toArray();
    boolean uniform = all.stream().allMatch(LabelledClass::isUniform);
    long rows = (long) all.size() * Panels.LEAF_DIRECTIONS * Panels.leafCount(settings.ofGroup());
    long most = Math.max(ofFlow.levels(), Math.min(FINE, MOST_VALUES / rows));
    return QuantileLevels.upTo((int) most, sizes, uniform);
  }

  /**
   * How distances are measured.
   *
   * @param seed of the directions
   * @param directions so many; more than {@link #GROUPS} are rounded up to a multiple of it
   * @param threads no bit depends on it
   */
  record Settings(long seed, int directions, int threads) {
    int groups() {
      return Math.min(GROUPS, directions);
    }

    /** Directions of each group. */
    int ofGroup() {
      return (directions + groups() - 1) / groups();
    }
  }

  private static SlicedGram of(PairSums sums) {
    int sources = sums.sourceCount();
    int targets = sums.interaction().targets().length;
    DoubleMatrix within = DoubleMatrix.zeros(sources, sources);
    for (int c = 0; c < sources; c++) {
      for (int e = 0; e < sources; e++) {
        within.set(c, e, sums.toSource(c, e));
      }
    }
    DoubleMatrix between = DoubleMatrix.zeros(targets, targets);
    for (int c = 0; c < targets; c++) {
      for (int e = 0; e < targets; e++) {
        between.set(c, e, sums.betweenTargets(c, e));
      }
    }
    return new SlicedGram(within, sums.targetMatrix(), between);
  }

  /** What a function gives for the mean of all groups. */
  static Estimate estimate(List<SlicedGram> groups, ToDoubleFunction<SlicedGram> function) {
    SlicedGram sum = sum(groups);
    int n = groups.size();
    double value = function.applyAsDouble(sum.combined(1.0 / n, sum, 0));
    double[] leftOut = new double[n];
    double mean = 0;
    for (int g = 0; g < n; g++) {
      SlicedGram others = sum.combined(1.0 / (n - 1), groups.get(g), -1.0 / (n - 1));
      leftOut[g] = function.applyAsDouble(others);
      mean += leftOut[g] / n;
    }
    double squares = 0;
    for (double v : leftOut) {
      squares += (v - mean) * (v - mean);
    }
    return new Estimate(value, Math.sqrt(squares * (n - 1) / n));
  }

  static SlicedGram mean(List<SlicedGram> groups) {
    SlicedGram sum = sum(groups);
    return sum.combined(1.0 / groups.size(), sum, 0);
  }

  private static SlicedGram sum(List<SlicedGram> groups) {
    SlicedGram sum = groups.get(0);
    for (SlicedGram group : groups.subList(1, groups.size())) {
      sum = sum.combined(1, group, 1);
    }
    return sum;
  }

  private SlicedGram combined(double factor, SlicedGram other, double otherFactor) {
    return new SlicedGram(
        combined(within, factor, other.within, otherFactor),
        combined(across, factor, other.across, otherFactor),
        combined(between, factor, other.between, otherFactor));
  }

  private static DoubleMatrix combined(
      DoubleMatrix a, double factor, DoubleMatrix b, double otherFactor) {
    DoubleMatrix out = DoubleMatrix.zeros(a.rows(), a.columns());
    for (int e = 0; e < out.values().length; e++) {
      // Rounding must not make a distance negative.
      out.values()[e] = Math.max(0, factor * a.values()[e] + otherFactor * b.values()[e]);
    }
    return out;
  }

  /** {@code MMD^2} for a kernel between classes. */
  double squaredMmd(Kernel kernel, double[] a, double[] b) {
    return weighted(kernel, within, a, a)
        - 2 * weighted(kernel, across, a, b)
        + weighted(kernel, between, b, b);
  }

  private static double weighted(Kernel kernel, DoubleMatrix s, double[] rows, double[] columns) {
    double sum = 0;
    for (int c = 0; c < rows.length; c++) {
      for (int e = 0; e < columns.length; e++) {
        sum += rows[c] * columns[e] * kernel.value(s.get(c, e));
      }
    }
    return sum;
  }
}
