package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.conf.InputConf.Columns;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.place.SplitNames;
import io.wowflow.jobs.io.rows.KnownNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/**
 * The files of a dataset in the order of their names: one file, or those of a folder that end in
 * {@code .csv} or {@code .tsv}, with or without {@code .gz}, and belong to one split. A split is in
 * the name of a file, {@code mnist_train.csv}, or of the folder that contains it, {@code train}.
 *
 * @param files at least one, none empty
 * @param split the split that they are
 */
record CsvParts(List<CsvFile> files, Optional<Split> split) {
  private static final Pattern TABLE = Pattern.compile("(?i).+\\.(csv|tsv)(\\.gz)?");

  /** Whether a folder contains CSV files, or folders that do. */
  static boolean isFolder(InputPath input) throws IOException {
    return !bySplit(input).isEmpty() || !folders(input).isEmpty();
  }

  /**
   * The files of a file or a folder.
   *
   * @throws JobException (usage) if the split is missing, or not there
   */
  static CsvParts of(InputPath input) throws IOException {
    if (!input.isDirectory()) {
      input.refuseSplit("a CSV file");
      return new CsvParts(
          List.of(new CsvFile(input, input.path(), input.name())), Optional.empty());
    }
    Map<Optional<Split>, List<CsvFile>> all = bySplit(input);
    if (all.isEmpty()) {
      throw JobException.input(
          input.name()
              + " has CSV files in its folders only ("
              + KnownNames.listed(folders(input))
              + "); name one of them, or write partitions of Spark as Parquet");
    }
    Set<Split> splits = all.keySet().stream().flatMap(Optional::stream).collect(Collectors.toSet());
    if (splits.isEmpty()) {
      input.refuseSplit("this folder of CSV files");
    }
    boolean named = input.split().isPresent();
    Optional<Split> split = named || all.size() > 1 ? input.split() : splits.stream().findFirst();
    if (!all.containsKey(split) || (!named && all.size() > 1)) {
      throw SplitNames.refusal(input, splits);
    }
    return new CsvParts(List.copyOf(all.get(split)), split);
  }

  /** The folders in a folder that contain CSV files. */
  private static List<String> folders(InputPath input) throws IOException {
    List<String> out = new ArrayList<>();
    for (FileStatus child : input.children()) {
      if (child.isDirectory()
          && input.children(child.getPath()).stream()
              .anyMatch(file -> TABLE.matcher(file.getPath().getName()).matches())) {
        out.add(child.getPath().getName());
      }
    }
    return out;
  }

  private static Map<Optional<Split>, List<CsvFile>> bySplit(InputPath input) throws IOException {
    Map<Optional<Split>, List<CsvFile>> out = new LinkedHashMap<>();
    List<FileStatus> children = input.children();
    for (FileStatus child : children) {
      Optional<Split> split = SplitNames.of(child.getPath().getName());
      if (child.isDirectory() && split.isPresent()) {
        List<FileStatus> inside = input.children(child.getPath());
        for (FileStatus file : inside) {
          add(out, input, split, file, inside);
        }
      } else {
        add(out, input, split, child, children);
      }
    }
    return out;
  }

  private static void add(
      Map<Optional<Split>, List<CsvFile>> out,
      InputPath input,
      Optional<Split> split,
      FileStatus file,
      Collection<FileStatus> siblings) {
    String name = file.getPath().getName();
    String plain = name.replaceFirst("(?i)\\.gz$", "");
    boolean twin =
        !plain.equals(name)
            && siblings.stream().anyMatch(other -> other.getPath().getName().equals(plain));
    if (file.isFile() && file.getLen() > 0 && !twin && TABLE.matcher(name).matches()) {
      String where = input.name() + "/" + UserInfo.cut(relative(input, file));
      out.computeIfAbsent(split, any -> new ArrayList<>())
          .add(new CsvFile(input, file.getPath(), where));
    }
  }

  private static String relative(InputPath input, FileStatus file) {
    String parent = file.getPath().getParent().getName();
    return file.getPath().getParent().equals(input.path())
        ? file.getPath().getName()
        : parent + "/" + file.getPath().getName();
  }

  /** The columns, from the first file that has a sample, else from the first that has a line. */
  CsvColumns columns(Columns said, boolean unlabelled) throws IOException {
    CsvFile from = null;
    CsvStart start = null;
    for (CsvFile file : files) {
      Optional<CsvStart> of = file.start(said.delimiter());
      boolean hasRows = of.isPresent() && !of.get().rest().isEmpty();
      if (hasRows || (of.isPresent() && start == null)) {
        from = file;
        start = of.get();
      }
      if (hasRows) {
        break;
      }
    }
    if (start == null) {
      throw JobException.input(files.get(0).name() + " is empty; a dataset needs a sample");
    }
    return CsvColumns.of(start, said, unlabelled, from.name());
  }
}
