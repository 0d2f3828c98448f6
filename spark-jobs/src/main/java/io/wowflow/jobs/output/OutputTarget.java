package io.wowflow.jobs.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.jobs.io.place.StrictFiles;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.snapshot.SnapshotStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The place of a result: a directory, or one file with its manifest next to it.
 *
 * <p>A result is whole when its seal is there: {@code _SUCCESS} in a directory, for a file the file
 * itself. Data are written by an {@link Attempt} and published by its commit. A process may die at
 * any point: before the commit the old result stays whole; once the commit has begun everything new
 * is on the file system, and the next run that holds the lock finishes the commit before it looks
 * whether the output exists. It also deletes what dead runs left otherwise: attempts, and old
 * results that were replaced.
 *
 * <p>An overwritten result keeps its data until the new ones are complete; its snapshots, which a
 * run with other settings could not use, are deleted when the new run begins. What no run of ours
 * would have written is never moved or deleted: a directory that holds such files is refused.
 *
 * <p>An immutable value.
 */
public final class OutputTarget {
  private final Configuration conf;
  private final OutputLayout layout;
  private final StrictFiles files;
  private final Publication publication;
  private final OutputLock.Timing timing;

  /** The way in which the files of an output directory get the names by which they are found. */
  public enum Publication {
    /**
     * Written under {@code _attempt-<run id>/} and renamed: for file systems that rename at once.
     */
    RENAME,
    /**
     * Written under {@code run=<run id>/}, where they stay: for object stores, which rename by
     * copy.
     */
    RUN_DIRECTORY;

    static Publication of(FileSystem files) {
      return FileSystems.renamesAtomically(files) ? RENAME : RUN_DIRECTORY;
    }
  }

  private OutputTarget(
      Configuration conf,
      OutputLayout layout,
      StrictFiles files,
      Publication publication,
      OutputLock.Timing timing) {
    this.conf = conf;
    this.layout = layout;
    this.files = files;
    this.publication = publication;
    this.timing = timing;
  }

  /**
   * An output directory.
   *
   * @param conf Hadoop's configuration
   * @param path any Hadoop path; nothing need be there
   * @return the target
   * @throws JobException (usage) if the path has no file system
   */
  public static OutputTarget directory(Configuration conf, Path path) {
    return of(conf, path, false);
  }

  /**
   * An output file, with {@code NAME.manifest.json} and {@code NAME.snapshots/} next to it, NAME
   * being the file's name without its ending.
   *
   * @param conf Hadoop's configuration
   * @param path any Hadoop path; nothing need be there
   * @return the target
   * @throws JobException (usage) if the path has no file system, or a colon in its name
   */
  public static OutputTarget file(Configuration conf, Path path) {
    return of(conf, path, true);
  }

  /**
   * An output by its name, as a flow is given it.
   *
   * @param conf Hadoop's configuration
   * @param name any Hadoop path; nothing need be there
   * @return a file where the name is that of an NPZ file, else a directory
   * @throws JobException (usage) if it is not a path or has no file system
   */
  public static OutputTarget named(Configuration conf, String name) {
    return of(conf, DatasetUri.plainPath(name), OutputConf.isNpz(name));
  }

  private static OutputTarget of(Configuration conf, Path path, boolean file) {
    FileSystem fs = FileSystems.of(path, conf);
    Path qualified = OutputPlace.qualify(fs, path);
    if (file) {
      OutputPlace.checkName(qualified);
    }
    OutputLayout layout =
        file ? OutputLayout.ofFile(qualified) : OutputLayout.ofDirectory(qualified);
    return new OutputTarget(
        conf, layout, new StrictFiles(fs), Publication.of(fs), OutputLock.Timing.STANDARD);
  }

  /**
   * The same target with another way of publishing.
   *
   * @param other instead of the one that suits the file system
   * @return the target
   */
  public OutputTarget with(Publication other) {
    return new OutputTarget(conf, layout, files, other, timing);
  }

