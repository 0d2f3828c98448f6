package io.wowflow.math.data;

import io.wowflow.math.internal.Guard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A labelled dataset: the measure over measures {@code P = sum_c a_c delta_{mu_c}}. Classes may
 * differ in size but not in dimension; labels are distinct.
 *
 * <p>An immutable value. A dataset of one class is allowed; a class weight of 0 is refused: leave
 * the class out.
 */
public final class LabelledDataset {
  private final List<LabelledClass> classes;
  private final double[] classWeights;

  private LabelledDataset(List<LabelledClass> classes, double[] classWeights) {
    this.classes = List.copyOf(classes);
    this.classWeights = classWeights;
    Guard.that(!classes.isEmpty(), "a dataset needs at least one class");
    Set<String> labels = new HashSet<>();
    for (LabelledClass c : classes) {
      Guard.size("dimension of class '" + c.label() + "'", dimension(), c.dimension());
      Guard.that(labels.add(c.label()), "label '" + c.label() + "' belongs to two classes");
    }
  }

  /**
   * Returns a dataset whose classes all have the weight {@code a_c = 1/C}.
   *
   * @param classes at least one class, all of one dimension, labels distinct
   * @return the dataset
   * @throws IllegalArgumentException if there is no class, a dimension differs or a label repeats
   */
  public static LabelledDataset of(List<LabelledClass> classes) {
    double[] uniform = new double[classes.size()];
    Arrays.fill(uniform, 1.0 / Math.max(1, classes.size()));
    return new LabelledDataset(classes, uniform);
  }

  /**
   * Returns a dataset with weighted classes. Weights are normalised to sum to 1.
   *
   * @param classes at least one class, all of one dimension, labels distinct
   * @param classWeights one positive finite number per class, not modified
   * @return the dataset
   * @throws IllegalArgumentException if a weight is not positive or {@link #of} would refuse the
   *     classes
   */
  public static LabelledDataset weighted(List<LabelledClass> classes, double[] classWeights) {
    Guard.size("number of class weights", classes.size(), classWeights.length);
    double sum = 0;
    for (int c = 0; c < classWeights.length; c++) {
      sum += Guard.positive("weight of class '" + classes.get(c).label() + "'", classWeights[c]);
    }
    double[] normalised = new double[classWeights.length];
    for (int c = 0; c < classWeights.length; c++) {
      normalised[c] = classWeights[c] / sum;
    }
    return new LabelledDataset(classes, normalised);
  }

  /**
   * Returns a dataset with the same class weights and other classes, for instance moved by a flow.
   *
   * @param moved as many classes as this dataset has, for which {@link #of} holds
   * @return the dataset with the new classes
   * @throws IllegalArgumentException if the number of classes differs or {@link #of} refuses them
   */
  public LabelledDataset withClasses(List<LabelledClass> moved) {
    Guard.size("number of classes", classCount(), moved.size());
    return new LabelledDataset(new ArrayList<>(moved), classWeights);
  }

  /**
   * Returns a dataset with the same classes and other class weights, which keep their bits.
   *
   * @param weights one positive number per class, of sum 1 up to rounding, not modified
   * @return the dataset with the new weights
   * @throws IllegalArgumentException if the number of weights differs, a weight is not positive or
   *     their sum is not 1
   */
  public LabelledDataset withClassWeights(double[] weights) {
    Guard.size("number of class weights", classCount(), weights.length);
    double sum = 0;
    for (int c = 0; c < weights.length; c++) {
      sum += Guard.positive("weight of class '" + get(c).label() + "'", weights[c]);
    }
    Guard.that(Math.abs(sum - 1) < 1e-9, "class weights must sum to 1, their sum was " + sum);
    return new LabelledDataset(classes, weights.clone());
  }

  /**
   * Returns the same dataset with all samples in memory.
   *
   * @return the dataset
   */
  public LabelledDataset inMemory() {
    return withClasses(classes.stream().map(LabelledClass::inMemory).toList());
  }

  /**
   * The classes.
   *
   * @return an unmodifiable list
   */
  public List<LabelledClass> classes() {
    return classes;
  }

  /**
   * One class.
   *
   * @param c from 0
   * @return the class
   */
  public LabelledClass get(int c) {
    return classes.get(c);
  }

  /**
   * Number of classes C.
   *
   * @return at least 1
   */
  public int classCount() {
    return classes.size();
  }

  /**
   * Dimension d.
   *
   * @return at least 1
   */
  public int dimension() {
    return classes.get(0).dimension();
  }

  /**
   * Weight a_c of a class.
   *
   * @param c from 0
   * @return its weight; the class weights sum to 1
   */
  public double classWeight(int c) {
    return classWeights[c];
  }

  /**
   * All class weights, a new array.
   *
   * @return C positive numbers that sum to 1
   */
  public double[] classWeights() {
    return classWeights.clone();
  }

  /**
   * Number of samples in all classes.
   *
   * @return the sum of the class sizes
   */
  public long sampleCount() {
    long count = 0;
    for (LabelledClass c : classes) {
      count += c.size();
    }
    return count;
  }
}
