package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.ImageShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** The task of one repeat: trains a classifier on an executor and tests it. */
public final class TrainAndTest
    extends AbstractFunction1<Iterator<Integer>, Tuple2<long[], float[][]>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TrainingPlan plan;
  private final ArrayList<String> labels;
  private final int height;
  private final int width;
  private final int channels;
  private final boolean keep;
  private final int own;
  private final Broadcast<float[]> trainValues;
  private final Broadcast<int[]> trainClasses;
  private final Broadcast<float[]> testValues;
  private final Broadcast<int[]> testClasses;
  private final LongAccumulator made;

  private TrainAndTest(
      JavaSparkContext spark,
      Repeats repeats,
      List<String> labels,
      Sets sets,
      LongAccumulator made) {
    this.made = made;
    plan = repeats.plan();
    keep = repeats.keep();
    this.labels = new ArrayList<>(labels);
    LabelledSamples train = sets.train().samples();
    own = sets.train().own();
    height = train.shape().height();
    width = train.shape().width();
    channels = train.shape().channels();
    trainValues = spark.broadcast(train.values());
    trainClasses = spark.broadcast(train.classes());
    testValues = spark.broadcast(sets.test().values());
    testClasses = spark.broadcast(sets.test().classes());
  }

  /**
   * Trains and tests several times, one task each.
   *
   * @param spark runs the tasks
   * @param repeats the plan and the number of trainings
   * @param labels the labels of the classes
   * @param sets the pictures to train and to test on
   * @param notices receives the progress of the trainings and the accuracy of each that has ended
   * @return the results of the repeats, in their order
   */
  public static List<Tested> repeatedly(
      JavaSparkContext spark,
      Repeats repeats,
      List<String> labels,
      Sets sets,
      Consumer<String> notices) {
    TrainingPlan whole = fitted(spark, repeats.plan(), labels, sets.train().ownSamples());
    return ofWhole(
        spark, new Repeats(whole, repeats.count(), repeats.keep()), labels, sets, notices);
  }

  /**
   * Completes a plan by {@link Networks#fitted} in a task: once for all repeats of a training, and
   * for both of two trainings whose sets have samples in common.
   *
   * @param spark runs the task, if the plan needs one
   * @param plan a plan
   * @param labels the labels of the classes
   * @param own the samples that decide
   * @return the plan with all numbers
   */
  public static TrainingPlan fitted(
      JavaSparkContext spark, TrainingPlan plan, List<String> labels, LabelledSamples own) {
    if (!plan.needsFitting()) {
      return plan;
    }
    int height = own.shape().height();
    int width = own.shape().width();
    int channels = own.shape().channels();
    Broadcast<float[]> values = spark.broadcast(own.values());
    Broadcast<int[]> classes = spark.broadcast(own.classes());
    ArrayList<String> names = new ArrayList<>(labels);
    try {
      return plan.withFitting(
          plan.fitting()
              .unpacked(
                  spark
                      .parallelize(List.of(0), 1)
                      .map(
                          task ->
                              Networks.open()
                                  .fitted(
                                      plan,
                                      new LabelledSamples(
                                          new ImageShape(height, width, channels),
                                          values.value(),
                                          classes.value()),
                                      names)
                                  .fitting()
                                  .packed())
                      .first()));
    } finally {
      values.destroy();
      classes.destroy();
    }
  }

  private static List<Tested> ofWhole(
      JavaSparkContext spark,
      Repeats repeats,
      List<String> labels,
      Sets sets,
      Consumer<String> notices) {
    List<Integer> all = IntStream.range(0, repeats.count()).boxed().toList();
    Tested[] found = new Tested[all.size()];
    try (TrainingNotices progress =
        new TrainingNotices(
            spark.sc(),
            all.size(),
            repeats.plan().stepsFor(sets.train().samples().count()),
            notices,
            System::nanoTime)) {
      TrainAndTest task = new TrainAndTest(spark, repeats, labels, sets, progress.made());
      try {
        spark
            .sc()
            .runJob(
                spark.parallelize(new ArrayList<>(all), all.size()).rdd(),
                task,
                (Function2<Object, Tuple2<long[], float[][]>, BoxedUnit>)
                    (place, result) -> {
                      int repeat = (Integer) place;
                      found[repeat] = tested(result, repeats, labels, sets);
                      progress.ended(repeat, found[repeat].accuracy());
                      return BoxedUnit.UNIT;
                    },
                ClassTag$.MODULE$.apply(Tuple2.class));
      } finally {
        List.of(task.trainValues, task.trainClasses, task.testValues, task.testClasses)
            .forEach(broadcast -> broadcast.destroy());
      }
    }
    return List.of(found);
  }

  /**
   * Loads the library of the networks on an executor.
   *
   * @param spark runs the task
   * @throws RuntimeException if it cannot be loaded there: Spark's wrapper of the {@code
   *     JobException} with the reason
   */
  public static void probe(SparkContext spark) {
    new JavaSparkContext(spark).parallelize(List.of(0), 1).foreach(x -> Networks.open().start());
  }

  private static Tested tested(
      Tuple2<long[], float[][]> found, Repeats repeats, List<String> labels, Sets sets) {
    return new Tested(
        BitSet.valueOf(found._1()),
        sets.test().count(),
        repeats.keep()
            ? Optional.of(
                new NetworkState(
                    repeats.plan().architecture(),
                    sets.train().samples().shape(),
                    labels,
                    List.of(found._2())))
            : Optional.empty());
  }

  /**
   * Repeats of a training.
   *
   * @param plan the plan of the first
   * @param count their number, at least 1
   * @param keep true to return the networks
   */
  public record Repeats(TrainingPlan plan, int count, boolean keep) {}

  /**
   * The result of a repeat.
   *
   * @param right the test samples that were classified rightly, by their positions
   * @param tested number of test samples
   * @param network the trained network; empty unless {@link Repeats#keep}
   */
  public record Tested(BitSet right, int tested, Optional<NetworkState> network) {
    /**
     * The accuracy on the test set.
     *
     * @return share of the samples that were classified rightly, in [0, 1]
     */
    public double accuracy() {
      return (double) right.cardinality() / tested;
    }
  }

  /**
   * Samples to train and to test on.
   *
   * @param train the samples to train on
   * @param test the samples to test on, of the same shape
   */
  public record Sets(TrainingSet train, LabelledSamples test) {}

  @Override
  public Tuple2<long[], float[][]> apply(Iterator<Integer> repeat) {
    ImageShape shape = new ImageShape(height, width, channels);
    TrainingSet train =
        new TrainingSet(new LabelledSamples(shape, trainValues.value(), trainClasses.value()), own);
    LabelledSamples test = new LabelledSamples(shape, testValues.value(), testClasses.value());
    try (Classifier classifier =
        Networks.open().train(plan.withRepeat(repeat.next()), train, labels, () -> made.add(1L))) {
      float[][] weights =
          keep ? classifier.state().weights().toArray(float[][]::new) : new float[0][];
      return new Tuple2<>(right(classifier.classify(test), test.classes()).toLongArray(), weights);
    }
  }

  private static BitSet right(int[] found, int[] classes) {
    BitSet out = new BitSet(found.length);
    for (int i = 0; i < found.length; i++) {
      out.set(i, found[i] == classes[i]);
    }
    return out;
  }
}