  /**
   * The same target with another timing of its lock.
   *
   * @param other instead of {@link OutputLock.Timing#STANDARD}
   * @return the target
   */
  public OutputTarget with(OutputLock.Timing other) {
    return new OutputTarget(conf, layout, files, publication, other);
  }

  /**
   * The fully qualified path.
   *
   * @return of the directory or file
   */
  public Path path() {
    return layout.path();
  }

  /**
   * Whether the result is one file.
   *
   * @return false for a directory
   */
  public boolean isFile() {
    return layout.isFile();
  }

  /**
   * The snapshots of a run that writes here.
   *
   * @param notices gets a line about each snapshot that cannot be used
   * @return the store; nothing need be there
   */
  public SnapshotStore snapshots(Consumer<String> notices) {
    boolean rename = publication == Publication.RENAME;
    return new SnapshotStore(files.fs(), layout.snapshots(), rename, notices);
  }

  /**
   * Whether a whole result is there.
   *
   * @return true if its seal is there
   * @throws IOException if the file system fails
   */
  public boolean isFinished() throws IOException {
    return files.exists(new Path(layout.parent(), layout.seal()));
  }

  /**
   * Whether nothing is there, neither a result nor files that an unfinished run left.
   *
   * @return true if the directory is missing or empty, or the file is missing
   * @throws IOException if the file system fails
   */
  public boolean isEmpty() throws IOException {
    return isFile() ? !isFinished() : files.children(path()).isEmpty();
  }

  /**
   * The data that a reader of an output directory finds, of whatever run.
   *
   * @return names in the directory, {@code data} and {@code run=<run id>/data}, sorted; none for an
   *     output that is one file
   * @throws IOException if the file system fails
   */
  List<String> dataDirectories() throws IOException {
    List<String> out = new ArrayList<>();
    if (!isFile()) {
      for (String name : files.children(path())) {
        String data = layout.isRunDirectory(name) ? name + "/" + layout.data() : name;
        if (name.equals(layout.data())
            || (layout.isRunDirectory(name) && files.exists(FileSystems.child(path(), data)))) {
          out.add(data);
        }
      }
    }
    return out;
  }

  /**
   * The directory with the files of a finished output: the output itself, or the {@code run=<run
   * id>/} in it that its manifest names.
   *
   * @return the directory of {@code data} and the tables
   * @throws JobException (input) if there is no whole result or its manifest cannot be read
   * @throws IOException if the file system fails
   */
  public Path resultDirectory() throws IOException {
    Path directory = layout.runDirectory(manifest().run().id());
    return files.exists(directory) ? directory : layout.parent();
  }

  /**
   * One of the small files of the result: of the finished one, else of the newest attempt of a run.
   *
   * @param name a name as for {@link Attempt#write}
   * @return the file, or empty if there is none
   * @throws JobException (input) if the manifest of a finished result cannot be read
   * @throws IOException if the file system fails
   */
  public Optional<Path> find(String name) throws IOException {
    String file = layout.fileName(name);
    if (isFinished()) {
      Path there = new Path(isFile() ? layout.parent() : resultDirectory(), file);
      return files.exists(there) ? Optional.of(there) : Optional.empty();
    }
    List<String> names = new ArrayList<>(files.children(layout.parent()));
    // The ids of runs sort by time.
    names.sort(Collections.reverseOrder());
    for (String attempt : names) {
      Path there = new Path(new Path(layout.parent(), attempt), file);
      if ((layout.isAttempt(attempt) || layout.isRunDirectory(attempt)) && files.exists(there)) {
        return Optional.of(there);
      }
    }
    return Optional.empty();
  }

  /**
   * The place of a page that another command makes of the run: next to the data of a finished
   * result; else next to the snapshots, because an attempt may be moved or deleted at any time.
   *
   * @param data a file that {@link #find} found
   * @return a file {@code report.html}, or {@code _report.html} where the data begin with {@code _}
   */
  public Path pagePlace(Path data) {
    String attempt = data.getParent().getName();
    boolean unfinished =
        layout.isAttempt(attempt)
            || (layout.isRunDirectory(attempt) && !data.getParent().equals(layout.parent()));
    String page = data.getName().startsWith("_") ? "_report.html" : "report.html";
    return unfinished
        ? new Path(layout.snapshots(), page)
        : new Path(data.getParent(), layout.fileName(page));
  }

