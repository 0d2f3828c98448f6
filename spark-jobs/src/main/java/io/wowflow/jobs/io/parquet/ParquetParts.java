package io.wowflow.jobs.io.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.ForeignTables;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.place.SplitNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * The Parquet files of an input: those of one split, where it has several.
 *
 * <table>
 *   <caption>Folders, in the order in which they are tried</caption>
 *   <tr><td>files</td><td>{@code part-0.parquet}, in partitions {@code label=3/}; the splits are
 *       partitions {@code split=test/} or in the names, {@code test-00000-of-00001.parquet}</td></tr>
 *   <tr><td>{@code data}</td><td>a folder with files, with splits or with configurations, as a flow
 *       and the Hub of Hugging Face write it</td></tr>
 *   <tr><td>{@code run=ID/data}</td><td>the same on an object store; the manifest names the run</td>
 *       </tr>
 *   <tr><td>splits</td><td>{@code train/0000.parquet}, {@code test/0000.parquet}</td></tr>
 *   <tr><td>configurations</td><td>{@code mnist/train-00000-of-00001.parquet}: one of them is
 *       entered, several are refused</td></tr>
 * </table>
 *
 * @param root the folder in which partitions begin; for a file its folder
 * @param files the files, in the order of their paths
 * @param isAll whether the files are all that Spark finds in the root
 * @param split the split that the files are, if they are one
 * @param leftOut files between the parts that are not Parquet
 */
