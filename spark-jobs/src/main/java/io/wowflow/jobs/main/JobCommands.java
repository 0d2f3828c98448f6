package io.wowflow.jobs.main;

import io.wowflow.jobs.augment.AugmentJob;
import io.wowflow.jobs.compare.Comparison;
import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ConvertConf;
import io.wowflow.jobs.conf.DistanceConf;
import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.DoctorConf;
import io.wowflow.jobs.conf.EvaluateConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.PageConf;
import io.wowflow.jobs.conf.SynthConf;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.conf.VerifyConf;
import io.wowflow.jobs.context.Interruption;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.convert.Alignment;
import io.wowflow.jobs.convert.ConvertJob;
import io.wowflow.jobs.convert.SynthJob;
import io.wowflow.jobs.distance.DistanceJob;
import io.wowflow.jobs.doctor.Doctor;
import io.wowflow.jobs.evaluate.EvaluateJob;
import io.wowflow.jobs.files.FlowFiles;
import io.wowflow.jobs.files.ReportJob;
import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.output.VerifyJob;
import io.wowflow.jobs.session.SparkSessions;
import io.wowflow.jobs.standin.StandInJob;
import io.wowflow.math.data.LabelledDataset;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * Runs each command: opens what its job needs, runs the job, prints the result for people. Sessions
 * are opened by the jobs, when they first need one.
 */
final class JobCommands implements Commands {
  private static final String HADOOP_PREFIX = "spark.hadoop.";

  private final PrintStream err;
  private final Supplier<Interruption> interruption;
  private final Runnable whenSparkIsOpen;

  /** Commands whose progress and notices are printed to {@code err}. */
  JobCommands(PrintStream err) {
    this(err, Interruption::new, () -> {});
  }

  /** Commands with a source of interruptions, which is used once, when a command runs. */
  JobCommands(PrintStream err, Supplier<Interruption> interruption, Runnable whenSparkIsOpen) {
    this.err = err;
    this.interruption = interruption;
    this.whenSparkIsOpen = whenSparkIsOpen;
  }

  private SparkSessions sessions(String applicationName) {
    return SparkSessions.lazily(applicationName, Map.of(), whenSparkIsOpen);
  }

  @Override
  public void flow(FlowConf conf, PrintWriter out) {
    try (SparkSessions spark = sessions("wowflow flow")) {
      run(new FlowFiles(conf, context(spark)), conf, out);
    }
  }

  @Override
  public void distill(DistillConf conf, FlowConf flow, PrintWriter out) {
    try (SparkSessions spark = sessions("wowflow distill")) {
      run(FlowFiles.distilling(conf, flow, context(spark)), flow, out);
    }
  }

  private static void run(FlowFiles job, FlowConf conf, PrintWriter out) {
    if (conf.dryRun()) {
      job.dryRun().forEach(out::println);
      return;
    }
    Optional<FlowOutcome> outcome = job.run();
    outcome.ifPresent(
        made ->
            out.printf(
                Locale.ROOT,
                "%s (%s), objective %.6g; %s; %swritten to %s%n",
                Amount.of(made.steps(), "step"),
                made.stopReason(),
                made.finalObjective(),
                made.trend().text(),
                made.copying().map(log -> log.text(made.steps()) + "; ").orElse(""),
                UserInfo.cut(conf.output().uri())));
  }

  @Override
  public void convert(ConvertConf conf, PrintWriter out) {
    try (SparkSessions spark = sessions("wowflow convert")) {
      ReadOptions options =
          ReadOptions.of(conf.source(), conf.seed(), conf.samplesPerClass(), conf.pictures());
      JobContext context = context(spark);
      ConvertJob job =
          new ConvertJob(
              DatasetUri.parse(conf.source().uri()),
              options,
              conf.output().uri(),
              conf.outputFormat(),
              conf.output().mode(),
              conf.part(),
              conf.alignTo().map(target -> alignment(conf, target)),
              conf.clip(),
              conf.preview());
      print(job.run(context.hadoop(), context.reader()), conf.output(), out);
    }
  }

  private static Alignment alignment(ConvertConf conf, InputConf target) {
    ReadOptions options =
        ReadOptions.of(target, conf.seed(), OptionalInt.empty(), conf.pictures())
            .withDefaultStream(1);
    return new Alignment(
        DatasetUri.parse(target.uri()),
        options,
        conf.align().align(),
        conf.align().alignClasses(),
        conf.align().alignRegularisation());
  }

  @Override
  public void synth(SynthConf conf, Optional<FlowConf> flow, PrintWriter out) {
    if (flow.isPresent()) {
      standIn(conf, flow.get(), out);
      return;
    }
    SynthJob job =
        new SynthJob(
            DatasetUri.parse(conf.uri()), conf.seed(), conf.output().uri(), conf.output().mode());
    print(job.run(hadoop(new SparkConf())), conf.output(), out);
  }

