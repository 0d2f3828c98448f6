package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.ImageShape;
import io.wowflow.jobs.learn.Layer.Activation;
import io.wowflow.jobs.learn.Layer.AveragePool;
import io.wowflow.jobs.learn.Layer.Convolution;
import io.wowflow.jobs.learn.Layer.Flatten;
import io.wowflow.jobs.learn.Layer.InstanceNorm;
import io.wowflow.jobs.learn.Layer.Linear;
import io.wowflow.jobs.learn.Layer.MaxPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The networks that classify pictures. */
public enum Architecture {
  /**
   * Convolutions 1x1 to 6, 5x5 to 16 and 5x5 to 120 planes with means over 2x2 between them, then
   * 84 and as many outputs as classes; ReLU.
   */
  LENET5,
  /**
   * Three times: convolution 3x3 to 128 planes, instance normalisation, ReLU, means over 2x2. Then
   * linear. One channel gets a first padding of 3, else 1.
   */
  CONVNET,
  /**
   * Convolution 4x4 to 3 planes, maxima over 2x2 at stride 1, ReLU; then 512 sigmoid, 64 ReLU and
   * as many outputs as classes.
   */
  CNN;

  /**
   * The layers.
   *
   * @throws JobException (usage) if the pictures are too small
   */
  List<Layer> layers(ImageShape shape, int classes) {
    Plan plan = planned(shape);
    plan.linear(classes);
    return plan.layers;
  }

  /**
   * The layers without the classifying one.
   *
   * @param layers make a row of features of a picture
   * @param dimension length of that row
   */
  record Features(List<Layer> layers, int dimension) {}

  /**
   * What the network knows of a picture before it classifies it.
   *
   * @throws JobException (usage) if the pictures are too small
   */
  Features features(ImageShape shape) {
    Plan plan = planned(shape);
    plan.flatten();
    return new Features(plan.layers, plan.row);
  }

  /**
   * The most numbers that a layer makes of a picture.
   *
   * @throws JobException (usage) if the pictures are too small
   */
  int widestLayer(ImageShape shape) {
    return planned(shape).widest;
  }

  private Plan planned(ImageShape shape) {
    Plan plan = new Plan(shape);
    switch (this) {
      case LENET5 -> plan.lenet5();
      case CONVNET -> plan.convnet();
      case CNN -> plan.cnn();
    }
    return plan;
  }

  /**
   * Refuses pictures that the network cannot take.
   *
   * @param shape their shape
   * @throws JobException (usage) if they are too small
   */
  public void checkFits(ImageShape shape) {
    layers(shape, 2);
  }

  /**
   * The name on the command line and in files.
   *
   * @return lower case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Layers one after the other, and what the last of them makes of a picture. */
  private final class Plan {
    private final List<Layer> layers = new ArrayList<>();
    private final ImageShape shape;
    private int height;
    private int width;
    private int planes;
    private int widest;

    /** Numbers of a sample once it is one row; 0 before. */
    private int row;

    Plan(ImageShape shape) {
      this.shape = shape;
      height = shape.height();
      width = shape.width();
      planes = shape.channels();
    }

    void lenet5() {
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

    void convnet() {
      for (int block = 0; block < 3; block++) {
        convolution(3, 128, block == 0 && shape.channels() == 1 ? 3 : 1);
        layers.add(new InstanceNorm(planes));
        layers.add(Activation.RELU);
        averagePool();
      }
    }

    void cnn() {
      convolution(4, 3, 0);
      layers.add(new MaxPool(2, 1));
      resized(height - 1, width - 1);
      layers.add(Activation.RELU);
      linear(512);
      layers.add(Activation.SIGMOID);
      linear(64);
      layers.add(Activation.RELU);
    }

    void convolution(int kernel, int out, int padding) {
      layers.add(new Convolution(kernel, planes, out, padding));
      planes = out;
      int grown = 2 * padding - kernel + 1;
      resized(height + grown, width + grown);
    }

    void averagePool() {
      layers.add(new AveragePool(2));
      resized(height / 2, width / 2);
    }

    void flatten() {
      if (row == 0) {
        layers.add(new Flatten());
        row = Math.multiplyExact(planes, Math.multiplyExact(height, width));
      }
    }

    void linear(int out) {
      flatten();
      layers.add(new Linear(row, out));
      row = out;
      widest = Math.max(widest, row);
    }

    private void resized(int newHeight, int newWidth) {
      if (newHeight < 1 || newWidth < 1) {
        throw JobException.usage(
            text()
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
  }
}
