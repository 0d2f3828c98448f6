package io.wowflow.jobs.io.place;

import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.NewFsError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system on a disk that becomes full: from a number of written bytes on its streams
 * fail as Hadoop's do, with an {@code FSError}.
 */
public final class FullDisk extends RawLocalFileSystem {
  private static final String ROOM = "test.disk.room";
  private static final String ONLY = "test.disk.only";

  private long room;
  private String only;

  /** A configuration whose {@code file:} has room for so many bytes. */
  public static Configuration withRoomFor(long bytes) {
    return withRoomFor(bytes, "");
  }

  /** Likewise; only files whose name contains a text take room. */
  public static Configuration withRoomFor(long bytes, String only) {
    Configuration conf = new Configuration(Samples.CONF);
    settings(bytes, only).forEach(conf::set);
    return conf;
  }

  /** The settings of such a configuration. */
  public static Map<String, String> settings(long bytes, String only) {
    return Map.of(
        "fs.file.impl",
        FullDisk.class.getName(),
        "fs.file.impl.disable.cache",
        "true",
        ROOM,
        Long.toString(bytes),
        ONLY,
        only);
  }

  static FileSystem fileSystem(long room) throws IOException {
    return new Path("file:///").getFileSystem(withRoomFor(room));
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    room = conf.getLong(ROOM, 0);
    only = conf.get(ONLY, "");
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
    return limited(f, super.create(f, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream limited(Path file, FSDataOutputStream out) throws IOException {
    if (!file.getName().contains(only)) {
      return out;
    }
    OutputStream counted =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            room -= count;
            if (room < 0) {
              throw NewFsError.of("No space left on device");
            }
            out.write(bytes, from, count);
          }

          @Override
          public void flush() throws IOException {
            out.flush();
          }

          @Override
          public void close() throws IOException {
            out.close();
          }
        };
    return new FSDataOutputStream(counted, null);
  }
}
