package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.input.ClassParts;
import io.wowflow.jobs.input.Normalisation;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.plan.MatchingChoice;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.jobs.record.WeightTable;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.Functional;
import io.wowflow.math.flow.Rematch;
import io.wowflow.math.internal.LazyList;
import io.wowflow.math.mmd.Reweighting;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.transport.LabelMatching;
import io.wowflow.math.transport.Wasserstein;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Gives the flowed classes the labels of the target classes that they are matched to. */
public final class FlowMatching {
  private final FlowSetting setting;
  private final FlowProblem problem;

  /**
   * The matching of a flow.
   *
   * @param setting the flow
   * @param problem its problem, with the resolved kernel and the class weights of the states that
   *     are matched
   */
  public FlowMatching(FlowSetting setting, FlowProblem problem) {
    this.setting = setting;
    this.problem = problem;
  }

  /**
   * Matches the classes of the last state; those of a distillation that keeps labels keep theirs.
   *
   * <p>Costs are in the units that the flow sees. Sliced costs are those of the last report where
   * it measured all classes by SW_2^2, else they are measured again with the directions of the last
   * step.
   */
  public LabelMatching match(FlowResult result) {
    boolean reported =
        setting.distillation().isEmpty()
            && !MatchingChoice.isExact(setting.conf(), problem.source(), problem.target())
            && result.distances().isPresent()
            && problem.functional().measure() == PairMeasure.SQUARED
            && setting.batches().classes() == 0
            && setting.batches().targetSamples() == 0;
    return reported ? match(result.distances().get().targetMatrix()) : match(result.state());
  }

  /**
   * Matches the classes of any state.
   *
   * @param state a state of the flow
   * @return the matching, by exact or sliced costs as configured
   */
  public LabelMatching match(FlowState state) {
    if (setting.distillation().map(Distillation::keepsLabels).orElse(false)) {
      return LabelMatching.diagonal(
          FlowDistances.squared(setting, state), problem.source().classWeights());
    }
    LabelledDataset moved = moved(state);
    if (!MatchingChoice.isExact(setting.conf(), moved, problem.target())
        && Rematch.isByCandidates(problem)) {
      return byCandidates(state);
    }
    // Each class is compared with all others.
    return MatchingChoice.isExact(setting.conf(), moved, problem.target())
        ? match(
            Wasserstein.squaredBetween(
                moved.inMemory(), problem.target().inMemory(), setting.threads()))
        : match(FlowDistances.squared(setting, state));
  }

  private LabelMatching byCandidates(FlowState state) {
    try (FlowEngine engine = setting.engineOnAll(problem, state)) {
      return Rematch.of(problem, engine, null)
          .orElseThrow(
              () ->
                  JobException.input(
                      "The classes cannot be matched: distances between them are NaN or infinite,"
                          + " because values of the datasets are too large. Bring them near 1 with"
                          + " --normalise MEAN,STD"))
          .matching(problem.source().classWeights());
    }
  }

  private LabelMatching match(DoubleMatrix cost) {
    return problem.matching(cost);
  }

  private LabelledDataset moved(FlowState state) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < problem.source().classCount(); c++) {
      out.add(problem.source().get(c).withSamples(positions(state, c, x -> x)));
    }
    return problem.source().withClasses(out);
  }

  /** The particles of a class, in memory if the state is. */
  private MatrixSource positions(FlowState state, int c, UnaryOperator<FloatMatrix> seenAs) {
    LabelledClass shape = problem.source().get(c);
    Supplier<FloatMatrix> made = () -> seenAs.apply(state.positions().get(c));
    return LazyList.isLazy(state.positions())
        ? MatrixSource.of(shape.size(), shape.dimension(), made)
        : made.get();
  }

  /**
   * The flowed dataset in the units of the input, without the source classes that have faded.
   *
   * @param state a state of the flow
   * @param matching its matching
   * @return the particles with the labels of their matched target classes
   */
  public FlowedDataset flowed(FlowState state, LabelMatching matching) {
    LoadedDataset source = setting.inputs().source();
    LoadedDataset target = setting.inputs().target();
    Normalisation normalisation = setting.inputs().normalisation();
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < problem.source().classCount(); c++) {
      out.add(source.dataset().get(c).withSamples(positions(state, c, normalisation::undo)));
    }
    LabelledDataset moved = source.dataset().withClasses(out);
    List<Integer> kept = kept();
    LoadedDataset particles =
        reweights()
            ? ClassParts.classes(
                source.withDataset(moved.withClassWeights(problem.source().classWeights())), kept)
            : source.withDataset(moved);
    List<String> targetLabels =
        target.dataset().classes().stream().map(LabelledClass::label).toList();
    int[] targetOf = kept.stream().mapToInt(c -> matching.targetOf()[c]).toArray();
    return new FlowedDataset(particles, target.labelKind(), targetLabels, targetOf);
  }

  private boolean reweights() {
    return problem.functional() instanceof Functional.Mmd mmd && mmd.reweighting().isPresent();
  }

  /** The source classes of the result, ascending. */
  private List<Integer> kept() {
    return IntStream.range(0, problem.source().classCount())
        .filter(c -> !reweights() || !Reweighting.isFaded(problem.source().classWeight(c)))
        .boxed()
        .toList();
  }

  /**
   * The weights of the source classes.
   *
   * @param start the source with its weights at step 0
   * @return empty where the flow does not change them
   */
  Optional<WeightTable> weights(LabelledDataset start) {
    if (!reweights()) {
      return Optional.empty();
    }
    List<WeightTable.Row> rows = new ArrayList<>();
    for (int c = 0; c < start.classCount(); c++) {
      rows.add(
          WeightTable.Row.of(
              start.get(c).label(), start.classWeight(c), problem.source().classWeight(c)));
    }
    return Optional.of(new WeightTable(rows));
  }

  MatchingTable table(LabelMatching matching) {
    List<MatchingTable.Row> rows = new ArrayList<>();
    for (int c : kept()) {
      rows.add(
          new MatchingTable.Row(
              problem.source().get(c).label(),
              problem.target().get(matching.targetOf()[c]).label(),
              matching.matchedCost()[c]));
    }
    return new MatchingTable(rows);
  }
}
