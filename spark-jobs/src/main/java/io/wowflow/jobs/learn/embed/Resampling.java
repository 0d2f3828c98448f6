package io.wowflow.jobs.learn.embed;

import io.wowflow.jobs.conf.ImageShape;

/**
 * Pictures whose pixels are weighted sums of up to four pixels of the original, zero outside: a
 * linear map, the same for all pictures and channels.
 */
public final class Resampling implements Embedding {
  private static final int TAPS = 4;

  private final ImageShape shape;

  /** For each pixel four pixels of the original. */
  private final int[] from;

  /** The weights of the pixels in {@link #from}. */
  private final float[] weights;

  private Resampling(ImageShape shape) {
    this.shape = shape;
    int pixels = shape.height() * shape.width();
    from = new int[TAPS * pixels];
    weights = new float[TAPS * pixels];
  }

  /**
   * An affine map about the centre: the pixel at offset p from the centre shows the original at
   * offset {@code A p + b}, by bilinear interpolation between four pixels.
   *
   * @param shape the shape of the pictures
   * @param matrix A, 2 x 2, row-major, for (down, right), in pixels
   * @param down b, rows
   * @param right b, columns
   * @return the map
   */
  public static Resampling affine(ImageShape shape, double[] matrix, double down, double right) {
    Resampling out = new Resampling(shape);
    double middleRow = (shape.height() - 1) / 2.0;
    double middleColumn = (shape.width() - 1) / 2.0;
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        double y = row - middleRow;
        double x = column - middleColumn;
        out.show(
            row * shape.width() + column,
            matrix[0] * y + matrix[1] * x + middleRow + down,
            matrix[2] * y + matrix[3] * x + middleColumn + right);
      }
    }
    return out;
  }

  /** The original with zeros in the part of a rectangle that is inside the picture. */
  static Resampling cutOut(ImageShape shape, int top, int left, int height, int width) {
    Resampling out = new Resampling(shape);
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        boolean cut = row >= top && row < top + height && column >= left && column < left + width;
        if (!cut) {
          out.show(row * shape.width() + column, row, column);
        }
      }
    }
    return out;
  }

  private void show(int pixel, double row, double column) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double below = row - top;
    double right = column - left;
    tap(TAPS * pixel, top, left, (1 - below) * (1 - right));
    tap(TAPS * pixel + 1, top, left + 1, (1 - below) * right);
    tap(TAPS * pixel + 2, top + 1, left, below * (1 - right));
    tap(TAPS * pixel + 3, top + 1, left + 1, below * right);
  }

  private void tap(int tap, int row, int column, double weight) {
    if (row >= 0 && row < shape.height() && column >= 0 && column < shape.width()) {
      from[tap] = row * shape.width() + column;
      weights[tap] = (float) weight;
    }
  }

  @Override
  public float[] features(float[] samples) {
    return moved(samples, false);
  }

  @Override
  public float[] pulledBack(float[] samples, float[] gradient) {
    return moved(gradient, true);
  }

  private float[] moved(float[] values, boolean back) {
    int channels = shape.channels();
    float[] out = new float[values.length];
    for (int start = 0; start < values.length; start += shape.dimension()) {
      for (int tap = 0; tap < from.length; tap++) {
        if (weights[tap] == 0) {
          continue;
        }
        int original = start + from[tap] * channels;
        int shown = start + tap / TAPS * channels;
        int read = back ? shown : original;
        int written = back ? original : shown;
        for (int channel = 0; channel < channels; channel++) {
          out[written + channel] += weights[tap] * values[read + channel];
        }
      }
    }
    return out;
  }

  @Override
  public void close() {}
}
