package io.wowflow.jobs.distance;

import io.wowflow.jobs.conf.DistanceConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.input.SharedClasses;
import io.wowflow.jobs.plan.MatchingChoice;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.mmd.Estimate;
import io.wowflow.math.mmd.GramGroups;
import io.wowflow.math.mmd.GramSampling;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.QuantileLevels;
import io.wowflow.math.transport.LabelMatching;
import io.wowflow.math.transport.Otdd;
import io.wowflow.math.transport.Wasserstein;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** The distances between two datasets. */
final class Metrics {
  private static final Kernel KERNEL = new Kernel.Riesz(1);

  private final DistanceConf conf;
  private final GramSampling sampling;
  private final Consumer<String> notices;

  /** Distances by a configuration; notices are about classes whose label is not shared. */
  Metrics(DistanceConf conf, Consumer<String> notices) {
    this.conf = conf;
    this.notices = notices;
    int threads = conf.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    sampling = new GramSampling(KERNEL.measure(), conf.seed(), conf.directionCount(), threads);
  }

  /**
   * The distance by the configured metric.
   *
   * @throws io.wowflow.jobs.conf.JobException (input) if values are too large for it, or labels are
   *     shared and do not fit
   * @throws IllegalArgumentException if a dataset is too large for it
   */
  DatasetDistance distance(NamedDataset source, NamedDataset target) {
    if (conf.labelling().isShared()) {
      return ofEqualLabels(source, target);
    }
    return switch (conf.metric()) {
      case SW -> pooled(source, target);
      case MMD -> mmd(source, target);
      case WOW ->
          isExact(source.dataset(), target.dataset())
              ? exactWow(
                  source.dataset(),
                  target.dataset(),
                  Matcher.optimal(source.dataset(), target.dataset()))
              : slicedWow(source, target, Matcher.optimal(source.dataset(), target.dataset()));
      case OTDD -> otdd(source.dataset(), target.dataset());
    };
  }

  /** The root of the mean squared distance between the classes of equal label. */
  private DatasetDistance ofEqualLabels(NamedDataset from, NamedDataset to) {
    SharedClasses shared =
        SharedClasses.of(
            new SharedClasses.NamedClasses(from.name(), from.dataset()),
            new SharedClasses.NamedClasses(to.name(), to.dataset()),
            conf.labelling().unmatched());
    shared.notices().forEach(notices);
    NamedDataset source =
        new NamedDataset(from.name(), SharedClasses.kept(from.dataset(), shared.sources()));
    NamedDataset target =
        new NamedDataset(to.name(), SharedClasses.kept(to.dataset(), shared.targets()));
    double[] a = source.dataset().classWeights();
    double[] b = target.dataset().classWeights();
    Matcher matcher = cost -> LabelMatching.of(cost, a, b, shared.labels().targetOf());
    boolean exact =
        conf.metric() == DistanceConf.Metric.WOW && isExact(source.dataset(), target.dataset());
    DatasetDistance distance =
        exact
            ? exactWow(source.dataset(), target.dataset(), matcher)
            : slicedWow(source, target, matcher);
    return distance.with(
        new DatasetDistance.Unmatched(shared.unmatchedSources(), shared.unmatchedTargets()));
  }

  /** The matching of classes by the costs between them. */
  @FunctionalInterface
  private interface Matcher {
    LabelMatching of(DoubleMatrix cost);

    static Matcher optimal(LabelledDataset source, LabelledDataset target) {
      return cost -> LabelMatching.of(cost, source.classWeights(), target.classWeights());
    }
  }

  private DatasetDistance pooled(NamedDataset source, NamedDataset target) {
    LabelledDataset from = oneClass(source.dataset());
    LabelledDataset to = oneClass(target.dataset());
    GramGroups grams = sampling.between(from, to);
    FiniteCheck.ofPooled(grams, source, target);
    return sliced(
        grams.estimate(gram -> Math.sqrt(gram.across().get(0, 0))),
        List.of(),
        sampling.levels(from, to));
  }

  /**
   * All samples in one class. The classes weigh as many samples as they have, as in {@link Otdd}:
   * labels matter only to weights, which are relative to their class.
   */
  private static LabelledDataset oneClass(LabelledDataset dataset) {
    int d = dataset.dimension();
    long length = dataset.sampleCount() * d;
    Guard.that(
        length <= Integer.MAX_VALUE - 8,
        dataset.sampleCount() + " samples of dimension " + d + " are more than one array holds");
    int count = (int) dataset.sampleCount();
    float[] values = new float[(int) length];
    double[] weights = new double[count];
    int at = 0;
    for (LabelledClass samples : dataset.classes()) {
      float[] from = samples.samples().values();
      System.arraycopy(from, 0, values, at * d, from.length);
      for (int i = 0; i < samples.size(); i++) {
        // Exactly 1, so that uniform samples of classes of any sizes are uniform together.
        weights[at++] = samples.isUniform() ? 1 : samples.weight(i) * samples.size();
      }
    }
    return LabelledDataset.of(
        List.of(LabelledClass.weighted("all", new FloatMatrix(count, d, values), weights)));
  }

