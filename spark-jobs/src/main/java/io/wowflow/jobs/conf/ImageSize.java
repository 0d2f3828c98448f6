package io.wowflow.jobs.conf;

import io.wowflow.math.internal.Guard;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size that images are resized to.
 *
 * @param height rows of pixels, at least 1
 * @param width pixels in a row, at least 1
 */
public record ImageSize(int height, int width) {
  static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if a side is below 1
   */
  public ImageSize {
    Guard.positive("height", height);
    Guard.positive("width", width);
  }

  /** The size as options give it: {@code 28x28}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }

  static ImageSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a height and a width in pixels such as 28x28");
    }
    return new ImageSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
