package io.wowflow.jobs.io.place;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Creates and replaces files that other programs will read and change. */
public final class PlainFiles {
  private PlainFiles() {}

  /**
   * Creates a file, or replaces it. On the local file system no hidden checksum file is put beside
   * it: once another program has changed the file, Hadoop would refuse to read it for its checksum.
   *
   * @param files the file system of the path
   * @param path the file
   * @return where to write
   * @throws IOException if the file system fails
   */
  public static OutputStream create(FileSystem files, Path path) throws IOException {
    if (files instanceof LocalFileSystem local) {
      // Takes an older file away with its checksum, if it has one.
      local.delete(path, false);
      return local.getRawFileSystem().create(path, true);
    }
    return files.create(path, true);
  }

  /**
   * Puts a file in the place of another one. Where the file system renames at once, the other one
   * is whole until the new one is in its place; object stores delete it first.
   *
   * @param files the file system of both paths
   * @param from the new file, in the directory of the other one
   * @param to the name that it gets; a file of that name may be there, a directory not
   * @throws IOException if the file system fails
   */
  public static void replace(FileSystem files, Path from, Path to) throws IOException {
    if (files instanceof LocalFileSystem || files instanceof RawLocalFileSystem) {
      // As POSIX does: FileContext would delete here, Hadoop's other file systems refuse.
      rename(files, from, to);
      return;
    }
    FileContext context;
    try {
      context = FileContext.getFileContext(files.getUri(), files.getConf());
    } catch (UnsupportedFileSystemException e) {
      files.delete(to, false);
      rename(files, from, to);
      return;
    }
    context.rename(from, to, Options.Rename.OVERWRITE);
  }

  private static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from.getName() + " to " + to.getName());
    }
  }
}
