package io.wowflow.jobs.job;

import io.wowflow.jobs.checkpoint.MatchingTable;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.ReportConf;
import io.wowflow.jobs.io.FlowedDataset;
import io.wowflow.jobs.io.LoadedDataset;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.LazyList;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.transport.LabelMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Gives the flowed classes the labels of the target classes that they are matched to. */
final class FlowMatching {
  private static final int EXACT_CLASSES = 64;
  private static final int EXACT_SAMPLES = 1000;

  private final FlowSetting setting;
  private final FlowProblem problem;

  FlowMatching(FlowSetting setting, FlowProblem problem) {
    this.setting = setting;
    this.problem = problem;
  }

  /** Whether the cost is the exact W_2^2: as asked for, else while it is small. */
  static boolean isExact(FlowConf conf, LabelledDataset source, LabelledDataset target) {
    return conf.report()
        .matching()
        .map(asked -> asked == ReportConf.Matching.EXACT)
        .orElseGet(() -> isSmall(source) && isSmall(target));
  }

  static boolean isSmall(LabelledDataset dataset) {
    return dataset.classCount() <= EXACT_CLASSES
        && dataset.classes().stream().allMatch(c -> c.size() <= EXACT_SAMPLES);
  }

  /**
   * Matches the classes of the last state; those of a distillation that keeps labels stay what they
   * were.
   *
   * <p>Costs are in the units that the flow sees. Sliced costs are those of the last report where
   * it measured all classes by SW_2^2, else they are measured anew with the directions of the last
   * step.
   */
  LabelMatching match(FlowResult result) {
    boolean reported =
        setting.distillation().isEmpty()
            && !isExact(setting.conf(), problem.source(), problem.target())
            && problem.kernel().measure() == PairMeasure.SQUARED
            && setting.batches().classes() == 0
            && setting.batches().targetSamples() == 0;
    return reported ? match(result.distances().targetMatrix()) : match(result.state());
  }

  /** Matches the classes of any state. */
  LabelMatching match(FlowState state) {
    if (setting.distillation().map(Distillation::keepsLabels).orElse(false)) {
      return LabelMatching.diagonal(
          FlowDistances.squared(setting, state), problem.source().classWeights());
    }
    LabelledDataset moved = moved(state);
    // Each class meets all others.
    return isExact(setting.conf(), moved, problem.target())
        ? LabelMatching.exact(moved.inMemory(), problem.target().inMemory(), setting.threads())
        : match(FlowDistances.squared(setting, state));
  }

  private LabelMatching match(DoubleMatrix cost) {
    return LabelMatching.of(cost, problem.source().classWeights(), problem.target().classWeights());
  }

  private LabelledDataset moved(FlowState state) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < problem.source().classCount(); c++) {
      out.add(problem.source().get(c).withSamples(positions(state, c, x -> x)));
    }
    return problem.source().withClasses(out);
  }

  /** The particles of a class: as far as the state is in memory, so are they. */
  private MatrixSource positions(FlowState state, int c, UnaryOperator<FloatMatrix> seenAs) {
    LabelledClass shape = problem.source().get(c);
    Supplier<FloatMatrix> made = () -> seenAs.apply(state.positions().get(c));
    return LazyList.isLazy(state.positions())
        ? MatrixSource.of(shape.size(), shape.dimension(), made)
        : made.get();
  }

  /** The flowed dataset in the units of the input. */
  FlowedDataset flowed(FlowState state, LabelMatching matching) {
    LoadedDataset source = setting.inputs().source();
    LoadedDataset target = setting.inputs().target();
    Normalisation normalisation = setting.inputs().normalisation();
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < problem.source().classCount(); c++) {
      out.add(source.dataset().get(c).withSamples(positions(state, c, normalisation::undo)));
    }
    LoadedDataset particles =
        new LoadedDataset(
            source.dataset().withClasses(out), source.labelKind(), source.ids(), source.shape());
    List<String> targetLabels =
        target.dataset().classes().stream().map(LabelledClass::label).toList();
    return new FlowedDataset(particles, target.labelKind(), targetLabels, matching.targetOf());
  }

  MatchingTable table(LabelMatching matching) {
    List<MatchingTable.Row> rows = new ArrayList<>();
    for (int c = 0; c < problem.source().classCount(); c++) {
      rows.add(
          new MatchingTable.Row(
              problem.source().get(c).label(),
              problem.target().get(matching.targetOf()[c]).label(),
              matching.matchedCost()[c]));
    }
    return new MatchingTable(rows);
  }
}