  private GramGroups grams(NamedDataset source, NamedDataset target) {
    GramGroups grams = sampling.between(source.dataset(), target.dataset());
    FiniteCheck.ofClasses(grams, source, target);
    return grams;
  }

  private DatasetDistance mmd(NamedDataset from, NamedDataset to) {
    LabelledDataset source = from.dataset();
    LabelledDataset target = to.dataset();
    double[] a = source.classWeights();
    double[] b = target.classWeights();
    GramGroups grams = grams(from, to);
    LabelMatching matching = LabelMatching.of(grams.mean().across(), a, b);
    return sliced(
        grams.estimate(gram -> Math.sqrt(Math.max(0, gram.squaredMmd(KERNEL, a, b)))),
        rows(source, target, matching),
        sampling.levels(source, target));
  }

  /**
   * Whether a number of directions unlike the default is given, and none of the distances uses
   * directions because all datasets are small.
   */
  boolean ignoresDirectionCount(List<LabelledDataset> datasets) {
    return conf.metric() == DistanceConf.Metric.WOW
        && conf.matching().isEmpty()
        && !conf.hasDefaultDirectionCount()
        && datasets.stream().allMatch(MatchingChoice::isSmall);
  }

  private boolean isExact(LabelledDataset source, LabelledDataset target) {
    return conf.matching()
        .map(asked -> asked == FlowConf.Matching.EXACT)
        .orElseGet(() -> MatchingChoice.isSmall(source) && MatchingChoice.isSmall(target));
  }

  private DatasetDistance exactWow(
      LabelledDataset source, LabelledDataset target, Matcher matcher) {
    LabelMatching matching =
        matcher.of(Wasserstein.squaredBetween(source, target, sampling.threads()));
    return new DatasetDistance(
        Math.sqrt(matching.totalCost()),
        OptionalDouble.empty(),
        rows(source, target, matching),
        Optional.empty(),
        Optional.empty());
  }

  private DatasetDistance slicedWow(NamedDataset from, NamedDataset to, Matcher matcher) {
    LabelledDataset source = from.dataset();
    LabelledDataset target = to.dataset();
    GramGroups grams = grams(from, to);
    LabelMatching matching = matcher.of(grams.mean().across());
    return sliced(
        grams.estimate(gram -> Math.sqrt(matcher.of(gram.across()).totalCost())),
        rows(source, target, matching),
        sampling.levels(source, target));
  }

  private DatasetDistance otdd(LabelledDataset source, LabelledDataset target) {
    Otdd distance = Otdd.between(source, target, sampling.threads());
    DoubleMatrix mass = distance.classMass();
    List<MatchingTable.Row> rows = new ArrayList<>();
    for (int c = 0; c < mass.rows(); c++) {
      int best = 0;
      double all = 0;
      for (int e = 0; e < mass.columns(); e++) {
        all += mass.get(c, e);
        best = mass.get(c, e) > mass.get(c, best) ? e : best;
      }
      rows.add(
          new MatchingTable.Row(
              source.get(c).label(), target.get(best).label(), 1 - mass.get(c, best) / all));
    }
    return new DatasetDistance(
        Math.sqrt(distance.squared()),
        OptionalDouble.empty(),
        rows,
        Optional.empty(),
        Optional.empty());
  }

  private static DatasetDistance sliced(
      Estimate estimate, List<MatchingTable.Row> matching, QuantileLevels levels) {
    return new DatasetDistance(
        estimate.value(),
        OptionalDouble.of(estimate.standardError()),
        matching,
        Optional.empty(),
        Optional.of(levels));
  }

  private static List<MatchingTable.Row> rows(
      LabelledDataset source, LabelledDataset target, LabelMatching matching) {
    List<MatchingTable.Row> rows = new ArrayList<>();
    for (int c = 0; c < source.classCount(); c++) {
      rows.add(
          new MatchingTable.Row(
              source.get(c).label(),
              target.get(matching.targetOf()[c]).label(),
              matching.matchedCost()[c]));
    }
    return rows;
  }
}
