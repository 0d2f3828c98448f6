package io.wowflow.math.data;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.internal.Guard;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A class of a labelled dataset: the measure {@code mu = sum_i w_i delta_{x_i}} on R^d, and its
 * label.
 *
 * <p>An immutable value: the caller does not write to an array that it has given to a factory.
 * Serializable if samples and weights are in memory.
 *
 * <p>Edge cases: a class of one sample (n = 1) is a point mass. Samples in memory are checked, and
 * NaN or infinite values refused; samples that are read on demand are not, and a NaN in them makes
 * the distances of the class NaN. A weight of 0 is refused: leave the sample out, which is the same
 * measure.
 */
public final class LabelledClass implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String label;
  private final MatrixSource samples;
  private final double[] weights;
  private final transient Supplier<double[]> fetched;

  private LabelledClass(String label, MatrixSource samples, double[] weights) {
    this(label, samples, weights, null);
  }

  private LabelledClass(
      String label, MatrixSource samples, double[] weights, Supplier<double[]> fetched) {
    this.label = label;
    this.samples = samples;
    this.weights = weights;
    this.fetched = fetched;
  }

  /**
   * Returns a class whose samples all have the weight {@code w_i = 1/n}.
   *
   * @param label the label
   * @param samples n x d, n and d at least 1, finite, not modified; values that are not in memory
   *     are not checked
   * @return the class
   * @throws IllegalArgumentException if the label is null, n or d is 0, or a value in memory is not
   *     finite
   */
  public static LabelledClass of(String label, MatrixSource samples) {
    check(label, samples);
    return new LabelledClass(label, samples, null);
  }

  /**
   * Returns a class with weighted samples. Weights are normalised to sum to 1; weights that are all
   * equal make the class uniform.
   *
   * @param label the label
   * @param samples n x d, as for {@link #of}
   * @param weights n positive finite numbers, not modified
   * @return the class
   * @throws IllegalArgumentException if a value is not finite, a weight not positive or a size
   *     wrong
   */
  public static LabelledClass weighted(String label, MatrixSource samples, double[] weights) {
    check(label, samples);
    Guard.size("number of weights of class '" + label + "'", samples.rows(), weights.length);
    double sum = 0;
    boolean uniform = true;
    for (int i = 0; i < weights.length; i++) {
      Guard.positive("weight " + i + " of class '" + label + "'", weights[i]);
      sum += weights[i];
      uniform &= weights[i] == weights[0];
    }
    if (uniform) {
      return new LabelledClass(label, samples, null);
    }
    double[] normalised = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      normalised[i] = weights[i] / sum;
    }
    return new LabelledClass(label, samples, normalised);
  }

  /**
   * Returns a class of samples of different weights that are read on demand, like the samples.
   *
   * @param label the label
   * @param samples n x d, as for {@link #of}
   * @param weights gives n positive numbers that sum to 1 and are not all equal, the same every
   *     time; not modified
   * @return the class
   */
  public static LabelledClass weightedOnDemand(
      String label, MatrixSource samples, Supplier<double[]> weights) {
    check(label, samples);
    return new LabelledClass(label, samples, null, weights);
  }

  private static void check(String label, MatrixSource samples) {
    Guard.that(label != null, "a class needs a label");
    Guard.positive("number of samples of class '" + label + "'", samples.rows());
    Guard.positive("dimension of class '" + label + "'", samples.columns());
    Guard.that(
        !(samples instanceof FloatMatrix there) || there.allFinite(),
        "class '" + label + "' has a value that is NaN or infinite");
  }

  /**
   * Returns a class with the same label and weights and other samples, for instance moved by a
   * flow.
   *
   * @param moved n x d like this class's samples, as for {@link #of}
   * @return the class with the new samples
   * @throws IllegalArgumentException if the shape differs or a value is not finite
   */
  public LabelledClass withSamples(MatrixSource moved) {
    Guard.size("number of samples of class '" + label + "'", size(), moved.rows());
    Guard.size("dimension of class '" + label + "'", dimension(), moved.columns());
    check(label, moved);
    return new LabelledClass(label, moved, weights, fetched);
  }

  /**
   * The label.
   *
   * @return never null
   */
  public String label() {
    return label;
  }

  /**
   * The samples; read again by every call if they are not in memory.
   *
   * @return n x d, row-major, not to be modified
   */
  public FloatMatrix samples() {
    return samples.read();
  }

  /**
   * The source of the samples.
   *
   * @return n x d
   */
  public MatrixSource source() {
    return samples;
  }

  /**
   * The same class with its samples and weights in memory, which can be serialized.
   *
   * @return this class if they are in memory already
   */
  public LabelledClass inMemory() {
    return samples instanceof FloatMatrix && fetched == null
        ? this
        : new LabelledClass(label, samples.read(), fetched == null ? weights : fetched.get());
  }

  /**
   * Number of samples n.
   *
   * @return at least 1
   */
  public int size() {
    return samples.rows();
  }

  /**
   * Dimension d.
   *
   * @return at least 1
   */
  public int dimension() {
    return samples.columns();
  }

  /**
   * Tests whether all samples have the weight {@code 1/n}.
   *
   * @return true if the class has no explicit weights, or all of them were equal
   */
  public boolean isUniform() {
    return weights == null && fetched == null;
  }

  /**
   * Weight w_i of a sample.
   *
   * @param i index of the sample, from 0
   * @return its weight; the weights of a class sum to 1
   */
  public double weight(int i) {
    double[] known = fetched == null ? weights : fetched.get();
    return known == null ? 1.0 / size() : known[i];
  }

  /**
   * All weights, a new array.
   *
   * @return n positive numbers that sum to 1
   */
  public double[] weights() {
    if (fetched != null) {
      return fetched.get().clone();
    }
    if (weights != null) {
      return weights.clone();
    }
    double[] out = new double[size()];
    Arrays.fill(out, 1.0 / size());
    return out;
  }

  /**
   * The source of the weights, if they are read on demand.
   *
   * @return what {@link #weightedOnDemand} was given; else empty
   */
  public Optional<Supplier<double[]>> weightsOnDemand() {
    return Optional.ofNullable(fetched);
  }

  @Override
  public String toString() {
    return "class '" + label + "' of " + size() + " samples in R^" + dimension();
  }
}
