package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG. Samples are taken as they are stored and divided by the largest value of
 * their depth: no colour profile or gamma is applied. An image is grey if its colours or all
 * entries of its palette are, else it has the channels red, green, blue; an alpha channel is
 * dropped if it is opaque everywhere. JPEG of CMYK or YCCK becomes red, green, blue as in Pillow. A
 * picture whose Exif orientation is another than upright is turned.
 */
final class ImageDecoder {
  /** The most pixels of an image: a header that claims more would take the memory of the job. */
  static final int MOST_PIXELS = 1 << 24;

  /** The most bytes of an encoded image. */
  static final int MOST_BYTES = 1 << 28;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
  private static final float MOST_BYTE = 255f;

  private ImageDecoder() {}

  /** Whether bytes start a PNG or JPEG file. */
  static boolean isImage(byte[] head) {
    return isPng(head) || startsWith(head, JPEG);
  }

  /** Whether bytes start a PNG file. */
  static boolean isPng(byte[] head) {
    return startsWith(head, PNG);
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || head[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A decoded file.
   *
   * @param image its pixels, upright
   * @param turned whether they are stored otherwise
   * @param cmyk whether they are stored as CMYK or YCCK
   */
  record Decoded(DecodedImage image, boolean turned, boolean cmyk) {}

  /**
   * Decodes a file.
   *
   * @param file its bytes, not modified
   * @param where its name in messages
   * @throws JobException (input) if it is not a whole PNG or JPEG of a supported kind
   */
  static Decoded decode(byte[] file, String where) {
    boolean png = isPng(file);
    if (!png && !startsWith(file, JPEG)) {
      throw otherKind(file, where);
    }
    if (file.length > MOST_BYTES) {
      throw JobException.input(where + " has more than " + MOST_BYTES + " bytes; shrink the image");
    }
    JpegSegments segments =
        png
            ? new JpegSegments(0, false, PngChunks.checkedOrientation(file, where))
            : JpegSegments.of(file);
    int orientation = segments.orientation();
    boolean cmyk = segments.components() == 4;
    ImageReader reader = ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg").next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0), where);
      DecodedImage image =
          cmyk
              ? Cmyk.decoded(reader.readRaster(0, null), segments.ycck())
              : decoded(reader.read(0), where);
      checkWhole(warnings, where);
      return new Decoded(
          Orientation.upright(image, orientation), orientation != Orientation.UPRIGHT, cmyk);
    } catch (JobException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // On damaged files the decoders throw nearly anything.
      throw JobException.of(
          ExitCode.INPUT,
          where + " cannot be decoded (" + e.getMessage() + "); save it again as PNG",
          e);
    } finally {
      reader.dispose();
    }
  }

  private static JobException otherKind(byte[] file, String where) {
    if (PictureKind.isLfsPointer(file)) {
      return JobException.input(
          where + " is a pointer of Git LFS, not the picture; fetch the files with git lfs pull");
    }
    return JobException.input(
        where
            + PictureKind.of(file)
                .map(kind -> " is a " + kind + " picture, neither PNG nor JPEG; convert it")
                .orElse(" is neither PNG nor JPEG; convert it or move it away"));
  }

  private static void checkSize(int width, int height, String where) {
    if ((long) width * height > MOST_PIXELS) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s claims %d x %d pixels; images of at most %d pixels are read, shrink it",
              where,
              width,
              height,
              MOST_PIXELS));
    }
  }

  /** The JPEG decoder paints missing parts grey and only warns: its warnings are failures here. */
  private static void checkWhole(List<String> warnings, String where) {
    for (String warning : warnings) {
      if (warning.contains("Premature end") || warning.contains("Corrupt")) {
        throw JobException.input(where + " is damaged (" + warning + "); fetch it again");
      }
    }
  }

  private static DecodedImage decoded(BufferedImage image, String where) {
    ColorModel colours = image.getColorModel();
    if (colours instanceof IndexColorModel palette) {
      return fromPalette(image, palette, where);
    }
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int channels = colours.hasAlpha() ? bands - 1 : bands;
    if (channels != 1 && channels != 3) {
      throw JobException.input(
          where + " has " + channels + " channels; save it as grey or as red, green, blue");
    }
    int width = image.getWidth();
    int[] opaque = new int[bands];
    float[] most = new float[bands];
    for (int k = 0; k < bands; k++) {
      opaque[k] = (1 << colours.getComponentSize(k)) - 1;
      most[k] = opaque[k];
    }
    float[] out = new float[image.getHeight() * width * channels];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int k = 0; k < channels; k++) {
          out[at++] = row[x * bands + k] / most[k];
        }
        if (channels < bands && row[x * bands + channels] != opaque[channels]) {
          throw transparent(where, x, y);
        }
      }
    }
    return new DecodedImage(new ImageShape(image.getHeight(), width, channels), out);
  }

  private static DecodedImage fromPalette(
      BufferedImage image, IndexColorModel palette, String where) {
    int width = image.getWidth();
    int channels = isGrey(palette) ? 1 : 3;
    float[] out = new float[image.getHeight() * width * channels];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int entry = row[x];
        if (palette.getAlpha(entry) != 255) {
          throw transparent(where, x, y);
        }
        out[at++] = palette.getRed(entry) / MOST_BYTE;
        if (channels == 3) {
          out[at++] = palette.getGreen(entry) / MOST_BYTE;
          out[at++] = palette.getBlue(entry) / MOST_BYTE;
        }
      }
    }
    return new DecodedImage(new ImageShape(image.getHeight(), width, channels), out);
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int entry = 0; entry < palette.getMapSize(); entry++) {
      if (palette.getRed(entry) != palette.getGreen(entry)
          || palette.getRed(entry) != palette.getBlue(entry)) {
        return false;
      }
    }
    return true;
  }

  private static JobException transparent(String where, int x, int y) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s is transparent at (%d, %d); lay it on a background and save it without alpha",
            where,
            x,
            y));
  }
}
