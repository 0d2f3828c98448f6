package io.wowflow.jobs.evaluate;

import io.wowflow.jobs.conf.EvaluateConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.context.Secrets;
import io.wowflow.jobs.input.ClassParts;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.ImageShape;
import io.wowflow.jobs.io.dataset.ImageSize;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.learn.Accuracies;
import io.wowflow.jobs.learn.Architecture;
import io.wowflow.jobs.learn.ConfiguredTraining;
import io.wowflow.jobs.learn.ModelFile;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.Pictures;
import io.wowflow.jobs.learn.TrainAndTest;
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

/** Trains a classifier on one dataset, several times, and tells its accuracy on another. */
public final class EvaluateJob {
  private final EvaluateConf conf;
  private final JobContext context;

  /**
   * A job.
   *
   * @param conf a checked configuration
   * @param context what is around it
   */
  public EvaluateJob(EvaluateConf conf, JobContext context) {
    this.conf = conf;
    this.context = context;
  }

  /**
   * What an evaluation found.
   *
   * @param accuracies of each repeat, in [0, 1]
   * @param trained number of samples trained on
   * @param tested number of samples tested on
   */
  public record Outcome(Accuracies accuracies, int trained, int tested) {}

  /**
   * Runs the job: repeats are Spark tasks.
   *
   * @return the accuracies
   * @throws JobException (usage) if the library of the networks is not there, or the samples are no
   *     pictures that fit the network; (input) if a dataset is invalid or the test set has a class
   *     that the training set lacks; (output) if an output exists
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
    LoadedDataset train = train();
    LoadedDataset test = test();
    List<String> labels = labels(train);
    ImageShape shape = Shapes.common(train, test);
    Architecture architecture = ConfiguredTraining.architecture(conf.training());
    architecture.checkFits(shape);
    if (conf.saveModel().isPresent()) {
      ModelFile.checkFits(architecture, shape, labels.size(), conf.training().repeats());
    }
    TrainAndTest.Sets sets =
        new TrainAndTest.Sets(
            Pictures.of(train.dataset(), shape, labels, InputNames.name(conf.train())),
            Pictures.of(test.dataset(), shape, labels, InputNames.name(conf.test())));
    Outcome outcome =
        new Outcome(accuracies(labels, sets), sets.train().count(), sets.test().count());
    output.ifPresent(file -> file.write(report(outcome)));
    return outcome;
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

  private LoadedDataset train() {
    if (conf.trainFirst().isEmpty()) {
      return read(conf.train(), conf.samplesPerClass(), 0);
    }
    String name = InputNames.name(conf.train());
    LoadedDataset whole = read(conf.train(), OptionalInt.empty(), 0);
    LoadedDataset first = ClassParts.first(whole, conf.trainFirst().getAsInt(), name);
    return conf.samplesPerClass().isEmpty()
        ? first
        : ClassParts.drawn(first, conf.seed(), conf.samplesPerClass().getAsInt(), name);
  }

  private LoadedDataset test() {
    LoadedDataset whole = read(conf.test(), OptionalInt.empty(), 1);
    return conf.testSkip() == 0
        ? whole
        : ClassParts.without(whole, conf.testSkip(), InputNames.name(conf.test()));
  }

  private LoadedDataset read(InputConf input, OptionalInt samples, long stream) {
    ReadOptions options =
        new ReadOptions(
            input.format(),
            conf.seed(),
            samples,
            stream,
            conf.pictures().resize().map(s -> new ImageSize(s.height(), s.width())),
            conf.pictures().shape().map(s -> new ImageShape(s.height(), s.width(), s.channels())));
    LoadedDataset read =
        new DatasetReader(context.hadoop(), context.spark())
            .read(DatasetUri.parse(input.uri()), options);
    if (!read.dataset().classes().stream().allMatch(LabelledClass::isUniform)) {
      context
          .notices()
          .accept(
              "the weights of the samples of "
                  + InputNames.name(input)
                  + " mean nothing to a classifier");
    }
    return read;
  }

  private List<String> labels(LoadedDataset train) {
    List<String> labels = train.dataset().classes().stream().map(LabelledClass::label).toList();
    if (labels.size() < 2) {
      throw JobException.input(
          InputNames.name(conf.train())
              + " has the class "
              + labels
              + " alone; a classifier needs two");
    }
    return labels;
  }

  private Accuracies accuracies(List<String> labels, TrainAndTest.Sets sets) {
    TrainAndTest.Repeats repeats =
        new TrainAndTest.Repeats(
            ConfiguredTraining.plan(conf.training(), conf.steps(), conf.seed()),
            conf.training().repeats(),
            conf.saveModel().isPresent());
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

  private Map<String, Object> report(Outcome outcome) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("accuracy", outcome.accuracies().toMap());
    out.put("trained_samples", outcome.trained());
    out.put("tested_samples", outcome.tested());
    out.put("configuration", Secrets.redaction().apply(conf.settings()));
    out.put(
        "environment",
        Manifest.Environment.current(org.apache.spark.package$.MODULE$.SPARK_VERSION()));
    return out;
  }
}
