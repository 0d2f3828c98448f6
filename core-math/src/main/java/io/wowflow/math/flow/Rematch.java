package io.wowflow.math.flow;

import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.sliced.ClassSketch;
import io.wowflow.math.sliced.ListedPairs;
import io.wowflow.math.sliced.ListedSums;
import io.wowflow.math.transport.LabelMatching;
import io.wowflow.math.transport.SharedLabels;
import io.wowflow.math.wow.CandidatePairs;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A matching of very many classes at a state without the distances of all pairs: the classes are
 * sketched, {@link CandidatePairs} are chosen by the sketches, the {@code SW_2^2} of these pairs
 * are measured, and the classes are assigned along them. Memory is linear in the number of classes,
 * on every engine.
 *
 * <p>The cost is that of the exact assignment or more; at 2000 classes it was at most 2 % more on
 * all data that were tried. Classes that the problem matches by their labels keep their targets.
 * The matching never costs more than a known one, as its pairs are among those measured.
 */
public final class Rematch {
  private final int[] targetOf;
  private final double[] distances;
  private final IntToDoubleFunction spread;

  private Rematch(int[] targetOf, double[] distances, IntToDoubleFunction spread) {
    this.targetOf = targetOf;
    this.distances = distances;
    this.spread = spread;
  }

  /**
   * Tests whether classes are matched by candidates: the functional is the WoW distance, source or
   * target have more classes than {@link Functional.Wow#exactClasses}, and the classes to be
   * matched are as many on both sides, of one weight on each. A plan between other classes splits
   * them and needs all pairs.
   *
   * @param problem the problem
   * @return true if {@link #of} applies
   */
  public static boolean isByCandidates(FlowProblem problem) {
    return problem.functional() instanceof Functional.Wow wow
        && isByCandidates(problem.source(), problem.target(), problem.shared(), wow.exactClasses());
  }

  /**
   * The same test by the parts of a problem of the WoW distance.
   *
   * @param source the source
   * @param target the target
   * @param shared the classes of equal label, if they are matched to each other
   * @param exactClasses as of {@link Functional.Wow}
   * @return true if {@link #of} applies
   */
  public static boolean isByCandidates(
      LabelledDataset source,
      LabelledDataset target,
      Optional<SharedLabels> shared,
      int exactClasses) {
    if (Math.max(source.classCount(), target.classCount()) <= exactClasses) {
      return false;
    }
    int[] sources = freeSources(source, shared);
    int[] targets = freeTargets(target, shared);
    return sources.length == targets.length
        && isUniform(source.classWeights(), sources)
        && isUniform(target.classWeights(), targets);
  }

  private static boolean isUniform(double[] weights, int[] classes) {
    return Arrays.stream(classes).allMatch(c -> weights[c] == weights[classes[0]]);
  }

  private static int[] freeSources(LabelledDataset source, Optional<SharedLabels> shared) {
    return shared
        .map(SharedLabels::unmatchedSources)
        .orElseGet(() -> IntStream.range(0, source.classCount()).toArray());
  }

  private static int[] freeTargets(LabelledDataset target, Optional<SharedLabels> shared) {
    return shared
        .map(SharedLabels::unmatchedTargets)
        .orElseGet(() -> IntStream.range(0, target.classCount()).toArray());
  }

  /**
   * Matches the classes of a state.
   *
   * @param problem a problem that {@link #isByCandidates}
   * @param engine at the state; its problem may have another functional of squared distances
   * @param known a target of each source class, such as the plan in use; used where its free
   *     classes are matched one to one; or null
   * @return the matching; empty if a distance is NaN or infinite
   */
  public static Optional<Rematch> of(FlowProblem problem, FlowEngine engine, int[] known) {
    int sources = problem.source().classCount();
    int targets = problem.target().classCount();
    int[] rows = freeSources(problem.source(), problem.shared());
    int[] columns = freeTargets(problem.target(), problem.shared());
    int[] targetOf = problem.shared().map(SharedLabels::targetOf).orElseGet(() -> new int[sources]);
    CandidatePairs pairs = null;
    if (rows.length > 0) {
      ClassSketch sketch = new ClassSketch(sources, targets, engine.step());
      ClassSketch.Sums sketches = engine.measure(sketch);
      float[] ofSources = sketches.ofSources(rows);
      float[] ofTargets = sketches.ofTargets(columns);
      if (!allFinite(ofSources) || !allFinite(ofTargets)) {
        return Optional.empty();
      }
      pairs = CandidatePairs.of(ofSources, ofTargets, places(known, rows, columns), engine::share);
    }
    return measured(problem, engine, targetOf, rows, columns, pairs);
  }

  private static Optional<Rematch> measured(
      FlowProblem problem,
      FlowEngine engine,
      int[] targetOf,
      int[] rows,
      int[] columns,
      CandidatePairs pairs) {
    int[] fixed =
        IntStream.range(0, targetOf.length)
            .filter(c -> problem.shared().isPresent() && targetOf[c] != SharedLabels.NONE)
            .toArray();
    int count = pairs == null ? 0 : pairs.targets().length;
    int[] from = new int[fixed.length + count];
    int[] to = new int[from.length];
    for (int i = 0; i < fixed.length; i++) {
      from[i] = fixed[i];
      to[i] = targetOf[fixed[i]];
    }
    int[] candidates = count == 0 ? new int[0] : pairs.sources();
    for (int i = 0; i < count; i++) {
      from[fixed.length + i] = rows[candidates[i]];
      to[fixed.length + i] = columns[pairs.targets()[i]];
    }
    ListedSums sums =
        engine.measure(new ListedPairs(targetOf.length, problem.target().classCount(), from, to));
    double[] measured = sums.distances();
    if (!Arrays.stream(measured).allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    double[] distances = new double[targetOf.length];
    for (int i = 0; i < fixed.length; i++) {
      distances[fixed[i]] = measured[i];
    }
    if (count > 0) {
      double[] costs = Arrays.copyOfRange(measured, fixed.length, measured.length);
      int[] assigned = pairs.assignment(costs).columnOfRow();
      for (int i = 0; i < count; i++) {
        if (pairs.targets()[i] == assigned[candidates[i]]) {
          targetOf[rows[candidates[i]]] = columns[assigned[candidates[i]]];
          distances[rows[candidates[i]]] = costs[i];
        }
      }
    }
    return Optional.of(new Rematch(targetOf, distances, sums::sourceSpread));
  }

  /** The known target of each free class, by place; null where that is not one to one. */
  private static int[] places(int[] known, int[] rows, int[] columns) {
    if (known == null) {
      return null;
    }
    int[] out = new int[rows.length];
    boolean[] taken = new boolean[columns.length];
    for (int i = 0; i < rows.length; i++) {
      out[i] = Arrays.binarySearch(columns, known[rows[i]]);
      if (out[i] < 0 || taken[out[i]]) {
        return null;
      }
      taken[out[i]] = true;
    }
    return out;
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The target class of each source class.
   *
   * @return C indices of target classes, not to be modified
   */
  public int[] targetOf() {
    return targetOf;
  }

  /**
   * The distance of each source class to its target class.
   *
   * @return C values of {@code SW_2^2}, not to be modified
   */
  public double[] distances() {
    return distances;
  }

  /** Squared spread of a source class. */
  double sourceSpread(int c) {
    return spread.applyAsDouble(c);
  }

  /**
   * The matching with its costs.
   *
   * @param a C weights of the source classes, not modified
   * @return the matching
   */
  public LabelMatching matching(double[] a) {
    return LabelMatching.assigned(targetOf, distances, a);
  }
}
