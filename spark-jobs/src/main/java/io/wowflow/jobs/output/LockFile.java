package io.wowflow.jobs.output;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.StrictFiles;
import io.wowflow.jobs.record.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/** A lock file: created by one run only, read by all. */
final class LockFile {
  private final StrictFiles files;
  private final FileSystem fs;
  private final Path path;

  LockFile(FileSystem fs, Path path) {
    this.files = new StrictFiles(fs);
    this.fs = files.fs();
    this.path = this.fs.makeQualified(path);
  }

  /**
   * The content of a lock file.
   *
   * @param holder the run that holds the lock; empty if the content is not that of a lock
   * @param modified when the file was last written
   */
  record Seen(Optional<LockHolder> holder, Instant modified) {
    /** A name that differs between all locks that were ever here. */
    String identity() {
      return holder.map(LockHolder::runId).orElse("unreadable-" + modified.toEpochMilli());
    }

    Duration age() {
      Instant last =
          holder
              .flatMap(LockHolder::lastHeartbeat)
              .filter(heartbeat -> heartbeat.isAfter(modified))
              .orElse(modified);
      return Duration.between(last, Instant.now());
    }
  }

  /** The file that a run must create before it may replace this lock as it was seen. */
  LockFile claimOn(Seen seen) {
    return new LockFile(fs, path.suffix(".after=" + seen.identity()));
  }

  /** Creates the file; false if it is there already. */
  boolean create(LockHolder holder) throws IOException {
    byte[] content = Json.pretty(holder);
    files.makeDirectory(path.getParent());
    if (fs.getUri().getScheme().equals("file")) {
      return createLocally(content);
    }
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(path);
    builder.overwrite(false);
    builder.opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try (FSDataOutputStream out = builder.build()) {
      out.write(content);
    } catch (IOException e) {
      // Each file system has its own exception for a file that exists; an object store may find
      // out only when the file is closed.
      if (read().filter(seen -> !isHeldBy(seen, holder)).isPresent()) {
        return false;
      }
      throw e;
    }
    return true;
  }

  // Hadoop's local file system looks whether the file exists and then opens it, in two steps that
  // two runs can take at once.
  private boolean createLocally(byte[] content) throws IOException {
    java.nio.file.Path local = java.nio.file.Path.of(path.toUri().getPath());
    try {
      Files.write(local, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      // On a full disk an empty lock would be left, which the next run would have to wait for.
      Files.deleteIfExists(local);
      throw e;
    }
  }

  /** Reads the file; empty if there is none. */
  Optional<Seen> read() throws IOException {
    try {
      Instant modified = Instant.ofEpochMilli(fs.getFileStatus(path).getModificationTime());
      return Optional.of(new Seen(readHolder(), modified));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<LockHolder> readHolder() throws IOException {
    byte[] content = files.read(path);
    try {
      LockHolder holder = Json.read(content, LockHolder.class);
      return Optional.of(holder).filter(LockHolder::hasAllFields);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // Half-written or garbage: the modification time has to do.
      return Optional.empty();
    }
  }

  boolean isHeldBy(LockHolder holder) throws IOException {
    return read().filter(seen -> isHeldBy(seen, holder)).isPresent();
  }

  private static boolean isHeldBy(Seen seen, LockHolder holder) {
    return seen.holder().filter(holder::isSameRun).isPresent();
  }

  void renew(LockHolder holder) throws IOException {
    byte[] content = Json.pretty(holder);
    if (FileSystems.renamesAtomically(fs)) {
      files.write(path, content);
    } else {
      // Deleting and renaming would leave a moment without a lock, which another run could take.
      try (FSDataOutputStream out = fs.create(path, true)) {
        out.write(content);
      }
    }
  }

  void delete() throws IOException {
    files.delete(path);
  }

  @Override
  public String toString() {
    return UserInfo.cut(path);
  }
}
