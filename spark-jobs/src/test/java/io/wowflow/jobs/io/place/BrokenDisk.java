package io.wowflow.jobs.io.place;

import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.NewFsError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A local file system whose directories can be read and whose files cannot, as on a bad disk. */
public final class BrokenDisk extends RawLocalFileSystem {
  /** A configuration whose {@code file:} is such a file system. */
  public static Configuration configuration() {
    Configuration conf = new Configuration(Samples.CONF);
    conf.setClass("fs.file.impl", BrokenDisk.class, FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    return conf;
  }

  @Override
  public FSDataInputStream open(Path f, int bufferSize) {
    return new FSDataInputStream(new Broken());
  }

  private static final class Broken extends FSInputStream {
    @Override
    public int read() {
      throw NewFsError.of("Input/output error");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return read();
    }

    @Override
    public void seek(long pos) {}

    @Override
    public long getPos() {
      return 0;
    }

    @Override
    public boolean seekToNewSource(long targetPos) throws IOException {
      return false;
    }
  }
}
