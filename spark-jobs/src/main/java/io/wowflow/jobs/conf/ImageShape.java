package io.wowflow.jobs.conf;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of samples that are images: features are row-major, {@code height x width x channels}.
 *
 * @param height rows of pixels
 * @param width pixels in a row
 * @param channels 1 for grey, 3 for red, green, blue
 */
public record ImageShape(int height, int width, int channels) {
  private static final Pattern TEXT =
      Pattern.compile(ImageSize.TEXT.pattern() + "x([1-9][0-9]{0,4})");

  /**
   * The dimension of a sample.
   *
   * @return {@code height * width * channels}
   */
  public int dimension() {
    return height * width * channels;
  }

  /** The shape as options give it: {@code 32x32x3}. */
  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }

  static ImageShape parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a height, a width and a number of channels such as 32x32x3");
    }
    return new ImageShape(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }
}
