package io.wowflow.jobs.io.place;

import io.wowflow.jobs.snapshot.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Objects, as S3A shows them: an object appears when its stream is closed, an aborted one never,
 * and a rename is a copy. They are kept as local files.
 */
final class ObjectStore extends FilterFileSystem {
  private final Path root;
  private int renames;

  private ObjectStore(Path root) {
    super(new RawLocalFileSystem());
    this.root = root;
  }

  static ObjectStore in(java.nio.file.Path folder) throws IOException {
    ObjectStore store = new ObjectStore(Samples.hadoop(folder));
    store.initialize(URI.create("file:///"), new Configuration(Samples.CONF));
    return store;
  }

  Path path(String name) {
    return new Path(root, name);
  }

  int renames() {
    return renames;
  }

  @Override
  public URI getUri() {
    return URI.create("store://bucket");
  }

  @Override
  public Path makeQualified(Path path) {
    return path;
  }

  @Override
  protected void checkPath(Path path) {}

  @Override
  public boolean hasPathCapability(Path path, String capability) {
    return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    renames++;
    return super.rename(from, to);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(new Upload(path), null);
  }

  private final class Upload extends ByteArrayOutputStream implements Abortable {
    private final Path path;
    private boolean done;

    Upload(Path path) {
      this.path = path;
    }

    @Override
    public AbortableResult abort() {
      done = true;
      return null;
    }

    @Override
    public void close() throws IOException {
      if (!done) {
        done = true;
        try (FSDataOutputStream out = fs.create(path, true)) {
          writeTo(out);
        }
      }
    }
  }
}
