package io.wowflow.jobs.standin;

import io.wowflow.jobs.compare.Comparison;
import io.wowflow.jobs.compare.EqualBudget;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.SynthConf;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.TrainingPlan;
import io.wowflow.jobs.record.CopyLog;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The test of a stand-in on real samples: classifiers trained on it and on the real samples that it
 * was made from, at equal budget.
 *
 * @param conf the trainings
 * @param real the samples that the stand-in is made from
 * @param tested the samples to test on
 * @param shape the shape of a sample
 * @param labels the labels of the classes
 */
record RealTest(
    SynthConf conf,
    LoadedDataset real,
    LabelledSamples tested,
    ImageShape shape,
    List<String> labels) {
  private static final List<Architecture> CLASSIFIERS =
      List.of(Architecture.LINEAR, Architecture.KNN);
  private static final String SYNTHETIC = "synthetic samples";
  private static final String REAL = "real samples";

  /** Neither set contains the other: there is no own share. */
  private static final double UNUSED_SHARE = 0.5;

  /**
   * The test of a run. Whatever would fail after the flow is refused here.
   *
   * @param real the samples that the stand-in is made from
   * @param tested the samples to test on
   * @param input the dataset that these are from
   * @throws JobException (input) if there is one class only, or the test samples have a label or a
   *     dimension that the real ones do not have
   */
  static RealTest of(SynthConf conf, LoadedDataset real, LoadedDataset tested, InputConf input) {
    String name = InputNames.name(conf.standIn().like());
    List<String> labels = real.dataset().classes().stream().map(LabelledClass::label).toList();
    if (labels.size() < 2) {
      throw JobException.input(
          name
              + " has one class only, and a stand-in is tested by classifiers, which need two to"
              + " distinguish: name the column of the labels with --label-column, or make labels"
              + " with --like-labels cluster:K");
    }
    Shapes.checkDimensions("The dataset " + name, real, "the test set", tested);
    ImageShape shape =
        Shapes.of(Architecture.LINEAR, Shapes.known(real, tested), real.dataset().dimension());
    return new RealTest(
        conf,
        real,
        LabelledSamples.of(tested.inInputUnits(), shape, labels, InputNames.name(input)),
        shape,
        labels);
  }

  /**
   * The result of the test.
   *
   * @param comparisons one per classifier
   */
  record Found(List<Comparison> comparisons) {
    /** A sentence per classifier. */
    List<String> sentences() {
      return comparisons.stream().map(Found::sentence).toList();
    }

    private static String sentence(Comparison found) {
      return String.format(
          Locale.ROOT,
          "trained on synthetic, tested on real: %s %.2f %%, trained on real %.2f %%; %+.2f points%s",
          found.training().classifier(),
          100 * found.first().accuracies().mean(),
          100 * found.second().accuracies().mean(),
          100 * found.difference().mean(),
          found.difference().differences().size() == 1
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", 95 %% interval %+.2f to %+.2f",
                  100 * found.difference().low(),
                  100 * found.difference().high()));
    }

    /** The figures for the manifest. */
    Map<String, Object> toMap(Optional<CopyLog> copying, int step) {
      Map<String, Object> tests = new LinkedHashMap<>();
      for (Comparison found : comparisons) {
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("trained_on_synthetic", side(found.first()));
        test.put("trained_on_real", side(found.second()));
        test.putAll(found.toMap());
        tests.put(found.training().classifier(), test);
      }
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("train_on_synthetic_test_on_real", tests);
      out.put("copying", copying.map(log -> copies(log, step)).orElse(null));
      return out;
    }

    private static Map<String, Object> side(Comparison.Side side) {
      Map<String, Object> out = new LinkedHashMap<>(side.accuracies().toMap());
      out.put("samples", side.samples());
      return out;
    }

    private static Map<String, Object> copies(CopyLog log, int step) {
      Map<String, Object> out = new LinkedHashMap<>();
      Optional<CopyLog.Row> row = log.isDecidable() ? log.at(step) : Optional.empty();
      out.put("share", row.map(CopyLog.Row::share).orElse(null));
      out.put("low", row.map(CopyLog.Row::low).orElse(null));
      out.put("high", row.map(CopyLog.Row::high).orElse(null));
      out.put("text", log.text(step));
      return out;
    }
  }

  /** Trains and tests both sides with every classifier. */
  Found run(FlowedDataset synthetic, JobContext context) {
    EqualBudget.Named made = new EqualBudget.Named(SYNTHETIC, samples(labelled(synthetic)));
    EqualBudget.Named own = new EqualBudget.Named(REAL, samples(real.inInputUnits()));
    List<Comparison> found = new ArrayList<>();
    for (Architecture classifier : CLASSIFIERS) {
      TrainingConf training =
          new TrainingConf(
              Optional.of(classifier),
              conf.standIn().passes(),
              conf.standIn().repeats(),
              TrainingConf.Augmentation.NONE,
              UNUSED_SHARE,
              TrainingConf.Vectors.DEFAULTS);
      TrainingPlan plan = TrainingPlan.of(training, classifier, OptionalInt.empty(), conf.seed());
      EqualBudget budget = new EqualBudget(plan, training.repeats(), labels, tested);
      found.add(budget.compare(made, own, false, context).comparison());
    }
    return new Found(List.copyOf(found));
  }

  private LabelledSamples samples(LabelledDataset dataset) {
    return LabelledSamples.of(dataset, shape, labels, InputNames.name(conf.standIn().like()));
  }

  private static LabelledDataset labelled(FlowedDataset synthetic) {
    LabelledDataset particles = synthetic.particles().inInputUnits();
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < particles.classCount(); c++) {
      out.add(LabelledClass.of(synthetic.label(c), particles.get(c).source()));
    }
    return LabelledDataset.of(out);
  }
}
