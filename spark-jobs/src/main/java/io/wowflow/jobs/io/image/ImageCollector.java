package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
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
 * Decodes the encoded images of an input, several at the same time on all cores, into a dataset.
 * All must have one shape; with a size to resize to, one number of channels.
 *
 * <p>The first image is decoded and placed before any other, so that a dataset that exceeds the
 * memory is refused when one image is in memory, not hundreds.
 */
public final class ImageCollector {
  private static final int MOST_AT_ONCE = 256;
  // A share of the heap that decoded images may use until they are placed.
  private static final int HELD_SHARE = 16;

  private final RowPlan plan;
  private final IntFunction<String> imageName;
  private final ReadOptions options;
  private final List<Pending> pending = new ArrayList<>();
  private ClassBuffers buffers;
  private ImageShape shape;
  private String firstName;
  // One image first: its shape decides how many more fit, and whether all of them do.
  private int atOnce = 1;

  /**
   * A collector.
   *
   * @param plan which rows are kept
   * @param imageName names the image of a row in messages
   * @param options the size to resize to, and the shape given by the user
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

  /**
   * A decoded row, or the failure to decode it: the first row that fails is reported, whichever
   * thread found it. An image of another shape than the first comes without its pixels.
   */
  private record Done(int row, ImageShape shape, float[] features, RuntimeException failure) {
    static Done failed(int row, RuntimeException failure) {
      return new Done(row, null, null, failure);
    }
  }

  /**
   * Takes one row.
   *
   * @param row its place in the canonical order; the plan keeps it
   * @param image asked for its bytes on any thread
   */
  public void put(int row, Encoded image) throws IOException {
    pending.add(new Pending(row, image));
    if (pending.size() >= atOnce) {
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
      place(done);
    }
    pending.clear();
  }

  private Done decode(Pending wanted) {
    try {
      String name = imageName.apply(wanted.row);
      DecodedImage image = ImageDecoder.decode(wanted.image.bytes(), name);
      checkShape(image.shape(), name);
      DecodedImage sized = options.resize().map(image::resized).orElse(image);
      boolean fits = shape == null || shape.equals(sized.shape());
      return new Done(wanted.row, sized.shape(), fits ? sized.features() : null, null);
    } catch (IOException e) {
      return Done.failed(wanted.row, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      return Done.failed(wanted.row, e);
    }
  }

  private void checkShape(ImageShape found, String name) {
    options
        .shape()
        .filter(given -> !given.equals(found))
        .ifPresent(
            given -> {
              throw JobException.usage(
                  name + " is " + found + ", not " + given + " as --shape gives it");
            });
  }

  private void place(Done done) {
    if (buffers == null) {
      shape = done.shape;
      firstName = imageName.apply(done.row);
      buffers = new ClassBuffers(plan, shape.dimension());
      atOnce = atOnce(shape.dimension(), Runtime.getRuntime().maxMemory());
    }
    if (!done.shape.equals(shape)) {
      throw mixed(imageName.apply(done.row), done.shape);
    }
    buffers.put(done.row, done.features);
  }

  /** Images that are decoded before they are placed, so that they use a small share of the heap. */
  static int atOnce(int dimension, long heap) {
    long held = heap / HELD_SHARE / ((long) dimension * Float.BYTES);
    return (int) Math.max(1, Math.min(MOST_AT_ONCE, held));
  }

  private JobException mixed(String name, ImageShape other) {
    boolean channels = other.channels() != shape.channels();
    return JobException.input(
        name
            + " is "
            + other
            + ", "
            + firstName
            + " is "
            + shape
            + (channels
                ? "; save all images as grey (1 channel) or all as colour (3 channels)"
                : "; bring all to one size with --resize HxW"));
  }

  /**
   * The dataset, once every row that the plan keeps has been put.
   *
   * @param report what was read, without the range of the values
   * @return the dataset
   * @throws IOException if an image cannot be read
   */
  public LoadedDataset build(ReadReport report) throws IOException {
    flush();
    if (buffers == null) {
      buffers = new ClassBuffers(plan, 1);
    }
    return buffers.build(Optional.ofNullable(shape), report);
  }
}
