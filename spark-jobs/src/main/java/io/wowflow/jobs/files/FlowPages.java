package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.flow.FlowDistances;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.jobs.report.ReportPage;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a flow tells to people: records a few particles at a few steps, keeps {@code report.json} up
 * to date in the attempt while the flow runs, and writes the page at its end.
 */
public final class FlowPages {
  static final String DATA = "report.json";
  static final String PAGE = "report.html";
  static final String ACCURACY = "accuracy.csv";

  /** Before the names of files that Spark shall not take for data beside them. */
  static final String HIDDEN = "_";

  private static final int MOST_CLASSES = 40;
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final FlowSetting setting;
  private final FlowReport report;
  private final Attempt attempt;
  private final Instant start;
  private final Consumer<String> notices;
  private final String prefix;
  private final Set<Integer> frameSteps;
  private FlowRun run;
  private Optional<FlowEvaluation> evaluation = Optional.empty();
  private Optional<RecordedStates> states = Optional.empty();
  private Optional<Integer> resumedFrom = Optional.empty();
  private Optional<RunReport.Worth> worth = Optional.empty();
  private double[] before;
  private long written = System.nanoTime();

  public FlowPages(
      FlowSetting setting,
      FlowReport report,
      Attempt attempt,
      Instant start,
      Consumer<String> notices) {
    this(setting, report, attempt, start, notices, "");
  }

  private FlowPages(
      FlowSetting setting,
      FlowReport report,
      Attempt attempt,
      Instant start,
      Consumer<String> notices,
      String prefix) {
    this.prefix = prefix;
    this.setting = setting;
    this.report = report;
    this.attempt = attempt;
    this.start = start;
    this.notices = notices;
    this.frameSteps = frameSteps(setting.conf().descent().steps());
  }

  /** The same in files that Spark passes over when it reads a table of partitions. */
  public FlowPages hidden() {
    return new FlowPages(setting, report, attempt, start, notices, HIDDEN);
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

  /**
   * Begins a run.
   *
   * @param running the run
   * @param beginning where it begins
   * @param earlier what an earlier run recorded up to there, if it goes on from one
   * @param watching the evaluation by a classifier, if there is one
   */
  public void begin(
      FlowRun running,
      FlowRun.Beginning beginning,
      Optional<RecordedStates> earlier,
      Optional<FlowEvaluation> watching) {
    run = running;
    evaluation = watching;
    int step = beginning.state().step();
    resumedFrom = step > 0 ? Optional.of(step) : Optional.empty();
    states =
        earlier.or(() -> RecordedStates.of(setting.inputs().source(), setting.inputs().target()));
    if (resumedFrom.isEmpty() || earlier.isPresent()) {
      record(beginning.state());
    }
    before = measured(InProcessEngine.initialState(running.problem()));
    writeRunning(step, beginning.log(), beginning.seconds());
  }

  /** What was recorded so far, for a snapshot. */
  Optional<RecordedStates> states() {
    return states;
  }

  public FlowObserver observer(ObjectiveLog log, FlowRun.Clock clock) {
    return new FlowObserver() {
      @Override
      public void objective(int step, double objective) {
        if (System.nanoTime() - written >= PAUSE_NANOS) {
          writeRunning(step, log, clock.seconds());
        }
      }

      @Override
      public void moved(int step, StateSource flow) {
        if (frameSteps.contains(step) && states.isPresent()) {
          record(flow.view());
          writeRunning(step, log, clock.seconds());
        }
      }
    };
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

  private void writeRunning(int step, ObjectiveLog log, double seconds) {
    written = System.nanoTime();
    RunReport.Run now = described(attempt.runId(), step, seconds, null);
    try {
      attempt.write(prefix + DATA, assembled(now, log, null, List.of()).toJson());
    } catch (IOException e) {
      // A flow of hours does not end for this file; whoever misses it can read why.
      notices.accept(
          "the report of the running flow cannot be written: " + UserInfo.cut(e.getMessage()));
    }
  }

  /** What the flowed samples were found to be worth, for the page at the end. */
  public void improved(RunReport.Worth found) {
    worth = Optional.of(found);
  }

  /** Writes the page and its data. */
  public void finish(FlowRun.Ending ending, FlowOutcome outcome) throws IOException {
    record(ending.result().state());
    double[] after = before == null ? null : measured(ending.result().state());
    RunReport.Run ended =
        described(attempt.runId(), outcome.steps(), ending.seconds(), outcome.stopReason());
    List<RunReport.Match> matching =
        outcome.matching().rows().stream().map(FlowPages::match).toList();
    RunReport whole = assembled(ended, ending.log(), after, matching);
    attempt.write(prefix + DATA, whole.toJson());
    attempt.write(prefix + PAGE, ReportPage.of(whole));
  }

  private static RunReport.Match match(MatchingTable.Row row) {
    return new RunReport.Match(row.sourceClass(), row.label(), row.cost());
  }

  private RunReport.Run described(RunId id, int steps, double seconds, String stopReason) {
    return new RunReport.Run(
        id.value(),
        start.toString(),
        seconds,
        resumedFrom.orElse(null),
        steps,
        setting.conf().descent().steps(),
        stopReason,
        report.facts(run));
  }

  private RunReport assembled(
      RunReport.Run now, ObjectiveLog log, double[] after, List<RunReport.Match> matching) {
    return new RunReport(
        RunReport.FORMAT,
        now,
        report.pageInputs(),
        report.pageSettings(),
        log.rows().stream().map(row -> new RunReport.Point(row.step(), row.objective())).toList(),
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
