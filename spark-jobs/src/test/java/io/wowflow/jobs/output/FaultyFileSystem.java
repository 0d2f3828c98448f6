package io.wowflow.jobs.output;

import io.wowflow.jobs.snapshot.Samples;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system of a process that dies in its n-th change: that change is not made (a
 * recursive delete is half made), and nothing works from then on.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final String FAIL_AT = "test.fail.at";

  private int left;
  private boolean dead;

  /** A configuration whose {@code file:} never dies. */
  public static Configuration healthy() {
    return failingAt(0);
  }

  /** A configuration whose {@code file:} dies in the n-th change, counted from 1. */
  public static Configuration failingAt(int change) {
    Configuration conf = new Configuration(Samples.CONF);
    conf.setClass("fs.file.impl", FaultyFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    conf.setInt(FAIL_AT, change);
    return conf;
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    left = conf.getInt(FAIL_AT, 0);
  }

  private void change() throws IOException {
    alive();
    left--;
    if (left == 0) {
      dead = true;
      alive();
    }
  }

  private void alive() throws IOException {
    if (dead) {
      throw new IOException("this process is dead");
    }
  }

  @Override
  public FSDataOutputStream create(
      Path f,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(f, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path f,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change();
    return super.create(f, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path src, Path dst) throws IOException {
    change();
    return super.rename(src, dst);
  }

  @Override
  public boolean delete(Path p, boolean recursive) throws IOException {
    if (left == 1 && recursive && !dead && exists(p) && getFileStatus(p).isDirectory()) {
      FileStatus[] children = listStatus(p);
      if (children.length > 0) {
        super.delete(children[0].getPath(), true);
      }
    }
    change();
    return super.delete(p, recursive);
  }

  @Override
  public boolean mkdirs(Path f) throws IOException {
    change();
    File directory = pathToFile(f);
    return directory.mkdirs() || directory.isDirectory();
  }

  /** Does nothing: Hadoop would start a shell for every file. */
  @Override
  public void setPermission(Path p, FsPermission permission) {}

  @Override
  public FileStatus getFileStatus(Path f) throws IOException {
    alive();
    return super.getFileStatus(f);
  }

  @Override
  public FileStatus[] listStatus(Path f) throws IOException {
    alive();
    return super.listStatus(f);
  }

  @Override
  public FSDataInputStream open(Path f, int bufferSize) throws IOException {
    alive();
    return super.open(f, bufferSize);
  }
}
