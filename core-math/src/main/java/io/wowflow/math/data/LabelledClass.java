package io.wowflow.math.data;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.Guard;
import io.wowflow.math.array.MatrixSource;
import java.io.Serializable;

/**
 * A class of a labelled dataset: the measure {@code mu = sum_i w_i delta_{x_i}} on R^d, and its
 * label.
 *
 * <p>An immutable value: the arrays given to the factories are handed over and never written again.
 * Serializable where the samples are in memory.
 */
public final class LabelledClass implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String label;
  private final MatrixSource samples;
  private final double[] weights;

  private LabelledClass(String label, MatrixSource samples, double[] weights) {
    this.label = label;
    this.samples = samples;
    this.weights = weights;
  }

  /**
   * A class whose samples all weigh the same, {@code w_i = 1/n}.
   *
   * @param label the label
   * @param samples n x d, n and d at least 1, finite, not modified; what is not in memory is not
   *     looked at
   * @return the class
   * @throws IllegalArgumentException if there is no sample, no dimension or a value that is not
   *     finite
   */
  public static LabelledClass of(String label, MatrixSource samples) {
    check(label, samples);
    return new LabelledClass(label, samples, null);
  }

  /**
   * A class with weighted samples. Weights are normalised to sum to 1; weights that are all equal
   * make the class uniform.
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

  private static void check(String label, MatrixSource samples) {
    Guard.that(label != null, "a class needs a label");
    Guard.positive("number of samples of class '" + label + "'", samples.rows());
    Guard.positive("dimension of class '" + label + "'", samples.columns());
    Guard.that(
        !(samples instanceof FloatMatrix there) || there.allFinite(),
        "class '" + label + "' has a value that is NaN or infinite");
  }

  /**
   * The same label and weights with other samples: what a flow makes of the class.
   *
   * @param moved n x d like this class's samples, as for {@link #of}
   * @return the class with the new samples
   * @throws IllegalArgumentException if the shape differs or a value is not finite
   */
  public LabelledClass withSamples(MatrixSource moved) {
    Guard.size("number of samples of class '" + label + "'", size(), moved.rows());
    Guard.size("dimension of class '" + label + "'", dimension(), moved.columns());
    check(label, moved);
    return new LabelledClass(label, moved, weights);
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
   * The samples; read anew by every call where they are not in memory.
   *
   * @return n x d, row-major, not to be modified
   */
  public FloatMatrix samples() {
    return samples.read();
  }

  /**
   * Where the samples come from.
   *
   * @return n x d
   */
  public MatrixSource source() {
    return samples;
  }

  /**
   * The same class with its samples in memory: what may be sent elsewhere.
   *
   * @return this, if they are there already
   */
  public LabelledClass inMemory() {
    return samples instanceof FloatMatrix
        ? this
        : new LabelledClass(label, samples.read(), weights);
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
   * Whether all samples weigh {@code 1/n}.
   *
   * @return true without explicit weights
   */
  public boolean isUniform() {
    return weights == null;
  }

  /**
   * Weight w_i of a sample.
   *
   * @param i which sample
   * @return its weight; the weights of a class sum to 1
   */
  public double weight(int i) {
    return weights == null ? 1.0 / size() : weights[i];
  }

  /**
   * All weights, a new array.
   *
   * @return n positive numbers that sum to 1
   */
  public double[] weights() {
    if (weights != null) {
      return weights.clone();
    }
    double[] out = new double[size()];
    java.util.Arrays.fill(out, 1.0 / size());
    return out;
  }

  @Override
  public String toString() {
    return "class '" + label + "' of " + size() + " samples in R^" + dimension();
  }
}
