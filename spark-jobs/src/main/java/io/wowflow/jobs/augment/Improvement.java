package io.wowflow.jobs.augment;

import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.learn.Accuracies;
import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.TrainAndTest;
import io.wowflow.jobs.learn.TrainingPlan;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.data.LabelledClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The effect of flowed samples on classifiers: accuracies on the same held-out samples.
 *
 * @param plain of classifiers trained on the target's own samples
 * @param enlarged of classifiers trained on these and the flowed ones
 * @param own number of the target's own samples
 * @param all number of these and the flowed ones
 * @param tested number of held-out samples
 */
public record Improvement(Accuracies plain, Accuracies enlarged, long own, long all, int tested) {
  private static final String OWN = "the target's own samples";
  private static final String ENLARGED = "own and flowed samples";

  /**
   * A test of an enlarged target.
   *
   * @param conf how to train
   * @param pictures the held-out samples
   * @param labels the target's labels
   */
  record Test(AugmentConf conf, LabelledSamples pictures, List<String> labels) {

    /**
     * The test. Whatever would fail after the flow is refused here.
     *
     * @throws io.wowflow.jobs.conf.JobException (usage) if the samples are not pictures that fit
     *     the network; (input) if the target has a single class
     */
    static Test of(
        AugmentConf conf, LoadedDataset own, LoadedDataset source, LoadedDataset heldOut) {
      ImageShape shape = Shapes.common(own, source);
      plan(conf).checkFits(shape);
      List<String> labels = own.dataset().classes().stream().map(LabelledClass::label).toList();
      if (labels.size() < 2) {
        throw JobException.input(
            InputNames.name(conf.target())
                + " has the class "
                + labels
                + " only; --require-improvement needs two to distinguish");
      }
      return new Test(conf, pictures(conf, heldOut, shape, labels), labels);
    }

    private static LabelledSamples pictures(
        AugmentConf conf, LoadedDataset dataset, ImageShape shape, List<String> labels) {
      return LabelledSamples.of(dataset.dataset(), shape, labels, InputNames.name(conf.target()));
    }

    /** Trains and tests on own samples and on the enlarged target, a Spark task per training. */
    Improvement improvement(LoadedDataset own, LoadedDataset enlarged, JobContext context) {
      return new Improvement(
          accuracies(own, OWN, context),
          accuracies(enlarged, ENLARGED, context),
          own.dataset().sampleCount(),
          enlarged.dataset().sampleCount(),
          pictures.count());
    }

    /**
     * Trains and tests both ways.
     *
     * @throws JobException (failure) if the enlarged dataset trains the worse classifiers
     */
    Improvement checked(LoadedDataset own, LoadedDataset enlarged, JobContext context) {
      Improvement found = improvement(own, enlarged, context);
      if (found.enlarged().mean() < found.plain().mean()) {
        throw JobException.of(
            ExitCode.FAILURE,
            "Nothing was published: "
                + found
                + ". Flow for more steps, give more shots, or leave --require-improvement out");
      }
      return found;
    }

    private static TrainingPlan plan(AugmentConf conf) {
      return TrainingPlan.of(conf.training(), OptionalInt.empty(), conf.seed());
    }

    private Accuracies accuracies(LoadedDataset train, String name, JobContext context) {
      return Accuracies.of(
          TrainAndTest.repeatedly(
              JavaSparkContext.fromSparkContext(context.spark().get().sparkContext()),
              new TrainAndTest.Repeats(plan(conf), conf.training().repeats(), false),
              labels,
              new TrainAndTest.Sets(pictures(conf, train, pictures.shape(), labels), pictures),
              notice -> context.notices().accept(name + ": " + notice)));
    }
  }

  Map<String, Object> toMap() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("own_samples", plain.toMap());
    out.put("own_and_flowed_samples", enlarged.toMap());
    out.put("tested_samples", tested);
    return out;
  }

  /** The accuracies for the page. */
  RunReport.Worth worth() {
    return new RunReport.Worth(
        null,
        toString(),
        enlarged.mean() - plain.mean(),
        Double.NaN,
        Double.NaN,
        "",
        tested,
        List.of(
            new RunReport.Trial(OWN, own, plain.mean(), plain.values()),
            new RunReport.Trial(ENLARGED, all, enlarged.mean(), enlarged.values())));
  }

  @Override
  public String toString() {
    return "accuracy on "
        + tested
        + " held-out samples is "
        + plain
        + " with the target's own samples and "
        + enlarged
        + " with the flowed ones";
  }
}
