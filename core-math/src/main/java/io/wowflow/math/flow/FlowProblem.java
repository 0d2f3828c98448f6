package io.wowflow.math.flow;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.QuantileLevels;
import io.wowflow.math.transport.LabelMatching;
import io.wowflow.math.transport.SharedLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The problem of a flow: to minimise a functional of a moving source and a target, over the
 * directions of each step.
 *
 * @param source the dataset that moves, X_0
 * @param target the dataset it moves onto
 * @param functional what is minimised
 * @param directions the directions of every step
 * @param levels the quantile levels of the embedding
 * @param shared the classes of equal label, which are matched to each other; empty to match all
 *     classes by their distances
 */
public record FlowProblem(
    LabelledDataset source,
    LabelledDataset target,
    Functional functional,
    Directions directions,
    QuantileLevels levels,
    Optional<SharedLabels> shared) {

  /**
   * Checks the dimensions.
   *
   * @throws IllegalArgumentException if source, target and directions differ in dimension
   */
  public FlowProblem {
    Guard.size("dimension of the target", source.dimension(), target.dimension());
    Guard.size("dimension of the directions", source.dimension(), directions.dimension());
  }

  /**
   * The problem of the MMD.
   *
   * @param source the dataset that moves, X_0
   * @param target the dataset it moves onto
   * @param kernel the kernel between classes
   * @param directions the directions of every step
   * @param levels the quantile levels of the embedding
   * @throws IllegalArgumentException if source, target and directions differ in dimension
   */
  public FlowProblem(
      LabelledDataset source,
      LabelledDataset target,
      Kernel kernel,
      Directions directions,
      QuantileLevels levels) {
    this(source, target, new Functional.Mmd(kernel), directions, levels);
  }

  /**
   * The problem whose classes are matched by their distances.
   *
   * @param source the dataset that moves, X_0
   * @param target the dataset it moves onto
   * @param functional what is minimised
   * @param directions the directions of every step
   * @param levels the quantile levels of the embedding
   * @throws IllegalArgumentException if source, target and directions differ in dimension
   */
  public FlowProblem(
      LabelledDataset source,
      LabelledDataset target,
      Functional functional,
      Directions directions,
      QuantileLevels levels) {
    this(source, target, functional, directions, levels, Optional.empty());
  }

  /**
   * Matches the classes: those of equal label to each other where the problem has shared labels,
   * all others by an optimal plan between the class weights.
   *
   * @param cost C x C' distances between the classes, not modified
   * @return the matching
   * @throws IllegalArgumentException as {@link LabelMatching#of(DoubleMatrix, double[], double[])}
   */
  public LabelMatching matching(DoubleMatrix cost) {
    double[] a = source.classWeights();
    double[] b = target.classWeights();
    return shared
        .map(labels -> LabelMatching.of(cost, a, b, labels.targetOf()))
        .orElseGet(() -> LabelMatching.of(cost, a, b));
  }

  /**
   * The same problem with other weights of the source classes, which keep their bits.
   *
   * @param weights one positive number per source class, of sum 1
   * @return the problem
   * @throws IllegalArgumentException as {@link LabelledDataset#withClassWeights}
   */
  public FlowProblem withSourceWeights(List<Double> weights) {
    double[] given = weights.stream().mapToDouble(Double::doubleValue).toArray();
    return new FlowProblem(
        source.withClassWeights(given), target, functional, directions, levels, shared);
  }

  /**
   * The kernel of the MMD.
   *
   * @return the kernel between classes
   * @throws IllegalStateException if the functional is another one
   */
  public Kernel kernel() {
    if (functional instanceof Functional.Mmd mmd) {
      return mmd.kernel();
    }
    throw new IllegalStateException("the functional has no kernel");
  }

  /**
   * Chooses the quantile levels of a flow.
   *
   * @param source the source
   * @param target the target
   * @param batches the samples of the target that a step uses
   * @param levels Q, or empty for the default of {@link QuantileLevels#forSizes}
   * @return the levels
   */
  public static QuantileLevels levels(
      LabelledDataset source, LabelledDataset target, Batches batches, OptionalInt levels) {
    List<LabelledClass> all = allClasses(source, target);
    int[] sizes = new int[all.size()];
    boolean uniform = true;
    for (int i = 0; i < sizes.length; i++) {
      boolean drawn = i >= source.classCount() && batches.targetSamples() > 0;
      sizes[i] = drawn ? batches.targetSamples() : all.get(i).size();
      uniform &= all.get(i).isUniform();
    }
    return levels.isPresent()
        ? QuantileLevels.of(levels.getAsInt(), sizes, uniform)
        : QuantileLevels.forSizes(sizes, uniform);
  }

  private static List<LabelledClass> allClasses(LabelledDataset source, LabelledDataset target) {
    List<LabelledClass> all = new ArrayList<>(source.classes());
    all.addAll(target.classes());
    return all;
  }

  /**
   * The squared extent of the data along a direction: the greatest mean squared distance of a class
   * from the mean of all points, over d. A flow that diverges leaves it by orders of magnitude.
   *
   * @return at least 0
   */
  double squaredExtent() {
    int d = source.dimension();
    List<LabelledClass> all = allClasses(source, target);
    double[] mean = new double[d];
    for (LabelledClass c : all) {
      float[] x = c.samples().values();
      for (int i = 0; i < x.length; i++) {
        mean[i % d] += (double) x[i] / c.size() / all.size();
      }
    }
    double greatest = 0;
    for (LabelledClass c : all) {
      float[] x = c.samples().values();
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double difference = x[i] - mean[i % d];
        sum += difference * difference;
      }
      greatest = Math.max(greatest, sum / c.size() / d);
    }
    return greatest;
  }
}
