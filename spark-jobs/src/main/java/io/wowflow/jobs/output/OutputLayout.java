package io.wowflow.jobs.output;

import io.wowflow.jobs.io.place.AtomicFile;
import io.wowflow.jobs.record.RunId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The names of one output.
 *
 * @param path the directory or the file that was requested
 * @param parent the directory with everything of the output: the directory itself, or the file's
 * @param prefix the beginning of the names of unfinished things
 * @param data name of the data
 * @param manifest name of the manifest
 * @param seal name of the file whose presence means that the result is whole
 * @param snapshots directory of the snapshots
 */
record OutputLayout(
    Path path,
    Path parent,
    String prefix,
    String data,
    String manifest,
    String seal,
    Path snapshots) {

  // Without '=': Spark hides a directory _NAME, but reads _NAME=VALUE as a partition.
  private static final String ATTEMPT = "_attempt-";
  private static final String PREVIOUS = "_previous-";
  private static final String EARLIER_ATTEMPT = "_attempt=";
  private static final String EARLIER_PREVIOUS = "_previous=";
  private static final String LOCK = "_LOCK";
  private static final String RUN = "run=";
  private static final String SNAPSHOTS = "snapshots";
  private static final Set<String> RESULTS =
      Set.of(
          "data",
          "objective.csv",
          "matching.csv",
          "accuracy.csv",
          "copying.csv",
          "_copying.csv",
          "weights.csv",
          "_weights.csv",
          "_ACCURACY.json",
          "report.json",
          "report.html",
          "_report.json",
          "_report.html",
          "_MANIFEST.json",
          "_SUCCESS");
  private static final Set<String> BESIDE_FILE = Set.of("report.json", "report.html");
  private static final String MANIFEST_ENDING = "manifest.json";

  static OutputLayout ofDirectory(Path path) {
    Path snapshots = new Path(path, SNAPSHOTS);
    return new OutputLayout(path, path, "", "data", "_MANIFEST.json", "_SUCCESS", snapshots);
  }

  static OutputLayout ofFile(Path path) {
    String name = path.getName();
    String stem = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    stem = stem.lastIndexOf('.') > 0 ? stem.substring(0, stem.lastIndexOf('.')) : stem;
    Path parent = path.getParent();
    Path snapshots = new Path(parent, stem + "." + SNAPSHOTS);
    return new OutputLayout(
        path, parent, "." + name + ".", name, stem + "." + MANIFEST_ENDING, name, snapshots);
  }

  /**
   * Whether a name is that of a file which a killed process was writing here, see {@link
   * AtomicFile}.
   */
  boolean isTemporary(String name) {
    return AtomicFile.isTemporary(name)
        && (!isFile()
            || Stream.of(data, manifest, lock().getName()).anyMatch(n -> name.startsWith("_" + n)));
  }

  /** The name of one of the small files of a result. */
  String fileName(String name) {
    return isFile() ? manifest.replaceFirst(MANIFEST_ENDING + "$", name) : name;
  }

  boolean isFile() {
    return !path.equals(parent);
  }

  Path lock() {
    return new Path(parent, prefix + LOCK);
  }

  Path staging(RunId runId, OutputTarget.Publication publication) {
    boolean stays = publication == OutputTarget.Publication.RUN_DIRECTORY && !isFile();
    return new Path(parent, (stays ? RUN : prefix + ATTEMPT) + runId);
  }

  Path runDirectory(String runId) {
    return new Path(parent, RUN + runId);
  }

  /** The place of the old result while the one of this staging directory replaces it. */
  Path previous(Path staging) {
    String name = staging.getName();
    return name.startsWith(prefix + EARLIER_ATTEMPT)
        ? new Path(
            parent, prefix + EARLIER_PREVIOUS + name.substring((prefix + EARLIER_ATTEMPT).length()))
        : new Path(parent, prefix + PREVIOUS + name.substring((prefix + ATTEMPT).length()));
  }

  boolean isAttempt(String name) {
    return isOfRun(name, prefix + ATTEMPT) || isOfRun(name, prefix + EARLIER_ATTEMPT);
  }

  boolean isPrevious(String name) {
    return isOfRun(name, prefix + PREVIOUS) || isOfRun(name, prefix + EARLIER_PREVIOUS);
  }

  boolean isRunDirectory(String name) {
    return !isFile() && isOfRun(name, RUN);
  }

  // Whole ids only: a partition directory run=7 of another table is not ours.
  private static boolean isOfRun(String name, String start) {
    return name.startsWith(start) && name.substring(start.length()).matches(RunId.FORMAT);
  }

  boolean isResult(String fileName) {
    // Hadoop's local file system writes .NAME.crc next to NAME, bound to its content.
    String name = fileName.replaceFirst("^\\.(.+)\\.crc$", "$1");
    return isFile()
        ? name.equals(seal)
            || name.equals(manifest)
            || BESIDE_FILE.stream().map(this::fileName).anyMatch(name::equals)
        : RESULTS.contains(name) || isRunDirectory(name);
  }

  /** Whether a file of this name can only be there because a run of ours made it. */
  boolean isTellTale(String name) {
    return name.equals(seal) || name.equals(manifest);
  }

  /** The names in the output directory that no run of ours would have put there. */
  List<String> foreign(List<String> names) {
    return names.stream()
        .filter(name -> !isResult(name) && !isAttempt(name) && !isPrevious(name))
        .filter(name -> !isTemporary(name))
        .filter(name -> !name.startsWith(LOCK) && !name.equals(SNAPSHOTS))
        .filter(name -> !name.startsWith("."))
        .toList();
  }
}
