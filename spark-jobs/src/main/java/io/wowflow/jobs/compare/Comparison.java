package io.wowflow.jobs.compare;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.learn.Accuracies;
import io.wowflow.jobs.report.RunReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The comparison of two training sets at equal budget: what the first is worth against the second.
 *
 * @param first the set that is judged
 * @param second the set that it is compared with
 * @param difference accuracy of the first minus that of the second
 * @param chance the largest accuracy, in [0, 1], of a classifier that has learnt nothing: the share
 *     of the most frequent class of the test set and 1.645 standard deviations of a binomial share
 * @param training the trainings of both
 */
public record Comparison(
    Side first, Side second, PairedDifference difference, double chance, Training training) {

  /**
   * One side of a comparison.
   *
   * @param name the training set, such as {@code the target's own samples}
   * @param samples its number of samples
   * @param accuracies of each training
   */
  public record Side(String name, int samples, Accuracies accuracies) {}

  /**
   * The training of both sides.
   *
   * @param classifier its name
   * @param steps optimiser steps
   * @param augmentation name of the ordinary augmentation
   * @param ownShare share of the contained set in the batches of the larger; not a number where
   *     neither set contains the other
   */
  public record Training(String classifier, long steps, String augmentation, double ownShare) {
    @Override
    public String toString() {
      return classifier
          + ", "
          + Amount.of(steps, "optimiser step")
          + " on both sides, "
          + (augmentation.equals("none") ? "no augmentation" : "augmentation " + augmentation);
    }
  }

  /**
   * The verdict on the first set.
   *
   * @return helps or harms if the whole interval is on one side of 0; undecided if it is not, for
   *     fewer than 5 repeats, or if no classifier of either set is better than chance
   */
  public Verdict verdict() {
    if (tooFewRepeats() || isAtChance()) {
      return Verdict.UNDECIDED;
    }
    if (difference.low() > 0) {
      return Verdict.HELPS;
    }
    return difference.high() < 0 ? Verdict.HARMS : Verdict.UNDECIDED;
  }

  /**
   * Whether the first set costs no more than a number of points.
   *
   * @param points the tolerated loss of accuracy, in points
   * @return true if the lower end of the interval is above {@code -points}, with at least 5 repeats
   *     and classifiers better than chance
   */
  public boolean isWithin(double points) {
    return !tooFewRepeats() && !isAtChance() && 100 * difference.low() > -points;
  }

  private boolean tooFewRepeats() {
    return difference.differences().size() < TrainingConf.REPEATS_OF_A_VERDICT;
  }

  private boolean isAtChance() {
    return first.accuracies.mean() <= chance && second.accuracies.mean() <= chance;
  }

  /**
   * The number of test samples that would decide about the same difference.
   *
   * @param tolerated points of accuracy that may be lost; 0 for a verdict
   * @return the number; empty if it is decided, or if no number would decide
   */
  public OptionalLong samplesNeeded(double tolerated) {
    double distance =
        tolerated > 0 ? difference.mean() + tolerated / 100 : Math.abs(difference.mean());
    boolean decided = tolerated > 0 ? isWithin(tolerated) : verdict() != Verdict.UNDECIDED;
    return decided || tooFewRepeats() || distance <= 0
        ? OptionalLong.empty()
        : difference.samplesFor(distance);
  }

  /**
   * The verdict in one sentence: by how much, against what.
   *
   * @return such as {@code undecided: 63.60 % with flowed and own samples against 64.10 % with the
   *     target's own samples, -0.50 points, 95 % interval -2.10 to +1.10}
   */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s: %.2f %% with %s against %.2f %% with %s, %+.2f points, %s",
        verdict().word(),
        100 * first.accuracies.mean(),
        first.name,
        100 * second.accuracies.mean(),
        second.name,
        100 * difference.mean(),
        difference.differences().size() == 1
            ? "without an interval"
            : String.format(
                Locale.ROOT,
                "95 %% interval %+.2f to %+.2f",
                100 * difference.low(),
                100 * difference.high()));
  }

  /**
   * The remedy for an undecided comparison.
   *
   * @param tolerated points of accuracy that may be lost; 0 for a verdict
   * @return a sentence; empty text if it is decided
   */
  public String remedy(double tolerated) {
    boolean decided = tolerated > 0 ? isWithin(tolerated) : verdict() != Verdict.UNDECIDED;
    if (decided) {
      return "";
    }
    if (tooFewRepeats()) {
      return "A verdict needs at least "
          + TrainingConf.REPEATS_OF_A_VERDICT
          + " repeats: raise --repeats";
    }
    if (isAtChance()) {
      return String.format(
          Locale.ROOT,
          "No classifier is better than chance (%.2f %%): train longer, or use another classifier",
          100 * chance);
    }
    OptionalLong samples = samplesNeeded(tolerated);
    if (samples.isPresent()) {
      return "To decide about this difference, about "
          + samples.getAsLong()
          + " held-out samples are needed; there are "
          + difference.tested();
    }
    double distance =
        tolerated > 0 ? difference.mean() + tolerated / 100 : Math.abs(difference.mean());
    OptionalLong pairs = distance > 0 ? difference.pairsFor(distance) : OptionalLong.empty();
    if (pairs.isPresent()) {
      return "The trainings vary too much: about "
          + pairs.getAsLong()
          + " repeats are needed to decide about this difference";
    }
    return tolerated > 0 && distance <= 0
        ? "The loss itself is above what is tolerated"
        : "The difference is too small for any test set to decide";
  }

  /**
   * The comparison as JSON.
   *
   * @return {@code word}, {@code difference}, {@code low} and {@code high} in points, {@code
   *     repeats}, {@code tested_samples}, {@code samples_needed}, {@code training}
   */
  public Map<String, Object> toMap() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("word", verdict().word());
    out.put("sentence", sentence());
    out.put("remedy", remedy(0).isEmpty() ? null : remedy(0));
    out.put("difference", 100 * difference.mean());
    boolean single = difference.differences().size() == 1;
    out.put("low", single ? null : (Object) (100 * difference.low()));
    out.put("high", single ? null : (Object) (100 * difference.high()));
    out.put("differences", difference.differences().stream().map(d -> 100 * d).toList());
    out.put("repeats", difference.differences().size());
    out.put("tested_samples", difference.tested());
    OptionalLong needed = samplesNeeded(0);
    out.put("samples_needed", needed.isPresent() ? (Object) needed.getAsLong() : null);
    out.put("chance", chance);
    out.put("classifier", training.classifier);
    out.put("optimiser_steps", training.steps);
    out.put("training_augmentation", training.augmentation);
    out.put("own_share", Double.isNaN(training.ownShare) ? null : (Object) training.ownShare);
    return out;
  }

  /**
   * The comparison for the page.
   *
   * @return the record of the report
   */
  public RunReport.Worth worth() {
    String more = remedy(0);
    return new RunReport.Worth(
        verdict().word(),
        sentence() + (more.isEmpty() ? "" : ". " + more),
        difference.mean(),
        difference.low(),
        difference.high(),
        training.toString(),
        difference.tested(),
        List.of(trial(second), trial(first)));
  }

  private static RunReport.Trial trial(Side side) {
    return new RunReport.Trial(
        side.name, side.samples, side.accuracies.mean(), side.accuracies.values());
  }
}
