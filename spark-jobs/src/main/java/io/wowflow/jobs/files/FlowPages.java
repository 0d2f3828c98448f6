package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.flow.FlowDistances;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.jobs.report.ReportPage;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The page of a flow for people, as an observer: records a few particles at a few steps, keeps
 * {@code report.json} up to date in the attempt while the flow runs, and writes the page at its
 * end.
 */
public final class FlowPages implements FlowObserver {
  static final String DATA = "report.json";
  static final String PAGE = "report.html";
  static final String ACCURACY = "accuracy.csv";

  /** The prefix of files next to data that Spark shall not read as data. */
  static final String HIDDEN = "_";

  private static final int MOST_CLASSES = 40;
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final FlowAttempt attempt;
  private final FlowRun run;
  private final FlowSetting setting;
  private final String prefix;
  private final Optional<FlowEvaluation> evaluation;
  private final boolean recordsStart;
  private final Set<Integer> frameSteps;
  private final double[] before;
  private Optional<RecordedStates> states;
  private Optional<RunReport.Worth> worth = Optional.empty();
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
    states =
        earlier.or(() -> RecordedStates.of(setting.inputs().source(), setting.inputs().target()));
    before = measured(InProcessEngine.initialState(run.problem()));
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
    record(result.state());
  }

  private void record(FlowState state) {
    states =
        states.map(
            so ->
                so.with(
                    state.step(),
                    c -> {
                      FloatMatrix all = state.positions().get(c);
                      int count = so.particles().get(c).count();
                      float[] first =
                          Arrays.copyOf(all.values(), Math.multiplyExact(count, all.columns()));
                      return setting
                          .inputs()
                          .normalisation()
                          .undo(new FloatMatrix(count, all.columns(), first));
                    }));
  }

  /** Distances between all classes, row-major; null if they are too many for a table. */
  private double[] measured(FlowState state) {
    LabelledDataset source = setting.inputs().seenSource();
    LabelledDataset target = setting.inputs().seenTarget();
    if (Math.max(source.classCount(), target.classCount()) > MOST_CLASSES) {
      return null;
    }
    double[] squared = FlowDistances.squared(setting, state).values();
    return Arrays.stream(squared).map(value -> Math.sqrt(Math.max(0, value))).toArray();
  }

  private void writeRunning(int step) {
    written = System.nanoTime();
    try {
      attempt
          .output()
          .write(
              prefix + DATA,
              assembled(described(step, null, Optional.empty()), null, List.of()).toJson());
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

  /** Writes the page of a flow that has ended, and its data. */
  void write(FlowResult result, FlowOutcome outcome, Manifest.Features features)
      throws IOException {
    double[] after = before == null ? null : measured(result.state());
    List<RunReport.Match> matching =
        outcome.matching().rows().stream().map(FlowPages::match).toList();
    RunReport whole =
        assembled(
            described(outcome.steps(), outcome.stopReason(), Optional.of(features)),
            after,
            matching);
    attempt.output().write(prefix + DATA, whole.toJson());
    attempt.output().write(prefix + PAGE, ReportPage.of(whole));
  }

  private static RunReport.Match match(MatchingTable.Row row) {
    return new RunReport.Match(row.sourceClass(), row.label(), row.cost());
  }

  private RunReport.Run described(
      int steps, String stopReason, Optional<Manifest.Features> features) {
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
        null,
        facts);
  }

  private static void addNotices(List<RunReport.Fact> facts, String of, List<String> notices) {
    notices.forEach(notice -> facts.add(new RunReport.Fact("Notice on the " + of, notice)));
  }

  private RunReport assembled(RunReport.Run now, double[] after, List<RunReport.Match> matching) {
    return new RunReport(
        RunReport.FORMAT,
        now,
        attempt.report().pageInputs(),
        attempt.report().pageSettings(),
        run.log().rows().stream()
            .map(row -> new RunReport.Point(row.step(), row.objective()))
            .toList(),
        accuracies(),
        before == null
            ? null
            : new RunReport.Distances(
                labels(setting.inputs().seenSource()),
                labels(setting.inputs().seenTarget()),
                before,
                after),
        matching,
        states.orElse(null),
        worth.orElse(null));
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
