package io.wowflow.jobs.conf;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name that a misspelt one most likely meant. */
final class Nearest {
  private Nearest() {}

  /**
   * The known name at the smallest edit distance, if no more than two letters or a third of the
   * name are wrong.
   */
  static Optional<String> to(String name, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> distance.apply(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .filter(nearest -> distance.apply(name, nearest) <= Math.max(2, name.length() / 3));
  }

  /** The nearest name as the end of a message, or nothing. */
  static String hint(String name, Collection<String> known) {
    return to(name, known).map(nearest -> " (did you mean " + nearest + "?)").orElse("");
  }
}
