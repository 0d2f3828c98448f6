package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.rows.RowTable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the axes of {@code x} are samples and features.
 *
 * <p>Three axes with {@code y} as long as the first are classes if the labels are distinct or the
 * file has {@code source_class} (a flow's output, where two classes may have been matched to one
 * label: they become one class), else images. A shape given by the user that fits the last two axes
 * makes them images in any case. Three axes without {@code y} are classes labelled from 0.
 *
 * @param sampleAxes (C, n) or (N)
 * @param dimension features of a sample
 * @param image the shape of a sample, for images
 */
record NpzLayout(List<Integer> sampleAxes, int dimension, Optional<ImageShape> image) {
  private static final Logger LOG = LoggerFactory.getLogger(NpzLayout.class);
  private static final int MOST_FEATURES = RowTable.MOST_ROWS / Double.BYTES;

  /**
   * Finds the layout.
   *
   * @param archive for messages and the names of its entries
   * @param labels the values of {@code y}, or empty without {@code y}
   * @param given the shape given by the user
   */
  static NpzLayout of(
      NpzArchive archive, Optional<List<String>> labels, Optional<ImageShape> given) {
    NpyHeader x = archive.required("x", "");
    List<Integer> shape = x.shape();
    String where = archive.where("x") + ", shape " + x.shapeText();
    if (shape.size() < 2 || shape.size() > 4) {
      throw JobException.input(
          where + ": expected (C, n, d), or (N, d), (N, H, W), (N, H, W, channels) with y (N)");
    }
    if (shape.size() != 3 && labels.isEmpty()) {
      archive.required("y", ", one label for each row of x of shape " + x.shapeText());
    }
    boolean classes = shape.size() == 3 && !isImages(archive, shape, labels, given);
    if (classes && labels.isPresent() && !archive.holds(NpzArchive.SOURCE_CLASS)) {
      warnOfImages(where, shape);
    }
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
    return new NpzLayout(List.copyOf(shape.subList(0, axes)), (int) features, image(shape, axes));
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
  private static void warnOfImages(String where, List<Integer> shape) {
    int side = shape.get(1);
    if (side > 1 && side == shape.get(2)) {
      LOG.warn(
          "{}, is read as {} classes of {} samples of dimension {}, for no label of y is repeated;"
              + " if these are {} pictures, give --shape {}x{}x1",
          where,
          shape.get(0),
          side,
          side,
          shape.get(0),
          side,
          side);
    }
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

  /** Consecutive samples that share an element of {@code y}. */
  int samplesPerLabel() {
    return sampleAxes.size() == 2 ? sampleAxes.get(1) : 1;
  }

  /** Names a sample in messages. */
  String name(int sample) {
    return sampleAxes.size() == 2
        ? "x[" + sample / samplesPerLabel() + ", " + sample % samplesPerLabel() + "]"
        : "x[" + sample + "]";
  }
}
