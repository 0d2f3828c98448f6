package io.wowflow.jobs.output;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.RunId;
import io.wowflow.math.internal.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * A result under construction, and the lock on its output. Data go to {@link #data}, tables to
 * {@link #write}; {@link #commit} publishes everything at once, closing without it leaves no trace
 * of the attempt.
 *
 * <p>For use by one thread.
 */
public final class Attempt implements AutoCloseable {
  private final OutputTarget target;
  private final Place place;
  private final OutputLock lock;
  private final Consumer<String> notices;
  private boolean commitBegun;
  private boolean published;

  Attempt(OutputTarget target, Place place, OutputLock lock, Consumer<String> notices) {
    this.target = target;
    this.place = place;
    this.lock = lock;
    this.notices = notices;
  }

  /**
   * The place where an attempt writes.
   *
   * @param runId the run that makes the attempt
   * @param directory its staging directory
   * @param made the directories above it that were not there before, the deepest first
   */
  record Place(RunId runId, Path directory, List<Path> made) {}

  /**
   * The run.
   *
   * @return its id
   */
  public RunId runId() {
    return place.runId();
  }

  /**
   * The lock on the output.
   *
   * @return to be checked between steps
   */
  public OutputLock lock() {
    return lock;
  }

  /**
   * The directory of everything that this attempt writes.
   *
   * @return of its own, and empty at first
   */
  public Path directory() {
    return place.directory();
  }

  /**
   * The place of the data.
   *
   * @return a directory to make, or the file to write
   */
  public Path data() {
    return new Path(directory(), target.layout().data());
  }

  /**
   * Distinguishes a directory of data and tables from a single file.
   *
   * @return false for a result that is one file {@code NAME.npz}, which has no tables
   */
  public boolean hasTables() {
    return !target.isFile();
  }

  /**
   * Writes one of the small files of a result. Next to a result that is one file {@code NAME.npz}
   * its name is {@code NAME.report.html} and so on.
   *
   * @param name {@code objective.csv}, {@code matching.csv}, {@code accuracy.csv}, {@code
   *     copying.csv}, {@code weights.csv}, {@code _ACCURACY.json}, {@code report.json} or {@code
   *     report.html}
   * @param text its content, written as UTF-8
   * @throws IllegalArgumentException if a result of this form has no such file
   * @throws IOException if it cannot be written
   */
  public void write(String name, String text) throws IOException {
    OutputLayout layout = target.layout();
    String file = layout.fileName(name);
    Guard.that(
        layout.isResult(file) && !layout.isTellTale(file) && !file.equals(layout.data()),
        "'" + name + "' is not a file of the result " + UserInfo.cut(layout.path()));
    target.files().write(new Path(directory(), file), text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Publishes the result in the place of an old one: manifest, then the seal, last. If this fails
   * after it began to replace the old result, the next run on the output finishes it. The data are
   * read once more for their SHA-256.
   *
   * @param manifest the run's manifest, to which the files of the result are added
   * @throws io.wowflow.jobs.conf.JobException (output) if the lock was lost; nothing is published
   * @throws IllegalStateException if there are no data, or a commit was begun already
   * @throws IOException if the file system fails
   */
  public void commit(Manifest manifest) throws IOException {
    if (commitBegun || !target.files().exists(data())) {
      String why = commitBegun ? "was committed already" : "wrote no " + target.layout().data();
      throw new IllegalStateException("run " + runId() + " " + why);
    }
    List<Manifest.DataFile> made =
        new ResultFiles(target.files(), target.layout(), directory()).describe();
    Path file = new Path(directory(), target.layout().manifest());
    target.files().write(file, manifest.with(made).toJson());
    lock.check();
    try {
      target.publisher().begin(directory());
      commitBegun = true;
    } catch (IOException e) {
      commitBegun = target.publisher().mayHaveBegun(directory());
      throw e;
    }
    target.publisher().commit(directory(), notices);
    published = true;
  }

  /**
   * Ends the attempt: without a commit its files are deleted, and so are the output's directory and
   * those above it if this attempt made them and nothing else, such as snapshots, is in them. Then
   * the lock is released. After a commit a lock that cannot be deleted is a notice: the result is
   * whole, and the lock is dead in a minute.
   *
   * @throws IOException if the file system fails
   */
  @Override
  public void close() throws IOException {
    try {
      if (!commitBegun) {
        target.files().delete(directory());
      }
    } finally {
      releaseLock();
    }
    if (!commitBegun) {
      for (Path directory : place.made()) {
        target.files().deleteIfEmpty(directory);
      }
    }
  }

  private void releaseLock() throws IOException {
    try {
      lock.close();
    } catch (IOException e) {
      if (!published) {
        throw e;
      }
      notices.accept(
          "The result is whole, but its lock could not be deleted: "
              + UserInfo.cut(e.getMessage()));
    }
  }
}
