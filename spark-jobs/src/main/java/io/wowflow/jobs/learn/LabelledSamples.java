package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labelled samples in the layout of a network: vectors, or pictures channel by channel.
 *
 * @param shape the shape of a sample; 1x1xd for vectors, {@link #vectors}
 * @param values N samples one after the other, each channel by channel, row by row, not modified
 * @param classes N classes: positions in a list of labels, not modified
 */
public record LabelledSamples(ImageShape shape, float[] values, int[] classes) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  public LabelledSamples {
    Guard.positive("number of samples", classes.length);
    Guard.size("number of values", (long) classes.length * shape.dimension(), values.length);
  }

  /**
   * The shape of vectors: a pixel with a channel per feature.
   *
   * @param dimension the number of features
   * @return 1x1xd
   */
  public static ImageShape vectors(int dimension) {
    return new ImageShape(1, 1, dimension);
  }

  /**
   * The samples of a dataset, class after class.
   *
   * @param dataset samples row by row, the channels of a pixel together
   * @param shape the shape of a sample
   * @param labels the labels of the classifier
   * @param name the dataset's name in messages
   * @return the samples
   * @throws JobException (input) if a label is not one of the classifier's; (usage) if the shape
   *     does not fit, or the pictures are too large for one array
   */
  public static LabelledSamples of(
      LabelledDataset dataset, ImageShape shape, List<String> labels, String name) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < labels.size(); place++) {
      places.put(labels.get(place), place);
    }
    check(dataset, shape, name);
    int d = dataset.dimension();
    float[] values = new float[Math.toIntExact(dataset.sampleCount() * d)];
    int[] classes = new int[Math.toIntExact(dataset.sampleCount())];
    int at = 0;
    for (LabelledClass c : dataset.classes()) {
      Integer place = places.get(c.label());
      if (place == null) {
        throw JobException.input(
            name
                + " has a class '"
                + c.label()
                + "', which the classifier was not trained on; it knows "
                + labels);
      }
      float[] samples = c.samples().values();
      for (int i = 0; i < c.size(); i++) {
        planes(samples, i * d, shape, values, at * d);
        classes[at++] = place;
      }
    }
    return new LabelledSamples(shape, values, classes);
  }

  /**
   * These samples and others after them.
   *
   * @param others of the same shape
   * @return all of them
   * @throws JobException (usage) if they are too large for one array
   */
  LabelledSamples followedBy(LabelledSamples others) {
    Guard.that(shape.equals(others.shape), "samples of " + shape + " and of " + others.shape);
    if ((long) values.length + others.values.length > Integer.MAX_VALUE - 8) {
      throw JobException.usage(
          "The training set has "
              + ((long) count() + others.count())
              + " samples of dimension "
              + shape.dimension()
              + ", which are too large for one array: draw fewer with --samples-per-class");
    }
    float[] all = Arrays.copyOf(values, values.length + others.values.length);
    System.arraycopy(others.values, 0, all, values.length, others.values.length);
    int[] allClasses = Arrays.copyOf(classes, classes.length + others.classes.length);
    System.arraycopy(others.classes, 0, allClasses, classes.length, others.classes.length);
    return new LabelledSamples(shape, all, allClasses);
  }

  /** The samples from one position up to, and without, another. */
  LabelledSamples range(int start, int end) {
    int d = shape.dimension();
    return new LabelledSamples(
        shape,
        Arrays.copyOfRange(values, start * d, end * d),
        Arrays.copyOfRange(classes, start, end));
  }

  /**
   * The samples at some positions.
   *
   * @param places positions, at least one
   * @return the samples in that order
   */
  public LabelledSamples at(int[] places) {
    int d = shape.dimension();
    float[] some = new float[Math.multiplyExact(places.length, d)];
    int[] theirs = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(values, places[i] * d, some, i * d, d);
      theirs[i] = classes[places[i]];
    }
    return new LabelledSamples(shape, some, theirs);
  }

  private static void check(LabelledDataset dataset, ImageShape shape, String name) {
    if (dataset.dimension() != shape.dimension() && shape.height() * shape.width() == 1) {
      throw JobException.usage(
          name
              + " has samples of dimension "
              + dataset.dimension()
              + ", but the classifier classifies samples of dimension "
              + shape.dimension()
              + ": give a dataset with the same features");
    }
    if (dataset.dimension() != shape.dimension()) {
      throw JobException.usage(
          name
              + " has samples of dimension "
              + dataset.dimension()
              + ", which are not pictures of "
              + shape.height()
              + "x"
              + shape.width()
              + "x"
              + shape.channels()
              + ": give their shape with --shape HxWxC, or bring them to one size with --resize"
              + " HxW");
    }
    if (dataset.sampleCount() * dataset.dimension() > Integer.MAX_VALUE - 8) {
      throw JobException.usage(
          name
              + " has "
              + dataset.sampleCount()
              + " samples of dimension "
              + dataset.dimension()
              + ", which is too large for one array: draw fewer with --samples-per-class");
    }
  }

  /** Converts samples, channels of a pixel together, to the layout of a network. */
  static float[] planes(float[] samples, ImageShape shape) {
    float[] out = new float[samples.length];
    for (int start = 0; start < out.length; start += shape.dimension()) {
      planes(samples, start, shape, out, start);
    }
    return out;
  }

  /** Converts pictures of a network, channel by channel, to the layout of samples. */
  static float[] pixels(float[] planes, ImageShape shape) {
    int channels = shape.channels();
    int pixels = shape.height() * shape.width();
    float[] out = new float[planes.length];
    for (int start = 0; start < out.length; start += shape.dimension()) {
      for (int channel = 0; channel < channels; channel++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          out[start + pixel * channels + channel] = planes[start + channel * pixels + pixel];
        }
      }
    }
    return out;
  }

  private static void planes(float[] from, int start, ImageShape shape, float[] to, int at) {
    int channels = shape.channels();
    int pixels = shape.height() * shape.width();
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        to[at + channel * pixels + pixel] = from[start + pixel * channels + channel];
      }
    }
  }

  /**
   * Number of samples N.
   *
   * @return at least 1
   */
  public int count() {
    return classes.length;
  }
}