  /**
   * The manifest of a finished result.
   *
   * @return what its run wrote
   * @throws JobException (input) if there is no whole result or its manifest cannot be read
   * @throws IOException if the file system fails
   */
  public Manifest manifest() throws IOException {
    Path manifest = new Path(layout.parent(), layout.manifest());
    if (!isFinished() || !files.exists(manifest)) {
      throw JobException.input(
          UserInfo.cut(path())
              + " holds no finished result: "
              + layout.seal()
              + " or its manifest is missing");
    }
    try {
      return Manifest.parse(files.read(manifest));
    } catch (JsonProcessingException e) {
      throw JobException.of(
          ExitCode.INPUT,
          UserInfo.cut(manifest) + " is not a manifest: " + e.getOriginalMessage(),
          e);
    }
  }

  /**
   * Compares the files of the finished result with its manifest; reads all of them. Data of another
   * run in the same directory are a damage, because a reader of the directory reads them, too.
   *
   * @return what was found
   * @throws JobException (input) if there is no whole result or its manifest cannot be read
   * @throws IOException if the file system fails
   */
  public Verification verify() throws IOException {
    List<Manifest.DataFile> named = manifest().files();
    if (named == null) {
      return Verification.impossible();
    }
    Path directory = isFile() ? layout.parent() : resultDirectory();
    Optional<String> damage = new ResultFiles(files, layout, directory).damage(named);
    return Verification.of(named, damage.isPresent() ? damage : otherData(directory));
  }

  private Optional<String> otherData(Path result) throws IOException {
    Path own = new Path(result, layout.data());
    return dataDirectories().stream()
        .filter(data -> !FileSystems.child(path(), data).equals(own))
        .findFirst()
        .map(data -> data + " is there, but not in the manifest");
  }

  /**
   * Refuses a finished result that is damaged or cannot be verified.
   *
   * @param found by {@link #verify}
   * @throws JobException (output) naming the first file that is not as the manifest has it
   */
  public void checkWhole(Verification found) {
    Optional<String> fault = found.fault();
    if (fault.isPresent()) {
      throw faulty(fault.get());
    }
  }

  /**
   * Refuses a finished result that is damaged. One of an earlier version, whose manifest names no
   * files, is accepted with a notice.
   *
   * @param notices gets a line about a result that cannot be verified
   * @throws JobException (output) naming the first file that is not as the manifest has it
   * @throws IOException if the file system fails
   */
  public void checkNotDamaged(Consumer<String> notices) throws IOException {
    Verification found = verify();
    if (found.state() == Verification.State.DAMAGED) {
      throw faulty(found.reason());
    }
    found.fault().ifPresent(fault -> notices.accept(UserInfo.cut(path()) + " " + fault));
  }

  private JobException faulty(String fault) {
    return JobException.output(
        UserInfo.cut(path())
            + " exists and "
            + fault
            + ". To make it again give --mode overwrite, else choose another output");
  }

  /**
   * Refuses an output that is, holds or is inside an input; {@code ..}, mount points and, on local
   * file systems, symbolic links are resolved first.
   *
   * @param inputs paths that the run reads
   * @throws JobException (usage) naming both
   * @throws IOException if a file system fails
   */
  public void checkApartFrom(List<Path> inputs) throws IOException {
    List<Path> outputs =
        isFile()
            ? List.of(path(), new Path(layout.parent(), layout.manifest()), layout.snapshots())
            : List.of(path());
    for (Path input : inputs) {
      for (Path output : outputs) {
        OutputPlace.checkApart(conf, output, input, "input");
      }
    }
  }

