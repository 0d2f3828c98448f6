package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.List;
import java.util.stream.IntStream;

/** The choice of the numbers that a plan leaves open, by samples. */
final class FittingChoice {
  /** Penalties in ascending order: of equally good ones the largest is chosen. */
  private static final double[] PENALTIES = {1e-3, 1e-2, 1e-1};

  /** The choice where no class has a second sample to test on. */
  private static final double UNTESTED = 1e-2;

  /** One sample of so many of a class is tested on. */
  private static final int PART = 5;

  /** More steps do not change the order of penalties that differ tenfold. */
  private static final int MOST_STEPS = 2000;

  private static final int FEW_NEIGHBOURS = 1;
  private static final int MANY_NEIGHBOURS = 5;

  private static final int SPLIT = 0;
  private static final int LEFT_OUT = 1;

  private final Networks networks;
  private final TrainingPlan plan;
  private final LabelledSamples own;
  private final List<String> labels;

  FittingChoice(Networks networks, TrainingPlan plan, LabelledSamples own, List<String> labels) {
    this.networks = networks;
    this.plan = plan;
    this.own = own;
    this.labels = labels;
  }

  /** The plan with all numbers. */
  TrainingPlan fitted() {
    Fitting fitting = plan.fitting();
    if (fitting.mean().length == 0) {
      fitting = fitting.withScale(own);
    }
    if (plan.architecture() == Architecture.LINEAR && Double.isNaN(fitting.l2())) {
      fitting = fitting.withL2(penalty(fitting));
    }
    if (plan.architecture() == Architecture.KNN && fitting.neighbours() == 0) {
      fitting = fitting.withNeighbours(neighbours(fitting));
    }
    return plan.withFitting(fitting);
  }

  /** Trains on four fifths of each class with every penalty and tests on the last fifth. */
  private double penalty(Fitting fitting) {
    boolean[] tested = fifth();
    int[] test = IntStream.range(0, tested.length).filter(i -> tested[i]).toArray();
    int[] train = IntStream.range(0, tested.length).filter(i -> !tested[i]).toArray();
    if (test.length == 0) {
      return UNTESTED;
    }
    int steps = (int) Math.min(MOST_STEPS, plan.stepsFor(own.count()));
    double best = -1;
    double chosen = UNTESTED;
    for (double penalty : PENALTIES) {
      TrainingPlan trial = plan.withRepeat(0).withSteps(steps).withFitting(fitting.withL2(penalty));
      try (Classifier made =
          networks.train(trial, TrainingSet.of(own.at(train)), labels, () -> {})) {
        double accuracy = made.accuracy(own.at(test));
        if (accuracy >= best) {
          best = accuracy;
          chosen = penalty;
        }
      }
    }
    return chosen;
  }

  /** A fifth of each class, at least one of a class with two samples or more. */
  private boolean[] fifth() {
    boolean[] out = new boolean[own.count()];
    for (int label = 0; label < labels.size(); label++) {
      int here = label;
      int[] members =
          IntStream.range(0, out.length).filter(i -> own.classes()[i] == here).toArray();
      int tested = members.length < 2 ? 0 : Math.max(1, members.length / PART);
      CounterRandom random = CounterRandom.at(plan.seed(), Streams.CLASSIFIER_CHOICE, SPLIT, label);
      for (int k = 0; k < tested; k++) {
        int place = k + random.nextInt(members.length - k);
        out[members[place]] = true;
        members[place] = members[k];
      }
    }
    return out;
  }

  /** Classifies samples with each of them left out; ties go to the larger number. */
  private int neighbours(Fitting fitting) {
    try (Neighbours all = Neighbours.of(fitting.withNeighbours(MANY_NEIGHBOURS), own, labels)) {
      int[] right =
          all.rightWithoutThemselves(
              CounterRandom.at(plan.seed(), Streams.CLASSIFIER_CHOICE, LEFT_OUT, 0),
              FEW_NEIGHBOURS,
              MANY_NEIGHBOURS);
      return right[0] > right[1] ? FEW_NEIGHBOURS : MANY_NEIGHBOURS;
    }
  }
}
