package io.wowflow.jobs.engine;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.function.ClassBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The reliable checkpoints that cut the lineage of the state. The older one is deleted only after
 * the newer one is whole.
 */
public final class Checkpoints implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Optional<String> directory;
  private Path own;
  private Path newest;

  /**
   * Checkpoints of one flow.
   *
   * @param spark an open context; a checkpoint directory that it has already is used
   * @param directory a directory that all executors see, made and deleted here; may be empty if
   *     {@link #check} passes
   */
  Checkpoints(JavaSparkContext spark, Optional<String> directory) {
    this.spark = spark;
    this.directory = directory;
  }

  /**
   * Refuses a session that has no place for checkpoints.
   *
   * @param spark an open context
   * @throws JobException (usage) if it has no checkpoint directory and its executors are elsewhere
   */
  public static void check(SparkContext spark) {
    if (spark.getCheckpointDir().isEmpty() && !spark.isLocal()) {
      throw JobException.usage(
          "The distributed engine writes checkpoints, and this session has no directory for them:"
              + " set spark.checkpoint.dir to one that all executors see");
    }
  }

  /** Has the state written as soon as it is computed. */
  void mark(JavaRDD<ClassBlock> state) {
    if (!spark.getCheckpointDir().isPresent()) {
      String place = directory.orElseGet(Checkpoints::temporary);
      own = new Path(place);
      spark.setCheckpointDir(place);
    }
    state.checkpoint();
  }

  private static String temporary() {
    try {
      return Files.createTempDirectory("wowflow-checkpoints").toUri().toString();
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for checkpoints", e);
    }
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
      spark.sc().checkpointDir_$eq(scala.Option.empty());
    } else if (newest != null) {
      delete(newest);
    }
  }
}
