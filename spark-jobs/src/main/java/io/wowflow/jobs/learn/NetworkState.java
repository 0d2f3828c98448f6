package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.ArrayList;
import java.util.List;

/**
 * A classifier as numbers: the content of a saved classifier, from which a library makes a network.
 *
 * @param architecture the network
 * @param shape the shape of the samples; 1x1xd for vectors
 * @param labels the labels of its outputs, in their order
 * @param weights the numbers of each tensor, in the order of the layers; not modified
 */
public record NetworkState(
    Architecture architecture, ImageShape shape, List<String> labels, List<float[]> weights) {
  /** The tensor of the samples of KNN, after mean and factor. */
  private static final int SAMPLES = 2;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the weights do not fit the network
   * @throws io.wowflow.jobs.conf.JobException (usage) if the pictures are too small for it
   */
  public NetworkState {
    labels = List.copyOf(labels);
    weights = List.copyOf(weights);
    Guard.that(labels.size() >= 2, "a classifier needs at least 2 labels, has " + labels);
    List<Layer.Tensor> tensors = tensors(layers(architecture, shape, labels.size(), weights));
    Guard.size("number of tensors", tensors.size(), weights.size());
    for (int t = 0; t < tensors.size(); t++) {
      Guard.size("size of tensor " + t, tensors.get(t).size(), weights.get(t).length);
    }
  }

  static List<Layer.Tensor> tensors(List<Layer> layers) {
    return layers.stream().flatMap(layer -> layer.tensors().stream()).toList();
  }

  /**
   * The initial state of a training.
   *
   * @throws io.wowflow.jobs.conf.JobException (usage) if the pictures are too small
   */
  static NetworkState first(TrainingPlan plan, ImageShape shape, List<String> labels) {
    CounterRandom random = CounterRandom.at(plan.seed(), Streams.NETWORK_WEIGHTS, plan.repeat());
    List<Layer> layers = LayerPlan.classifier(plan.architecture(), shape, labels.size());
    List<float[]> weights = drawn(tensors(layers), random);
    if (!plan.architecture().needsPictures()) {
      weights.set(0, plan.fitting().mean());
      weights.set(1, plan.fitting().factor());
    }
    return new NetworkState(plan.architecture(), shape, labels, weights);
  }

  /** Random numbers between the bounds of each tensor. */
  static List<float[]> drawn(List<Layer.Tensor> tensors, CounterRandom random) {
    List<float[]> weights = new ArrayList<>();
    for (Layer.Tensor tensor : tensors) {
      float[] values = new float[tensor.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (tensor.low() + random.nextDouble() * (tensor.high() - tensor.low()));
      }
      weights.add(values);
    }
    return weights;
  }

  List<Layer> layers() {
    return layers(architecture, shape, labels.size(), weights);
  }

  private static List<Layer> layers(
      Architecture architecture, ImageShape shape, int classes, List<float[]> weights) {
    List<Layer> layers = LayerPlan.classifier(architecture, shape, classes);
    if (architecture == Architecture.KNN) {
      Guard.that(weights.size() > SAMPLES, "the samples are missing");
      int count = weights.get(SAMPLES).length / shape.dimension();
      layers.add(
          new Layer.Neighbours(Guard.positive("number of samples", count), shape.dimension()));
    }
    return layers;
  }

  List<Layer.Tensor> tensors() {
    return tensors(layers());
  }
}
