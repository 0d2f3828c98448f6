package io.wowflow.jobs.learn;

import java.util.List;

/** A layer of a network, as a value: what it computes and the tensors that it learns. */
sealed interface Layer {
  /** A tensor to learn; its numbers begin uniform between two bounds. */
  record Tensor(List<Integer> shape, double low, double high) {
    /** The usual start: within {@code 1 / sqrt(number of inputs of an output)} of 0. */
    static Tensor of(int inputs, Integer... shape) {
      double bound = 1 / Math.sqrt(inputs);
      return new Tensor(List.of(shape), -bound, bound);
    }

    int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /** The tensors, in the order in which the layer takes them. */
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
   * Every plane of every sample to mean 0 and variance 1, then times a factor and plus a term that
   * each plane learns.
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

  /** All planes of a sample in one row. */
  record Flatten() implements Layer {}
}
