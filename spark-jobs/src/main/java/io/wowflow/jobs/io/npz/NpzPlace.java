package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.place.SplitNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of a dataset: one archive, or one of samples and one of labels next to it, as Kuzushiji
 * (KMNIST) is published: {@code kmnist-train-imgs.npz} and {@code kmnist-train-labels.npz}. A
 * directory holds such files, one or two for each split.
 *
 * @param samples the archive of the samples
 * @param split the split that the directory's files were chosen by
 * @param fromName whether the split of the URI is one of files, so that no array needs its name
 */
record NpzPlace(Path samples, Optional<Split> split, boolean fromName) {
  private static final String SUFFIX = ".npz";
  private static final Pattern SAMPLES =
      Pattern.compile("(?i)(.*?)(?<![a-z])(imgs|images|img|image|data|features|x)(?![a-z])(.*)");
  private static final List<String> LABELS = List.of("labels", "label", "targets", "target", "y");
  private static final Set<String> OTHER_FORMATS = Set.of("parquet", "bin", "gz");

  /** Whether a directory holds such files, and no files of another format. */
  static boolean isThere(InputPath input) throws IOException {
    boolean found = false;
    for (FileStatus child : input.children()) {
      String name = child.getPath().getName().toLowerCase(Locale.ROOT);
      if (OTHER_FORMATS.contains(name.substring(name.lastIndexOf('.') + 1))
          || name.endsWith("-ubyte")) {
        return false;
      }
      found |= child.isFile() && name.endsWith(SUFFIX);
    }
    return found && !candidates(input).isEmpty();
  }

  /** The archives of samples in a directory. */
  private static List<Path> candidates(InputPath input) throws IOException {
    List<Path> archives = new ArrayList<>();
    for (FileStatus child : input.children()) {
      if (child.isFile() && child.getPath().getName().toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
        archives.add(child.getPath());
      }
    }
    Set<String> names = new HashSet<>();
    archives.forEach(path -> names.add(path.getName()));
    Set<String> ofLabels = new HashSet<>();
    archives.forEach(path -> labelsName(path.getName(), names).ifPresent(ofLabels::add));
    archives.removeIf(
        path ->
            ofLabels.contains(path.getName())
                || (SplitNames.of(path.getName()).isEmpty()
                    && labelsName(path.getName(), names).isEmpty()));
    return archives;
  }

  /** The archive that a URI names, by its split where it is a directory. */
  static NpzPlace of(InputPath input) throws IOException {
    if (!input.isDirectory()) {
      return new NpzPlace(input.path(), Optional.empty(), false);
    }
    List<Path> all = candidates(input);
    Set<Split> splits = new HashSet<>();
    all.forEach(path -> SplitNames.of(path.getName()).ifPresent(splits::add));
    List<Path> fitting =
        all.stream()
            .filter(
                path ->
                    input.split().isEmpty() || input.split().equals(SplitNames.of(path.getName())))
            .toList();
    if (fitting.isEmpty() || (splits.size() > 1 && input.split().isEmpty())) {
      throw SplitNames.refusal(input, splits);
    }
    if (fitting.size() > 1) {
      throw JobException.usage(
          input.uri().redacted()
              + " holds several datasets, "
              + String.join(" and ", new TreeSet<>(fitting.stream().map(Path::getName).toList()))
              + ": name the file");
    }
    return new NpzPlace(fitting.get(0), SplitNames.of(fitting.get(0).getName()), true);
  }

  /** The archive of the labels next to that of the samples. */
  Optional<Path> labels(InputPath input) throws IOException {
    Set<String> names = new HashSet<>();
    if (SAMPLES.matcher(stem(samples.getName())).matches()) {
      for (FileStatus child : input.children(samples.getParent())) {
        names.add(child.getPath().getName());
      }
    }
    return labelsName(samples.getName(), names).map(name -> new Path(samples.getParent(), name));
  }

  private static String stem(String name) {
    return name.replaceFirst("(?i)\\.npz$", "");
  }

  private static Optional<String> labelsName(String samples, Set<String> names) {
    Matcher parts = SAMPLES.matcher(stem(samples));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String end = samples.substring(stem(samples).length());
    return LABELS.stream()
        .map(word -> parts.group(1) + word + parts.group(3) + end)
        .filter(names::contains)
        .findFirst();
  }
}
