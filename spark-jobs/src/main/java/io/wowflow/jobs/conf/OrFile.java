package io.wowflow.jobs.conf;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One of a few names, or a file in place of a name.
 *
 * @param name the name; empty for a file
 * @param file the file; empty for a name
 * @param <E> the names
 */
public record OrFile<E extends Enum<E>>(Optional<E> name, Optional<String> file) {
  // A text without '.' and '/' is a misspelt name rather than a file.
  private static final Pattern FILE = Pattern.compile(".*[./].*");

  @Override
  public String toString() {
    return name.map(Parsers::text).or(() -> file).orElse("");
  }

  static <E extends Enum<E>> Function<String, OrFile<E>> parser(Class<E> type, String ending) {
    List<String> names = EnumSet.allOf(type).stream().map(Parsers::text).toList();
    return text -> {
      if (names.contains(text)) {
        return new OrFile<E>(Optional.of(Parsers.choice(type).apply(text)), Optional.empty());
      }
      if (FILE.matcher(text).matches() && text.endsWith(ending)) {
        return new OrFile<E>(Optional.empty(), Optional.of(text));
      }
      throw new IllegalArgumentException(
          Parsers.oneOf(text, names) + " or a path of a file FILE" + ending);
    };
  }
}
