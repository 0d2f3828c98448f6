package io.wowflow.jobs.augment;

import io.wowflow.jobs.compare.Comparison;
import io.wowflow.jobs.compare.EqualBudget;
import io.wowflow.jobs.compare.Verdict;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.TrainingPlan;
import io.wowflow.math.data.LabelledClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The gate before the publication of an enlarged target: it compares the enlarged target with the
 * target's own samples at equal budget, on target samples that neither flow nor training has seen.
 *
 * @param conf what is published, and how to train
 * @param budget the trainings
 * @param shape the shape of a sample
 */
record Gate(AugmentConf conf, EqualBudget budget, ImageShape shape) {
  private static final String OWN = "the target's own samples";
  private static final String ENLARGED = "own and flowed samples";

  /**
   * A decision to publish.
   *
   * @param comparison the comparison behind it
   * @param reason why the result is published, in one sentence
   */
  record Passed(Comparison comparison, String reason) {
    /** The content of {@code _ACCURACY.json}, and the comparison in the manifest. */
    Map<String, Object> toMap() {
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("verdict", comparison.toMap());
      out.put("published_because", reason);
      out.put("own_samples", side(comparison.second()));
      out.put("own_and_flowed_samples", side(comparison.first()));
      out.put("tested_samples", comparison.difference().tested());
      return out;
    }

    private static Map<String, Object> side(Comparison.Side side) {
      Map<String, Object> out = new LinkedHashMap<>(side.accuracies().toMap());
      out.put("samples", side.samples());
      return out;
    }
  }

  /**
   * The gate of a run. Whatever would fail after the flow is refused here.
   *
   * @throws JobException (usage) if the samples do not fit the classifier; (input) if the target
   *     has a single class
   */
  static Gate of(AugmentConf conf, LoadedDataset own, LoadedDataset source, LoadedDataset heldOut) {
    Optional<ImageShape> known = Shapes.known(own, source);
    Architecture classifier = conf.training().architecture(known.isPresent());
    ImageShape shape = Shapes.of(classifier, known, own.dataset().dimension());
    TrainingPlan plan =
        TrainingPlan.of(conf.training(), classifier, conf.trainingSteps(), conf.seed());
    plan.checkFits(shape);
    List<String> labels = own.dataset().classes().stream().map(LabelledClass::label).toList();
    String name = InputNames.name(conf.target());
    if (labels.size() < 2) {
      throw JobException.input(
          name
              + " has the class "
              + labels
              + " only; --require-improvement and --tolerate need two to distinguish");
    }
    LabelledSamples test = LabelledSamples.of(heldOut.dataset(), shape, labels, name);
    return new Gate(conf, new EqualBudget(plan, conf.training().repeats(), labels, test), shape);
  }

  /** Compares the enlarged target with the target's own samples. */
  Comparison compared(LoadedDataset own, LoadedDataset enlarged, JobContext context) {
    return budget
        .compare(
            new EqualBudget.Named(ENLARGED, samples(enlarged)),
            new EqualBudget.Named(OWN, samples(own)),
            false,
            context)
        .comparison();
  }

  private LabelledSamples samples(LoadedDataset dataset) {
    return LabelledSamples.of(
        dataset.dataset(), shape, budget.labels(), InputNames.name(conf.target()));
  }

  /**
   * Decides by a comparison.
   *
   * @return the decision to publish
   * @throws JobException (verdict) with the figures and what would decide, if nothing may be
   *     published
   */
  Passed passed(Comparison found) {
    if (found.verdict() == Verdict.HELPS) {
      return new Passed(found, "the flowed samples help");
    }
    double tolerated = conf.tolerate().orElse(Double.NaN);
    if (conf.tolerate().isPresent() && found.isWithin(tolerated)) {
      return new Passed(
          found,
          String.format(
              Locale.ROOT,
              "no loss of more than %s points (non-inferiority; the lower end of the interval is"
                  + " %+.2f)",
              points(tolerated),
              100 * found.difference().low()));
    }
    String remedy = found.remedy(conf.tolerate().orElse(0));
    throw JobException.of(
        ExitCode.VERDICT,
        "Nothing was published, since the flowed samples "
            + (conf.tolerate().isPresent()
                ? "may lose more than " + points(tolerated) + " points"
                : "do not help")
            + ": "
            + found.sentence()
            + (remedy.isEmpty() ? "" : ". " + remedy));
  }

  private static String points(double tolerated) {
    return tolerated == Math.rint(tolerated)
        ? String.format(Locale.ROOT, "%.0f", tolerated)
        : String.valueOf(tolerated);
  }
}
