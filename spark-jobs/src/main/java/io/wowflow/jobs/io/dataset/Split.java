package io.wowflow.jobs.io.dataset;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a dataset that its publisher keeps apart, named after the path: {@code PATH#NAME}.
 *
 * @param name letters, digits, {@code _}, {@code -}, the first a letter; {@code train}, {@code
 *     test}, {@code validation}, ...
 */
public record Split(String name) {
  /** The samples that a model is trained on. */
  public static final Split TRAIN = new Split("train");

  /** The samples that a model is tested on. */
  public static final Split TEST = new Split("test");

  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";
  private static final Pattern FRAGMENT = Pattern.compile("(?s).*#(" + NAME + ")");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it cannot be the name of a split
   */
  public Split {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a split");
    }
  }

  /**
   * The split at the end of a text.
   *
   * @param text such as {@code data/mnist#train}
   * @return the split, or empty if the text does not end in {@code #} and a name
   */
  public static Optional<Split> at(String text) {
    Matcher matcher = FRAGMENT.matcher(text);
    return matcher.matches() ? Optional.of(new Split(matcher.group(1))) : Optional.empty();
  }

  /**
   * How the split is written after a path.
   *
   * @return {@code #} and the name
   */
  public String fragment() {
    return "#" + name;
  }
}
