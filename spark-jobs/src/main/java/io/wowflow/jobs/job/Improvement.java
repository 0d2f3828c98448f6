package io.wowflow.jobs.job;

import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.io.ImageShape;
import io.wowflow.jobs.io.LoadedDataset;
import io.wowflow.jobs.learn.Pictures;
import io.wowflow.jobs.learn.TrainAndTest;
import io.wowflow.jobs.learn.TrainingPlan;
import io.wowflow.math.data.LabelledClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What flowed samples are worth: accuracies on the same held-out samples.
 *
 * @param plain of classifiers trained on the target's own samples
 * @param enlarged of classifiers trained on these and the flowed ones
 * @param tested number of held-out samples
 */
public record Improvement(Accuracies plain, Accuracies enlarged, int tested) {

  /** Trains and tests both ways, a Spark task for each training. */
  static Improvement measure(
      AugmentConf conf,
      LoadedDataset own,
      LoadedDataset enlarged,
      LoadedDataset heldOut,
      Supplier<SparkSession> spark) {
    List<String> labels = own.dataset().classes().stream().map(LabelledClass::label).toList();
    ImageShape shape = Shapes.common(own, enlarged, heldOut);
    String name = EvaluateJob.name(conf.target());
    Pictures test = Pictures.of(heldOut.dataset(), shape, labels, name);
    TrainingPlan plan = EvaluateJob.plan(conf.training(), OptionalInt.empty(), conf.seed());
    TrainAndTest.Repeats repeats = new TrainAndTest.Repeats(plan, 0, conf.training().repeats());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.get().sparkContext());
    return new Improvement(
        Accuracies.of(
            TrainAndTest.repeatedly(
                context,
                repeats,
                labels,
                new TrainAndTest.Sets(Pictures.of(own.dataset(), shape, labels, name), test))),
        Accuracies.of(
            TrainAndTest.repeatedly(
                context,
                repeats,
                labels,
                new TrainAndTest.Sets(Pictures.of(enlarged.dataset(), shape, labels, name), test))),
        test.count());
  }

  Map<String, Object> toMap() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("own_samples", plain.toMap());
    out.put("own_and_flowed_samples", enlarged.toMap());
    out.put("tested_samples", tested);
    return out;
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
