package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.place.SplitNames;
import io.wowflow.jobs.io.rows.KnownNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which arrays of an archive are the samples, the labels, the weights and the ids.
 *
 * <table>
 * <caption>In this order</caption>
 * <tr><th>found by</th><th>samples</th><th>labels</th></tr>
 * <tr><td>option</td><td>{@code --feature-columns}</td><td>{@code --label-column}</td></tr>
 * <tr><td>known name, any capitals</td><td>{@link #SAMPLES}</td><td>{@link #LABELS}</td></tr>
 * <tr><td>position, {@code arr_0} and {@code arr_1} of numpy.savez</td><td>the array of more
 * axes</td><td>the one with an entry for each sample</td></tr>
 * </table>
 *
 * <p>A name may contain a split, before or after: {@code x_train}, {@code train_images}, {@code
 * testX}. Arrays of different splits are never put together.
 *
 * @param samples the name of the array of the samples
 * @param samplesReason why, for the report
 * @param labels the name of the array of the labels; empty if the archive has none
 * @param labelsReason why, for the report
 * @param guessed whether the labels have neither of the two names that are not doubted, y and label
 * @param weight the name of the array of the weights
 * @param id the name of the array of the ids
 * @param split the split of samples and labels
 */
record NpzArrays(
    String samples,
    String samplesReason,
    Optional<String> labels,
    String labelsReason,
    boolean guessed,
    Optional<String> weight,
    Optional<String> id,
    Optional<Split> split) {
  /** The known names of samples, the preferred first. */
  static final List<String> SAMPLES =
      List.of(
          "x",
          "data",
          "images",
          "image",
          "imgs",
          "img",
          "features",
          "feature",
          "inputs",
          "input",
          "samples",
          "pixels");

  /** The known names of labels, the preferred first. */
  static final List<String> LABELS =
      Stream.of(List.of("y"), KnownNames.LABELS, List.of("targets", "fine_labels"))
          .flatMap(List::stream)
          .distinct()
          .toList();

  /** The reason for an array of a known name. */
  static final String KNOWN = "a known name";

  private static final List<String> SPLIT_WORDS =
      List.of("training", "train", "testing", "test", "validation", "valid", "val");

  /** The name of an array without its split. */
  private record Name(String full, String base, Optional<Split> split) {
    static Name of(String full) {
      List<String> rest = new ArrayList<>();
      Optional<Split> split = Optional.empty();
      for (String token : full.split("[-_.]", -1)) {
        Optional<Split> named = split.isPresent() ? Optional.empty() : SplitNames.of(token);
        split = split.or(() -> named);
        if (named.isEmpty()) {
          rest.add(token);
        }
      }
      if (split.isPresent()) {
        return new Name(full, String.join("_", rest), split);
      }
      return joined(full).orElse(new Name(full, full, Optional.empty()));
    }

    /** Such as {@code trainX} or {@code ytest}. */
    private static Optional<Name> joined(String full) {
      String lower = full.toLowerCase(Locale.ROOT);
      for (String word : SPLIT_WORDS) {
        String rest = "";
        if (lower.startsWith(word)) {
          rest = full.substring(word.length());
        } else if (lower.endsWith(word)) {
          rest = full.substring(0, full.length() - word.length());
        }
        String base = rest.toLowerCase(Locale.ROOT);
        if (SAMPLES.contains(base) || LABELS.contains(base)) {
          return Optional.of(new Name(full, rest, SplitNames.of(word)));
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Finds the arrays.
   *
   * @param input for messages
   * @param archive the archive of the samples
   * @param asked the split that is read; empty if none was named
   * @param said what options name
   * @throws JobException (usage) if an option names an array that is not there, or a split has to
   *     be named; (input) if no array is known to be the samples
   */
  static NpzArrays of(
      InputPath input, NpzArchive archive, Optional<Split> asked, InputConf.Columns said) {
    return new Choice(input, archive, said).of(asked);
  }

  /**
   * The arrays that are not read.
   *
   * @param archive the archive of the samples
   */
  List<String> leftOut(NpzArchive archive) {
    Set<String> rest = new LinkedHashSet<>(archive.names());
    rest.remove(samples);
    labels.ifPresent(rest::remove);
    weight.ifPresent(rest::remove);
    id.ifPresent(rest::remove);
    if (split.isEmpty()) {
      rest.removeAll(Set.of(NpzArchive.SOURCE_CLASS, NpzArchive.ORIGIN_ID));
    }
    List<String> out = new ArrayList<>();
    List<String> names = rest.stream().filter(name -> isOfSplit(Name.of(name))).toList();
    if (!names.isEmpty()) {
      out.add(
          (names.size() == 1 ? "array " : "arrays ")
              + KnownNames.listed(names.stream().map(name -> "'" + name + "'").toList()));
    }
    rest.stream()
        .flatMap(name -> Name.of(name).split.stream())
        .filter(other -> !split.equals(Optional.of(other)))
        .distinct()
        .forEach(other -> out.add(other.fragment()));
    return out;
  }

  private boolean isOfSplit(Name name) {
    return name.split.isEmpty() || name.split.equals(split);
  }

  /** The arrays of an archive with their shapes, for messages. */
  static String listed(NpzArchive archive) {
    return KnownNames.listed(
        archive.names().stream()
            .map(name -> name + archive.readable(name).map(h -> " " + h.shapeText()).orElse(""))
            .toList());
  }

  /** The search in one archive. */
  private static final class Choice {
    private final InputPath input;
    private final NpzArchive archive;
    private final InputConf.Columns said;
    private final List<Name> names;

    Choice(InputPath input, NpzArchive archive, InputConf.Columns said) {
      this.input = input;
      this.archive = archive;
      this.said = said;
      this.names = archive.names().stream().map(Name::of).toList();
    }

    NpzArrays of(Optional<Split> asked) {
      Optional<Split> split = split(asked);
      Optional<String> features = features();
      Optional<String> samples =
          features
              .map(name -> named(name, split, "--feature-columns"))
              .or(() -> known(SAMPLES, split));
      Optional<String> labels =
          said.labelColumn()
              .map(name -> named(name, split, "--label-column"))
              .or(() -> known(LABELS, split));
      Optional<Positions> positions =
          samples.isEmpty() && split.isEmpty() ? positions(labels) : Optional.empty();
      return new NpzArrays(
          samples.or(() -> positions.map(Positions::samples)).orElseThrow(this::noSamples),
          reason(features.isPresent(), "--feature-columns", positions.isPresent()),
          labels.or(() -> positions.flatMap(Positions::labels)),
          reason(said.labelColumn().isPresent(), "--label-column", labels.isEmpty()),
          said.labelColumn().isEmpty() && labels.filter(this::isSure).isEmpty(),
          optional(said.weightColumn(), split, "--weight-column")
              .or(() -> said.weightColumn().isPresent() ? Optional.empty() : weight(split)),
          optional(said.idColumn(), split, "--id-column"),
          split);
    }

    private boolean isSure(String label) {
      String base = Name.of(label).base;
      return base.equalsIgnoreCase("y") || KnownNames.isLabel(base);
    }

    private static String reason(boolean given, String option, boolean position) {
      return given ? "given by " + option : position ? "by its position" : KNOWN;
    }

    private Optional<String> features() {
      List<String> wanted = said.featureColumns();
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      List<String> there =
          names.stream()
              .map(Name::full)
              .filter(name -> wanted.stream().anyMatch(p -> KnownNames.matches(p, name)))
              .toList();
      if (wanted.size() > 1 || there.size() > 1) {
        throw JobException.usage(
            archive.name()
                + ": --feature-columns names more than one array ("
                + KnownNames.listed(there.isEmpty() ? wanted : there)
                + "); the samples are one array: name it, or put them together with"
                + " np.concatenate");
      }
      return Optional.of(there.isEmpty() ? wanted.get(0) : there.get(0));
    }

    /** An array by its exact name, or by its name without the split. */
    private String named(String name, Optional<Split> split, String option) {
      if (archive.holds(name)) {
        return name;
      }
      return names.stream()
          .filter(other -> other.base.equals(name) && other.split.equals(split))
          .map(Name::full)
          .findFirst()
          .orElseThrow(
              () ->
                  JobException.usage(
                      String.format(
                          Locale.ROOT,
                          "%s has no array '%s', which %s names; its arrays are %s",
                          archive.name(),
                          name,
                          option,
                          listed(archive))));
    }

    private Optional<String> optional(Optional<String> name, Optional<Split> split, String option) {
      return name.filter(n -> !n.equals(InputConf.Columns.NONE)).map(n -> named(n, split, option));
    }

    private Optional<String> weight(Optional<Split> split) {
      return names.stream()
          .filter(name -> name.split.equals(split) && name.base.equals(KnownNames.WEIGHT))
          .map(Name::full)
          .findFirst();
    }

    private Optional<String> known(List<String> known, Optional<Split> split) {
      for (String wanted : known) {
        Optional<String> found =
            names.stream()
                .filter(name -> name.split.equals(split) && name.base.equalsIgnoreCase(wanted))
                // Small letters before capitals.
                .sorted((a, b) -> b.base.compareTo(a.base))
                .map(Name::full)
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private Optional<Split> split(Optional<Split> asked) {
      List<Split> there =
          names.stream()
              .filter(name -> SAMPLES.contains(name.base.toLowerCase(Locale.ROOT)))
              .flatMap(name -> name.split.stream())
              .distinct()
              .toList();
      if (asked.isPresent()) {
        if (there.isEmpty()) {
          input.refuseSplit("this NPZ file");
        }
        if (!there.contains(asked.get())) {
          throw SplitNames.refusal(input, there);
        }
        return asked;
      }
      Optional<Name> given =
          Stream.concat(said.featureColumns().stream(), said.labelColumn().stream())
              .filter(archive::holds)
              .map(Name::of)
              .findFirst();
      if (given.isPresent()) {
        return given.get().split;
      }
      if (there.isEmpty() || known(SAMPLES, Optional.empty()).isPresent()) {
        return Optional.empty();
      }
      if (there.size() > 1) {
        throw SplitNames.refusal(input, there);
      }
      return Optional.of(there.get(0));
    }

    private JobException noSamples() {
      return JobException.input(
          archive.name()
              + " has no array called x, data, images or features; name the array of the samples"
              + " with --feature-columns NAME; its arrays are "
              + listed(archive));
    }

    /** Arrays that numpy.savez named by their positions. */
    private record Positions(String samples, Optional<String> labels) {}

    private Optional<Positions> positions(Optional<String> labels) {
      List<String> numbered =
          names.stream().map(Name::full).filter(name -> name.matches("arr_\\d+")).toList();
      if (numbered.size() == 1 || (labels.isPresent() && numbered.size() == 2)) {
        List<String> samples =
            numbered.stream().filter(name -> !labels.equals(Optional.of(name))).toList();
        return samples.size() == 1
            ? Optional.of(new Positions(samples.get(0), Optional.empty()))
            : Optional.empty();
      }
      if (numbered.isEmpty()) {
        return Optional.empty();
      }
      List<Positions> likely = new ArrayList<>();
      for (String samples : numbered) {
        for (String other : numbered) {
          if (isLikely(archive.header(samples), archive.header(other))) {
            likely.add(new Positions(samples, Optional.of(other)));
          }
        }
      }
      if (likely.size() != 1) {
        throw JobException.input(
            archive.name()
                + " does not show which of its arrays are samples and labels: name them, as in"
                + " --feature-columns arr_0 --label-column arr_1; its arrays are "
                + listed(archive));
      }
      return Optional.of(likely.get(0));
    }

    /** Whether two arrays look like samples and their labels. */
    private static boolean isLikely(NpyHeader samples, NpyHeader labels) {
      int axes = samples.shape().size();
      int of = labels.shape().size();
      if (axes < 2 || of == 0 || samples.type().isText()) {
        return false;
      }
      boolean counted =
          samples.shape().get(0).equals(labels.shape().get(0))
              || labels.shape().equals(List.of(1, samples.shape().get(0)));
      boolean discrete = !labels.type().isFloat();
      return counted && of <= 2 && (axes > of || (samples.type().isFloat() && discrete));
    }
  }
}
