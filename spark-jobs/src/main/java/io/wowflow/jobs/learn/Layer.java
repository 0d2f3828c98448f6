package io.wowflow.jobs.learn;

import java.util.List;

/** A layer of a network, as a value: its function and the tensors that it learns. */
sealed interface Layer {
  /** A tensor to learn; its initial numbers are uniform between two bounds. */
  record Tensor(List<Integer> shape, double low, double high) {
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

  /** {@code y = W x + b}. */
  record Linear(int in, int out) implements Layer {
    @Override
    public List<Tensor> tensors() {
      return List.of(Tensor.of(in, out, in), Tensor.of(in, out));
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
