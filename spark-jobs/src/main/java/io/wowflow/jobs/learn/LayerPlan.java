package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.learn.Layer.Activation;
import io.wowflow.jobs.learn.Layer.AveragePool;
import io.wowflow.jobs.learn.Layer.Convolution;
import io.wowflow.jobs.learn.Layer.Flatten;
import io.wowflow.jobs.learn.Layer.InstanceNorm;
import io.wowflow.jobs.learn.Layer.Linear;
import io.wowflow.jobs.learn.Layer.MaxPool;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a classifier for samples of one shape. Building it adds layer after layer and
 * follows the size of a sample through them.
 */
final class LayerPlan {
  /**
   * The layers before the one that classifies.
   *
   * @param layers map a picture to a row of features
   * @param dimension the length of that row
   */
  record Features(List<Layer> layers, int dimension) {}

  private final List<Layer> layers = new ArrayList<>();
  private final Architecture architecture;
  private final ImageShape shape;
  private int height;
  private int width;
  private int planes;
  private int widest;

  /** Numbers of a sample after flattening; 0 before. */
  private int row;

  private LayerPlan(Architecture architecture, ImageShape shape) {
    this.architecture = architecture;
    this.shape = shape;
    height = shape.height();
    width = shape.width();
    planes = shape.channels();
    switch (architecture) {
      case LENET5 -> lenet5();
      case CONVNET -> convnet();
      case CNN -> cnn();
      case LINEAR, KNN -> scale();
      case MLP -> mlp();
    }
  }

  private void lenet5() {
    convolution(1, 6, 0);
    layers.add(Activation.RELU);
    averagePool();
    convolution(5, 16, 0);
    layers.add(Activation.RELU);
    averagePool();
    convolution(5, 120, 0);
    layers.add(Activation.RELU);
    linear(84);
    layers.add(Activation.RELU);
  }

  private void convnet() {
    for (int block = 0; block < 3; block++) {
      convolution(3, 128, block == 0 && shape.channels() == 1 ? 3 : 1);
      layers.add(new InstanceNorm(planes));
      layers.add(Activation.RELU);
      averagePool();
    }
  }

  private void cnn() {
    convolution(4, 3, 0);
    layers.add(new MaxPool(2, 1));
    resized(height - 1, width - 1);
    layers.add(Activation.RELU);
    linear(512);
    layers.add(Activation.SIGMOID);
    linear(64);
    layers.add(Activation.RELU);
  }

  private void mlp() {
    scale();
    linear(256);
    layers.add(Activation.RELU);
  }

  private void scale() {
    flatten();
    layers.add(new Layer.Scale(row));
    widest = row;
  }

  private void convolution(int kernel, int out, int padding) {
    layers.add(new Convolution(kernel, planes, out, padding));
    planes = out;
    int grown = 2 * padding - kernel + 1;
    resized(height + grown, width + grown);
  }

  private void averagePool() {
    layers.add(new AveragePool(2));
    resized(height / 2, width / 2);
  }

  private void flatten() {
    if (row == 0) {
      layers.add(new Flatten());
      row = Math.multiplyExact(planes, Math.multiplyExact(height, width));
    }
  }

  private void linear(int out) {
    flatten();
    layers.add(new Linear(row, out, architecture == Architecture.LINEAR));
    row = out;
    widest = Math.max(widest, row);
  }

  private void resized(int newHeight, int newWidth) {
    if (newHeight < 1 || newWidth < 1) {
      throw JobException.usage(
          architecture.text()
              + " needs larger pictures than "
              + shape.height()
              + "x"
              + shape.width()
              + ": enlarge them with --resize, or choose another network");
    }
    height = newHeight;
    width = newWidth;
    widest = Math.max(widest, Math.multiplyExact(planes, Math.multiplyExact(height, width)));
  }

  /**
   * The layers of a classifier. Those of KNN end before the layer of its samples, {@link
   * Layer.Neighbours}.
   *
   * @throws JobException (usage) if the pictures are too small
   */
  static List<Layer> classifier(Architecture architecture, ImageShape shape, int classes) {
    LayerPlan plan = new LayerPlan(architecture, shape);
    if (architecture != Architecture.KNN) {
      plan.linear(classes);
    }
    if (architecture == Architecture.LINEAR) {
      plan.layers.add(new Layer.Bounded());
    }
    return plan.layers;
  }

  /**
   * The layers of a network that ends before it classifies.
   *
   * @throws JobException (usage) if the pictures are too small
   */
  static Features features(Architecture architecture, ImageShape shape) {
    LayerPlan plan = new LayerPlan(architecture, shape);
    plan.flatten();
    return new Features(plan.layers, plan.row);
  }

  /**
   * The largest number of outputs of a layer for one picture.
   *
   * @throws JobException (usage) if the pictures are too small
   */
  static int widestLayer(Architecture architecture, ImageShape shape) {
    return new LayerPlan(architecture, shape).widest;
  }
}
