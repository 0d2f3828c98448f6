package io.wowflow.jobs.standin;

import io.wowflow.jobs.compare.Comparison;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.SynthConf;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.PlannedCluster;
import io.wowflow.jobs.files.FlowAttempt;
import io.wowflow.jobs.files.FlowPages;
import io.wowflow.jobs.files.FlowReport;
import io.wowflow.jobs.flow.FlowJob;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.DataRange;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.TrainAndTest;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.flow.FlowResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Makes a stand-in for a labelled dataset, and tests it on real samples. */
public final class StandInJob {
  /** A synthetic test set has other samples than a synthetic dataset to stand in for. */
  private static final long TEST = 2;

  private final SynthConf conf;
  private final FlowConf flow;
  private final JobContext context;

  /**
   * A job.
   *
   * @param conf a checked configuration of a stand-in
   * @param flow the flow in it, {@link SynthConf#flow}
   * @param context the surroundings of the job
   */
  public StandInJob(SynthConf conf, FlowConf flow, JobContext context) {
    this.conf = conf;
    this.flow = flow;
    this.context = context;
  }

  /**
   * The result of the job.
   *
   * @param made the synthetic samples
   * @param comparisons synthetic with real samples, per classifier
   * @param sentences the same in words
   */
  public record Outcome(FlowOutcome made, List<Comparison> comparisons, List<String> sentences) {
    /** Copies the lists. */
    public Outcome {
      comparisons = List.copyOf(comparisons);
      sentences = List.copyOf(sentences);
    }
  }

  /**
   * Runs the job. The result is published whatever the test finds.
   *
   * @return the result
   * @throws JobException (usage), (input), (output), (diverged) with the remedy; (failure) if a
   *     file system fails
   */
  public Outcome run() {
    try {
      OutputTarget target = target();
      Networks networks = Networks.open();
      if (context.isLocal()) {
        networks.start();
      }
      context.openSparkOnCluster();
      Prepared ready = prepared(Cluster.of(context.master(), context.spark()));
      ready.setting.lines().forEach(context.notices());
      // Before the flow, and while an old output is untouched.
      if (!context.isLocal()) {
        TrainAndTest.probe(context.spark().get().sparkContext());
      }
      FlowRun run = FlowRun.fromTheStart(ready.setting);
      return FlowAttempt.run(
          target,
          conf.output().mode(),
          ready.report,
          context,
          attempt -> attempt(attempt, target, ready, run));
    } catch (IOException | UncheckedIOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The stand-in failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  /**
   * Reads the dataset and plans the run; writes nothing, and connects to no cluster: its size is
   * read from Spark's settings.
   *
   * @return the plan, a line each
   * @throws JobException as {@link #run}, for every fault that is known before the flow
   */
  public List<String> dryRun() {
    PlannedCluster planned = PlannedCluster.of(context.settings());
    return planned.with(prepared(planned.cluster()).setting.lines());
  }

  private OutputTarget target() throws IOException {
    OutputTarget target = OutputTarget.named(context.hadoop(), conf.output().uri());
    target.checkApartFrom(InputNames.paths(inputs()));
    target.checkReachable(context.master(), conf.standIn().sharedFilesystem());
    target.check(conf.output().mode());
    return target;
  }

  private List<InputConf> inputs() {
    return Stream.concat(Stream.of(conf.standIn().like()), conf.standIn().test().stream()).toList();
  }

  /**
   * All that is known before the flow begins.
   *
   * @param setting the flow
   * @param report its identity, with all inputs of the job
   * @param test the test of its result
   */
  private record Prepared(FlowSetting setting, FlowReport report, RealTest test) {}

  private Prepared prepared(Cluster cluster) {
    LoadedDataset read = FlowInputs.readBoth(flow, context).get(1);
    FlowInputs.Parts parts = FlowInputs.parts(flow, read);
    Optional<InputConf> testInput = conf.standIn().test();
    LoadedDataset tested =
        testInput.map(this::readTest).or(parts::held).orElseThrow(this::nothingToTestOn);
    RealTest test =
        RealTest.of(conf, parts.seen(), tested, testInput.orElse(conf.standIn().like()));
    FlowConf within = inRange(parts.seen());
    FlowInputs inputs = FlowInputs.of(within, read, read, context.hadoop());
    FlowSetting setting =
        FlowJob.setting(within, inputs, context.hadoop(), cluster, context.spark());
    FlowReport report = FlowReport.of(setting, context);
    List<Manifest.Input> more = new ArrayList<>();
    testInput.ifPresent(
        input ->
            more.add(
                Manifest.Input.of(
                    "test", InputNames.name(input), tested.report(), tested.dataset())));
    return new Prepared(setting, report.with(more), test);
  }

  private LoadedDataset readTest(InputConf input) {
    ReadOptions options =
        ReadOptions.of(input, conf.seed(), OptionalInt.empty(), conf.standIn().pictures())
            .withDefaultStream(TEST);
    return context.reader().read(DatasetUri.parse(input.uri()), options);
  }

  private JobException nothingToTestOn() {
    return JobException.input(
        InputNames.name(conf.standIn().like())
            + ": no class has enough samples for --hold-out "
            + flow.copying().holdOut().orElse(0)
            + ": give samples to test on with --test, or a larger fraction");
  }

  /** Of held samples the flow does not even see the range. */
  private FlowConf inRange(LoadedDataset seen) {
    if (flow.descent().clip().isPresent()) {
      return flow;
    }
    DataRange range = DataRange.of(seen.inInputUnits());
    return range.low() < range.high() ? flow.withClip(range.low(), range.high()) : flow;
  }

  private Outcome attempt(FlowAttempt attempt, OutputTarget target, Prepared ready, FlowRun run)
      throws IOException {
    FlowPages pages = FlowPages.of(attempt, run);
    FlowResult result = attempt.flow(run, List.of(pages), FlowAttempt.Keeper.OF_NOTHING);
    FlowOutcome outcome = FlowJob.outcome(run, result);
    attempt.write(outcome, target);
    RealTest.Found found = ready.test.run(outcome.flowed(), context);
    found.comparisons().forEach(comparison -> attempt.judged(comparison.toMap(), true));
    Map<String, Object> figures = found.toMap(outcome.copying(), outcome.steps());
    pages.tested(
        new RunReport.StandIn(
            found.comparisons().stream().map(Comparison::worth).toList(),
            outcome
                .copying()
                .map(log -> log.text(outcome.steps()))
                .orElse("copy share not measured")));
    attempt.publish(run, result, outcome, pages, Optional.of(figures));
    return new Outcome(outcome, found.comparisons(), found.sentences());
  }
}
