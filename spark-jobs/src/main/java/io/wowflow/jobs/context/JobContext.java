package io.wowflow.jobs.context;

import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.math.flow.FlowObserver;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The surroundings of a job.
 *
 * @param hadoop where the file systems are configured
 * @param spark opens the session when it is first used
 * @param settings the settings that the session has or would have, with its master
 * @param notices receives lines for a person while the job runs
 * @param progress opens the display of a flow's progress
 * @param interruption a request that a flow end early
 */
public record JobContext(
    Configuration hadoop,
    Supplier<SparkSession> spark,
    SparkConf settings,
    Consumer<String> notices,
    ProgressOpener progress,
    Interruption interruption) {

  /**
   * The surroundings of a job in an open session: nothing is shown and nothing interrupts it.
   *
   * @param spark an open session
   * @return the surroundings
   */
  public static JobContext of(SparkSession spark) {
    return new JobContext(
        spark.sparkContext().hadoopConfiguration(),
        () -> spark,
        spark.sparkContext().conf(),
        notice -> {},
        lastStep -> () -> {},
        new Interruption());
  }

  /** The display of a flow's progress. */
  public interface Progress extends FlowObserver, AutoCloseable {
    @Override
    void close();
  }

  /** Opens a display. */
  @FunctionalInterface
  public interface ProgressOpener {
    /**
     * Opens a display.
     *
     * @param lastStep where the flow ends unless it is stopped
     * @return the display, an observer of the flow; to be closed, however the flow ends
     */
    Progress open(int lastStep);
  }

  /**
   * Spark's master.
   *
   * @return {@code spark.master}
   */
  public String master() {
    return settings.get("spark.master");
  }

  /**
   * A reader of datasets, which reports what it reads in the notices.
   *
   * @return the reader
   */
  public DatasetReader reader() {
    return new DatasetReader(hadoop, spark, notices);
  }

  /**
   * Whether the driver's own threads are the cluster.
   *
   * @return true for a local master
   */
  public boolean isLocal() {
    return Cluster.isLocal(master());
  }

  /**
   * Opens the session now where the master is a cluster: its manager expects the application that
   * it started to register.
   */
  public void openSparkOnCluster() {
    if (!isLocal()) {
      notices.accept("application " + spark.get().sparkContext().applicationId());
    }
  }
}
