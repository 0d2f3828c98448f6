package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.JobException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The usual names of columns and arrays, the same in every format, and the way in which options
 * name columns.
 *
 * <table>
 * <caption>Names that are known</caption>
 * <tr><th>role</th><th>names</th><th>capitals</th></tr>
 * <tr><td>labels</td><td>the first of {@link #LABELS} that is there</td><td>any</td></tr>
 * <tr><td>weights</td><td>{@link #WEIGHT}</td><td>lower case only: {@code Weight} is more often
 * the weight of a fish</td></tr>
 * <tr><td>ids</td><td>{@link #ID}</td><td>any</td></tr>
 * </table>
 */
public final class KnownNames {
  /** The name of labels that is never doubted. */
  public static final String LABEL = "label";

  /** The known names of labels, the preferred first. */
  public static final List<String> LABELS =
      List.of(LABEL, "labels", "target", "class", "y", "species", "fine_label", "category");

  /** The known name of weights. */
  public static final String WEIGHT = "weight";

  /** The known name of ids. */
  public static final String ID = "id";

  /** The remedy for a feature with a known name of labels, in an input that needs no labels. */
  public static final String OR_A_FEATURE = ", or read it as a feature, named by --feature-columns";

  private static final Pattern UNNAMED = Pattern.compile("\\s*|Unnamed: \\d.*|\\.\\.\\.\\d+");
  private static final Pattern PANDAS_INDEX = Pattern.compile("__index_level_\\d+__");
  private static final int MOST_CHARACTERS = 110;

  private KnownNames() {}

  /**
   * The column of the labels, if it has a known name: the first of {@link #LABELS} that is there; a
   * name in lower case before the same with capitals.
   *
   * @param names the names of all columns
   * @return its position, or empty
   */
  public static OptionalInt label(List<String> names) {
    return LABELS.stream()
        .map(known -> position(names, known))
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  /**
   * Whether a name is {@code label}, with any capitals, so that the column is not doubted.
   *
   * @param name the name of a column
   * @return false for the other known names
   */
  public static boolean isLabel(String name) {
    return name.equalsIgnoreCase(LABEL);
  }

  /**
   * The column of the weights, if it has the known name.
   *
   * @param names the names of all columns
   * @return its position, or empty
   */
  public static OptionalInt weight(List<String> names) {
    return first(names.indexOf(WEIGHT));
  }

  /**
   * The column of the ids, if it has the known name; lower case before capitals.
   *
   * @param names the names of all columns
   * @return its position, or empty
   */
  public static OptionalInt id(List<String> names) {
    return position(names, ID);
  }

  private static OptionalInt position(List<String> names, String known) {
    int exact = names.indexOf(known);
    return exact >= 0
        ? OptionalInt.of(exact)
        : IntStream.range(0, names.size())
            .filter(column -> names.get(column).equalsIgnoreCase(known))
            .findFirst();
  }

  private static OptionalInt first(int position) {
    return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /**
   * Whether a column has no name of its own: an empty one, {@code Unnamed: 0} of pandas, {@code
   * ...1} of readr. Mostly it is the index of a table that was written with it.
   *
   * @param name the name of a column
   * @return true if somebody has to say what it is
   */
  public static boolean isUnnamed(String name) {
    return UNNAMED.matcher(name).matches();
  }

  /**
   * Whether a column is the index that pandas keeps in Parquet, which pandas itself does not show
   * as a column.
   *
   * @param name the name of a column
   * @return true for {@code __index_level_0__}
   */
  public static boolean isPandasIndex(String name) {
    return PANDAS_INDEX.matcher(name).matches();
  }

  /**
   * Whether an option names a column.
   *
   * @param pattern the exact name, or one in which {@code *} stands for any characters, or none
   * @param name the name of a column
   * @return true if it does
   */
  public static boolean matches(String pattern, String name) {
    return pattern.equals(name)
        || (pattern.contains("*")
            && Stream.of(pattern.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.collectingAndThen(Collectors.joining(".*"), KnownNames::dotAll))
                .matcher(name)
                .matches());
  }

  private static Pattern dotAll(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL);
  }

  /**
   * The columns that an option names.
   *
   * @param where the input's name in messages
   * @param option the option's name, such as {@code --drop-columns}
   * @param patterns as for {@link #matches}
   * @param names the names of all columns
   * @return their positions
   * @throws JobException (usage) if a pattern names no column
   */
  public static BitSet selected(
      String where, String option, List<String> patterns, List<String> names) {
    BitSet all = new BitSet();
    for (String pattern : patterns) {
      BitSet of = new BitSet();
      IntStream.range(0, names.size())
          .filter(column -> matches(pattern, names.get(column)))
          .forEach(of::set);
      if (of.isEmpty()) {
        throw unknown(where, option, pattern, names);
      }
      all.or(of);
    }
    return all;
  }

  /**
   * The column that an option names.
   *
   * @param where the input's name in messages
   * @param option the option's name, such as {@code --label-column}
   * @param name the exact name
   * @param names the names of all columns
   * @return its position
   * @throws JobException (usage) if there is none of this name
   */
  public static int named(String where, String option, String name, List<String> names) {
    int position = names.indexOf(name);
    if (position < 0) {
      throw unknown(where, option, name, names);
    }
    return position;
  }

  private static JobException unknown(
      String where, String option, String asked, List<String> names) {
    return JobException.usage(
        String.format(
            Locale.ROOT,
            "%s has no column '%s', which %s names%s; its columns are %s",
            where,
            asked,
            option,
            nearest(asked, names).map(name -> " (did you mean '" + name + "'?)").orElse(""),
            listed(names)));
  }

  private static Optional<String> nearest(String asked, List<String> names) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String lower = asked.toLowerCase(Locale.ROOT);
    return names.stream()
        .limit(10_000)
        .min(Comparator.comparingInt(name -> distance.apply(lower, name.toLowerCase(Locale.ROOT))))
        .filter(
            name ->
                distance.apply(lower, name.toLowerCase(Locale.ROOT))
                    <= Math.max(2, asked.length() / 3));
  }

  /**
   * The refusal of a table in which no column has a known name of labels.
   *
   * @param where the input's name
   * @param names the names of all columns
   * @return (input), which lists the columns
   */
  public static JobException noLabel(String where, List<String> names) {
    return JobException.input(
        where
            + ": no column is called 'label'; name the column of the labels with --label-column"
            + " NAME; the columns are "
            + listed(names));
  }

  /**
   * The refusal of a column without a name.
   *
   * @param where the input's name
   * @param name by which options name it
   * @param place such as {@code the first column}
   * @return (input)
   */
  public static JobException unnamed(String where, String name, String place) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s: %s has no name and may be the index of a table: leave it out with --drop-columns"
                + " '%s', or name it in the file",
            where,
            place,
            name));
  }

  /**
   * Names in a message: all of them where they are short, else the first and the last with their
   * number.
   *
   * @param names at least one
   * @return at most about 110 characters
   */
  public static String listed(List<String> names) {
    String all = String.join(", ", names);
    if (all.length() <= MOST_CHARACTERS) {
      return all;
    }
    StringBuilder first = new StringBuilder();
    for (String name : names) {
      if (first.length() + name.length() > MOST_CHARACTERS / 2) {
        break;
      }
      first.append(name).append(", ");
    }
    return first + "... " + shortened(names.get(names.size() - 1)) + " (" + names.size() + ")";
  }

  /**
   * A name in a message.
   *
   * @param name any text
   * @return at most 40 characters of it
   */
  public static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 37) + "...";
  }
}
