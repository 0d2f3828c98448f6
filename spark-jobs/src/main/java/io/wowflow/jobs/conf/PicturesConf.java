package io.wowflow.jobs.conf;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Samples as pictures.
 *
 * @param resize key {@code resize}: the new size; empty for no resizing
 * @param shape key {@code shape}: the shape of a sample; empty for that of the input
 */
public record PicturesConf(Optional<Size> resize, Optional<Shape> shape) {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");
  private static final Pattern SHAPE = Pattern.compile(SIZE.pattern() + "x([1-9][0-9]{0,4})");

  /**
   * A size in pixels.
   *
   * @param height rows of pixels
   * @param width pixels in a row
   */
  public record Size(int height, int width) {
    @Override
    public String toString() {
      return height + "x" + width;
    }

    static Size parse(String text) {
      Matcher matcher = SIZE.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("a height and a width in pixels such as 28x28");
      }
      return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
  }

  /**
   * The shape of a sample.
   *
   * @param height rows of pixels
   * @param width pixels in a row
   * @param channels values of a pixel
   */
  public record Shape(int height, int width, int channels) {
    @Override
    public String toString() {
      return height + "x" + width + "x" + channels;
    }

    static Shape parse(String text) {
      Matcher matcher = SHAPE.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "a height, a width and a number of channels such as 32x32x3");
      }
      return new Shape(
          Integer.parseInt(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3)));
    }
  }

  static PicturesConf read(ConfReader reader) {
    return new PicturesConf(
        reader.optional("resize", Size::parse), reader.optional("shape", Shape::parse));
  }
}
