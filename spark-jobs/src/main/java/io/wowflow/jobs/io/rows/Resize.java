package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Resizes images by separable linear interpolation. Pixel i of m covers [i, i + 1) of a side of
 * length m. An output pixel is the mean of the input pixels under a triangle around its centre,
 * whose half width is 1 input pixel when enlarging (bilinear interpolation) and m/m' input pixels
 * when shrinking from m to m', so that every input pixel counts and nothing aliases. Weights beyond
 * the border are dropped and the others normalised: a constant image stays constant, and values
 * stay within the range of the input.
 */
public final class Resize {
  private final ImageShape from;
  private final ImageSize to;
  private final Taps vertical;
  private final Taps horizontal;
  private final float[] narrowed;

  private Resize(ImageShape from, ImageSize to) {
    this.from = from;
    this.to = to;
    this.vertical = Taps.of(from.height(), to.height());
    this.horizontal = Taps.of(from.width(), to.width());
    this.narrowed = new float[from.height() * to.width() * from.channels()];
  }

  /**
   * The same samples resized; labels, weights and ids stay.
   *
   * @param loaded images of a known shape
   * @param size what they become
   * @param name the dataset's name in messages
   * @return the dataset with resized samples and their new shape
   * @throws JobException (usage) if the shape is unknown
   */
  public static LoadedDataset resize(LoadedDataset loaded, ImageSize size, String name) {
    return resize(loaded, size, name, SamplePlace.memory());
  }

  private static LoadedDataset resize(
      LoadedDataset loaded, ImageSize size, String name, SamplePlace place) {
    ImageShape from =
        loaded
            .shape()
            .orElseThrow(
                () ->
                    JobException.usage(
                        name
                            + " cannot be resized to "
                            + size
                            + ": the input does not contain the shape of its samples, of dimension "
                            + loaded.dataset().dimension()
                            + "; give it with --shape HxWxC"));
    ImageShape to = new ImageShape(size.height(), size.width(), from.channels());
    if (from.equals(to)) {
      return loaded;
    }
    Resize resize = new Resize(from, size);
    return PictureChange.apply(
        loaded, to, images -> resize.all(images, to.dimension()), name, place);
  }

  /**
   * One image resized.
   *
   * @param image of the shape {@code from}, not modified
   * @param from its shape
   * @param to the size that it gets
   * @return the resized image, with as many channels
   */
  public static float[] resize(float[] image, ImageShape from, ImageSize to) {
    float[] out = new float[to.height() * to.width() * from.channels()];
    new Resize(from, to).one(image, 0, out, 0);
    return out;
  }

  /**
   * Gives a dataset the shape, the channels and the size that its reader was asked for, in this
   * order.
   *
   * @param loaded as its format read it
   * @param options what was asked for
   * @param name the dataset's name in messages
   * @return the dataset with changed samples
   * @throws JobException (usage) if the shape is unknown or does not fit
   */
  public static LoadedDataset apply(LoadedDataset loaded, ReadOptions options, String name) {
    // A format of images of many sizes has to resize each; it also compared the given shape.
    LoadedDataset shaped =
        isResized(loaded, options)
            ? loaded
            : options.shape().map(s -> shaped(loaded, s, options, name)).orElse(loaded);
    LoadedDataset coloured =
        options
            .pictures()
            .channels()
            .map(channels -> Channels.apply(shaped, channels, name, options.place()))
            .orElse(shaped);
    return options
        .resize()
        .map(size -> resize(coloured, size, name, options.place()))
        .orElse(coloured);
  }

  private static boolean isResized(LoadedDataset loaded, ReadOptions options) {
    return loaded
        .shape()
        .map(shape -> new ImageSize(shape.height(), shape.width()))
        .filter(size -> options.resize().filter(size::equals).isPresent())
        .isPresent();
  }

  private static LoadedDataset shaped(
      LoadedDataset loaded, ImageShape given, ReadOptions options, String name) {
    Optional<ImageShape> converted =
        options
            .pictures()
            .channels()
            .map(to -> new ImageShape(given.height(), given.width(), to.count()));
    if (loaded.shape().isPresent() && loaded.shape().equals(converted)) {
      // A format of images converts each, and compared the shape before.
      return loaded;
    }
    if (loaded.shape().isPresent() && !loaded.shape().get().equals(given)) {
      throw JobException.usage(
          name + " has samples of shape " + loaded.shape().get() + ", not " + given);
    }
    if (given.dimension() != loaded.dataset().dimension()) {
      throw JobException.usage(
          String.format(
              Locale.ROOT,
              "%s has samples of dimension %d, which is not %s",
              name,
              loaded.dataset().dimension(),
              given));
    }
    return loaded.withShape(given);
  }

  private FloatMatrix all(FloatMatrix images, int dimension) {
    float[] out = new float[images.rows() * dimension];
    for (int i = 0; i < images.rows(); i++) {
      one(images.values(), i * from.dimension(), out, i * dimension);
    }
    return new FloatMatrix(images.rows(), dimension, out);
  }

  private void one(float[] image, int at, float[] out, int outAt) {
    int channels = from.channels();
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < to.width(); x++) {
        for (int k = 0; k < channels; k++) {
          int first = at + (y * from.width() + horizontal.first.get(x)) * channels + k;
          narrowed[(y * to.width() + x) * channels + k] =
              weightedSum(image, first, channels, horizontal.weights.get(x));
        }
      }
    }
    int row = to.width() * channels;
    for (int y = 0; y < to.height(); y++) {
      for (int j = 0; j < row; j++) {
        out[outAt + y * row + j] =
            weightedSum(narrowed, vertical.first.get(y) * row + j, row, vertical.weights.get(y));
      }
    }
  }

  private static float weightedSum(float[] values, int first, int stride, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * values[first + i * stride];
    }
    return (float) sum;
  }

  /**
   * For each output pixel of one side, the first input pixel that counts and the weights from there
   * on.
   */
  private record Taps(List<Integer> first, List<double[]> weights) {
    static Taps of(int from, int to) {
      List<Integer> first = new ArrayList<>(to);
      List<double[]> weights = new ArrayList<>(to);
      double scale = (double) from / to;
      double halfWidth = Math.max(1, scale);
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int low = Math.max(0, (int) Math.floor(centre - halfWidth + 0.5));
        int high = Math.min(from, (int) Math.floor(centre + halfWidth + 0.5));
        first.add(low);
        weights.add(triangle(low, high, centre, halfWidth));
      }
      return new Taps(first, weights);
    }

    private static double[] triangle(int low, int high, double centre, double halfWidth) {
      double[] heights = new double[high - low];
      double sum = 0;
      for (int j = 0; j < heights.length; j++) {
        heights[j] = Math.max(0, 1 - Math.abs(low + j + 0.5 - centre) / halfWidth);
        sum += heights[j];
      }
      for (int j = 0; j < heights.length; j++) {
        heights[j] /= sum;
      }
      return heights;
    }
  }
}
