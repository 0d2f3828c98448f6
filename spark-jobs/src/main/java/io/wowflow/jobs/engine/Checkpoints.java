package io.wowflow.jobs.engine;

import io.wowflow.jobs.function.ClassBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The reliable checkpoints that cut the lineage of the state. The older one goes only after the
 * newer one is whole.
 */
final class Checkpoints implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Path own;
  private Path newest;

  /**
   * Checkpoints of one flow.
   *
   * @param spark an open context; a checkpoint directory that it has already is used
   * @param directory a directory that all executors see, made and deleted here
   */
  Checkpoints(JavaSparkContext spark, String directory) {
    this.spark = spark;
    if (spark.getCheckpointDir().isPresent()) {
      own = null;
    } else {
      own = new Path(directory);
      spark.setCheckpointDir(directory);
    }
  }

  /** Has the state written as soon as it is computed. */
  void mark(JavaRDD<ClassBlock> state) {
    state.checkpoint();
  }

  boolean isWritten(JavaRDD<ClassBlock> state) {
    return state.isCheckpointed();
  }

  void deleteOlder(JavaRDD<ClassBlock> state) {
    Path written = new Path(state.getCheckpointFile().get());
    if (newest != null && !newest.equals(written)) {
      delete(newest);
    }
    newest = written;
  }

  private void delete(Path path) {
    try {
      path.getFileSystem(spark.hadoopConfiguration()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoint " + path + " cannot be deleted", e);
    }
  }

  @Override
  public void close() {
    if (own != null) {
      delete(own);
    } else if (newest != null) {
      delete(newest);
    }
  }
}
