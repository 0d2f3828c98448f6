package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.Split;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The splits of a directory by the names of its files and folders, the same in every format. A
 * split has the name that its publisher gave it, in lower case; only {@code t10k} of MNIST is
 * {@code test}.
 */
public final class SplitNames {
  private static final Pattern HUB = Pattern.compile("(.+?)-\\d{5}-of-\\d{5}(-[0-9a-f]+)?\\..*");
  private static final Pattern PARTITION = Pattern.compile("split=(.+)");
  private static final Pattern KNOWN =
      Pattern.compile(
          "(?:.*[-_.])?(train|training|test|testing|t10k|val|valid|validation|dev|eval|unlabeled)"
              + "(?:[-_.].*)?");

  private static final int MOST_CHARACTERS = 200;

  private SplitNames() {}

  /**
   * The split that a file or a folder belongs to.
   *
   * @param name the name in its directory: {@code train.parquet}, {@code train_0.parquet}, {@code
   *     mnist_train.csv}, {@code validation-00000-of-00002.parquet}, {@code split=dev}, {@code val}
   * @return the split, or empty if the name names none
   */
  public static Optional<Split> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Pattern pattern : new Pattern[] {PARTITION, HUB, KNOWN}) {
      Matcher matcher = pattern.matcher(lower);
      if (matcher.matches()) {
        return named(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Split> named(String name) {
    return name.equals("t10k") ? Optional.of(Split.TEST) : Split.at("#" + name);
  }

  /**
   * The refusal of an input that has several splits when none was named, or not one of them.
   *
   * @param input the input
   * @param there the splits that it has
   * @return (usage), which lists what can be named
   */
  public static JobException refusal(InputPath input, Collection<Split> there) {
    String listed = listed(input, new TreeSet<>(there.stream().map(Split::fragment).toList()));
    return input
        .split()
        .map(
            asked ->
                JobException.usage(
                    input.name() + " has no split " + asked.fragment() + "; name " + listed))
        .orElseGet(
            () -> JobException.usage(input.name() + " has several splits; name one: " + listed));
  }

  private static String listed(InputPath input, SortedSet<String> fragments) {
    String all =
        fragments.stream().map(split -> input.name() + split).collect(Collectors.joining(" or "));
    return all.length() <= MOST_CHARACTERS || fragments.size() == 1
        ? all
        : input.name()
            + fragments.first()
            + fragments.stream().skip(1).limit(8).collect(Collectors.joining(", ", " (or ", ""))
            + (fragments.size() > 9 ? ", ...)" : ")");
  }
}
