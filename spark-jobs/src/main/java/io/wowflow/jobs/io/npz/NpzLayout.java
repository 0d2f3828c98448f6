package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.rows.RowTable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the axes of the samples are samples and features.
 *
 * <p>Three axes with labels as long as the first are classes if the labels are distinct or the file
 * has {@code source_class} (a flow's output, where two classes may have been matched to one label:
 * they become one class), else images. A shape given by the user that fits the last two axes makes
 * them images in any case. Three axes without labels are classes labelled from 0.
 *
 * <p>Four axes are pictures, channels last. Channels first, (N, C, H, W) with C of 1 or 3, H and W
 * of more than 4 and a last axis that cannot be channels, are turned where C is 1 (then nothing
 * moves) or the user gave the shape HxWxC, and refused otherwise.
 *
 * @param sampleAxes (C, n) or (N)
 * @param featureAxes the axes of one sample
 * @param image the shape of a sample, for images
 * @param turned whether the channels are first in the file and last in the dataset
 * @param notice a doubt about the choice, for a person
 */
record NpzLayout(
    List<Integer> sampleAxes,
    List<Integer> featureAxes,
    Optional<ImageShape> image,
    boolean turned,
    Optional<String> notice) {
  private static final int MOST_FEATURES = RowTable.MOST_ROWS / Double.BYTES;
  private static final int FEW_PIXELS = 4;

  /**
   * Finds the layout.
   *
   * @param archive for messages and the names of its entries
   * @param array the name of the samples
   * @param labels the labels, or empty without any
   * @param given the shape given by the user
   */
  static NpzLayout of(
      NpzArchive archive, String array, Optional<List<String>> labels, Optional<ImageShape> given) {
    NpyHeader x = archive.header(array);
    List<Integer> shape = x.shape();
    String where = archive.where(array) + ", shape " + x.shapeText();
    if (shape.size() < 2 || shape.size() > 4) {
      throw JobException.input(
          where
              + ": expected (C, n, d), or (N, d), (N, H, W), (N, H, W, channels) with labels (N)");
    }
    boolean classes = shape.size() == 3 && !isImages(archive, shape, labels, given);
    int axes = classes ? 2 : 1;
    long features = 1;
    for (int axis : shape.subList(axes, shape.size())) {
      features = Math.min(features * axis, Integer.MAX_VALUE);
    }
    long samples = shape.get(0) * (classes ? (long) shape.get(1) : 1);
    if (features > MOST_FEATURES || samples > RowTable.MOST_ROWS) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: at most %d features and %d samples",
              where,
              MOST_FEATURES,
              RowTable.MOST_ROWS));
    }
    if (samples == 0) {
      throw JobException.input(where + ": a class holds no samples; each needs at least one");
    }
    boolean turned = shape.size() == 4 && isChannelsFirst(where, array, shape, given);
    return new NpzLayout(
        List.copyOf(shape.subList(0, axes)),
        List.copyOf(shape.subList(axes, shape.size())),
        turned
            ? Optional.of(new ImageShape(shape.get(2), shape.get(3), shape.get(1)))
            : image(shape, axes),
        turned,
        classes && labels.isPresent() && !archive.holds(NpzArchive.SOURCE_CLASS)
            ? doubt(array, shape)
            : Optional.empty());
  }

  private static boolean isChannelsFirst(
      String where, String array, List<Integer> shape, Optional<ImageShape> given) {
    int channels = shape.get(1);
    int height = shape.get(2);
    int width = shape.get(3);
    if (given.isPresent() && isShape(given.get(), shape.get(1), height, width)) {
      return false;
    }
    if (given.isPresent() && isShape(given.get(), height, width, channels)) {
      return true;
    }
    boolean first = (channels == 1 || channels == 3) && height > FEW_PIXELS && width > FEW_PIXELS;
    if (first && channels > 1) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: channels first; give --shape %dx%dx%d to have them turned, or save"
                  + " np.moveaxis(%s, 1, -1)",
              where,
              height,
              width,
              channels,
              array));
    }
    return first;
  }

  private static boolean isShape(ImageShape given, int height, int width, int channels) {
    return given.height() == height && given.width() == width && given.channels() == channels;
  }

  private static boolean isImages(
      NpzArchive archive,
      List<Integer> shape,
      Optional<List<String>> labels,
      Optional<ImageShape> given) {
    if (labels.isEmpty()) {
      return false;
    }
    if (given.equals(Optional.of(new ImageShape(shape.get(1), shape.get(2), 1)))) {
      return true;
    }
    boolean repeated = new HashSet<>(labels.get()).size() < labels.get().size();
    return repeated && !archive.holds(NpzArchive.SOURCE_CLASS);
  }

  /** Few square images with a label each look like classes; only the user can decide. */
  private static Optional<String> doubt(String array, List<Integer> shape) {
    int side = shape.get(1);
    return side > 1 && side == shape.get(2)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "'%s' is read as %d classes of %d samples of dimension %d, because no label is"
                    + " repeated; if these are %d pictures, give --shape %dx%dx1",
                array,
                shape.get(0),
                side,
                side,
                shape.get(0),
                side,
                side))
        : Optional.empty();
  }

  private static Optional<ImageShape> image(List<Integer> shape, int axes) {
    if (axes == 2 || shape.size() == 2) {
      return Optional.empty();
    }
    int channels = shape.size() == 4 ? shape.get(3) : 1;
    return Optional.of(new ImageShape(shape.get(1), shape.get(2), channels))
        .filter(image -> image.channels() == 1 || image.channels() == 3);
  }

  int samples() {
    return sampleAxes.get(0) * samplesPerLabel();
  }

  /** Features of a sample. */
  int dimension() {
    return featureAxes.stream().reduce(1, (a, b) -> a * b);
  }

  /**
   * For each feature of the file its place in a sample of the dataset.
   *
   * @param fortran whether the first axis varies fastest in the file
   * @return empty if all have their place already
   */
  Optional<int[]> featurePlaces(boolean fortran) {
    if (!fortran && !turned) {
      return Optional.empty();
    }
    int[] places = new int[dimension()];
    for (int i = 0; i < places.length; i++) {
      int place = fortran ? NpyHeader.rowMajor(i, featureAxes) : i;
      places[i] = turned ? lastChannel(place) : place;
    }
    return Optional.of(places);
  }

  private int lastChannel(int place) {
    int pixels = featureAxes.get(1) * featureAxes.get(2);
    return place % pixels * featureAxes.get(0) + place / pixels;
  }

  /** Consecutive samples that share a label. */
  int samplesPerLabel() {
    return sampleAxes.size() == 2 ? sampleAxes.get(1) : 1;
  }

  /** Names a sample in messages. */
  String name(String array, int sample) {
    return sampleAxes.size() == 2
        ? array + "[" + sample / samplesPerLabel() + ", " + sample % samplesPerLabel() + "]"
        : array + "[" + sample + "]";
  }
}
