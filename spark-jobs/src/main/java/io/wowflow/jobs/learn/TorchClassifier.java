package io.wowflow.jobs.learn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.math.internal.Guard;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** A classifier with tensors of PyTorch: all but KNN, which has no layers to run. */
final class TorchClassifier implements Classifier {
  private static final float VARIANCE_FLOOR = 1e-5f;
  private static final int TEST_BATCH = 500;

  /**
   * The outputs of a layer for pictures that go through the network together. Their 8 MB stay in
   * the caches of a processor, and are below the size that the C library returns to the system at
   * once.
   */
  private static final int PART = 1 << 21;

  private final NetworkState described;
  private final List<Layer> layers;
  private final NDManager manager;
  private final List<NDArray> tensors;
  private final int part;

  TorchClassifier(NetworkState state, Engine engine) {
    described = state;
    layers = state.layers();
    manager = engine.newBaseManager();
    try {
      tensors = tensors(manager, state.tensors(), state.weights());
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
    part = Math.max(1, PART / LayerPlan.widestLayer(state.architecture(), state.shape()));
  }

  /** The number of pictures that go through the network together, at least 1. */
  int part() {
    return part;
  }

  /** Tensors with given numbers. */
  static List<NDArray> tensors(
      NDManager into, List<Layer.Tensor> described, List<float[]> numbers) {
    List<NDArray> out = new ArrayList<>();
    for (int t = 0; t < described.size(); t++) {
      long[] shape = described.get(t).shape().stream().mapToLong(Integer::longValue).toArray();
      out.add(into.create(numbers.get(t), new Shape(shape)));
    }
    return out;
  }

  NDManager manager() {
    return manager;
  }

  List<NDArray> tensors() {
    return tensors;
  }

  /** The tensors that a training changes. */
  List<NDArray> learnt() {
    List<Layer.Tensor> all = described.tensors();
    return IntStream.range(0, all.size())
        .filter(t -> all.get(t).learnt())
        .mapToObj(tensors::get)
        .toList();
  }

  /** Samples as a batch. */
  NDArray batch(NDManager into, LabelledSamples samples) {
    ImageShape shape = samples.shape();
    return into.create(
        samples.values(),
        new Shape(samples.count(), shape.channels(), shape.height(), shape.width()));
  }

  /** The outputs of the network for a batch: a number for each picture and class. */
  NDArray forward(NDArray batch) {
    return forward(layers, tensors, batch);
  }

  /** The outputs of layers with given tensors for a batch. */
  static NDArray forward(List<Layer> layers, List<NDArray> tensors, NDArray batch) {
    NDArray x = batch;
    Iterator<NDArray> learnt = tensors.iterator();
    for (Layer layer : layers) {
      x = apply(layer, x, learnt);
    }
    return x;
  }

  private static NDArray apply(Layer layer, NDArray x, Iterator<NDArray> learnt) {
    if (layer instanceof Layer.Convolution convolution) {
      Shape padding = new Shape(convolution.padding(), convolution.padding());
      return Conv2d.conv2d(x, learnt.next(), learnt.next(), new Shape(1, 1), padding)
          .singletonOrThrow();
    }
    if (layer instanceof Layer.Linear) {
      return Linear.linear(x, learnt.next(), learnt.next()).singletonOrThrow();
    }
    if (layer instanceof Layer.InstanceNorm) {
      return normalised(x, learnt.next(), learnt.next());
    }
    if (layer instanceof Layer.AveragePool pool) {
      Shape square = new Shape(pool.size(), pool.size());
      return Pool.avgPool2d(x, square, square, new Shape(0, 0), false, true);
    }
    if (layer instanceof Layer.MaxPool pool) {
      Shape stride = new Shape(pool.stride(), pool.stride());
      return Pool.maxPool2d(x, new Shape(pool.size(), pool.size()), stride, new Shape(0, 0), false);
    }
    if (layer instanceof Layer.Scale) {
      return x.sub(learnt.next()).muli(learnt.next());
    }
    if (layer instanceof Layer.Bounded) {
      return x.sub(x.max(new int[] {1}, true)).maximum(Layer.Bounded.LEAST);
    }
    if (layer instanceof Layer.Flatten) {
      return x.reshape(x.getShape().get(0), -1);
    }
    return layer == Layer.Activation.RELU ? Activation.relu(x) : Activation.sigmoid(x);
  }

  /** Normalises each plane as if all were planes of a single sample. */
  private static NDArray normalised(NDArray x, NDArray factor, NDArray term) {
    Shape shape = x.getShape();
    long samples = shape.get(0);
    Shape planes = new Shape(samples * shape.get(1));
    NDManager scratch = x.getManager();
    NDArray asOne = x.reshape(new Shape(1).addAll(planes).addAll(shape.slice(2)));
    return BatchNorm.batchNorm(
            asOne,
            scratch.zeros(planes),
            scratch.ones(planes),
            repeated(factor, samples, scratch),
            repeated(term, samples, scratch),
            1,
            1,
            VARIANCE_FLOOR,
            true)
        .singletonOrThrow()
        .reshape(shape);
  }

  /** Attaches the result to the scratch: by default it would live as long as the tensor. */
  private static NDArray repeated(NDArray learnt, long times, NDManager scratch) {
    NDArray flat = learnt.flatten();
    flat.attach(scratch);
    return flat.tile(times);
  }

  @Override
  public int[] classify(LabelledSamples pictures) {
    Guard.that(
        pictures.shape().equals(described.shape()),
        "pictures of " + pictures.shape() + " for a classifier of " + described.shape());
    int[] out = new int[pictures.count()];
    int together = Math.min(TEST_BATCH, part);
    for (int start = 0; start < out.length; start += together) {
      LabelledSamples some = pictures.range(start, Math.min(out.length, start + together));
      try (NDManager scratch = manager.newSubManager()) {
        long[] found = forward(batch(scratch, some)).argMax(1).toLongArray();
        for (int i = 0; i < found.length; i++) {
          out[start + i] = (int) found[i];
        }
      }
    }
    return out;
  }

  @Override
  public NetworkState state() {
    List<float[]> weights = tensors.stream().map(NDArray::toFloatArray).toList();
    return new NetworkState(
        described.architecture(), described.shape(), described.labels(), weights);
  }

  @Override
  public void close() {
    manager.close();
  }
}
