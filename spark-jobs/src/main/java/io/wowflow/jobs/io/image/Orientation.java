package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The orientation of a picture, tag 0x0112 of Exif 2.32 (TIFF 6.0): the sides on which the first
 * row and the first column of the stored picture belong.
 *
 * <pre>
 * 1 top, left    3 bottom, right    5 left, top     7 right, bottom
 * 2 top, right   4 bottom, left     6 right, top    8 left, bottom
 * </pre>
 */
final class Orientation {
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int LAST = 8;
  private static final int ENTRY_BYTES = 12;
  private static final int TIFF = 42;

  private Orientation() {}

  /**
   * The orientation in a TIFF structure.
   *
   * @param file bytes that contain it
   * @param at its first byte
   * @param length its length
   * @return 1 to 8; 1 where there is none or the structure is damaged
   */
  static int ofTiff(byte[] file, int at, int length) {
    if (length < 8) {
      return UPRIGHT;
    }
    ByteBuffer tiff = ByteBuffer.wrap(file, at, length).slice();
    boolean little = tiff.get(0) == 'I' && tiff.get(1) == 'I';
    tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (tiff.getShort(2) != TIFF || directory < 8 || directory > length - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if (entry > length - ENTRY_BYTES) {
        break;
      }
      if (tiff.getShort(entry) == TAG) {
        int value = tiff.getShort(entry + 8);
        return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /**
   * A picture made upright.
   *
   * @param stored the picture as it is stored
   * @param orientation 1 to 8
   * @return the same picture if it is upright
   */
  static DecodedImage upright(DecodedImage stored, int orientation) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    ImageShape from = stored.shape();
    boolean swapped = orientation > 4;
    int height = swapped ? from.width() : from.height();
    int width = swapped ? from.height() : from.width();
    int channels = from.channels();
    float[] out = new float[stored.features().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = swapped ? x : y;
        int column = swapped ? y : x;
        // Rows are counted from below in 3, 4, 6 and 7, columns from the right in 2, 3, 7 and 8.
        if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
          row = from.height() - 1 - row;
        }
        if (orientation == 2 || orientation == 3 || orientation >= 7) {
          column = from.width() - 1 - column;
        }
        System.arraycopy(
            stored.features(),
            (row * from.width() + column) * channels,
            out,
            (y * width + x) * channels,
            channels);
      }
    }
    return new DecodedImage(new ImageShape(height, width, channels), out);
  }
}
