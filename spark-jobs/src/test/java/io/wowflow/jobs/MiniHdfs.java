package io.wowflow.jobs;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;

/** A real HDFS, name node and one data node, in this JVM on loopback. */
public final class MiniHdfs implements AutoCloseable {
  private final MiniDFSCluster cluster;

  private MiniHdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts an empty file system.
   *
   * @param folder of the test, where blocks and metadata are kept
   */
  public static MiniHdfs start(Path folder) throws IOException {
    Configuration conf = new HdfsConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    return new MiniHdfs(
        new MiniDFSCluster.Builder(conf).numDataNodes(1).checkDataNodeHostConfig(true).build());
  }

  /** The URI of a path. */
  public String uri(String path) throws IOException {
    return files().getUri() + path;
  }

  /** The file system; closed with the cluster. */
  public DistributedFileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  /**
   * Limits the bytes that all files below a directory may take.
   *
   * @param bytes the limit, or -1 to lift it
   */
  public void limit(String directory, long bytes) throws IOException {
    long quota = bytes < 0 ? HdfsConstants.QUOTA_RESET : bytes;
    files().setQuota(new org.apache.hadoop.fs.Path(directory), HdfsConstants.QUOTA_DONT_SET, quota);
  }

  /** The cluster's own shutdown would take away the hooks by which Spark tidies up. */
  @Override
  public void close() {
    cluster.shutdownDataNodes();
    cluster.shutdownNameNodes();
  }
}
