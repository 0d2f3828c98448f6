package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.UserInfo;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A file that is created or replaced when its new content is whole. Until {@link #commit} a file of
 * that name stays as it was; closing without a commit leaves nothing behind. Writers of one file do
 * not mix their bytes: the last commit wins.
 *
 * <pre>{@code
 * try (AtomicFile file = AtomicFile.create(files, path)) {
 *   file.stream().write(content);
 *   file.commit();
 * }
 * }</pre>
 *
 * <table>
 *   <caption>How the content comes to its name</caption>
 *   <tr><td>local, HDFS, WebHDFS, ViewFs</td><td>written as {@code _NAME.UUID.tmp} in the same
 *       directory and renamed over the older file in one operation</td></tr>
 *   <tr><td>object stores whose streams can be aborted (S3A)</td><td>written under its name: the
 *       store shows an object when its stream is closed, and an aborted one never</td></tr>
 *   <tr><td>others</td><td>written as {@code _NAME.UUID.tmp}; then the older file is deleted and
 *       the new one renamed. A failure between the two loses the older file and keeps the whole
 *       new one under its temporary name</td></tr>
 * </table>
 *
 * <p>On the local file system no hidden checksum file {@code .NAME.crc} is written, and an older
 * one is deleted: after another program has changed the file, Hadoop would refuse to read it.
 *
 * <p>For use by one thread.
 */
public final class AtomicFile implements AutoCloseable {
  private static final String TEMPORARY = "_.+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp";

  private final FileSystem files;
  private final Path path;
  private final Path written;
  private final FSDataOutputStream raw;
  private final OutputStream sink;
  private boolean closed;
  private boolean keepsTemporary;

  private AtomicFile(FileSystem files, Path path) throws IOException {
    this.files = files;
    this.path = path;
    written = appearsWhenClosed(files, path) ? path : temporary(path);
    raw = DiskErrors.converted(() -> files.create(written, true));
    sink = DiskErrors.converted(raw);
  }

  /**
   * Begins to write a file.
   *
   * @param files the file system of the path
   * @param path the file; directories above it are made
   * @return the file, to be committed and closed
   * @throws IOException if the file cannot be created there
   */
  public static AtomicFile create(FileSystem files, Path path) throws IOException {
    return new AtomicFile(
        files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files, path);
  }

  /**
   * Writes a file, or replaces it.
   *
   * @param files the file system of the path
   * @param path the file; directories above it are made
   * @param content its content
   * @throws IOException if the file system fails; an older file is then as it was
   */
  public static void write(FileSystem files, Path path, byte[] content) throws IOException {
    try (AtomicFile file = create(files, path)) {
      file.stream().write(content);
      file.commit();
    }
  }

  /**
   * The content.
   *
   * @return where to write it; closing this stream flushes it, so that a compressing stream around
   *     it can be finished before the commit
   */
  public OutputStream stream() {
    return new FilterOutputStream(sink) {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        sink.write(bytes, from, count);
      }

      @Override
      public void close() throws IOException {
        sink.flush();
      }
    };
  }

  /**
   * Closes the stream and gives the file its name.
   *
   * @throws IllegalStateException if the file is committed or closed already
   * @throws IOException if the file system fails
   */
  public void commit() throws IOException {
    if (closed) {
      throw new IllegalStateException(UserInfo.cut(path) + " was committed or closed already");
    }
    sink.close();
    if (!written.equals(path)) {
      replace();
    }
    closed = true;
  }

  /**
   * Ends the writing. Without a commit the content is dropped.
   *
   * @throws IOException if the file system fails
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (written.equals(path)) {
      raw.abort();
      return;
    }
    try {
      sink.close();
    } finally {
      if (!keepsTemporary) {
        files.delete(written, false);
      }
    }
  }

  /**
   * Recognises what a process that was killed while it wrote left behind.
   *
   * @param name name of a file
   * @return whether it is that of a file without a commit
   */
  public static boolean isTemporary(String name) {
    return name.matches(TEMPORARY);
  }

  /** A name that no other writer uses; no datum depends on it. */
  private static Path temporary(Path path) {
    String name = "_" + path.getName() + "." + UUID.randomUUID() + ".tmp";
    return path.getParent() == null ? new Path(name) : FileSystems.child(path.getParent(), name);
  }

  private static boolean appearsWhenClosed(FileSystem files, Path path) throws IOException {
    return !FileSystems.renamesAtomically(files)
        && files.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  private void replace() throws IOException {
    if (isLocal(files)) {
      // In this order: without its checksum the older file can be read, the new one with it cannot.
      Path checksum = FileSystems.child(written.getParent(), "." + path.getName() + ".crc");
      if (files.exists(checksum)) {
        files.delete(checksum, false);
      }
      // As POSIX does, over an older file: here FileContext would delete it first.
      if ((files.exists(path) && files.getFileStatus(path).isDirectory())
          || !files.rename(written, path)) {
        throw new IOException("cannot rename " + written.getName() + " to " + path.getName());
      }
    } else if (files.getScheme().equals("viewfs")) {
      // FileSystem's view deletes first; this one hands the rename on to the mounted file system.
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(written, path, Options.Rename.OVERWRITE);
    } else if (FileSystems.renamesAtomically(files)) {
      new Overwriting(files).move(written, path);
    } else {
      files.delete(path, false);
      keepsTemporary = true;
      if (!files.rename(written, path)) {
        throw new IOException("cannot rename " + UserInfo.cut(written) + " to " + path.getName());
      }
    }
  }

  private static boolean isLocal(FileSystem files) {
    return files instanceof RawLocalFileSystem || files.getUri().getScheme().equals("file");
  }

  /** Reaches the rename over an existing file, which file systems have and do not show. */
  private static final class Overwriting extends FilterFileSystem {
    Overwriting(FileSystem files) {
      super(files);
    }

    void move(Path from, Path to) throws IOException {
      rename(from, to, Options.Rename.OVERWRITE);
    }
  }
}
