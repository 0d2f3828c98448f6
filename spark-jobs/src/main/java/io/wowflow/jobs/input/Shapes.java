package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import java.util.Optional;

/** Dimensions of several datasets, and the shape of their pictures. */
public final class Shapes {
  private Shapes() {}

  /**
   * Refuses two datasets whose samples have different dimensions.
   *
   * @param firstName the first dataset at the beginning of a sentence
   * @param first as it was read
   * @param otherName the other dataset inside a sentence
   * @param other as it was read
   * @throws JobException (input) if the dimensions differ, with the options that help: channels,
   *     size, or the shape of the samples
   */
  public static void checkDimensions(
      String firstName, LoadedDataset first, String otherName, LoadedDataset other) {
    if (first.dataset().dimension() != other.dataset().dimension()) {
      throw JobException.input(
          firstName
              + " has samples of dimension "
              + dimension(first)
              + ", "
              + otherName
              + " of dimension "
              + dimension(other)
              + ": "
              + remedy(first.shape(), other.shape()));
    }
  }

  private static String dimension(LoadedDataset dataset) {
    return dataset.dataset().dimension()
        + dataset.shape().map(shape -> " (" + shape + ")").orElse("");
  }

  private static String remedy(Optional<ImageShape> first, Optional<ImageShape> other) {
    return first.isPresent() && other.isPresent()
        ? remedy(first.get(), other.get())
        : "they must be equal; pictures can be brought to one size with --resize HxW, and --shape"
            + " HxWxC gives the shape of those of an .npz";
  }

  private static String remedy(ImageShape first, ImageShape other) {
    boolean sameSize = first.height() == other.height() && first.width() == other.width();
    if (first.channels() == other.channels()) {
      return "bring the pictures to one size with --resize HxW";
    }
    return "they have "
        + channels(first)
        + " and "
        + channels(other)
        + "; bring all to the same with --channels grey or --channels rgb"
        + (sameSize ? "" : ", and to one size with --resize HxW");
  }

  private static String channels(ImageShape shape) {
    return shape.channels() + (shape.channels() == 1 ? " channel" : " channels");
  }

  /**
   * The shape of pictures that the datasets have in common.
   *
   * @param datasets one or more; a dataset without a known shape fits any
   * @return the shape; empty if none has a known one
   * @throws JobException (usage) if two have different ones
   */
  public static Optional<ImageShape> known(LoadedDataset... datasets) {
    Optional<ImageShape> shape = Optional.empty();
    for (LoadedDataset dataset : datasets) {
      if (shape.isPresent() && dataset.shape().isPresent() && !shape.equals(dataset.shape())) {
        throw JobException.usage(
            "The datasets have pictures of "
                + shape.get()
                + " and of "
                + dataset.shape().get()
                + ": "
                + remedy(shape.get(), dataset.shape().get()));
      }
      shape = shape.or(dataset::shape);
    }
    return shape;
  }

  /**
   * The shape of pictures that the datasets have in common, where one is needed.
   *
   * @param datasets one or more; a dataset without a known shape fits any
   * @return the shape
   * @throws JobException (usage) if none has a known shape, or two have different ones
   */
  public static ImageShape common(LoadedDataset... datasets) {
    return known(datasets)
        .orElseThrow(
            () ->
                JobException.usage(
                    "The datasets do not contain the shape of their pictures: give it with --shape"
                        + " HxWxC"));
  }

  /**
   * The shape in which a classifier reads samples.
   *
   * @param classifier the classifier
   * @param known the shape of their pictures, {@link #known}
   * @param dimension the dimension of the samples
   * @return that of the pictures; of others, if the classifier accepts them, 1x1xd
   * @throws JobException (usage) if the classifier needs pictures and their shape is not known
   */
  public static ImageShape of(Architecture classifier, Optional<ImageShape> known, int dimension) {
    if (known.isEmpty() && classifier.needsPictures()) {
      throw JobException.usage(
          classifier.text()
              + " classifies pictures, and the datasets do not contain the shape of theirs: give it"
              + " with --shape HxWxC, or classify vectors with --classifier linear");
    }
    return known.orElse(new ImageShape(1, 1, dimension));
  }
}
