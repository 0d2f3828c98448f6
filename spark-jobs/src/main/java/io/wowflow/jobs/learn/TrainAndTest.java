package io.wowflow.jobs.learn;

import io.wowflow.jobs.io.ImageShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Trains one classifier on an executor and tells its accuracy: one repeat, one task. */
public final class TrainAndTest implements Function<Integer, Double> {
  private static final long serialVersionUID = 1L;

  private final TrainingPlan plan;
  private final ArrayList<String> labels;
  private final int height;
  private final int width;
  private final int channels;
  private final Broadcast<float[]> trainValues;
  private final Broadcast<int[]> trainClasses;
  private final Broadcast<float[]> testValues;
  private final Broadcast<int[]> testClasses;

  private TrainAndTest(JavaSparkContext spark, TrainingPlan plan, List<String> labels, Sets sets) {
    this.plan = plan;
    this.labels = new ArrayList<>(labels);
    height = sets.train().shape().height();
    width = sets.train().shape().width();
    channels = sets.train().shape().channels();
    trainValues = spark.broadcast(sets.train().values());
    trainClasses = spark.broadcast(sets.train().classes());
    testValues = spark.broadcast(sets.test().values());
    testClasses = spark.broadcast(sets.test().classes());
  }

  /**
   * Trains and tests several times, a task each.
   *
   * @param spark runs the tasks
   * @param repeats how to train and how often
   * @param labels the labels that the classes stand for
   * @param sets what to train and to test on
   * @return the accuracy of each repeat, in their order
   */
  public static double[] repeatedly(
      JavaSparkContext spark, Repeats repeats, List<String> labels, Sets sets) {
    TrainAndTest task = new TrainAndTest(spark, repeats.plan(), labels, sets);
    try {
      List<Integer> all = new ArrayList<>();
      for (int repeat = repeats.first(); repeat < repeats.end(); repeat++) {
        all.add(repeat);
      }
      List<Double> accuracies = spark.parallelize(all, all.size()).map(task).collect();
      return accuracies.stream().mapToDouble(Double::doubleValue).toArray();
    } finally {
      List.of(task.trainValues, task.trainClasses, task.testValues, task.testClasses)
          .forEach(broadcast -> broadcast.destroy());
    }
  }

  /**
   * Repeats of a training.
   *
   * @param plan how to train
   * @param first the first repeat of it to make
   * @param end the one after the last, above {@code first}
   */
  public record Repeats(TrainingPlan plan, int first, int end) {}

  /**
   * Pictures to train and to test on.
   *
   * @param train what to train on
   * @param test what to test on, of the same shape
   */
  public record Sets(Pictures train, Pictures test) {}

  @Override
  public Double call(Integer repeat) {
    ImageShape shape = new ImageShape(height, width, channels);
    Pictures train = new Pictures(shape, trainValues.value(), trainClasses.value());
    Pictures test = new Pictures(shape, testValues.value(), testClasses.value());
    try (Classifier classifier = Networks.open().train(plan.withRepeat(repeat), train, labels)) {
      return classifier.accuracy(test);
    }
  }
}
