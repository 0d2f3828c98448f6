package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.SamplesConf.Unmatched;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.transport.SharedLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The classes of two datasets that take part where classes of equal label are matched to each
 * other. Labels are compared as texts, as {@link LabelledClass#label()} has them: integers of a
 * file of numbers equal the same integers in a file of texts.
 *
 * @param labels the equal labels among the classes that take part
 * @param sources the source classes that take part: all, or with {@link Unmatched#DROP} those whose
 *     label the target has
 * @param targets the target classes that take part, likewise
 * @param unmatchedSources number of source classes whose label the target does not have
 * @param unmatchedTargets number of target classes whose label the source does not have
 * @param notices a sentence about the classes of each side whose label the other does not have
 */
public record SharedClasses(
    SharedLabels labels,
    List<Integer> sources,
    List<Integer> targets,
    int unmatchedSources,
    int unmatchedTargets,
    List<String> notices) {
  private static final int MOST_NAMED = 10;
  private static final int EXAMPLES = 3;

  /** Copies the lists. */
  public SharedClasses {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    notices = List.copyOf(notices);
  }

  /** One of the two datasets, by its name in messages and its labels. */
  private record Side(String name, List<String> labels) {
    static Side of(String name, LabelledDataset dataset) {
      return new Side(name, dataset.classes().stream().map(LabelledClass::label).toList());
    }

    /** Some of its labels for a message, the first of them by name. */
    String named(int[] places, int most) {
      String first =
          Arrays.stream(places)
              .limit(most)
              .mapToObj(c -> "'" + KnownNames.shortened(labels.get(c)) + "'")
              .collect(Collectors.joining(", "));
      return places.length > most ? first + " and " + (places.length - most) + " more" : first;
    }

    String examples() {
      return named(IntStream.range(0, labels.size()).toArray(), EXAMPLES);
    }
  }

  /**
   * Compares the labels of two datasets.
   *
   * @param source the source and its name in messages, such as "the source digits.csv"
   * @param target the target, likewise
   * @param unmatched the fate of classes whose label the other side does not have
   * @return the classes that take part
   * @throws JobException (input) if no label is equal; if a class has no counterpart and {@code
   *     unmatched} refuses it
   */
  public static SharedClasses of(NamedClasses source, NamedClasses target, Unmatched unmatched) {
    return of(
        Side.of(source.name(), source.dataset()),
        Side.of(target.name(), target.dataset()),
        unmatched);
  }

  /**
   * A dataset with its name in messages.
   *
   * @param name such as "the source digits.csv"
   * @param dataset its classes
   */
  public record NamedClasses(String name, LabelledDataset dataset) {}

  /**
   * A sentence about the classes of one dataset whose label another does not have.
   *
   * @param one a dataset
   * @param other another
   * @return the number of these classes and the first of them; empty if there is none
   */
  public static Optional<String> without(NamedClasses one, NamedClasses other) {
    Side side = Side.of(one.name(), one.dataset());
    Side with = Side.of(other.name(), other.dataset());
    return missing(side, SharedLabels.of(side.labels, with.labels).unmatchedSources(), with);
  }

  private static SharedClasses of(Side source, Side target, Unmatched unmatched) {
    SharedLabels all = SharedLabels.of(source.labels, target.labels);
    if (all.count() == 0) {
      throw nothingShared(source, target);
    }
    int[] sources = all.unmatchedSources();
    int[] targets = all.unmatchedTargets();
    List<String> found = new ArrayList<>();
    missing(source, sources, target).ifPresent(found::add);
    missing(target, targets, source).ifPresent(found::add);
    if (unmatched == Unmatched.REFUSE && !found.isEmpty()) {
      throw JobException.input(
          String.join("; ", found)
              + ": give --unmatched assign to match them by transport, or --unmatched drop to leave"
              + " them out");
    }
    boolean drops = unmatched == Unmatched.DROP;
    List<Integer> keptSources = left(source, drops ? sources : new int[0]);
    List<Integer> keptTargets = left(target, drops ? targets : new int[0]);
    return new SharedClasses(
        SharedLabels.of(at(source, keptSources), at(target, keptTargets)),
        keptSources,
        keptTargets,
        sources.length,
        targets.length,
        found.stream().map(each -> each + (drops ? "; left out" : "")).toList());
  }

  private static Optional<String> missing(Side side, int[] places, Side other) {
    if (places.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        Amount.of(places.length, "class")
            + " of "
            + side.name
            + (places.length == 1 ? " has a label" : " have labels")
            + " that "
            + other.name
            + " does not have: "
            + side.named(places, MOST_NAMED));
  }

  private static JobException nothingShared(Side source, Side target) {
    return JobException.input(
        "--labels shared needs a label that both datasets have, but the labels of "
            + source.name
            + " are "
            + source.examples()
            + ", those of "
            + target.name
            + " are "
            + target.examples()
            + (equalAsNumbers(source, target)
                ? ": they are equal as numbers, but labels are compared as texts; write both alike"
                : ": name the column of the labels (--label-column), or leave --labels shared out,"
                    + " which matches classes by transport"));
  }

  private static boolean equalAsNumbers(Side source, Side target) {
    Set<Double> numbers = new HashSet<>(numbers(target));
    return numbers(source).stream().anyMatch(numbers::contains);
  }

  private static List<Double> numbers(Side side) {
    List<Double> out = new ArrayList<>();
    for (String label : side.labels) {
      try {
        out.add(Double.valueOf(label));
      } catch (NumberFormatException e) {
        // A name.
      }
    }
    return out;
  }

  private static List<Integer> left(Side side, int[] without) {
    return IntStream.range(0, side.labels.size())
        .filter(c -> Arrays.binarySearch(without, c) < 0)
        .boxed()
        .toList();
  }

  private static List<String> at(Side side, List<Integer> places) {
    return places.stream().map(side.labels::get).toList();
  }

  /**
   * Some classes of a dataset, their weights scaled to sum to 1.
   *
   * @param dataset a dataset
   * @param places the classes to keep, ascending
   * @return the same dataset if all are kept; uniform if the kept weights are equal
   */
  public static LabelledDataset kept(LabelledDataset dataset, List<Integer> places) {
    if (places.size() == dataset.classCount()) {
      return dataset;
    }
    List<LabelledClass> classes = places.stream().map(dataset::get).toList();
    double[] weights = places.stream().mapToDouble(dataset::classWeight).toArray();
    return Arrays.stream(weights).allMatch(weight -> weight == weights[0])
        ? LabelledDataset.of(classes)
        : LabelledDataset.weighted(classes, weights);
  }
}
