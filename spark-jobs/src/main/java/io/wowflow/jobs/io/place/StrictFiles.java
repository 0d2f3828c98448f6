package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.UserInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file system whose operations fail with an {@link IOException} where Hadoop's answer false or
 * throw an {@code FSError}.
 *
 * @param fs Hadoop's file system; of a local one with checksum files the one below it
 */
public record StrictFiles(FileSystem fs) {

  /** Drops checksum files. */
  public StrictFiles {
    // Hadoop's local file system keeps a checksum file for each file and renames the two one after
    // the other: a process that dies between leaves a file that cannot be read. Below it, a file is
    // one file.
    fs = fs instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fs;
  }

  /**
   * Looks whether something has a path.
   *
   * @param path the path
   * @return true for a file and for a directory
   * @throws IOException if the file system fails
   */
  public boolean exists(Path path) throws IOException {
    return fs.exists(path);
  }

  /**
   * The names in a directory.
   *
   * @param directory the directory
   * @return names, sorted; none if there is no such directory
   * @throws IOException if the file system fails
   */
  public List<String> children(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        names.add(status.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  /**
   * Makes a directory and those above it, where they are missing.
   *
   * @param directory the directory
   * @throws IOException if it cannot be made
   */
  public void makeDirectory(Path directory) throws IOException {
    if (!fs.mkdirs(directory)) {
      throw new IOException("cannot make the directory " + UserInfo.cut(directory));
    }
  }

  /**
   * Deletes a file, or a directory with everything in it; nothing there is fine.
   *
   * @param path the path
   * @throws IOException if it cannot be deleted
   */
  public void delete(Path path) throws IOException {
    if (!fs.delete(path, true) && fs.exists(path)) {
      throw new IOException("cannot delete " + UserInfo.cut(path));
    }
  }

  /**
   * Deletes a directory if nothing is in it; nothing there is fine.
   *
   * @param directory the directory
   * @throws IOException if the file system fails, or something came into the directory meanwhile
   */
  public void deleteIfEmpty(Path directory) throws IOException {
    if (fs.exists(directory) && children(directory).isEmpty()) {
      fs.delete(directory, false);
    }
  }

  /**
   * Moves a file or directory to another name; what has that name is deleted first.
   *
   * @param from the old path
   * @param to the new path
   * @throws IOException if it cannot be moved
   */
  public void move(Path from, Path to) throws IOException {
    delete(to);
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + UserInfo.cut(from) + " to " + UserInfo.cut(to));
    }
  }

  /**
   * Writes a file, or replaces it, as {@link AtomicFile} does.
   *
   * @param file the file
   * @param content its content
   * @throws IOException if it cannot be written; an older file is then as it was
   */
  public void write(Path file, byte[] content) throws IOException {
    if (content.length == 0) {
      // Whole as soon as it is there, so that a marker costs one operation.
      fs.create(file, true).close();
    } else {
      AtomicFile.write(fs, file, content);
    }
  }

  /**
   * Creates a file in a directory that no reader knows yet, or truncates it.
   *
   * @param file the file
   * @return where to write
   * @throws IOException if it cannot be created
   */
  public OutputStream create(Path file) throws IOException {
    return FileSystems.create(fs, file);
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @return where to read
   * @throws FileNotFoundException if it does not exist
   * @throws IOException if it cannot be read
   */
  public InputStream open(Path file) throws IOException {
    return DiskErrors.converted(fs.open(file));
  }

  /**
   * Reads a small file.
   *
   * @param file the file
   * @return its content
   * @throws FileNotFoundException if it does not exist
   * @throws IOException if it cannot be read
   */
  public byte[] read(Path file) throws IOException {
    try (InputStream in = open(file)) {
      return in.readAllBytes();
    }
  }
}
