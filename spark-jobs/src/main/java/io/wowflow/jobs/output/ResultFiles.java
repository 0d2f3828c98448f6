package io.wowflow.jobs.output;

import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.StrictFiles;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of a result that its manifest names: the data and the tables. Pages and their data are
 * left out, because {@code report} makes them again.
 */
final class ResultFiles {
  private static final List<String> TABLES =
      List.of(
          "objective.csv",
          "matching.csv",
          "accuracy.csv",
          "copying.csv",
          "_copying.csv",
          "weights.csv",
          "_weights.csv",
          "_ACCURACY.json");

  private final StrictFiles files;
  private final OutputLayout layout;
  private final Path directory;

  /**
   * Files of a result.
   *
   * @param directory where the data and the tables are
   */
  ResultFiles(StrictFiles files, OutputLayout layout, Path directory) {
    this.files = files;
    this.layout = layout;
    this.directory = directory;
  }

  /** Reads every file once. */
  List<Manifest.DataFile> describe() throws IOException {
    List<Manifest.DataFile> out = new ArrayList<>();
    for (String name : names()) {
      Sha256.Sum sum = Sha256.sum(files.open(FileSystems.child(directory, name)));
      out.add(new Manifest.DataFile(name, sum.bytes(), sum.sha256()));
    }
    return out;
  }

  /** Compares every file with a manifest; the first difference in words, or empty. */
  Optional<String> damage(List<Manifest.DataFile> named) throws IOException {
    Set<String> known = new HashSet<>();
    for (Manifest.DataFile file : named) {
      known.add(file.name());
      Optional<String> damage = damage(file);
      if (damage.isPresent()) {
        return damage;
      }
    }
    // A reader of the directory would read these files, too.
    return data().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> name + " is there, but not in the manifest");
  }

  private Optional<String> damage(Manifest.DataFile file) throws IOException {
    Path path = FileSystems.child(directory, file.name());
    try {
      FileStatus status = files.fs().getFileStatus(path);
      if (status.isDirectory()) {
        return Optional.of(file.name() + " is a directory, not a file");
      }
      if (status.getLen() != file.bytes()) {
        return Optional.of(
            file.name()
                + " has "
                + status.getLen()
                + " bytes where the manifest has "
                + file.bytes());
      }
      return Sha256.sum(files.open(path)).sha256().equals(file.sha256())
          ? Optional.empty()
          : Optional.of(file.name() + " has changed: its SHA-256 is not that of the manifest");
    } catch (FileNotFoundException e) {
      return Optional.of(file.name() + " is missing");
    }
  }

  private List<String> names() throws IOException {
    List<String> out = data();
    if (!layout.isFile()) {
      for (String table : TABLES) {
        if (files.exists(new Path(directory, table))) {
          out.add(table);
        }
      }
    }
    return out;
  }

  /** Names of the data files, sorted: the one file, or all that a reader of {@code data} sees. */
  private List<String> data() throws IOException {
    List<String> out = new ArrayList<>();
    if (layout.isFile()) {
      out.add(layout.data());
    } else {
      addVisible(layout.data(), out);
      out.sort(null);
    }
    return out;
  }

  private void addVisible(String folder, List<String> to) throws IOException {
    FileStatus[] entries;
    try {
      entries = files.fs().listStatus(FileSystems.child(directory, folder));
    } catch (FileNotFoundException e) {
      return;
    }
    for (FileStatus entry : entries) {
      String name = entry.getPath().getName();
      // As Spark reads directories: these are not data, but _NAME=VALUE is a partition.
      if (name.startsWith(".") || (name.startsWith("_") && !name.contains("="))) {
        continue;
      }
      if (entry.isDirectory()) {
        addVisible(folder + "/" + name, to);
      } else {
        to.add(folder + "/" + name);
      }
    }
  }
}
