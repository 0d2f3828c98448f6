package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.ImageShape;
import java.awt.image.Raster;

/**
 * Pixels of four components as red, green and blue, with the integers of Pillow: each of cyan,
 * magenta and yellow takes its share of what black leaves, {@code (255 - C) (255 - K) / 255}. YCCK
 * becomes CMYK as in libjpeg (ITU-R BT.601). All four are stored inverted, as Adobe does, whether
 * its segment is there or not.
 */
final class Cmyk {
  private static final float MOST_BYTE = 255f;
  private static final int COMPONENTS = 4;
  private static final int CHANNELS = 3;
  private static final int MIDDLE = 128;
  private static final int FIXED_BITS = 16;
  private static final int HALF = 1 << (FIXED_BITS - 1);
  // 1.402, 0.71414, 0.34414 and 1.772 in 16 bits.
  private static final int RED_OF_CR = 91_881;
  private static final int GREEN_OF_CR = 46_802;
  private static final int GREEN_OF_CB = 22_554;
  private static final int BLUE_OF_CB = 116_130;

  private Cmyk() {}

  /**
   * Converts pixels.
   *
   * @param raster four components as the file stores them
   * @param ycck whether they are YCCK
   */
  static DecodedImage decoded(Raster raster, boolean ycck) {
    int width = raster.getWidth();
    float[] out = new float[raster.getHeight() * width * CHANNELS];
    int[] row = new int[width * COMPONENTS];
    int[] pixel = new int[COMPONENTS];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        System.arraycopy(row, x * COMPONENTS, pixel, 0, COMPONENTS);
        if (ycck) {
          toCmyk(pixel);
        }
        for (int k = 0; k < CHANNELS; k++) {
          out[at++] = share(pixel[k], pixel[3]) / MOST_BYTE;
        }
      }
    }
    return new DecodedImage(new ImageShape(raster.getHeight(), width, CHANNELS), out);
  }

  /** The product of two shares of 255, rounded. */
  private static int share(int a, int b) {
    int product = a * b + MIDDLE;
    return ((product >> 8) + product) >> 8;
  }

  private static void toCmyk(int[] pixel) {
    int luma = pixel[0];
    int cb = pixel[1] - MIDDLE;
    int cr = pixel[2] - MIDDLE;
    pixel[0] = 255 - clipped(luma + ((RED_OF_CR * cr + HALF) >> FIXED_BITS));
    pixel[1] = 255 - clipped(luma + ((-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF) >> FIXED_BITS));
    pixel[2] = 255 - clipped(luma + ((BLUE_OF_CB * cb + HALF) >> FIXED_BITS));
  }

  private static int clipped(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
