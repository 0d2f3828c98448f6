package io.wowflow.jobs.io.dataset;

import io.wowflow.math.internal.Guard;

/**
 * The size that images are resized to.
 *
 * @param height rows of pixels, at least 1
 * @param width pixels in a row, at least 1
 */
public record ImageSize(int height, int width) {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if a side is below 1
   */
  public ImageSize {
    Guard.positive("height", height);
    Guard.positive("width", width);
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
