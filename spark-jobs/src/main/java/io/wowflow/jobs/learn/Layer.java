package io.wowflow.jobs.learn;

import java.util.List;

/** A layer of a classifier, as a value: its function and its tensors. */
sealed interface Layer {
  /**
   * A tensor; its initial numbers are uniform between two bounds.
   *
   * @param learnt false if a training leaves it as it is
   */
  record Tensor(List<Integer> shape, double low, double high, boolean learnt) {
    Tensor(List<Integer> shape, double low, double high) {
      this(shape, low, high, true);
    }

    /** The usual bounds: {@code 1 / sqrt(number of inputs of an output)} on both sides of 0. */
    static Tensor of(int inputs, Integer... shape) {
      double bound = 1 / Math.sqrt(inputs);
      return new Tensor(List.of(shape), -bound, bound);
    }

    int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /** The tensors, in the order of the parameters of the layer. */
  default List<Tensor> tensors() {
    return List.of();
  }

  /** A convolution of stride 1 with zeros around the picture: {@code in} to {@code out} planes. */
  record Convolution(int kernel, int in, int out, int padding) implements Layer {
    @Override
    public List<Tensor> tensors() {
      int inputs = in * kernel * kernel;
      return List.of(Tensor.of(inputs, out, in, kernel, kernel), Tensor.of(inputs, out));
    }
  }

  /**
   * {@code y = W x + b}.
   *
   * @param zero true if W and b are 0 at first
   */
  record Linear(int in, int out, boolean zero) implements Layer {
    Linear(int in, int out) {
      this(in, out, false);
    }

    @Override
    public List<Tensor> tensors() {
      return zero
          ? List.of(new Tensor(List.of(out, in), 0, 0), new Tensor(List.of(out), 0, 0))
          : List.of(Tensor.of(in, out, in), Tensor.of(in, out));
    }
  }

  /** {@code y = (x - mean) factor} for each feature; mean and factor are not learned. */
  record Scale(int features) implements Layer {
    @Override
    public List<Tensor> tensors() {
      List<Integer> shape = List.of(features);
      return List.of(new Tensor(shape, 0, 0, false), new Tensor(shape, 1, 1, false));
    }
  }

  /**
   * Subtracts the largest output of a sample from each, and replaces those below {@link #LEAST} by
   * it. Without the bound, a separable training set drives probabilities and their gradients into
   * denormal numbers, with which a processor computes at a tenth of its speed.
   */
  record Bounded() implements Layer {
    /** Its probability, 1e-14, is below the roundoff of the largest one. */
    static final int LEAST = -32;
  }

  /**
   * Votes of the nearest samples: the samples row by row, their classes, and the number of samples
   * that vote. Not learned by steps.
   */
  record Neighbours(int count, int features) implements Layer {
    @Override
    public List<Tensor> tensors() {
      return List.of(
          new Tensor(List.of(count, features), 0, 0, false),
          new Tensor(List.of(count), 0, 0, false),
          new Tensor(List.of(1), 0, 0, false));
    }
  }

  /**
   * Normalises every plane of every sample to mean 0 and variance 1, multiplies it by a factor and
   * adds a term; both are learned for each plane.
   */
  record InstanceNorm(int planes) implements Layer {
    @Override
    public List<Tensor> tensors() {
      List<Integer> shape = List.of(planes, 1, 1);
      return List.of(new Tensor(shape, 1, 1), new Tensor(shape, 0, 0));
    }
  }

  /** Means over squares. */
  record AveragePool(int size) implements Layer {}

  /** Maxima over squares. */
  record MaxPool(int size, int stride) implements Layer {}

  /** The functions that act on each number. */
  enum Activation implements Layer {
    /** {@code max(0, x)}. */
    RELU,
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID
  }

  /** Puts all planes of a sample into one row. */
  record Flatten() implements Layer {}
}
