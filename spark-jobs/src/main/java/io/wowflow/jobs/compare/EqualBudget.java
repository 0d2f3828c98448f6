package io.wowflow.jobs.compare;

import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.learn.Accuracies;
import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.NetworkState;
import io.wowflow.jobs.learn.TrainAndTest;
import io.wowflow.jobs.learn.TrainingPlan;
import io.wowflow.jobs.learn.TrainingSet;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains classifiers on two sets at equal budget and compares them: the same network, first weights
 * (of each repeat), optimiser, batch size, augmentation and number of optimiser steps, which is
 * that of the larger set. Where one set contains the other, a fixed share of each batch of the
 * larger is from the contained samples, and what a classifier estimates before its training
 * (spreads, scales, penalties) is estimated from these on both sides.
 *
 * @param plan the plan of the trainings; without steps it has those of its passes over the larger
 *     set
 * @param repeats number of pairs
 * @param labels labels of the classes, in the order of their positions
 * @param test the samples to test on, which neither set contains
 */
public record EqualBudget(
    TrainingPlan plan, int repeats, List<String> labels, LabelledSamples test) {

  /** 95 % of a normal distribution is below this number of deviations. */
  private static final double ONE_SIDED = 1.645;

  /**
   * A training set with its name in messages and files.
   *
   * @param name a noun such as {@code the target's own samples}
   * @param samples the samples
   */
  public record Named(String name, LabelledSamples samples) {}

  /**
   * The comparison and the classifiers of the first set.
   *
   * @param comparison the comparison
   * @param networks one for each repeat; empty unless they were to be kept
   */
  public record Found(Comparison comparison, List<NetworkState> networks) {}

  /**
   * Trains and tests both sides; each training is a Spark task.
   *
   * @param first the set that is judged
   * @param second the set that it is compared with
   * @param keep true to return the classifiers of the first set
   * @param context session and notices
   * @return the comparison
   */
  public Found compare(Named first, Named second, boolean keep, JobContext context) {
    TrainingPair pair = TrainingPair.of(first.samples(), second.samples());
    long steps = plan.stepsFor(Math.max(first.samples().count(), second.samples().count()));
    TrainingPlan equal = plan.withSteps(Math.toIntExact(steps));
    List<TrainAndTest.Tested> ofSecond =
        tested(equal, pair.second(), second.name(), false, context);
    List<TrainAndTest.Tested> ofFirst = tested(equal, pair.first(), first.name(), keep, context);
    boolean contained = pair.relation() != TrainingPair.Relation.NEITHER;
    Comparison comparison =
        new Comparison(
            new Comparison.Side(first.name(), first.samples().count(), Accuracies.of(ofFirst)),
            new Comparison.Side(second.name(), second.samples().count(), Accuracies.of(ofSecond)),
            PairedDifference.of(rights(ofFirst), rights(ofSecond), test.count()),
            chance(),
            new Comparison.Training(
                plan.architecture().text(),
                steps,
                plan.augmentation().text(),
                contained ? plan.ownShare() : Double.NaN));
    return new Found(
        comparison,
        ofFirst.stream().map(TrainAndTest.Tested::network).flatMap(Optional::stream).toList());
  }

  private List<TrainAndTest.Tested> tested(
      TrainingPlan equal, TrainingSet set, String name, boolean keep, JobContext context) {
    Consumer<String> notices = notice -> context.notices().accept(name + ": " + notice);
    return TrainAndTest.repeatedly(
        JavaSparkContext.fromSparkContext(context.spark().get().sparkContext()),
        new TrainAndTest.Repeats(equal, repeats, keep),
        labels,
        new TrainAndTest.Sets(set, test),
        notices);
  }

  private static List<BitSet> rights(List<TrainAndTest.Tested> tested) {
    return tested.stream().map(TrainAndTest.Tested::right).toList();
  }

  /** The accuracy of a constant answer, with the margin of chance. */
  private double chance() {
    int[] sizes = new int[labels.size()];
    int most = 0;
    for (int c : test.classes()) {
      most = Math.max(most, ++sizes[c]);
    }
    double share = (double) most / test.count();
    return share + ONE_SIDED * Math.sqrt(share * (1 - share) / test.count());
  }
}
