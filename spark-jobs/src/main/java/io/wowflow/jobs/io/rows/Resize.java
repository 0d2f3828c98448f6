package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
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
                            + "; give it as HxWxC"));
    ImageShape to = new ImageShape(size.height(), size.width(), from.channels());
    if (from.equals(to)) {
      return loaded;
    }
    Resize resize = new Resize(from, size);
    List<LabelledClass> classes = new ArrayList<>();
    int[] sizes = loaded.dataset().classes().stream().mapToInt(LabelledClass::size).toArray();
    Optional<SampleFile> file = place.file(sizes, to.dimension());
    for (LabelledClass c : loaded.dataset().classes()) {
      long length = (long) c.size() * size.height() * size.width() * from.channels();
      if (length > RowTable.MOST_ROWS) {
        throw JobException.usage(
            name + ": class '" + c.label() + "' is too large at " + size + "; draw fewer samples");
      }
      FloatMatrix resized = resize.all(c.samples(), to.dimension());
      int number = classes.size();
      file.ifPresent(f -> place.write(() -> f.put(number, resized)));
      MatrixSource samples = file.isPresent() ? file.get().source(number) : resized;
      classes.add(
          c.isUniform()
              ? LabelledClass.of(c.label(), samples)
              : LabelledClass.weighted(c.label(), samples, c.weights()));
    }
    double[] classWeights = loaded.dataset().classWeights();
    boolean uniform = Arrays.stream(classWeights).allMatch(weight -> weight == classWeights[0]);
    LabelledDataset all =
        uniform ? LabelledDataset.of(classes) : LabelledDataset.weighted(classes, classWeights);
    return new LoadedDataset(
        all, loaded.labelKind(), loaded.ids(), Optional.of(to), loaded.origins(), loaded.report());
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

  /** Gives a dataset the shape and the size that its reader was asked for. */
  public static LoadedDataset apply(LoadedDataset loaded, ReadOptions options, String name) {
    if (isResized(loaded, options)) {
      // A format of images of many sizes has to resize each; it also compared the given shape.
      return loaded;
    }
    LoadedDataset shaped = options.shape().map(s -> shaped(loaded, s, name)).orElse(loaded);
    return options.resize().map(size -> resize(shaped, size, name, options.place())).orElse(shaped);
  }

  private static boolean isResized(LoadedDataset loaded, ReadOptions options) {
    return loaded
        .shape()
        .map(shape -> new ImageSize(shape.height(), shape.width()))
        .filter(size -> options.resize().filter(size::equals).isPresent())
        .isPresent();
  }

  private static LoadedDataset shaped(LoadedDataset loaded, ImageShape given, String name) {
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
