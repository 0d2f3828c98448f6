package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.flow.CopyWatch;
import io.wowflow.jobs.flow.FlowDistances;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.record.CopyLog;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.jobs.record.WeightTable;
import io.wowflow.jobs.report.PrincipalPlane;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.jobs.report.ReportPage;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Convergence;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The page of a flow for people, as an observer: records a few particles at a few steps, keeps
 * {@code report.json} up to date in the attempt while the flow runs, and writes the page at its
 * end.
 */
public final class FlowPages implements FlowObserver {
  static final String DATA = "report.json";
  static final String PAGE = "report.html";
  static final String ACCURACY = "accuracy.csv";
  private static final String COPYING = "copying.csv";
  private static final String WEIGHTS = "weights.csv";

  /** The prefix of files next to data that Spark shall not read as data. */
  static final String HIDDEN = "_";

  /** Classes of a dataset whose distances are measured before the flow. */
  private static final int FEW_CLASSES = 40;

  /** Classes of a dataset on the map of distances. */
  private static final int MOST_CLASSES = 200;

  private static final MathContext FOUR_DIGITS = new MathContext(4);
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final FlowAttempt attempt;
  private final FlowRun run;
  private final FlowSetting setting;
  private final String prefix;
  private final Optional<FlowEvaluation> evaluation;
  private final boolean recordsStart;
  private final Set<Integer> frameSteps;
  private final RunReport.Distances before;
  private final Optional<PrincipalPlane> plane;
  private Optional<RecordedStates> states;
  private Optional<RunReport.Worth> worth = Optional.empty();
  private Optional<RunReport.StandIn> standIn = Optional.empty();
  private long written = System.nanoTime();

  private FlowPages(
      FlowAttempt attempt,
      FlowRun run,
      String prefix,
      Optional<FlowEvaluation> evaluation,
      Optional<RecordedStates> earlier) {
    this.attempt = attempt;
    this.run = run;
    this.setting = run.setting();
    this.prefix = prefix;
    this.evaluation = evaluation;
    recordsStart = run.resumedFrom().isEmpty() || earlier.isPresent();
    frameSteps = frameSteps(setting.conf().descent().steps());
    LoadedDataset source = setting.inputs().source();
    LoadedDataset target = setting.inputs().target();
    plane = PrincipalPlane.of(source, target);
    states = earlier.or(() -> RecordedStates.of(source, target, plane));
    before = measuredBefore();
  }

  /**
   * The page of a flow. Measures the distances at step 0.
   *
   * @param attempt where the page goes
   * @param run the flow
   * @param evaluation the classifiers that watch the flow
   * @param earlier the states that the earlier run recorded, if this one resumes it
   */
  static FlowPages of(
      FlowAttempt attempt,
      FlowRun run,
      Optional<FlowEvaluation> evaluation,
      Optional<RecordedStates> earlier) {
    return new FlowPages(attempt, run, "", evaluation, earlier);
  }

  /**
   * The page of a flow from step 0, in files that Spark passes over when it reads a table of
   * partitions. Measures the distances at step 0.
   *
   * @param attempt where the page goes
   * @param run the flow
   * @return the page
   */
  public static FlowPages hidden(FlowAttempt attempt, FlowRun run) {
    return new FlowPages(attempt, run, HIDDEN, Optional.empty(), Optional.empty());
  }

  /**
   * The page of a flow from step 0. Measures the distances at step 0.
   *
   * @param attempt where the page goes
   * @param run the flow
   * @return the page
   */
  public static FlowPages of(FlowAttempt attempt, FlowRun run) {
    return of(attempt, run, Optional.empty(), Optional.empty());
  }

  /** Steps that grow as squares: a flow moves most at its beginning. */
  static Set<Integer> frameSteps(int steps) {
    Set<Integer> out = new HashSet<>();
    int last = RecordedStates.MOST_FRAMES - 1;
    for (int k = 0; k <= last; k++) {
      double share = (double) k / last;
      out.add((int) Math.round(steps * share * share));
    }
    return out;
  }

  /** The states recorded so far, for a snapshot. */
  Optional<RecordedStates> states() {
    return states;
  }

  @Override
  public void begin(int step, StateSource flow) {
    if (recordsStart) {
      record(run.start());
    }
    writeRunning(step);
  }

  @Override
  public void objective(int step, double objective) {
    if (System.nanoTime() - written >= PAUSE_NANOS) {
      writeRunning(step);
    }
  }

  @Override
  public void moved(int step, StateSource flow) {
    if (frameSteps.contains(step) && states.isPresent()) {
      record(flow.view());
      writeRunning(step);
    }
  }

  @Override
  public void finish(FlowResult result) {
    states = states.map(recorded -> recorded.upTo(result.state().step()));
    record(result.state());
  }

  private void record(FlowState state) {
    Map<String, Integer> indices = new HashMap<>();
    List<String> labels = labels(setting.inputs().source().dataset());
    for (int c = 0; c < labels.size(); c++) {
      indices.put(labels.get(c), c);
    }
    states =
        states.map(
            so -> {
              Map<String, Integer> counts = new HashMap<>();
              so.particles().forEach(group -> counts.put(group.label(), group.count()));
              return so.with(
                  state.step(),
                  label -> shown(state.positions().get(indices.get(label)), counts.get(label)));
            });
  }

