package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.rows.Channels;
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
 * All must have one size, unless they are resized. Where some are grey and some in colour, the grey
 * ones get three equal channels; options may bring all to one number of channels.
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
  private final Counts counts = new Counts();
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

  /** Numbers of pictures by kind and by change. */
  private static final class Counts {
    private int png;
    private int jpeg;
    private int grey;
    private int colour;
    private int turned;
    private int cmyk;

    void add(Done done) {
      png += done.png ? 1 : 0;
      jpeg += done.png ? 0 : 1;
      grey += done.found.channels() == 1 ? 1 : 0;
      colour += done.found.channels() == 1 ? 0 : 1;
      turned += done.turned ? 1 : 0;
      cmyk += done.cmyk ? 1 : 0;
    }
  }

  /** Gives the bytes of an encoded image. */
  @FunctionalInterface
  public interface Encoded {
    byte[] bytes() throws IOException;
  }

  private record Pending(int row, Encoded image) {}

  /**
   * A decoded row, or the failure to decode it: the first row that fails is reported, whichever
   * thread found it. An image of another size than the first comes without its pixels.
   *
   * @param row its place in the canonical order
   * @param png whether it is PNG, not JPEG
   * @param found its shape in the file
   * @param shape its shape in the dataset, but that of grey among colour
   * @param features its pixels
   * @param turned whether it was turned upright
   * @param cmyk whether it is stored as CMYK
   * @param failure the reason why it is not decoded, or null
   */
  private record Done(
      int row,
      boolean png,
      ImageShape found,
      ImageShape shape,
      float[] features,
      boolean turned,
      boolean cmyk,
      RuntimeException failure) {
    static Done failed(int row, RuntimeException failure) {
      return new Done(row, false, null, null, null, false, false, failure);
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
      byte[] file = wanted.image.bytes();
      ImageDecoder.Decoded decoded = ImageDecoder.decode(file, name);
      ImageShape found = decoded.image().shape();
      checkShape(found, name);
      DecodedImage coloured =
          options
              .pictures()
              .channels()
              .map(to -> decoded.image().withChannels(to.count()))
              .orElse(decoded.image());
      DecodedImage sized = options.resize().map(coloured::resized).orElse(coloured);
      boolean fits = shape == null || isSameSize(shape, sized.shape());
      return new Done(
          wanted.row,
          ImageDecoder.isPng(file),
          found,
          sized.shape(),
          fits ? sized.features() : null,
          decoded.turned(),
          decoded.cmyk(),
          null);
    } catch (IOException e) {
      return Done.failed(wanted.row, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      return Done.failed(wanted.row, e);
    }
  }

  private static boolean isSameSize(ImageShape one, ImageShape other) {
    return one.height() == other.height() && one.width() == other.width();
  }

  /** A grey picture fits a shape of colour, and channels that are chosen need not be compared. */
  private void checkShape(ImageShape found, String name) {
    options
        .shape()
        .filter(given -> !given.equals(found))
        .filter(given -> !(isSameSize(given, found) && isConverted(given, found)))
        .ifPresent(
            given -> {
              throw JobException.usage(
                  name
                      + " is "
                      + found
                      + ", not "
                      + given
                      + " as --shape gives it"
                      + (isSameSize(given, found) ? "; --channels grey makes it grey" : ""));
            });
  }

  private boolean isConverted(ImageShape given, ImageShape found) {
    return options.pictures().channels().isPresent()
        || (given.channels() == 3 && found.channels() == 1);
  }

  private void place(Done done) {
    if (buffers == null) {
      shape = done.shape;
      firstName = imageName.apply(done.row);
      buffers = new ClassBuffers(plan, shape.dimension());
      atOnce = atOnce(shape.dimension(), Runtime.getRuntime().maxMemory());
    }
    if (!isSameSize(done.shape, shape)) {
      throw JobException.input(
          imageName.apply(done.row)
              + " is "
              + done.shape
              + ", "
              + firstName
              + " is "
              + shape
              + "; bring all to one size with --resize HxW");
    }
    if (done.shape.channels() > shape.channels()) {
      shape = done.shape;
      buffers = buffers.inColour();
      atOnce = atOnce(shape.dimension(), Runtime.getRuntime().maxMemory());
    }
    counts.add(done);
    buffers.put(done.row, Channels.convert(done.features, done.shape.channels(), shape.channels()));
  }

  /** Images that are decoded before they are placed, so that they use a small share of the heap. */
  static int atOnce(int dimension, long heap) {
    long held = heap / HELD_SHARE / ((long) dimension * Float.BYTES);
    return (int) Math.max(1, Math.min(MOST_AT_ONCE, held));
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
    return buffers.build(Optional.ofNullable(shape), detailed(report));
  }

  private ReadReport detailed(ReadReport report) {
    List<String> kinds = new ArrayList<>();
    if (counts.png > 0) {
      kinds.add(counts.png + " PNG");
    }
    if (counts.jpeg > 0) {
      kinds.add(counts.jpeg + " JPEG");
    }
    StringBuilder details = new StringBuilder(String.join(" and ", kinds));
    ReadReport out = report;
    boolean mixed = counts.grey > 0 && counts.colour > 0;
    if (options.pictures().channels().isPresent()) {
      int other = shape.channels() == 1 ? counts.colour : counts.grey;
      if (other > 0) {
        details.append(shape.channels() == 1 ? ", grey of " : ", colour of ");
        details.append(Amount.of(other, shape.channels() == 1 ? "colour one" : "grey one"));
      }
    } else if (mixed) {
      details.append(", ").append(counts.grey).append(" grey as colour");
      out =
          out.withNotice(
              counts.grey
                  + " of "
                  + Amount.of(counts.grey + counts.colour, "picture")
                  + (counts.grey == 1 ? " is" : " are")
                  + " grey and became colour of three equal channels; --channels grey makes all"
                  + " grey");
    }
    if (counts.cmyk > 0) {
      details.append(", ").append(counts.cmyk).append(" of CMYK");
      out =
          out.withNotice(
              Amount.of(counts.cmyk, "picture")
                  + " of CMYK became red, green and blue without a colour profile");
    }
    if (counts.turned > 0) {
      details.append(", ").append(counts.turned).append(" turned upright");
      out =
          out.withNotice(
              Amount.of(counts.turned, "picture")
                  + (counts.turned == 1 ? " was" : " were")
                  + " turned upright by the Exif orientation");
    }
    return details.isEmpty() ? out : out.withFeatures(out.features() + " (" + details + ")");
  }
}
