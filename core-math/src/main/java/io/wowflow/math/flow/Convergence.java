package io.wowflow.math.flow;

import io.wowflow.math.internal.Guard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The course of the objective along a flow: falling, rising, or converged. {@link Flow} adds the
 * objective of every {@value #EVERY}th step, however often it is reported.
 *
 * <p>A judgement at step k compares the last {@code max(k / 10, 25)} steps, the span, with as many
 * before them. Their objectives are averaged over ten blocks of equal length, b_1 to b_10, so that
 * noise which is correlated over less than a block does not look like a trend. With E the mean of
 * b_1 to b_5 and L that of b_6 to b_10 the fall is {@code f = 1 - L / E}. With s the deviation of
 * the blocks from their least-squares line (8 degrees of freedom) the error of f is {@code e = s
 * sqrt(2/5) / E}; its 95 % interval is f ± 2.306 e. The objective is
 *
 * <ul>
 *   <li>rising, if L is above the first objective of the flow, or if {@code -f > 3.355 e} and f is
 *       -1 % or less,
 *   <li>falling, if the interval is above 0; except for a fall of less than 0.2 %, at the upper end
 *       of the interval, of an objective that is below half of the first,
 *   <li>flat, with that exception; if the interval contains 0, or a rise of less than 1 %, and
 *       2.306 e E is at most 5 % of E and of the fall since the first objective (L below it), or at
 *       most 1/10000 of the first objective; and at rounding level: all objectives of both spans
 *       below 10^-9 of the first in magnitude, or below 10^-6 of it and one of them not above 0,
 *   <li>unknown otherwise.
 * </ul>
 *
 * <p>Judgements are made at step 50 and from there at steps that are 2 % apart. The flow has
 * converged at the first of them at which all judgements of the last two spans are flat: at step
 * 100 at the earliest. Verdicts do not change when all objectives are multiplied by the same
 * positive number.
 *
 * <p>The end of a flow whose trend is unknown, as that of each flow of fewer than 50 steps, is
 * rising if its last objective and those of the second half of its steps are all more than 5 %
 * above the first, which is above 0 ({@link #trend(double)}).
 *
 * <p>The method is that of batch means (Law and Kelton, Simulation Modeling and Analysis, chapter
 * 9), with a trend removed.
 *
 * <p>Not safe for use by several threads.
 */
public final class Convergence {
  /** The number of steps from one objective to the next. */
  public static final int EVERY = 5;

  private static final int BLOCKS = 10;
  private static final int SHORTEST_SPAN = 25;

  // Quantiles of Student's t with 8 degrees of freedom at 0.975 and 0.995.
  private static final double T_95 = 2.306;
  private static final double T_99 = 3.355;

  private static final double LEAST_RISE = 0.01;
  private static final double SMALL_FALL = 0.002;
  private static final double LARGEST_ERROR = 0.05;
  private static final double SMALL_SHARE = 1e-4;
  private static final double ROUNDING = 1e-6;
  private static final double NOTHING = 1e-9;

  private final double start;
  private int first;
  private final List<Double> objectives = new ArrayList<>();
  private int next = 2 * SHORTEST_SPAN;
  private OptionalInt flatSince = OptionalInt.empty();
  private OptionalInt reached = OptionalInt.empty();
  private Trend trend = Trend.UNKNOWN;

  /** The course of a flow from step 0. */
  public Convergence() {
    this(Double.NaN);
  }

  private Convergence(double start) {
    this.start = start;
  }

  /** The course of an objective. */
  public enum Verdict {
    /** It has stopped falling. */
    CONVERGED,
    /** It still falls. */
    FALLING,
    /** It rises, or is above its start. */
    RISING,
    /** There are too few steps to distinguish a trend from noise. */
    UNKNOWN
  }

  /**
   * The trend of an objective at the end of a flow.
   *
   * @param verdict the course
   * @param step the step at which the flow converged; empty if it has not
   * @param change the change of the objective in per cent, above 0 for a rise; 0 for a flow that
   *     has converged or whose course is unknown
   * @param text the same in words, such as {@code converged at step 480}
   */
  public record Trend(Verdict verdict, OptionalInt step, double change, String text) {
    private static final Trend UNKNOWN =
        new Trend(
            Verdict.UNKNOWN,
            OptionalInt.empty(),
            0,
            "too few steps to distinguish a trend of the objective from noise");

    private static Trend converged(int step) {
      return new Trend(
          Verdict.CONVERGED, OptionalInt.of(step), 0, "the objective converged at step " + step);
    }

    private static Trend falling(double change, int span) {
      return moving(Verdict.FALLING, change, "still falling", span);
    }

    private static Trend rising(double change, int span) {
      return moving(Verdict.RISING, change, "rising", span);
    }

    private static Trend aboveStart(double change) {
      String text = "the objective ends " + percent(change) + " above its start";
      return new Trend(Verdict.RISING, OptionalInt.empty(), 100 * change, text);
    }

    private static Trend moving(Verdict verdict, double change, String how, int span) {
      String text =
          "the objective is "
              + how
              + " by "
              + percent(change)
              + " over the last "
              + span
              + " steps";
      return new Trend(verdict, OptionalInt.empty(), 100 * change, text);
    }

    private static String percent(double change) {
      double size = 100 * Math.abs(change);
      String form = size < 1 ? "%.2f" : size < 10 ? "%.1f" : "%.0f";
      return String.format(Locale.ROOT, form, size) + " per cent";
    }
  }

  /**
   * All that a resumed flow needs to judge as one that was never interrupted.
   *
   * @param start the first objective of the flow; NaN if there was none
   * @param first the step of the first of the objectives
   * @param objectives the objectives of every {@value #EVERY}th step from {@code first}
   */
  public record Series(double start, int first, List<Double> objectives) {
    /** Checks and copies. */
    public Series {
      Guard.that(
          first >= 0 && first % EVERY == 0,
          "the first step of a series must be a multiple of " + EVERY + ", was " + first);
      objectives = List.copyOf(objectives);
    }
  }

  /**
   * The course of a flow that resumes.
   *
   * @param earlier the series up to the step where it resumes; steps may be missing between, then
   *     judgements wait until there are enough after them
   * @return the course
   */
  public static Convergence resumed(Series earlier) {
    Convergence out = new Convergence(earlier.start);
    int step = earlier.first;
    for (double objective : earlier.objectives) {
      out.add(step, objective);
      step += EVERY;
    }
    return out;
  }

  /**
   * The series so far.
   *
   * @return a copy
   */
  public Series series() {
    return new Series(start(), first, objectives);
  }

  private double start() {
    return Double.isNaN(start) && !objectives.isEmpty() ? objectives.get(0) : start;
  }

  /**
   * Adds an objective, and judges where a judgement is due.
   *
   * @param step k, a multiple of {@value #EVERY}
   * @param objective the objective of X_k
   */
  public void add(int step, double objective) {
    Guard.that(step % EVERY == 0, "objectives of every step " + EVERY + ", was " + step);
    if (step != first + EVERY * objectives.size()) {
      objectives.clear();
      flatSince = OptionalInt.empty();
      reached = OptionalInt.empty();
      first = step;
    }
    objectives.add(objective);
    if (step >= next) {
      judge(step);
    }
    while (next <= step) {
      int apart = Math.max(EVERY, next / 50);
      next = (int) Math.min(Integer.MAX_VALUE, EVERY * ((next + (long) apart + EVERY - 1) / EVERY));
    }
  }

  /**
   * The step at which the flow has converged.
   *
   * @return empty if it has not, or not to stay
   */
  public OptionalInt step() {
    return reached;
  }

  /**
   * The trend at the last judgement.
   *
   * @return unknown before the first
   */
  public Trend trend() {
    return trend;
  }

  /**
   * The trend of a flow that ends here: that of the last judgement, or, where none was possible,
   * rising or unknown.
   *
   * @param objective the objective of the last state, which need not have been added
   * @return rising for each flow that ends above its start by more than noise
   */
  public Trend trend(double objective) {
    double start = start();
    double bound = (1 + LARGEST_ERROR) * start;
    int count = objectives.size();
    boolean above =
        start > 0
            && objective > bound
            && objectives.subList((count + 1) / 2, count).stream().allMatch(late -> late > bound);
    return trend.verdict == Verdict.UNKNOWN && above
        ? Trend.aboveStart(objective / start - 1)
        : trend;
  }

  private void judge(int step) {
    int span = Math.max(step / 10, SHORTEST_SPAN);
    Trend now = judged(span);
    if (now.verdict != Verdict.CONVERGED) {
      flatSince = OptionalInt.empty();
      reached = OptionalInt.empty();
      trend = now;
      return;
    }
    if (flatSince.isEmpty()) {
      flatSince = OptionalInt.of(step);
    }
    if (reached.isEmpty() && step - flatSince.getAsInt() >= 2 * span) {
      reached = OptionalInt.of(step);
    }
    trend = reached.isPresent() ? Trend.converged(reached.getAsInt()) : Trend.UNKNOWN;
  }

  /** The trend over the last {@code 2 span} steps, where flat is converged. */
  private Trend judged(int span) {
    int count = 2 * span / EVERY;
    int from = objectives.size() - count;
    if (from < 0) {
      return Trend.UNKNOWN;
    }
    List<Double> recent = objectives.subList(from, objectives.size());
    if (isAtRoundingLevel(recent)) {
      return Trend.converged(0);
    }
    double[] blocks = new double[BLOCKS];
    for (int b = 0; b < BLOCKS; b++) {
      List<Double> block = recent.subList(b * count / BLOCKS, (b + 1) * count / BLOCKS);
      blocks[b] = block.stream().mapToDouble(value -> value).sum() / block.size();
    }
    return judged(blocks, span);
  }

  private Trend judged(double[] blocks, int span) {
    double earlier = mean(blocks, 0);
    double last = mean(blocks, BLOCKS / 2);
    if (last > start()) {
      return start() > 0 ? Trend.aboveStart(last / start() - 1) : Trend.UNKNOWN;
    }
    if (!(earlier > 0 && last > 0)) {
      return Trend.UNKNOWN;
    }
    double fall = 1 - last / earlier;
    double error = deviation(blocks) * Math.sqrt(4.0 / BLOCKS) / earlier;
    if (-fall > T_95 * error && -fall >= LEAST_RISE) {
      return -fall > T_99 * error ? Trend.rising(-fall, span) : Trend.UNKNOWN;
    }
    double most = fall + T_95 * error;
    if (fall > T_95 * error) {
      boolean spent = most < SMALL_FALL && last < start() / 2;
      return spent ? Trend.converged(0) : Trend.falling(-fall, span);
    }
    // An objective with a large part that no flow removes is compared with what the flow removed.
    double scale = Math.min(earlier, start() - last);
    double width = T_95 * error * earlier;
    boolean certain = width <= LARGEST_ERROR * scale || width <= SMALL_SHARE * start();
    return certain ? Trend.converged(0) : Trend.UNKNOWN;
  }

  private boolean isAtRoundingLevel(List<Double> recent) {
    double largest = recent.stream().mapToDouble(Math::abs).max().orElseThrow();
    double scale = Math.abs(start());
    return largest <= NOTHING * scale
        || (largest <= ROUNDING * scale && Collections.min(recent) <= 0);
  }

  private static double mean(double[] blocks, int from) {
    double sum = 0;
    for (int i = from; i < from + BLOCKS / 2; i++) {
      sum += blocks[i];
    }
    return sum / (BLOCKS / 2);
  }

  /** The residual deviation of the blocks from their least-squares line. */
  private static double deviation(double[] blocks) {
    double mean = (mean(blocks, 0) + mean(blocks, BLOCKS / 2)) / 2;
    double slope = 0;
    double squares = 0;
    for (int i = 0; i < BLOCKS; i++) {
      double x = i - (BLOCKS - 1) / 2.0;
      slope += x * blocks[i];
      squares += x * x;
    }
    slope /= squares;
    double rest = 0;
    for (int i = 0; i < BLOCKS; i++) {
      double residual = blocks[i] - mean - slope * (i - (BLOCKS - 1) / 2.0);
      rest += residual * residual;
    }
    return Math.sqrt(rest / (BLOCKS - 2));
  }
}