  /** The first particles of a class in the units of the input, projected where they are vectors. */
  private FloatMatrix shown(FloatMatrix all, int count) {
    float[] first = Arrays.copyOf(all.values(), Math.multiplyExact(count, all.columns()));
    FloatMatrix inUnits =
        setting.inputs().normalisation().undo(new FloatMatrix(count, all.columns(), first));
    return plane.map(it -> it.project(inUnits)).orElse(inUnits);
  }

  /** Distances between all classes at step 0; null if they are many. */
  private RunReport.Distances measuredBefore() {
    LabelledDataset source = setting.inputs().seenSource();
    LabelledDataset target = setting.inputs().seenTarget();
    if (Math.max(source.classCount(), target.classCount()) > FEW_CLASSES) {
      return null;
    }
    int[] columns = IntStream.range(0, target.classCount()).toArray();
    double[] values = roots(squared(InProcessEngine.initialState(run.problem()), columns));
    return new RunReport.Distances(labels(source), labels(target), values, null);
  }

  private DoubleMatrix squared(FlowState state, int[] columns) {
    return FlowDistances.squared(setting, state, columns);
  }

  private static double[] roots(DoubleMatrix squared) {
    return Arrays.stream(squared.values()).map(value -> Math.sqrt(Math.max(0, value))).toArray();
  }

  /** Distances at step 0 and at the end: of all classes, or of some matched pairs where many. */
  private RunReport.Distances measured(FlowState last, FlowOutcome outcome) {
    if (before != null) {
      int[] columns = IntStream.range(0, before.targets().size()).toArray();
      return new RunReport.Distances(
          before.sources(), before.targets(), before.before(), roots(squared(last, columns)));
    }
    int[] matched = rowsOfTheMap(outcome);
    int[] columns = columnsOfTheMap(matched, outcome.flowed().targetOf());
    List<String> sources = labels(setting.inputs().seenSource());
    // Classes that have faded are not matched.
    int[] rows =
        Arrays.stream(matched)
            .map(i -> sources.indexOf(outcome.matching().rows().get(i).sourceClass()))
            .toArray();
    List<String> targets = labels(setting.inputs().seenTarget());
    return new RunReport.Distances(
        Arrays.stream(rows).mapToObj(sources::get).toList(),
        Arrays.stream(columns).mapToObj(targets::get).toList(),
        some(squared(InProcessEngine.initialState(run.problem()), columns), rows),
        some(squared(last, columns), rows));
  }

  /** Source classes from the least to the largest cost of their match, in their own order. */
  private static int[] rowsOfTheMap(FlowOutcome outcome) {
    List<MatchingTable.Row> matching = outcome.matching().rows();
    int[] byCost =
        IntStream.range(0, matching.size())
            .boxed()
            .sorted(Comparator.comparingDouble(c -> matching.get(c).cost()))
            .mapToInt(Integer::intValue)
            .toArray();
    int count = Math.min(MOST_CLASSES, byCost.length);
    return IntStream.range(0, count)
        .map(i -> byCost[count == 1 ? 0 : (int) ((long) i * (byCost.length - 1) / (count - 1))])
        .sorted()
        .toArray();
  }

