package io.wowflow.jobs.conf;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Parsers of the text of one value. A text that cannot be parsed is an {@link
 * IllegalArgumentException} whose message is the form that was expected, such as {@code an integer
 * from 1 to 10}.
 */
final class Parsers {
  static final Function<String, Double> POSITIVE = number("a finite number above 0", v -> v > 0);
  static final Function<String, Double> SHARE =
      number("a number above 0 and below 1", v -> v > 0 && v < 1);
  static final Function<String, Double> NOT_NEGATIVE =
      number("a finite number, at least 0", v -> v >= 0);
  static final Function<String, Double> FINITE = number("a finite number", v -> true);
  static final Function<String, Long> LONG =
      text -> {
        String expected = "a 64-bit integer";
        try {
          return exact(text, expected).longValueExact();
        } catch (ArithmeticException e) {
          throw new IllegalArgumentException(expected, e);
        }
      };
  static final Function<String, Boolean> FLAG =
      text -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw new IllegalArgumentException("true or false");
        }
        return text.equals("true");
      };
  static final Function<String, String> TEXT =
      text -> {
        if (text.isBlank()) {
          throw new IllegalArgumentException("a text that is not blank");
        }
        return text;
      };

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

  private Parsers() {}

  static Function<String, Integer> integer(int least) {
    return integer(least, Integer.MAX_VALUE);
  }

  static Function<String, Integer> integer(int least, int most) {
    String expected = "an integer from " + least + " to " + most;
    return text -> {
      try {
        int value = exact(text, expected).intValueExact();
        if (value >= least && value <= most) {
          return value;
        }
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(expected, e);
      }
      throw new IllegalArgumentException(expected);
    };
  }

  static Function<String, Double> number(String expected, DoublePredicate accepted) {
    return text -> {
      double value = exact(text, expected).doubleValue();
      if (Double.isInfinite(value) || !accepted.test(value)) {
        throw new IllegalArgumentException(expected);
      }
      return value;
    };
  }

  // Double.parseDouble would take "NaN", "0x1p3" and "1f" as numbers.
  private static BigDecimal exact(String text, String expected) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expected, e);
    }
  }

  static <E extends Enum<E>> Function<String, E> choice(Class<E> type) {
    return choice(EnumSet.allOf(type));
  }

  static <E extends Enum<E>> Function<String, E> choice(Set<E> accepted) {
    return text -> {
      for (E candidate : accepted) {
        if (text(candidate).equals(text)) {
          return candidate;
        }
      }
      List<String> names = accepted.stream().map(Parsers::text).toList();
      throw new IllegalArgumentException(oneOf(text, names));
    };
  }

  static String oneOf(String text, List<String> names) {
    return "one of " + String.join(", ", names) + hint(text, names);
  }

  /** The nearest known name as the end of a message, or nothing. */
  static String hint(String name, Collection<String> known) {
    return nearest(name, known).map(nearest -> " (did you mean " + nearest + "?)").orElse("");
  }

  /**
   * The known name at the smallest edit distance, if no more than two letters or a third of the
   * name are wrong.
   */
  static Optional<String> nearest(String name, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> distance.apply(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .filter(nearest -> distance.apply(name, nearest) <= Math.max(2, name.length() / 3));
  }

  /** {@code SOME_NAME} as it is written in files and on the command line: {@code some-name}. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a time such as 90s, 10m, 2h or 1d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** Parses the parts between {@code separator}s, each with {@code element}. */
  static <T> List<T> list(String text, String separator, Function<String, T> element) {
    return Arrays.stream(text.split(Pattern.quote(separator), -1))
        .map(element)
        .collect(Collectors.toUnmodifiableList());
  }
}