  private void standIn(SynthConf conf, FlowConf flow, PrintWriter out) {
    try (SparkSessions spark = sessions("wowflow synth")) {
      StandInJob job = new StandInJob(conf, flow, context(spark));
      if (conf.standIn().dryRun()) {
        job.dryRun().forEach(out::println);
        return;
      }
      StandInJob.Outcome found = job.run();
      found.sentences().forEach(out::println);
      FlowOutcome made = found.made();
      made.copying().ifPresent(log -> out.println(log.text(made.steps())));
      out.printf(
          Locale.ROOT,
          "%s after %s (%s) written to %s%n",
          Amount.of(made.flowed().particles().dataset().sampleCount(), "synthetic sample"),
          Amount.of(made.steps(), "step"),
          made.stopReason(),
          UserInfo.cut(conf.output().uri()));
    }
  }

  @Override
  public void evaluate(EvaluateConf conf, PrintWriter out) {
    try (SparkSessions spark = sessions("wowflow evaluate")) {
      EvaluateJob.Outcome found = new EvaluateJob(conf, context(spark)).run();
      found
          .comparison()
          .ifPresentOrElse(
              comparison -> print(comparison, out), () -> print(conf.training(), found, out));
    }
  }

  private static void print(Comparison comparison, PrintWriter out) {
    out.println(comparison.sentence());
    String remedy = comparison.remedy(0);
    if (!remedy.isEmpty()) {
      out.println(remedy);
    }
    out.printf(
        Locale.ROOT,
        "%s: %s; %s: %s; %s; %s; tested on %s%n",
        comparison.first().name(),
        Amount.of(comparison.first().samples(), "sample"),
        comparison.second().name(),
        Amount.of(comparison.second().samples(), "sample"),
        comparison.training(),
        Amount.of(comparison.difference().differences().size(), "repeat"),
        Amount.of(comparison.difference().tested(), "sample"));
  }

  private static void print(TrainingConf training, EvaluateJob.Outcome found, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "accuracy %s: %s trained on %s, %s, tested on %s%n",
        found.accuracies(),
        found.classifier().text(),
        Amount.of(found.trained(), "sample"),
        Amount.of(training.repeats(), "training"),
        Amount.of(found.tested(), "sample"));
  }

  @Override
  public void distance(DistanceConf conf, PrintWriter out) {
    try (SparkSessions spark = sessions("wowflow distance")) {
      DistanceJob.Outcome found = new DistanceJob(conf, context(spark)).run();
      DistanceTable.print(conf.settings().get("metric"), found, out);
    }
  }

  @Override
  public void augment(AugmentConf conf, FlowConf flow, PrintWriter out) {
    try (SparkSessions spark = sessions("wowflow augment")) {
      AugmentJob job = new AugmentJob(conf, flow, context(spark));
      if (conf.dryRun()) {
        job.dryRun().forEach(out::println);
        return;
      }
      job.run()
          .ifPresent(
              made -> {
                made.comparison().map(Comparison::sentence).ifPresent(out::println);
                out.printf(
                    Locale.ROOT,
                    "%s of the target and %s written to %s%n",
                    Amount.of(made.own(), "sample"),
                    Amount.of(made.flowed(), "flowed sample"),
                    UserInfo.cut(made.path()));
              });
    }
  }

  @Override
  public void report(PageConf conf, PrintWriter out) {
    ReportJob job =
        new ReportJob(conf.name(), conf.output().output(), conf.picture(), conf.output().mode());
    job.run(hadoop(new SparkConf()))
        .forEach((what, where) -> out.println(what + " written to " + UserInfo.cut(where)));
  }

  @Override
  public void verify(VerifyConf conf, PrintWriter out) {
    new VerifyJob(conf.name())
        .run(hadoop(new SparkConf()))
        .forEach(
            (where, found) ->
                out.printf(
                    Locale.ROOT,
                    "%s is whole: %d files, %d bytes%n",
                    UserInfo.cut(where),
                    found.files(),
                    found.bytes()));
  }

  @Override
  public void doctor(DoctorConf conf, PrintWriter out) {
    SparkConf settings = SparkSessions.lazily("wowflow doctor", Map.of()).settings(new SparkConf());
    Doctor doctor = new Doctor(settings, hadoop(settings), System.getenv());
    FindingsTable.print(doctor.look(conf.output()), conf.json(), out);
  }

  private static void print(LoadedDataset written, OutputConf output, PrintWriter out) {
    LabelledDataset dataset = written.dataset();
    out.printf(
        Locale.ROOT,
        "%s, %s of dimension %d written to %s%n",
        Amount.of(dataset.classCount(), "class"),
        Amount.of(dataset.sampleCount(), "sample"),
        dataset.dimension(),
        UserInfo.cut(output.uri()));
  }

  private JobContext context(SparkSessions spark) {
    SparkConf settings = spark.settings(new SparkConf());
    Consumer<String> notices = line -> err.println("wowflow: " + line);
    return new JobContext(
        hadoop(settings),
        spark,
        settings,
        notices,
        last -> ProgressObserver.of(last, err, System.getenv()),
        interruption.get());
  }

  /** The Hadoop configuration of a session with these settings, without opening one. */
  private static Configuration hadoop(SparkConf settings) {
    Configuration out = new Configuration();
    for (scala.Tuple2<String, String> entry : settings.getAll()) {
      if (entry._1().startsWith(HADOOP_PREFIX)) {
        out.set(entry._1().substring(HADOOP_PREFIX.length()), entry._2());
      }
    }
    return out;
  }
}