record ParquetParts(
    Path root, List<Part> files, boolean isAll, Optional<Split> split, List<String> leftOut) {
  /** The beginning of a file. */
  static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private static final String ENDING = ".parquet";
  private static final String DATA = "data";
  private static final String SPLIT = "split";
  private static final String LOG_OF_STREAM = "_spark_metadata";
  private static final String MANIFEST = "_MANIFEST.json";
  private static final int MOST_MANIFEST_BYTES = 1 << 24;
  private static final int MOST_DEPTH = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  // A folder of a million pictures is not opened file by file.
  private static final int ENTRIES_LOOKED_AT = 16;

  /**
   * A file.
   *
   * @param status its path and length
   * @param partitions the values in the names of the folders between the root and the file
   */
  record Part(FileStatus status, Map<String, String> partitions) {
    /** The name of the file in messages: its path below the root. */
    String name() {
      return partitions.entrySet().stream()
              .map(partition -> partition.getKey() + "=" + partition.getValue() + "/")
              .collect(Collectors.joining())
          + status.getPath().getName();
    }

    /** The path as Spark writes it, whose order is the order of the files. */
    String uri() {
      return status.getPath().toUri().toString();
    }

    private Optional<Split> split() {
      String partition = partitions.get(SPLIT);
      return SplitNames.of(
          partition == null ? status.getPath().getName() : SPLIT + "=" + partition);
    }
  }

  /** The way in which a folder divides its files. */
  private enum Kind {
    FILES,
    SPLITS,
    CONFIGURATIONS
  }

  /** A folder with files, or with folders of splits or configurations. */
  private record Place(Kind kind, Path directory, List<Path> folders) {}

  /** Whether the input is, or contains, Parquet. */
  static boolean isIn(InputPath input) throws IOException {
    return input.isDirectory()
        ? place(input, input.path(), MOST_DEPTH).isPresent()
        : Arrays.equals(input.head(MAGIC.length), MAGIC);
  }

  /**
   * The files of an input.
   *
   * @param input the input, with a split or without
   * @return the files of the split that it names, or of its only one
   * @throws JobException (usage) if the split must be named or is not there, or there are several
   *     configurations; (input) if the folder is a table of another software, or there are no files
   */
  static ParquetParts of(InputPath input) throws IOException {
    if (!input.isDirectory()) {
      Part file = new Part(input.statusOf(input.path()), Map.of());
      if (input.split().isPresent() && !file.split().equals(input.split())) {
        input.refuseSplit("one Parquet file");
      }
      return new ParquetParts(
          input.path().getParent(), List.of(file), false, file.split(), List.of());
    }
    Place place =
        place(input, input.path(), MOST_DEPTH)
            .orElseThrow(() -> JobException.input(input.name() + " has no Parquet files in it"));
    if (place.kind == Kind.CONFIGURATIONS) {
      place = onlyConfiguration(input, place);
    }
    return place.kind == Kind.SPLITS ? ofFolder(input, place) : selected(input, list(input, place));
  }

  private static Optional<Place> place(InputPath input, Path directory, int depth)
      throws IOException {
    List<FileStatus> children = input.children(directory);
    boolean whateverTheirNames = depth == MOST_DEPTH || directory.getName().equals(DATA);
    if (hasFiles(input, children, whateverTheirNames)) {
      return Optional.of(new Place(Kind.FILES, directory, List.of()));
    }
    if (depth == 0) {
      return Optional.empty();
    }
    Optional<Path> data = named(children, DATA);
    Optional<Place> inData =
        data.isPresent() ? place(input, data.get(), depth - 1) : Optional.empty();
    if (inData.isPresent()) {
      return inData;
    }
    Optional<Place> ofRun = ofRun(input, directory, children);
    if (ofRun.isPresent()) {
      return ofRun;
    }
    return folders(input, directory, children, depth);
  }

  private static Optional<Path> named(List<FileStatus> children, String name) {
    return children.stream()
        .filter(child -> child.isDirectory() && child.getPath().getName().equals(name))
        .map(FileStatus::getPath)
        .findFirst();
  }

  /** Where renames copy, a result stays in the directory of its run, which its manifest names. */
  private static Optional<Place> ofRun(InputPath input, Path directory, List<FileStatus> children)
      throws IOException {
    if (children.stream().noneMatch(child -> child.getPath().getName().startsWith("run="))) {
      return Optional.empty();
    }
    for (FileStatus entry : input.entries(directory)) {
      if (entry.isFile() && entry.getPath().getName().equals(MANIFEST)) {
        String run = "run=" + runIn(input.bytes(entry.getPath(), MOST_MANIFEST_BYTES));
        Optional<Path> folder = named(children, run);
        if (folder.isPresent()) {
          Optional<Path> data = named(input.children(folder.get()), DATA);
          return data.isPresent() ? place(input, data.get(), 0) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static String runIn(byte[] manifest) throws IOException {
    try {
      return JSON.readTree(manifest).at("/run/id").asText();
    } catch (JsonProcessingException e) {
      // Not a manifest of ours: then its directory is judged by what else is in it.
      return "";
    }
  }

  private static Optional<Place> folders(
      InputPath input, Path directory, List<FileStatus> children, int depth) throws IOException {
    List<Path> splits = new ArrayList<>();
    List<Path> configurations = new ArrayList<>();
    int left = ENTRIES_LOOKED_AT;
    for (FileStatus child : children) {
      Path folder = child.getPath();
      if (!child.isDirectory() || folder.getName().contains("=") || left-- == 0) {
        continue;
      }
      if (SplitNames.of(folder.getName()).isPresent()
          && hasFiles(input, input.children(folder), false)) {
        splits.add(folder);
      } else if (place(input, folder, Math.min(depth, 2) - 1).isPresent()) {
        configurations.add(folder);
      }
    }
    if (!splits.isEmpty()) {
      return Optional.of(new Place(Kind.SPLITS, directory, splits));
    }
    return configurations.isEmpty()
        ? Optional.empty()
        : Optional.of(new Place(Kind.CONFIGURATIONS, directory, configurations));
  }

  /** Looks for files, of all names or of those that end in {@code .parquet}. */
  private static boolean hasFiles(
      InputPath input, List<FileStatus> children, boolean whateverTheirNames) throws IOException {
    int left = ENTRIES_LOOKED_AT;
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      boolean looked =
          child.isDirectory() ? name.contains("=") : whateverTheirNames || name.endsWith(ENDING);
      if (!looked || (left-- <= 0 && !name.endsWith(ENDING))) {
        continue;
      }
      if (child.isDirectory()
          ? hasFiles(input, input.children(child.getPath()), whateverTheirNames)
          : Arrays.equals(input.head(child.getPath(), MAGIC.length), MAGIC)) {
        return true;
      }
      if (left < -ENTRIES_LOOKED_AT) {
        return false;
      }
    }
    return false;
  }

  private static Place onlyConfiguration(InputPath input, Place place) throws IOException {
    if (place.folders.size() == 1) {
      Place inside = place(input, place.folders.get(0), 1).orElseThrow();
      return inside.kind == Kind.CONFIGURATIONS ? onlyConfiguration(input, inside) : inside;
    }
    List<String> named = new ArrayList<>();
    for (Path folder : place.folders.subList(0, Math.min(3, place.folders.size()))) {
      Optional<Place> inside = place(input, folder, 1);
      named.add(input.nameOf(folder) + (inside.isPresent() ? firstSplit(input, inside.get()) : ""));
    }
    throw JobException.usage(
        input.name()
            + " has several datasets in folders; name one: "
            + String.join(" or ", named)
            + (place.folders.size() > 3 ? " or one of the others" : ""));
  }

  private static String firstSplit(InputPath input, Place inside) throws IOException {
    List<Split> splits =
        inside.kind == Kind.SPLITS
            ? inside.folders.stream().flatMap(f -> SplitNames.of(f.getName()).stream()).toList()
            : inside.kind == Kind.FILES
                ? list(input, inside).files.stream().flatMap(part -> part.split().stream()).toList()
                : List.of();
    return splits.contains(Split.TRAIN)
        ? Split.TRAIN.fragment()
        : splits.stream().findFirst().map(Split::fragment).orElse("");
  }

  private static ParquetParts ofFolder(InputPath input, Place place) throws IOException {
    Map<Split, List<Path>> folderOf = new LinkedHashMap<>();
    for (Path folder : place.folders) {
      SplitNames.of(folder.getName())
          .ifPresent(split -> folderOf.computeIfAbsent(split, s -> new ArrayList<>()).add(folder));
    }
    Split split =
        input
            .split()
            .filter(folderOf::containsKey)
            .or(
                () ->
                    input.split().isEmpty() && folderOf.size() == 1
                        ? folderOf.keySet().stream().findFirst()
                        : Optional.empty())
            .orElseThrow(() -> SplitNames.refusal(input, folderOf.keySet()));
    List<Path> folders = folderOf.get(split);
    if (folders.size() > 1) {
      throw JobException.usage(
          input.name()
              + " has several folders of the split "
              + split.name()
              + "; name one: "
              + folders.stream().limit(3).map(input::nameOf).collect(Collectors.joining(" or ")));
    }
    ParquetParts all = list(input, new Place(Kind.FILES, folders.get(0), List.of()));
    return new ParquetParts(all.root, all.files, all.isAll, Optional.of(split), all.leftOut);
  }

  /** All files of a folder and its partitions, as Spark finds them. */
  private static ParquetParts list(InputPath input, Place place) throws IOException {
    ForeignTables.refuseTable(input, place.directory);
    List<Part> files = new ArrayList<>();
    for (FileStatus child : input.entries(place.directory)) {
      String name = child.getPath().getName();
      if (child.isFile() && isData(name)) {
        files.add(new Part(child, Map.of()));
      } else if (child.isDirectory() && name.contains("=")) {
        for (FileStatus file : input.filesBelow(child.getPath())) {
          partitions(place.directory, file.getPath())
              .ifPresent(partitions -> files.add(new Part(file, partitions)));
        }
      }
    }
    files.removeIf(file -> file.status.getLen() == 0);
    files.sort(Comparator.comparing(Part::uri));
    return withoutOthers(input, place.directory, files);
  }

  private static boolean isData(String name) {
    return !name.startsWith(".")
        && !(name.startsWith("_") && !name.contains("="))
        && !name.endsWith("._COPYING_");
  }

  /** Empty for a file that is hidden, or not in partitions only. */
  private static Optional<Map<String, String>> partitions(Path root, Path file) {
    if (!isData(file.getName())) {
      return Optional.empty();
    }
    List<String> folders = new ArrayList<>();
    for (Path p = file.getParent(); !p.equals(root); p = p.getParent()) {
      folders.add(0, p.getName());
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String folder : folders) {
      int at = folder.indexOf('=');
      if (at < 1 || !isData(folder)) {
        return Optional.empty();
      }
      values.put(
          ExternalCatalogUtils.unescapePathName(folder.substring(0, at)),
          ExternalCatalogUtils.unescapePathName(folder.substring(at + 1)));
    }
    return Optional.of(values);
  }

  /** Drops texts for people and the like, where the files are called {@code .parquet}. */
  private static ParquetParts withoutOthers(InputPath input, Path root, List<Part> files)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    List<String> others = new ArrayList<>();
    boolean named =
        files.stream().anyMatch(file -> file.status.getPath().getName().endsWith(ENDING));
    for (Part file : files) {
      if (named
          && !file.status.getPath().getName().endsWith(ENDING)
          && !Arrays.equals(input.head(file.status.getPath(), MAGIC.length), MAGIC)) {
        others.add(file.name());
      } else {
        parts.add(file);
      }
    }
    if (parts.isEmpty()) {
      throw JobException.input(input.name() + " has no Parquet files that are not empty");
    }
    checkSamePartitions(input, parts);
    return new ParquetParts(root, parts, others.isEmpty(), Optional.empty(), others);
  }

  private static void checkSamePartitions(InputPath input, List<Part> parts) {
    Part first = parts.get(0);
    for (Part part : parts) {
      if (!List.copyOf(part.partitions.keySet()).equals(List.copyOf(first.partitions.keySet()))) {
        throw JobException.input(
            input.name()
                + ": "
                + first.name()
                + " and "
                + part.name()
                + " are not in folders of the same columns; give all files the same partitions");
      }
    }
  }

  /** Of files in one folder those of the split. */
  private static ParquetParts selected(InputPath input, ParquetParts all) {
    Set<Split> there = new TreeSet<>(Comparator.comparing(Split::name));
    List<Part> without = new ArrayList<>();
    for (Part part : all.files) {
      part.split().ifPresentOrElse(there::add, () -> without.add(part));
    }
    if (input.split().isPresent()) {
      if (there.isEmpty()) {
        input.refuseSplit("this Parquet");
      }
      if (!there.contains(input.split().get())) {
        throw SplitNames.refusal(input, there);
      }
      return all.of(input.split().get());
    }
    if (there.size() > 1) {
      throw SplitNames.refusal(input, there);
    }
    if (there.size() == 1 && !without.isEmpty()) {
      Split only = there.iterator().next();
      throw JobException.usage(
          String.format(
              Locale.ROOT,
              "%s has files of the split %s and others, such as %s; name %s%s or one file",
              input.name(),
              only.name(),
              without.get(0).name(),
              input.name(),
              only.fragment()));
    }
    return there.isEmpty() ? all : all.of(there.iterator().next());
  }

  /**
   * Those of the files that a stream of Spark has committed: its log, a folder in the root, lists
   * them, and others may be there.
   *
   * @param input the input that the files belong to
   * @param logged gives the paths of the files in the log, called only if there is one
   * @throws JobException (input) if nothing is committed
   * @throws IOException if the file system fails
   */
  ParquetParts committed(InputPath input, Supplier<String[]> logged) throws IOException {
    if (!input.isDirectory()
        || input.entries(root).stream()
            .noneMatch(entry -> entry.getPath().getName().equals(LOG_OF_STREAM))) {
      return this;
    }
    Set<String> committed = Set.of(logged.get());
    List<Part> kept = files.stream().filter(part -> committed.contains(part.uri())).toList();
    if (kept.isEmpty()) {
      throw JobException.input(input.name() + " has no files that its stream has committed");
    }
    return new ParquetParts(root, kept, isAll, split, leftOut);
  }

  private ParquetParts of(Split wanted) {
    List<Part> ofSplit =
        files.stream().filter(part -> part.split().equals(Optional.of(wanted))).toList();
    return new ParquetParts(
        root, ofSplit, isAll && ofSplit.size() == files.size(), Optional.of(wanted), leftOut);
  }
}
