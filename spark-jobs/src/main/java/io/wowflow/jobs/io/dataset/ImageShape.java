package io.wowflow.jobs.io.dataset;

/**
 * The shape of samples that are images: features are row-major, {@code height x width x channels}.
 *
 * @param height rows of pixels
 * @param width pixels in a row
 * @param channels 1 for grey, 3 for red, green, blue
 */
public record ImageShape(int height, int width, int channels) {
  /**
   * The dimension of a sample.
   *
   * @return {@code height * width * channels}
   */
  public int dimension() {
    return height * width * channels;
  }
}
