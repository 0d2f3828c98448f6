package io.wowflow.jobs.evaluate;

import io.wowflow.jobs.conf.EvaluateConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.input.ClassParts;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.learn.Accuracies;
import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.ModelFile;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.TrainAndTest;
import io.wowflow.jobs.learn.TrainingPlan;
import io.wowflow.jobs.record.JsonFile;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Trains a classifier on one dataset, several times, and measures its accuracy on another. {@link
 * #run} reads from top to bottom: outputs, networks, datasets, trainings, report.
 */
public final class EvaluateJob {
  private final EvaluateConf conf;
  private final JobContext context;

  /**
   * Creates the job.
   *
   * @param conf a checked configuration
   * @param context session, file systems and notices
   */
  public EvaluateJob(EvaluateConf conf, JobContext context) {
    this.conf = conf;
    this.context = context;
  }

  /**
   * The result of an evaluation.
   *
   * @param accuracies of each repeat, in [0, 1]
   * @param trained number of samples trained on
   * @param tested number of samples tested on
   */
  public record Outcome(Accuracies accuracies, int trained, int tested) {}

  /**
   * Runs the job: every training is a Spark task.
   *
   * @return the accuracies
   * @throws JobException (usage) if the library of the networks is not on the class path, or the
   *     samples are not pictures that fit the network; (input) if a dataset is invalid or the test
   *     set has a class that the training set lacks; (output) if an output exists
   */
  public Outcome run() {
    Optional<JsonFile> output =
        conf.output()
            .output()
            .map(file -> JsonFile.open(file, conf.output().mode(), inputPaths(), context.hadoop()));
    conf.saveModel().ifPresent(this::checkModelFile);
    Networks networks = Networks.open();
    if (context.isLocal()) {
      networks.start();
    }
    context.openSparkOnCluster();
    LoadedDataset train = train((input, samples) -> read(input, samples, 0));
    LoadedDataset test = test((input, samples) -> read(input, samples, 1));
    Outcome outcome = measured(train, test);
    output.ifPresent(file -> file.write(report(outcome, List.of(train, test))));
    return outcome;
  }

  /**
   * Trains on one DataFrame and tests on another; nothing is written. The columns are those of
   * {@link RowDatasets}; the samples that take part are collected to the driver, and repeats are
   * Spark tasks.
   *
   * @param options options of the command {@code evaluate} by their names without dashes, such as
   *     {@code classifier}, and their values as on the command line; those about files do not
   *     apply. Not modified
   * @param train the dataset to train on
   * @param test the dataset to test on
   * @return the accuracies
   * @throws JobException (usage) if an option is wrong, for an unknown one with the nearest known
   *     one, the library of the networks is missing, or the samples are no pictures that fit the
   *     network; (input) if a dataset is invalid or the test set has a class that the training set
   *     lacks
   */
  public static Outcome onRows(Map<String, String> options, Dataset<Row> train, Dataset<Row> test) {
    EvaluateConf conf = EvaluateConf.of(FrameOptions.resolve("evaluate", options));
    EvaluateJob job = new EvaluateJob(conf, JobContext.of(train.sparkSession()));
    Networks networks = Networks.open();
    if (train.sparkSession().sparkContext().isLocal()) {
      networks.start();
    }
    return job.measured(
        job.train((input, samples) -> job.collect(train, samples, 0)),
        job.test((input, samples) -> job.collect(test, samples, 1)));
  }

  private LoadedDataset collect(Dataset<Row> frame, OptionalInt samples, long stream) {
    InputConf input = stream == 0 ? conf.train() : conf.test();
    return RowDatasets.collect(frame, options(input, samples, stream));
  }

  /** Reads an input, all samples of each class or as many as are given. */
  @FunctionalInterface
  private interface Reading {
    LoadedDataset read(InputConf input, OptionalInt samples);
  }

  private Outcome measured(LoadedDataset train, LoadedDataset test) {
    List<String> labels = labels(train);
    ImageShape shape = Shapes.common(train, test);
    TrainingPlan plan = TrainingPlan.of(conf.training(), conf.steps(), conf.seed());
    plan.checkFits(shape);
    if (conf.saveModel().isPresent()) {
      ModelFile.checkFits(plan.architecture(), shape, labels.size(), conf.training().repeats());
    }
    TrainAndTest.Sets sets =
        new TrainAndTest.Sets(
            LabelledSamples.of(train.dataset(), shape, labels, InputNames.name(conf.train())),
            LabelledSamples.of(test.dataset(), shape, labels, InputNames.name(conf.test())));
    return new Outcome(accuracies(plan, labels, sets), sets.train().count(), sets.test().count());
  }

  private void checkModelFile(String file) {
    JsonFile.open(file, conf.output().mode(), inputPaths(), context.hadoop());
    if (conf.output().output().isEmpty()) {
      return;
    }
    try {
      OutputPlace.checkApart(
          context.hadoop(),
          DatasetUri.plainPath(conf.output().uri()),
          DatasetUri.plainPath(file),
          "file of --save-model");
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The evaluation failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private List<Path> inputPaths() {
    return InputNames.paths(List.of(conf.train(), conf.test()));
  }

  private LoadedDataset train(Reading reading) {
    if (conf.trainFirst().isEmpty()) {
      return reading.read(conf.train(), conf.samplesPerClass());
    }
    String name = InputNames.name(conf.train());
    LoadedDataset whole = reading.read(conf.train(), OptionalInt.empty());
    LoadedDataset first = ClassParts.first(whole, conf.trainFirst().getAsInt(), name);
    return conf.samplesPerClass().isEmpty()
        ? first
        : ClassParts.drawn(first, conf.seed(), conf.samplesPerClass().getAsInt(), name);
  }

  private LoadedDataset test(Reading reading) {
    LoadedDataset whole = reading.read(conf.test(), OptionalInt.empty());
    return conf.testSkip() == 0
        ? whole
        : ClassParts.without(whole, conf.testSkip(), InputNames.name(conf.test()));
  }

  private ReadOptions options(InputConf input, OptionalInt samples, long stream) {
    return ReadOptions.of(input, conf.seed(), samples, conf.pictures()).withDefaultStream(stream);
  }

  private LoadedDataset read(InputConf input, OptionalInt samples, long stream) {
    LoadedDataset read =
        context.reader().read(DatasetUri.parse(input.uri()), options(input, samples, stream));
    if (!read.dataset().classes().stream().allMatch(LabelledClass::isUniform)) {
      context
          .notices()
          .accept(
              "the sample weights of "
                  + InputNames.name(input)
                  + " are ignored: classifiers weigh all samples equally");
    }
    return read;
  }

  private List<String> labels(LoadedDataset train) {
    List<String> labels = train.dataset().classes().stream().map(LabelledClass::label).toList();
    if (labels.size() < 2) {
      throw JobException.input(
          InputNames.name(conf.train())
              + " has only the class "
              + labels
              + ", but a classifier needs two: give a dataset with more classes");
    }
    return labels;
  }

  private Accuracies accuracies(TrainingPlan plan, List<String> labels, TrainAndTest.Sets sets) {
    TrainAndTest.Repeats repeats =
        new TrainAndTest.Repeats(plan, conf.training().repeats(), conf.saveModel().isPresent());
    List<TrainAndTest.Tested> found =
        TrainAndTest.repeatedly(
            JavaSparkContext.fromSparkContext(context.spark().get().sparkContext()),
            repeats,
            labels,
            sets,
            context.notices());
    conf.saveModel()
        .ifPresent(
            file ->
                ModelFile.write(
                    found.stream().map(tested -> tested.network().orElseThrow()).toList(),
                    file,
                    context.hadoop()));
    return Accuracies.of(found);
  }

  private Map<String, Object> report(Outcome outcome, List<LoadedDataset> read) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("accuracy", outcome.accuracies().toMap());
    out.put("trained_samples", outcome.trained());
    out.put("tested_samples", outcome.tested());
    out.put("read", read.stream().map(each -> each.report().toMap()).toList());
    out.put("configuration", Secrets.redaction().apply(conf.settings()));
    out.put(
        "environment",
        Manifest.Environment.current(org.apache.spark.package$.MODULE$.SPARK_VERSION()));
    return out;
  }
}
