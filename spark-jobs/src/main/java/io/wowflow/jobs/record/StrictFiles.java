package io.wowflow.jobs.record;

import io.wowflow.jobs.conf.UserInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file system whose operations fail with an exception where Hadoop's answer false. */
public record StrictFiles(FileSystem fs) {

  public StrictFiles {
    // Hadoop's local file system keeps a checksum file beside each file and renames the two one
    // after the other: a process that dies between leaves a file that cannot be read. Below it,
    // a file is one file.
    fs = fs instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fs;
  }

  public boolean exists(Path path) throws IOException {
    return fs.exists(path);
  }

  /** The names in a directory, sorted; none if there is no such directory. */
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

  public void makeDirectory(Path directory) throws IOException {
    if (!fs.mkdirs(directory)) {
      throw new IOException("cannot make the directory " + UserInfo.cut(directory));
    }
  }

  /** Deletes whatever is there, with all below it; nothing there is fine. */
  public void delete(Path path) throws IOException {
    if (!fs.delete(path, true) && fs.exists(path)) {
      throw new IOException("cannot delete " + UserInfo.cut(path));
    }
  }

  /** Deletes a directory that nothing is in; fails if something got there meanwhile. */
  public void deleteIfEmpty(Path directory) throws IOException {
    if (fs.exists(directory) && children(directory).isEmpty()) {
      fs.delete(directory, false);
    }
  }

  /** Moves a file or directory, in the place of what has that name. */
  public void move(Path from, Path to) throws IOException {
    delete(to);
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + UserInfo.cut(from) + " to " + UserInfo.cut(to));
    }
  }

  public void write(Path file, byte[] content) throws IOException {
    try (OutputStream out = fs.create(file, true)) {
      out.write(content);
    }
  }

  public byte[] read(Path file) throws IOException {
    try (FSDataInputStream in = fs.open(file)) {
      return in.readAllBytes();
    }
  }
}
