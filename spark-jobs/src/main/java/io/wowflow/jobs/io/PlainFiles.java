package io.wowflow.jobs.io;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Creates files that other programs will read and change. */
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
}
