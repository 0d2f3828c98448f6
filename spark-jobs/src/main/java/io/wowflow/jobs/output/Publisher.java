package io.wowflow.jobs.output;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.AtomicFile;
import io.wowflow.jobs.io.place.StrictFiles;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * Puts a complete result in the place of the old one, so that a process may die at any point.
 *
 * <p>Marker files in the staging directory record the progress. Without a marker the attempt is
 * worth nothing and the old result is whole. {@code _COMMIT}: the new result is complete, the old
 * one is on its way out, its seal first. {@code _PUBLISH}: the old one is out, the new one on its
 * way in, its seal last. From {@code _COMMIT} on, whoever holds the lock next finishes the commit:
 * every move below can be made again after it was made.
 */
final class Publisher {
  private static final String ATTEMPT = "_ATTEMPT";
  private static final String COMMIT = "_COMMIT";
  private static final String PUBLISH = "_PUBLISH";
  private static final List<String> MARKERS = List.of(ATTEMPT, COMMIT, PUBLISH);

  private final StrictFiles files;
  private final OutputLayout layout;

  Publisher(StrictFiles files, OutputLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  /** Makes an empty staging directory. */
  void stage(Path staging) throws IOException {
    mark(staging, ATTEMPT);
  }

  /** Records that a staging directory is complete: from here on it is published, by whoever. */
  void begin(Path staging) throws IOException {
    mark(staging, COMMIT);
  }

  /** Whether a commit whose beginning failed may have begun all the same. */
  boolean mayHaveBegun(Path staging) {
    try {
      return isMarked(staging, COMMIT);
    } catch (IOException e) {
      // Unknown: the next run on the output will see.
      return true;
    }
  }

  /** Publishes a staging directory after {@link #begin}; once this returns the result is whole. */
  void commit(Path staging, Consumer<String> notices) throws IOException {
    replace(staging);
    try {
      clean(staging);
    } catch (IOException e) {
      notices.accept(
          "The result is whole, but files left of its making could not be deleted: "
              + UserInfo.cut(e.getMessage()));
    }
  }

  /** Finishes or deletes what dead runs left. Only for the holder of the lock. */
  void recover(Consumer<String> notices) throws IOException {
    for (String name : files.children(layout.parent())) {
      if (!layout.isAttempt(name) && !layout.isRunDirectory(name)) {
        continue;
      }
      Path staging = new Path(layout.parent(), name);
      if (isCommitting(staging)) {
        notices.accept("Finishing the commit that " + UserInfo.cut(staging) + " began");
        replace(staging);
        clean(staging);
      } else if (layout.isAttempt(name) || isAbandonedRun(staging)) {
        notices.accept("Deleting " + UserInfo.cut(staging) + ", left by a run that did not finish");
        files.delete(staging);
      }
    }
    for (String name : files.children(layout.parent())) {
      if (layout.isPrevious(name) || layout.isTemporary(name)) {
        files.delete(new Path(layout.parent(), name));
      }
    }
  }

  /** Whether a dead run left a commit to finish. */
  boolean hasPendingCommit(List<String> names) throws IOException {
    for (String name : names) {
      boolean staging = layout.isAttempt(name) || layout.isRunDirectory(name);
      if (staging && isCommitting(new Path(layout.parent(), name))) {
        return true;
      }
    }
    return false;
  }

  private boolean isCommitting(Path staging) throws IOException {
    return isMarked(staging, COMMIT) || isMarked(staging, PUBLISH);
  }

  private boolean isAbandonedRun(Path directory) throws IOException {
    return isMarked(directory, ATTEMPT) || !files.exists(new Path(directory, layout.manifest()));
  }

  private void replace(Path staging) throws IOException {
    if (!isMarked(staging, PUBLISH)) {
      retireOld(staging);
      mark(staging, PUBLISH);
    }
    if (stays(staging)) {
      Path manifest = new Path(staging, layout.manifest());
      files.write(new Path(layout.parent(), layout.manifest()), files.read(manifest));
    } else {
      moveIn(staging);
    }
    if (!layout.isFile()) {
      files.write(new Path(layout.parent(), layout.seal()), new byte[0]);
    }
  }

  private void retireOld(Path staging) throws IOException {
    Path seal = new Path(layout.parent(), layout.seal());
    if (stays(staging)) {
      files.delete(seal);
      return;
    }
    Path previous = layout.previous(staging);
    files.makeDirectory(previous);
    if (files.exists(seal)) {
      files.move(seal, new Path(previous, layout.seal()));
    }
    for (String name : files.children(layout.parent())) {
      if (layout.isResult(name)) {
        files.move(new Path(layout.parent(), name), new Path(previous, name));
      }
    }
  }

  private void moveIn(Path staging) throws IOException {
    for (String name : files.children(staging)) {
      boolean left = MARKERS.contains(name) || AtomicFile.isTemporary(name);
      if (!left && !name.equals(layout.seal())) {
        files.move(new Path(staging, name), new Path(layout.parent(), name));
      }
    }
    Path seal = new Path(staging, layout.seal());
    if (files.exists(seal)) {
      files.move(seal, new Path(layout.parent(), layout.seal()));
    }
  }

  private void clean(Path staging) throws IOException {
    if (stays(staging)) {
      deleteOthers(staging);
    }
    // In this order: a staging directory with only _COMMIT would retire what is now the new result.
    for (String marker : MARKERS) {
      files.delete(new Path(staging, marker));
    }
    if (!stays(staging)) {
      files.delete(staging);
      files.delete(layout.previous(staging));
    }
  }

  private void deleteOthers(Path staging) throws IOException {
    for (String name : files.children(layout.parent())) {
      boolean current = layout.isTellTale(name) || name.equals(staging.getName());
      if (layout.isResult(name) && !current) {
        files.delete(new Path(layout.parent(), name));
      }
    }
  }

  private boolean stays(Path staging) {
    return layout.isRunDirectory(staging.getName());
  }

  private void mark(Path staging, String marker) throws IOException {
    files.write(new Path(staging, marker), new byte[0]);
  }

  private boolean isMarked(Path staging, String marker) throws IOException {
    return files.exists(new Path(staging, marker));
  }
}
