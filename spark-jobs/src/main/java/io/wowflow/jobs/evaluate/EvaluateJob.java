package io.wowflow.jobs.evaluate;

import io.wowflow.jobs.compare.Comparison;
import io.wowflow.jobs.compare.EqualBudget;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.EvaluateConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.input.ClassParts;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.input.SharedClasses;
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
import io.wowflow.jobs.learn.TrainingSet;
import io.wowflow.jobs.record.JsonFile;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Trains a classifier on one dataset, several times, and measures its accuracy on another; or
 * compares two training sets at equal budget. {@link #run} reads from top to bottom: outputs,
 * networks, datasets, trainings, report.
 */
public final class EvaluateJob {
  /** Synthetic test sets are other samples than those to train on. */
  private static final long TRAIN = 0;

  private static final long TEST = 1;

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
   * @param classifier the classifier that was trained
   * @param accuracies of each repeat, in [0, 1]
   * @param trained number of samples trained on
   * @param tested number of samples tested on
   * @param comparison the comparison with another training set; empty without one
   */
  public record Outcome(
      Architecture classifier,
      Accuracies accuracies,
      int trained,
      int tested,
      Optional<Comparison> comparison) {}

  /**
   * The datasets of an evaluation.
   *
   * @param train to train on
   * @param add added to these
   * @param against the other training set
   * @param test to test on
   */
  private record Read(
      LoadedDataset train,
      Optional<LoadedDataset> add,
      Optional<LoadedDataset> against,
      LoadedDataset test) {
    List<LoadedDataset> all() {
      return Stream.of(Stream.of(train), add.stream(), against.stream(), Stream.of(test))
          .flatMap(each -> each)
          .toList();
    }
  }

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
    Read read = read(this::readFile);
    Outcome outcome = measured(read);
    output.ifPresent(file -> file.write(report(outcome, read.all())));
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
    EvaluateJob job = EvaluateJob.ofRows(options, train);
    if (job.conf.compares()) {
      throw JobException.usage(
          "against and add are options of datasets in files: compare DataFrames with onRows of"
              + " three");
    }
    return job.measuredRows(train, Optional.empty(), test);
  }

  /**
   * Compares two DataFrames as training sets at equal budget; see {@link #onRows(Map, Dataset,
   * Dataset)}.
   *
   * @param options as there
   * @param train the dataset that is judged
   * @param against the dataset that it is compared with
   * @param test the dataset to test on
   * @return the accuracies of the first, and the comparison
   * @throws JobException as there
   */
  public static Outcome onRows(
      Map<String, String> options, Dataset<Row> train, Dataset<Row> against, Dataset<Row> test) {
    Map<String, String> all = new TreeMap<>(options);
    all.putIfAbsent("repeats", String.valueOf(TrainingConf.REPEATS_OF_A_VERDICT));
    EvaluateJob job = EvaluateJob.ofRows(all, train);
    return job.measuredRows(train, Optional.of(against), test);
  }

  private Outcome measuredRows(
      Dataset<Row> train, Optional<Dataset<Row>> against, Dataset<Row> test) {
    return measured(
        new Read(
            train(conf.train(), (input, samples, stream) -> collect(input, train, samples, stream)),
            Optional.empty(),
            against.map(frame -> collect(conf.train(), frame, OptionalInt.empty(), TRAIN)),
            test((input, samples, stream) -> collect(input, test, samples, stream))));
  }

  private static EvaluateJob ofRows(Map<String, String> options, Dataset<Row> train) {
    EvaluateConf conf = EvaluateConf.of(FrameOptions.resolve("evaluate", options));
    Networks networks = Networks.open();
    if (train.sparkSession().sparkContext().isLocal()) {
      networks.start();
    }
    return new EvaluateJob(conf, JobContext.of(train.sparkSession()));
  }

  private LoadedDataset collect(
      InputConf input, Dataset<Row> frame, OptionalInt samples, long stream) {
    return RowDatasets.collect(frame, options(input, samples, stream));
  }

  /** Reads an input, all samples of each class or as many as are given. */
  @FunctionalInterface
  private interface Reading {
    LoadedDataset read(InputConf input, OptionalInt samples, long stream);
  }

  private Read read(Reading reading) {
    LoadedDataset train = train(conf.train(), reading);
    Optional<LoadedDataset> add =
        conf.add().map(input -> reading.read(input, OptionalInt.empty(), TRAIN));
    Optional<LoadedDataset> against =
        conf.against()
            .map(input -> part(input, conf.againstFirst(), conf.againstSamplesPerClass(), reading));
    return new Read(train, add, against, test(reading));
  }

  private Outcome measured(Read read) {
    Optional<ImageShape> pictures = Shapes.known(read.all().toArray(LoadedDataset[]::new));
    Architecture classifier = conf.training().architecture(pictures.isPresent());
    ImageShape shape = Shapes.of(classifier, pictures, read.train().dataset().dimension());
    TrainingPlan plan = TrainingPlan.of(conf.training(), classifier, conf.steps(), conf.seed());
    plan.checkFits(shape);
    List<String> labels = labels(read);
    if (conf.saveModel().isPresent()) {
      ModelFile.checkFits(
          classifier,
          shape,
          labels.size(),
          read.train().dataset().sampleCount()
              + read.add().map(added -> added.dataset().sampleCount()).orElse(0L),
          conf.training().repeats());
    }
    LabelledSamples train = samples(read.train(), conf.train(), shape, labels);
    LabelledSamples test = samples(read.test(), conf.test(), shape, labels);
    read.add()
        .flatMap(
            added ->
                SharedClasses.without(
                    named(read.train(), conf.train()), named(added, conf.add().orElseThrow())))
        .ifPresent(context.notices());
    if (!conf.compares() && read.against().isEmpty()) {
      Accuracies found =
          accuracies(plan, labels, new TrainAndTest.Sets(TrainingSet.of(train), test));
      return new Outcome(classifier, found, train.count(), test.count(), Optional.empty());
    }
    LabelledSamples first =
        read.add()
            .map(
                added ->
                    TrainingSet.of(train, samples(added, conf.add().orElseThrow(), shape, labels))
                        .samples())
            .orElse(train);
    EqualBudget.Named second =
        read.against()
            .map(
                other -> {
                  InputConf input = conf.against().orElse(conf.train());
                  return new EqualBudget.Named(
                      conf.against().map(InputNames::name).orElse("the other samples"),
                      samples(other, input, shape, labels));
                })
            .orElseGet(() -> new EqualBudget.Named(InputNames.name(conf.train()), train));
    String name =
        conf.against().isEmpty() && read.against().isPresent()
            ? "the samples"
            : InputNames.name(conf.train())
                + conf.add().map(input -> " and " + InputNames.name(input)).orElse("");
    EqualBudget.Found found =
        new EqualBudget(plan, conf.training().repeats(), labels, test)
            .compare(
                new EqualBudget.Named(name, first), second, conf.saveModel().isPresent(), context);
    conf.saveModel().ifPresent(file -> ModelFile.write(found.networks(), file, context.hadoop()));
    return new Outcome(
        classifier,
        found.comparison().first().accuracies(),
        first.count(),
        test.count(),
        Optional.of(found.comparison()));
  }

  private static SharedClasses.NamedClasses named(LoadedDataset read, InputConf input) {
    return new SharedClasses.NamedClasses(InputNames.name(input), read.dataset());
  }

  private static LabelledSamples samples(
      LoadedDataset read, InputConf input, ImageShape shape, List<String> labels) {
    return LabelledSamples.of(read.dataset(), shape, labels, InputNames.name(input));
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
    return InputNames.paths(
        Stream.of(
                Stream.of(conf.train(), conf.test()), conf.add().stream(), conf.against().stream())
            .flatMap(each -> each)
            .toList());
  }

  private LoadedDataset train(InputConf input, Reading reading) {
    return part(input, conf.trainFirst(), conf.samplesPerClass(), reading);
  }

  private LoadedDataset part(
      InputConf input, OptionalInt firstOnly, OptionalInt samples, Reading reading) {
    if (firstOnly.isEmpty()) {
      return reading.read(input, samples, TRAIN);
    }
    String name = InputNames.name(input);
    LoadedDataset whole = reading.read(input, OptionalInt.empty(), TRAIN);
    LoadedDataset first = ClassParts.first(whole, firstOnly.getAsInt(), name);
    return samples.isEmpty()
        ? first
        : ClassParts.drawn(first, conf.seed(), samples.getAsInt(), name);
  }

  private LoadedDataset test(Reading reading) {
    LoadedDataset whole = reading.read(conf.test(), OptionalInt.empty(), TEST);
    return conf.testSkip() == 0
        ? whole
        : ClassParts.without(whole, conf.testSkip(), InputNames.name(conf.test()));
  }

  private ReadOptions options(InputConf input, OptionalInt samples, long stream) {
    return ReadOptions.of(input, conf.seed(), samples, conf.pictures()).withDefaultStream(stream);
  }

  private LoadedDataset readFile(InputConf input, OptionalInt samples, long stream) {
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

  /** The labels of the training sets, in the order in which they come first. */
  private List<String> labels(Read read) {
    List<String> labels =
        Stream.concat(Stream.of(read.train()), read.against().stream())
            .flatMap(each -> each.dataset().classes().stream())
            .map(LabelledClass::label)
            .distinct()
            .toList();
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
    out.put("classifier", outcome.classifier().text());
    out.put("accuracy", outcome.accuracies().toMap());
    out.put("trained_samples", outcome.trained());
    out.put("tested_samples", outcome.tested());
    outcome
        .comparison()
        .ifPresent(
            found -> {
              out.put("verdict", found.toMap());
              out.put(
                  "against",
                  Map.of(
                      "accuracy",
                      found.second().accuracies().toMap(),
                      "trained_samples",
                      found.second().samples()));
            });
    out.put("read", read.stream().map(each -> each.report().toMap()).toList());
    out.put("configuration", Secrets.redaction().apply(conf.settings()));
    out.put(
        "environment",
        Manifest.Environment.current(org.apache.spark.package$.MODULE$.SPARK_VERSION()));
    return out;
  }
}
