package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.ImageShape;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Decodes the encoded images of an input, some at once on all cores, and makes the dataset of them.
 * All must have one shape; with a size to resize to, one number of channels.
 */
public final class ImageCollector {
  private static final int AT_ONCE = 256;

  private final RowPlan plan;
  private final IntFunction<String> imageName;
  private final ReadOptions options;
  private final List<Pending> pending = new ArrayList<>();
  private ClassBuffers buffers;
  private ImageShape shape;
  private String firstName;

  /**
   * A collector.
   *
   * @param plan which rows are kept
   * @param imageName names the image of a row in messages
   * @param options the size to resize to, and the shape that was told
   */
  public ImageCollector(RowPlan plan, IntFunction<String> imageName, ReadOptions options) {
    this.plan = plan;
    this.imageName = imageName;
    this.options = options;
  }

  /** Gives the bytes of an encoded image. */
  @FunctionalInterface
  public interface Encoded {
    byte[] bytes() throws IOException;
  }

  private record Pending(int row, Encoded image) {}

  /** A decoded row, or why there is none: the first row that fails is told, whoever found it. */
  private record Done(int row, DecodedImage image, RuntimeException failure) {}

  /**
   * Takes one row.
   *
   * @param row its place in the canonical order; the plan keeps it
   * @param image asked for its bytes on any thread
   */
  public void put(int row, Encoded image) throws IOException {
    pending.add(new Pending(row, image));
    if (pending.size() == AT_ONCE) {
      flush();
    }
  }

  private void flush() throws IOException {
    for (Done done : pending.parallelStream().map(this::decode).toList()) {
      if (done.failure instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      if (done.failure != null) {
        throw done.failure;
      }
      place(done.row, done.image);
    }
    pending.clear();
  }

  private Done decode(Pending wanted) {
    try {
      String name = imageName.apply(wanted.row);
      DecodedImage image = ImageDecoder.decode(wanted.image.bytes(), name);
      checkTold(image.shape(), name);
      return new Done(wanted.row, options.resize().map(image::resized).orElse(image), null);
    } catch (IOException e) {
      return new Done(wanted.row, null, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      return new Done(wanted.row, null, e);
    }
  }

  private void checkTold(ImageShape found, String name) {
    options
        .shape()
        .filter(told -> !told.equals(found))
        .ifPresent(
            told -> {
              throw JobException.usage(
                  name + " is " + text(found) + ", not " + text(told) + " as --shape says");
            });
  }

  private void place(int row, DecodedImage image) {
    if (buffers == null) {
      shape = image.shape();
      firstName = imageName.apply(row);
      buffers = new ClassBuffers(plan, shape.dimension());
    }
    if (!image.shape().equals(shape)) {
      throw mixed(imageName.apply(row), image.shape());
    }
    buffers.put(row, image.features());
  }

  private JobException mixed(String name, ImageShape other) {
    boolean channels = other.channels() != shape.channels();
    return JobException.input(
        name
            + " is "
            + text(other)
            + ", "
            + firstName
            + " is "
            + text(shape)
            + (channels
                ? "; save all images as grey (1 channel) or all as colour (3 channels)"
                : "; bring all to one size with --resize HxW"));
  }

  private static String text(ImageShape shape) {
    return shape.height() + "x" + shape.width() + "x" + shape.channels();
  }

  /** The dataset, once every row that the plan keeps has been put. */
  public LoadedDataset build() throws IOException {
    flush();
    if (buffers == null) {
      buffers = new ClassBuffers(plan, 1);
    }
    return buffers.build(Optional.ofNullable(shape));
  }
}