  /**
   * Refuses a {@code file:} output when the executors are other machines. Reads nothing.
   *
   * @param master Spark's master, or null for a local one
   * @param sharedFileSystem whether the user has declared that all machines see the path
   * @throws JobException (usage) with the remedy
   */
  public void checkReachable(String master, boolean sharedFileSystem) {
    OutputPlace.checkReachable(path(), master, sharedFileSystem);
  }

  /**
   * Refuses to write here where a run may not; changes nothing and ignores what dead runs left.
   *
   * @param mode what to do with an output that is there
   * @throws JobException (output) with the remedy, if it may not
   * @throws IOException if the file system fails
   */
  public void check(OutputMode mode) throws IOException {
    OutputPlace.checkAbove(files.fs(), path());
    boolean isDirectory;
    try {
      isDirectory = files.fs().getFileStatus(path()).isDirectory();
    } catch (FileNotFoundException e) {
      isDirectory = !isFile();
    }
    if (isDirectory == isFile()) {
      String kind = isFile() ? "a directory, not a file" : "a regular file, not a directory";
      throw JobException.output(UserInfo.cut(path()) + " is " + kind + ". Choose another output");
    }
    List<String> names = files.children(layout.parent());
    if (!publisher().hasPendingCommit(names)) {
      new OutputContents(layout, names, hasSnapshots()).check(mode);
    }
  }

  private boolean hasSnapshots() throws IOException {
    return files.children(layout.snapshots()).stream().anyMatch(SnapshotStore::isSnapshot);
  }

  /**
   * Finishes the commit of a run that died in it, so that {@link #isFinished} holds for its result.
   * Without such a commit nothing is changed, and no lock is taken.
   *
   * @param notices gets a line about the commit and about a lock taken over
   * @throws JobException (output) if the output is held by another run or cannot be written
   * @throws IOException if the file system fails
   */
  public void finishPendingCommit(Consumer<String> notices) throws IOException {
    OutputPlace.checkAbove(files.fs(), path());
    if (publisher().hasPendingCommit(files.children(layout.parent()))) {
      try (OutputLock lock = lock(RunId.create(Instant.now()), notices)) {
        lock.check();
        publisher().recover(notices);
      }
    }
  }

  /**
   * Takes the lock, finishes or deletes what dead runs left, and makes room for a new result.
   *
   * @param runId the run
   * @param mode what to do with an output that is there
   * @param notices gets a line about each thing that was left and about a lock taken over
   * @return the attempt; to be closed
   * @throws JobException (output) if the output exists, is held by another run or cannot be written
   * @throws IOException if the file system fails
   */
  public Attempt begin(RunId runId, OutputMode mode, Consumer<String> notices) throws IOException {
    check(mode);
    List<Path> made = new ArrayList<>();
    for (Path p = layout.parent(); p != null && !files.exists(p); p = p.getParent()) {
      made.add(p);
    }
    OutputLock lock = lock(runId, notices);
    Attempt attempt =
        new Attempt(
            this,
            new Attempt.Place(runId, layout.staging(runId, publication), made),
            lock,
            notices);
    try {
      publisher().recover(notices);
      check(mode);
      if (mode == OutputMode.OVERWRITE) {
        files.delete(layout.snapshots());
      }
      publisher().stage(attempt.directory());
      return attempt;
    } catch (IOException | RuntimeException e) {
      closeAfter(e, attempt);
      throw e;
    }
  }

  private OutputLock lock(RunId runId, Consumer<String> notices) {
    try {
      return OutputLock.acquire(files.fs(), layout.lock(), runId, timing, notices);
    } catch (IOException e) {
      // The caller could read here before: what fails now is writing.
      throw JobException.of(
          ExitCode.OUTPUT,
          UserInfo.cut(path())
              + " cannot be written: "
              + UserInfo.cut(e.getMessage())
              + ". Choose another output",
          e);
    }
  }

  private static void closeAfter(Exception failure, Attempt attempt) {
    try {
      attempt.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  Publisher publisher() {
    return new Publisher(files, layout);
  }

  OutputLayout layout() {
    return layout;
  }

  StrictFiles files() {
    return files;
  }
}
