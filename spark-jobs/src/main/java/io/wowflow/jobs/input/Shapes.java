package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import java.util.Optional;

/** The shape of the pictures of several datasets. */
public final class Shapes {
  private Shapes() {}

  /**
   * The shape that the datasets have in common.
   *
   * @param datasets one or more; a dataset without a known shape fits any
   * @return the shape
   * @throws JobException (usage) if none has a known shape, or two have different ones
   */
  public static ImageShape common(LoadedDataset... datasets) {
    Optional<ImageShape> shape = Optional.empty();
    for (LoadedDataset dataset : datasets) {
      if (shape.isPresent() && dataset.shape().isPresent() && !shape.equals(dataset.shape())) {
        throw JobException.usage(
            "The datasets have pictures of "
                + shape.get()
                + " and of "
                + dataset.shape().get()
                + ": bring them to one size with --resize HxW");
      }
      shape = shape.or(dataset::shape);
    }
    return shape.orElseThrow(
        () ->
            JobException.usage(
                "The datasets do not contain the shape of their pictures: give it with --shape"
                    + " HxWxC"));
  }
}
