package io.wowflow.jobs.report;

import io.wowflow.jobs.conf.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A grid of small images with transparent gaps of one pixel in one PNG, as a data URI. */
final class ImageStrip {
  private static final int GAP = 1;
  private static final int OPAQUE = 0xFF000000;

  private final ImageShape shape;
  private final BufferedImage picture;

  ImageStrip(ImageShape shape, int columns, int rows) {
    this.shape = shape;
    this.picture =
        new BufferedImage(
            columns * (shape.width() + GAP) - GAP,
            rows * (shape.height() + GAP) - GAP,
            BufferedImage.TYPE_INT_ARGB);
  }

  int width() {
    return picture.getWidth();
  }

  int height() {
    return picture.getHeight();
  }

  BufferedImage picture() {
    return picture;
  }

  /** Draws the image whose bytes begin at a given position. */
  void draw(int column, int row, byte[] values, int at) {
    int left = column * (shape.width() + GAP);
    int top = row * (shape.height() + GAP);
    int channels = shape.channels();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int pixel = at + (y * shape.width() + x) * channels;
        int red = values[pixel] & 0xFF;
        int green = channels == 1 ? red : values[pixel + 1] & 0xFF;
        int blue = channels == 1 ? red : values[pixel + 2] & 0xFF;
        picture.setRGB(left + x, top + y, OPAQUE | red << 16 | green << 8 | blue);
      }
    }
  }

  String dataUri() {
    return dataUri(picture);
  }

  static String dataUri(BufferedImage picture) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(picture, "png", cache);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
