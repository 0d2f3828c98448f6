package io.wowflow.jobs.flow;

import io.wowflow.jobs.record.CopyLog;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Convergence;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.FunctionalState;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import io.wowflow.math.sliced.SlicedWasserstein;
import io.wowflow.math.transport.CopyShare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Measures the copy share at every report of a flow, and decides whether the flow stops before it
 * copies its target: at the first report whose share is above {@code max(X, share at step 0 +
 * 0.05)} and above the band of its permutations. The state of the report before is kept for that.
 *
 * <p>The work of a report is bounded: of more than 4000 particles some are drawn, fewer in a large
 * dimension, and held samples as {@link #mostHeld} allows. The draws are keyed, and the same at
 * every report.
 *
 * <p>For use by one thread.
 */
public final class CopyWatch implements FlowObserver {
  /** The rise above the share at step 0 that shows copies which the flow has made. */
  private static final double RISE = 0.05;

  private static final int MOST_PARTICLES = 4000;
  private static final int FEWEST = 250;

  /** Products of values of a report: one or two seconds of one core. */
  private static final double MOST_PRODUCTS = 2e10;

  /** Values of particles, and of samples: 200 MB. */
  private static final double MOST_VALUES = 5e7;

  private final FlowSetting setting;
  private final FlowProblem problem;
  private final FlowState start;
  private final Supplier<LabelledDataset> weighted;
  private final Function<FlowState, Kept> keeping;
  private final OptionalDouble limit;
  private final int every;
  private final CopyShare shares;
  private final LabelledClass held;

  /** The places of the particles that are compared, by source class. */
  private final List<int[]> drawn;

  private final CopyLog log;
  private StateSource flow;
  private Optional<Kept> kept = Optional.empty();

  /**
   * A state that a flow may return to.
   *
   * @param state the state
   * @param functional the plan or the class weights that belong to the state
   * @param convergence the objectives by which convergence is judged, before those of this state
   */
  public record Kept(FlowState state, FunctionalState functional, Convergence.Series convergence) {

    /**
     * The same with a copy of the state.
     *
     * @param copy the copy
     * @return the kept state
     */
    public Kept with(FlowState copy) {
      return new Kept(copy, functional, convergence);
    }
  }

  /**
   * A watch.
   *
   * @param weighted the source with the class weights of the current state
   * @param keeping the state and all that a flow needs to return to it
   */
  CopyWatch(
      FlowSetting setting,
      FlowProblem problem,
      FlowState start,
      Supplier<LabelledDataset> weighted,
      Function<FlowState, Kept> keeping) {
    this.setting = setting;
    this.problem = problem;
    this.start = start;
    this.weighted = weighted;
    this.keeping = keeping;
    limit = setting.conf().copying().stopCopying();
    every = setting.conf().report().reportEvery();
    drawn = drawn();
    shares =
        CopyShare.of(
            problem.target().classes(), setting.inputs().held(), setting.conf().seed(), mostHeld());
    held = allHeld();
    log = new CopyLog(shares.heldCount());
  }

  private List<int[]> drawn() {
    List<LabelledClass> classes = problem.source().classes();
    int all = Math.toIntExact(problem.source().sampleCount());
    int d = problem.source().dimension();
    int most = (int) Math.min(MOST_PARTICLES, Math.max(FEWEST, MOST_VALUES / d));
    int[] places =
        CounterRandom.at(setting.conf().seed(), Streams.COPY_PARTICLES, 0)
            .sample(all, Math.min(all, most));
    List<int[]> out = new ArrayList<>();
    int next = 0;
    int first = 0;
    for (LabelledClass c : classes) {
      int from = next;
      while (next < places.length && places[next] < first + c.size()) {
        next++;
      }
      int[] here = new int[next - from];
      for (int i = 0; i < here.length; i++) {
        here[i] = places[from + i] - first;
      }
      out.add(here);
      first += c.size();
    }
    return out;
  }

  private int particles() {
    return drawn.stream().mapToInt(places -> places.length).sum();
  }

  /** As many held samples, and as many seen ones, as the bounds of work and memory allow. */
  private int mostHeld() {
    double d = problem.source().dimension();
    double most = Math.min(MOST_PRODUCTS / particles() / d, MOST_VALUES / d) / 2;
    return (int) Math.max(FEWEST, Math.min(Integer.MAX_VALUE / 4.0, most));
  }

  /** The held samples of all classes, with the weights of their classes; null if there are none. */
  private LabelledClass allHeld() {
    if (shares.heldCount() == 0) {
      return null;
    }
    LabelledDataset target = problem.target();
    Map<String, Double> classWeights = new HashMap<>();
    for (int e = 0; e < target.classCount(); e++) {
      classWeights.put(target.get(e).label(), target.classWeight(e));
    }
    int d = target.dimension();
    float[] values = new float[shares.heldCount() * d];
    double[] weights = new double[shares.heldCount()];
    int row = 0;
    for (LabelledClass h : shares.held()) {
      System.arraycopy(h.samples().values(), 0, values, row * d, h.size() * d);
      for (int i = 0; i < h.size(); i++) {
        weights[row++] = classWeights.get(h.label()) * h.weight(i);
      }
    }
    return LabelledClass.weighted("held", new FloatMatrix(row, d, values), weights);
  }

  /**
   * Continues the log of an earlier run.
   *
   * @param rows the rows of the earlier run; those of steps after the first state are left out
   * @param before the state of the last report before the first state; empty if it is not at hand,
   *     or if a report is due at the first state
   */
  public void resume(List<CopyLog.Row> rows, Optional<Kept> before) {
    rows.stream().filter(row -> row.step() <= start.step()).forEach(log::add);
    kept = before;
  }

  /**
   * The shares so far.
   *
   * @return the log, with a row more after each report
   */
  public CopyLog log() {
    return log;
  }

  /**
   * The state that the flow would return to.
   *
   * @return that of the last report without copies; empty without {@code --stop-copying}
   */
  public Optional<Kept> kept() {
    return kept;
  }

  @Override
  public void begin(int step, StateSource source) {
    flow = source;
    if (step % every == 0) {
      report(start, start);
    }
    if (limit.isPresent() && kept.isEmpty()) {
      kept = Optional.of(keeping.apply(start));
    }
  }

  @Override
  public void moved(int step, StateSource source) {
    if (step % every == 0) {
      report(source.view(), null);
    }
  }

  @Override
  public void objective(int step, double objective) {
    // The last report is made at any step.
    if (step > log.lastStep()) {
      measure(flow.view());
    }
  }

  private void report(FlowState state, FlowState copy) {
    measure(state);
    if (limit.isPresent() && !isStopped()) {
      FlowState own = copy != null ? copy : flow.state();
      kept = Optional.of(keeping.apply(own));
    }
  }

  private void measure(FlowState state) {
    if (state.step() <= log.lastStep()) {
      return;
    }
    if (held == null) {
      log.add(new CopyLog.Row(state.step(), Double.NaN, Double.NaN, Double.NaN, Double.NaN));
      return;
    }
    LabelledClass particles = particles(state);
    CopyShare.Result found = shares.of(particles.samples());
    double distance =
        SlicedWasserstein.of(2, problem.directions())
            .withThreads(setting.threads())
            .distance(particles, held);
    log.add(new CopyLog.Row(state.step(), found.share(), found.low(), found.high(), distance));
  }

  /** The drawn particles of all classes, with the current weights of their classes. */
  private LabelledClass particles(FlowState state) {
    LabelledDataset source = weighted.get();
    int d = source.dimension();
    float[] values = new float[particles() * d];
    double[] weights = new double[particles()];
    int row = 0;
    for (int c = 0; c < source.classCount(); c++) {
      if (drawn.get(c).length > 0) {
        float[] all = state.positions().get(c).values();
        for (int i : drawn.get(c)) {
          System.arraycopy(all, i * d, values, row * d, d);
          weights[row++] = source.classWeight(c) * source.get(c).weight(i);
        }
      }
    }
    return LabelledClass.weighted("particles", new FloatMatrix(row, d, values), weights);
  }

  /**
   * Decides by the last report.
   *
   * @return true if its share shows that the flow has begun to copy, and a limit is given
   */
  boolean isStopped() {
    if (limit.isEmpty() || !shares.isDecidable() || log.rows().isEmpty()) {
      return false;
    }
    List<CopyLog.Row> rows = log.rows();
    CopyLog.Row last = rows.get(rows.size() - 1);
    double most = Math.max(limit.getAsDouble(), rows.get(0).share() + RISE);
    return last.share() > most && last.share() > last.high();
  }

  /** The reason for the end of a flow that {@link #isStopped}. */
  String reason() {
    CopyLog.Row last = log.at(Integer.MAX_VALUE).orElseThrow();
    return String.format(
        Locale.ROOT,
        "stopped before copying: the copy share was %.2f at step %d",
        last.share(),
        last.step());
  }
}