  /** The classes that the rows are matched with, and others while there is room. */
  private int[] columnsOfTheMap(int[] rows, int[] targetOf) {
    SortedSet<Integer> columns = new TreeSet<>();
    Arrays.stream(rows).forEach(c -> columns.add(targetOf[c]));
    int count = setting.inputs().seenTarget().classCount();
    for (int e = 0; e < count && columns.size() < MOST_CLASSES; e++) {
      columns.add(e);
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Some rows of a matrix of squares, their roots with four digits: a map shows no more. */
  private static double[] some(DoubleMatrix squared, int[] rows) {
    double[] all = roots(squared);
    int width = squared.columns();
    return Arrays.stream(rows)
        .flatMap(c -> IntStream.range(c * width, (c + 1) * width))
        .mapToDouble(at -> rounded(all[at]))
        .toArray();
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value, FOUR_DIGITS).doubleValue() : value;
  }

  private void writeRunning(int step) {
    written = System.nanoTime();
    try {
      attempt
          .output()
          .write(
              prefix + DATA,
              assembled(
                      described(step, null, null, Optional.empty()), before, List.of(), null, null)
                  .toJson());
    } catch (IOException e) {
      // A flow of hours does not end for this file; whoever misses it can read why.
      attempt
          .context()
          .notices()
          .accept(
              "the report of the running flow cannot be written: " + UserInfo.cut(e.getMessage()));
    }
  }

  /**
   * Adds a test of the flowed samples to the page.
   *
   * @param found accuracies without and with the flowed samples
   */
  public void improved(RunReport.Worth found) {
    worth = Optional.of(found);
  }

  /**
   * Adds a test of the samples in the place of the real ones to the page.
   *
   * @param found accuracies of classifiers on either, and the copies
   */
  public void tested(RunReport.StandIn found) {
    standIn = Optional.of(found);
  }

  /** Writes the copy share along the flow, where it was measured. */
  private void writeShares() throws IOException {
    Optional<CopyLog> shares = run.copying().map(CopyWatch::log);
    if (shares.isPresent() && attempt.output().hasTables()) {
      attempt.output().write(prefix + COPYING, shares.get().toCsv());
    }
  }

  /** Writes the class weights at the start and at the end, where the flow has changed them. */
  private void writeWeights(Optional<WeightTable> weights) throws IOException {
    if (weights.isPresent() && attempt.output().hasTables()) {
      attempt.output().write(prefix + WEIGHTS, weights.get().toCsv());
    }
  }

  /** Writes the page of a flow that has ended, its data, the copy share and the class weights. */
  void write(FlowResult result, FlowOutcome outcome, Manifest.Features features)
      throws IOException {
    List<RunReport.Match> matching =
        outcome.matching().rows().stream().map(FlowPages::match).toList();
    LoadedDataset target = setting.inputs().target();
    states = states.map(so -> so.withMatched(matchedOfRecorded(so, matching), target));
    RunReport whole =
        assembled(
            described(
                outcome.steps(),
                outcome.stopReason(),
                trend(outcome.trend()),
                Optional.of(features)),
            measured(result.state(), outcome),
            matching,
            NearestCheck.of(outcome.flowed(), target, setting.conf().seed()),
            outcome.weights().map(FlowPages::weights).orElse(null));
    writeShares();
    writeWeights(outcome.weights());
    attempt.output().write(prefix + DATA, whole.toJson());
    attempt.output().write(prefix + PAGE, ReportPage.of(whole));
  }

  private static Set<String> matchedOfRecorded(
      RecordedStates states, List<RunReport.Match> matching) {
    Set<String> recorded = new HashSet<>();
    states.particles().forEach(group -> recorded.add(group.label()));
    Set<String> out = new HashSet<>();
    matching.stream().filter(m -> recorded.contains(m.source())).forEach(m -> out.add(m.label()));
    return out;
  }

  private static RunReport.Match match(MatchingTable.Row row) {
    return new RunReport.Match(row.sourceClass(), row.label(), row.cost());
  }

  private static RunReport.Trend trend(Convergence.Trend trend) {
    return new RunReport.Trend(trend.verdict().name().toLowerCase(Locale.ROOT), trend.text());
  }

  private RunReport.Run described(
      int steps, String stopReason, RunReport.Trend trend, Optional<Manifest.Features> features) {
    List<RunReport.Fact> facts = new ArrayList<>();
    features.ifPresent(
        check -> facts.add(new RunReport.Fact("Features of the result", check.line())));
    addNotices(facts, "source", setting.inputs().source().report().notices());
    addNotices(facts, "target", setting.inputs().target().report().notices());
    addNotices(facts, "features", setting.inputs().notices());
    facts.addAll(attempt.report().facts(run));
    return new RunReport.Run(
        attempt.output().runId().value(),
        attempt.start().toString(),
        run.seconds(),
        run.resumedFrom().orElse(null),
        steps,
        setting.conf().descent().steps(),
        stopReason,
        trend,
        facts);
  }

  private static void addNotices(List<RunReport.Fact> facts, String of, List<String> notices) {
    notices.forEach(notice -> facts.add(new RunReport.Fact("Notice on the " + of, notice)));
  }

  private RunReport assembled(
      RunReport.Run now,
      RunReport.Distances distances,
      List<RunReport.Match> matching,
      RunReport.Nearest nearest,
      RunReport.Weights weights) {
    return new RunReport(
        RunReport.FORMAT,
        now,
        attempt.report().pageInputs(),
        attempt.report().pageSettings(),
        run.log().rows().stream()
            .map(row -> new RunReport.Point(row.step(), row.objective()))
            .toList(),
        accuracies(),
        distances,
        matching,
        states.orElse(null),
        worth.orElse(null),
        nearest,
        run.copying().map(watch -> copying(watch.log(), now.steps())).orElse(null),
        weights,
        standIn.orElse(null));
  }

  private static RunReport.Weights weights(WeightTable table) {
    return new RunReport.Weights(
        table.text(),
        table.rows().stream()
            .map(
                row ->
                    new RunReport.ClassWeight(
                        row.sourceClass(), row.start(), row.end(), row.faded()))
            .toList());
  }

  private static RunReport.Copying copying(CopyLog log, int step) {
    return new RunReport.Copying(
        log.text(step),
        log.stop().isPresent() ? log.stop().getAsInt() : null,
        log.rows().stream()
            .filter(row -> !Double.isNaN(row.share()))
            .map(row -> new RunReport.Share(row.step(), row.share(), row.low(), row.high()))
            .toList());
  }

  private List<RunReport.Point> accuracies() {
    return evaluation.map(e -> e.log().rows()).orElse(List.of()).stream()
        .map(row -> new RunReport.Point(row.step(), row.accuracy()))
        .toList();
  }

  private static List<String> labels(LabelledDataset dataset) {
    return dataset.classes().stream().map(LabelledClass::label).toList();
  }
}
